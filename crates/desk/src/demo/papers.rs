//! Things with writing on them: a receipt, a page of a shop.

use super::canvas::{
    Canvas, Colour, block, clouds, corners, ellipse, line, mix, noise, step, times,
};

const SHARP: f32 = 0.002;

pub(super) fn receipt() -> Canvas {
    let mut canvas = Canvas::table([0.24, 0.20, 0.18], [0.27, 0.23, 0.21]);
    canvas.shadow(0.70, 0.56, 0.36, 0.42);
    let paper = [(0.42, 0.07), (0.88, 0.03), (0.93, 0.93), (0.47, 0.96)];
    canvas.paint(SHARP, corners(paper), |x, y| {
        // Folded twice and smoothed by hand.
        let fold = (y - 0.34 - x * 0.02).abs().min((y - 0.66 + x * 0.03).abs());
        let wave = 0.05 * (clouds(x * 7.0, y * 7.0) - 0.5) + 0.03 * (x * 9.0 + y * 5.0).sin();
        times(
            [0.97, 0.96, 0.92],
            0.92 + wave - 0.12 * step(0.02, 0.0, fold),
        )
    });
    let lean = |y: f32| 0.055 * (y - 0.05);
    let mut word = |from: f32, to: f32, y: f32, thick: f32| {
        let shift = lean(y);
        canvas.paint(
            0.0015,
            line(
                (0.42 + shift + from, y),
                (0.42 + shift + to, y - 0.03 * (to - from)),
                thick,
            ),
            |x, y| times([0.24, 0.24, 0.28], 0.8 + 0.5 * clouds(x * 200.0, y * 200.0)),
        );
    };
    word(0.12, 0.34, 0.115, 0.011);
    word(0.16, 0.30, 0.150, 0.005);
    for row in 0..14_u8 {
        let y = 0.215 + f32::from(row) * 0.037;
        let long = 0.12 + 0.14 * noise(f32::from(row), 3.0);
        word(0.04, 0.04 + long, y, 0.0045);
        word(0.37 - 0.03 * noise(f32::from(row), 5.0), 0.42, y, 0.0045);
    }
    word(0.04, 0.16, 0.775, 0.009);
    word(0.32, 0.42, 0.775, 0.009);
    word(0.10, 0.36, 0.860, 0.004);
    canvas.grain()
}

pub(super) fn screenshot() -> Canvas {
    let mut canvas = Canvas::new(1_360, 850);
    let flat = |colour: Colour| move |_: f32, _: f32| colour;
    canvas.paint(SHARP, |_, _| -1.0, flat([0.96, 0.965, 0.975]));
    canvas.paint(SHARP, block(-0.1, -0.1, 1.7, 0.075, 0.0), flat([1.0; 3]));
    canvas.paint(
        SHARP,
        block(0.05, 0.025, 0.20, 0.052, 0.01),
        flat([0.12, 0.35, 0.32]),
    );
    for (from, to) in [(0.9, 1.0), (1.04, 1.16), (1.2, 1.28), (1.42, 1.54)] {
        canvas.paint(
            SHARP,
            block(from, 0.032, to, 0.046, 0.007),
            flat([0.62, 0.64, 0.67]),
        );
    }
    canvas.paint(
        SHARP,
        block(0.05, 0.12, 1.55, 0.205, 0.014),
        flat([0.99, 0.90, 0.89]),
    );
    canvas.paint(
        SHARP,
        ellipse(0.095, 0.1625, 0.018, 0.018),
        flat([0.80, 0.18, 0.16]),
    );
    canvas.paint(
        SHARP,
        block(0.135, 0.147, 0.62, 0.160, 0.006),
        flat([0.55, 0.12, 0.11]),
    );
    canvas.paint(
        SHARP,
        block(0.135, 0.171, 0.90, 0.181, 0.005),
        flat([0.76, 0.42, 0.40]),
    );
    canvas.paint(SHARP, block(0.05, 0.25, 1.02, 0.93, 0.02), flat([1.0; 3]));
    canvas.paint(SHARP, block(1.07, 0.25, 1.55, 0.74, 0.02), flat([1.0; 3]));
    for field in 0..4_u8 {
        let y = 0.31 + f32::from(field) * 0.14;
        canvas.paint(
            SHARP,
            block(0.09, y, 0.24, y + 0.012, 0.006),
            flat([0.45, 0.47, 0.5]),
        );
        let edge = if field == 2 {
            [0.80, 0.18, 0.16]
        } else {
            [0.82, 0.84, 0.87]
        };
        canvas.paint(
            SHARP,
            block(0.09, y + 0.03, 0.98, y + 0.095, 0.012),
            flat(edge),
        );
        canvas.paint(
            SHARP,
            block(0.093, y + 0.033, 0.977, y + 0.092, 0.010),
            flat([1.0; 3]),
        );
        let long = 0.2 + 0.4 * noise(f32::from(field), 2.0);
        canvas.paint(
            SHARP,
            block(0.115, y + 0.055, 0.115 + long, y + 0.070, 0.006),
            flat([0.25, 0.27, 0.3]),
        );
    }
    for row in 0..3_u8 {
        let y = 0.30 + f32::from(row) * 0.11;
        canvas.paint(
            SHARP,
            block(1.11, y, 1.19, y + 0.08, 0.01),
            flat(mix(
                [0.85, 0.62, 0.42],
                [0.42, 0.62, 0.72],
                f32::from(row) / 2.0,
            )),
        );
        canvas.paint(
            SHARP,
            block(1.21, y + 0.015, 1.38, y + 0.028, 0.006),
            flat([0.3, 0.32, 0.35]),
        );
        canvas.paint(
            SHARP,
            block(1.21, y + 0.045, 1.30, y + 0.055, 0.005),
            flat([0.66, 0.68, 0.7]),
        );
        canvas.paint(
            SHARP,
            block(1.45, y + 0.015, 1.52, y + 0.028, 0.006),
            flat([0.3, 0.32, 0.35]),
        );
    }
    canvas.paint(
        SHARP,
        block(1.11, 0.655, 1.51, 0.71, 0.014),
        flat([0.62, 0.74, 0.72]),
    );
    canvas
}
