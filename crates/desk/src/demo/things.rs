//! Things on a table: a cup, a box, a shoe.

use super::canvas::{Canvas, Colour, block, clouds, corners, ellipse, line, mix, noise, times};

const SHARP: f32 = 0.002;

pub(super) fn mug(glaze: Colour, broken: bool) -> Canvas {
    let mut canvas = Canvas::table([0.62, 0.45, 0.31], [0.86, 0.84, 0.80]);
    canvas.shadow(0.74, 0.80, 0.34, 0.07);
    // Round things are lighter where they face the window.
    let round = move |x: f32, _: f32| {
        let turn = ((x - 0.60) / 0.22).clamp(-1.0, 1.0);
        times(glaze, 0.42 + 0.66 * (1.0 - (turn + 0.35).powi(2)).max(0.0))
    };
    canvas.paint(
        SHARP,
        |x, y| ellipse(0.84, 0.56, 0.13, 0.15)(x, y).abs() - 0.026,
        round,
    );
    canvas.paint(SHARP, block(0.38, 0.36, 0.82, 0.82, 0.07), round);
    canvas.paint(SHARP, ellipse(0.60, 0.37, 0.22, 0.055), |x, y| {
        mix(round(x, y), [1.0; 3], 0.25)
    });
    canvas.paint(SHARP, ellipse(0.60, 0.375, 0.195, 0.043), |x, _| {
        times([0.24, 0.13, 0.07], 0.7 + x)
    });
    canvas.paint(0.02, line((0.45, 0.48), (0.45, 0.70), 0.006), |_, _| {
        mix(glaze, [1.0; 3], 0.7)
    });
    if broken {
        canvas.paint(
            SHARP,
            corners([(0.50, 0.40), (0.63, 0.405), (0.58, 0.49), (0.54, 0.46)]),
            |x, y| times([0.93, 0.90, 0.84], 0.75 + 0.3 * clouds(x * 90.0, y * 90.0)),
        );
        for (a, b) in [
            ((0.58, 0.48), (0.61, 0.57)),
            ((0.61, 0.57), (0.59, 0.64)),
            ((0.59, 0.64), (0.63, 0.73)),
        ] {
            canvas.paint(0.0015, line(a, b, 0.0018), |_, _| [0.2, 0.1, 0.08]);
        }
        canvas.shadow(1.02, 0.86, 0.06, 0.015);
        canvas.paint(
            SHARP,
            corners([(0.97, 0.84), (1.03, 0.82), (1.07, 0.86), (0.99, 0.87)]),
            |_, _| glaze,
        );
    }
    canvas.grain()
}

pub(super) fn parcel() -> Canvas {
    let mut canvas = Canvas::table([0.55, 0.56, 0.57], [0.74, 0.75, 0.73]);
    let card = [0.76, 0.58, 0.38];
    let paper = |shade: f32| {
        move |x: f32, y: f32| times(card, shade * (0.92 + 0.1 * clouds(x * 4.0, y * 120.0)))
    };
    canvas.shadow(0.72, 0.86, 0.48, 0.07);
    canvas.paint(
        SHARP,
        corners([(0.28, 0.42), (0.74, 0.50), (0.74, 0.90), (0.28, 0.79)]),
        paper(1.0),
    );
    canvas.paint(
        SHARP,
        corners([(0.74, 0.50), (1.10, 0.40), (1.10, 0.76), (0.74, 0.90)]),
        paper(0.72),
    );
    canvas.paint(
        SHARP,
        corners([(0.28, 0.42), (0.64, 0.33), (1.10, 0.40), (0.74, 0.50)]),
        paper(1.14),
    );
    canvas.paint(
        SHARP,
        corners([(0.47, 0.375), (0.52, 0.363), (0.94, 0.445), (0.90, 0.457)]),
        |_, _| [0.90, 0.86, 0.74],
    );
    // Where it fell on its corner.
    canvas.paint(0.05, ellipse(0.72, 0.58, 0.09, 0.12), paper(0.55));
    canvas.paint(0.02, ellipse(0.74, 0.53, 0.05, 0.05), paper(0.30));
    for (a, b) in [
        ((0.64, 0.52), (0.72, 0.62)),
        ((0.72, 0.62), (0.70, 0.74)),
        ((0.82, 0.52), (0.75, 0.62)),
    ] {
        canvas.paint(0.003, line(a, b, 0.002), paper(0.4));
    }
    canvas.paint(
        SHARP,
        corners([(0.34, 0.56), (0.57, 0.60), (0.57, 0.77), (0.34, 0.73)]),
        |_, _| [0.95; 3],
    );
    for bar in 0..26_u8 {
        let x = 0.36 + f32::from(bar) * 0.0072;
        let thick = 0.0008 + 0.0018 * noise(f32::from(bar), 1.0);
        let top = 0.59 + (x - 0.34) * 0.17;
        canvas.paint(0.001, line((x, top), (x, top + 0.06), thick), |_, _| {
            [0.1; 3]
        });
    }
    for row in 0..3_u8 {
        let y = 0.685 + f32::from(row) * 0.018;
        canvas.paint(0.001, line((0.36, y), (0.50, y + 0.024), 0.0025), |_, _| {
            [0.35; 3]
        });
    }
    canvas.grain()
}

pub(super) fn shoe() -> Canvas {
    let mut canvas = Canvas::table([0.36, 0.38, 0.34], [0.48, 0.52, 0.46]);
    canvas.shadow(0.70, 0.80, 0.52, 0.06);
    let cloth = |x: f32, y: f32| {
        let weave = 0.94 + 0.12 * ((x * 420.0).sin() * (y * 420.0).sin());
        times([0.20, 0.44, 0.52], weave * (1.25 - 0.9 * (y - 0.35)))
    };
    canvas.paint(SHARP, block(0.22, 0.71, 1.16, 0.79, 0.035), |x, y| {
        times(
            [0.92, 0.90, 0.86],
            0.9 + 0.1 * ((x * 80.0).sin() * (y * 30.0).cos()),
        )
    });
    canvas.paint(SHARP, block(0.24, 0.42, 0.56, 0.74, 0.09), cloth);
    canvas.paint(
        SHARP,
        corners([
            (0.40, 0.44),
            (0.58, 0.46),
            (1.02, 0.64),
            (1.08, 0.73),
            (0.32, 0.73),
        ]),
        cloth,
    );
    canvas.paint(SHARP, ellipse(0.98, 0.685, 0.16, 0.055), |x, y| {
        times(cloth(x, y), 1.15)
    });
    canvas.paint(SHARP, ellipse(0.41, 0.425, 0.14, 0.035), |_, _| {
        [0.07, 0.08, 0.09]
    });
    for lace in 0..5_u8 {
        let x = 0.56 + f32::from(lace) * 0.065;
        let y = 0.47 + f32::from(lace) * 0.030;
        canvas.paint(SHARP, line((x, y), (x - 0.05, y + 0.07), 0.008), |_, _| {
            [0.95, 0.94, 0.90]
        });
    }
    canvas.paint(
        SHARP,
        corners([(0.34, 0.66), (0.78, 0.53), (0.80, 0.56), (0.40, 0.69)]),
        |_, _| [0.93, 0.55, 0.23],
    );
    // The sole has come off at the toe.
    canvas.paint(
        0.003,
        corners([(0.88, 0.715), (1.12, 0.700), (1.14, 0.725), (0.90, 0.728)]),
        |_, _| [0.06; 3],
    );
    canvas.grain()
}
