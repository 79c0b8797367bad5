//! Pictures for the demo desk, drawn by formulas: shapes with soft edges, light from the left,
//! and enough grain to look taken rather than drawn.

use crate::{Error, Result};
use model::{PictureBudget, PictureType};
use std::ops::ControlFlow;

type Colour = [f32; 3];

/// An encoded picture.
pub(super) struct Picture {
    pub(super) name: &'static str,
    pub(super) mime: &'static str,
    pub(super) bytes: Vec<u8>,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// What there is to see.
#[derive(Clone, Copy, Debug)]
pub(super) enum Motif {
    /// A cup with a piece out of its rim.
    Mug,
    /// A cardboard box with a dent.
    Parcel,
    /// A shop's page with an error.
    Screenshot,
    /// A running shoe, sole coming off.
    Shoe,
    /// A crumpled receipt.
    Receipt,
    /// The same cup, whole.
    NewMug,
}

impl Motif {
    /// Draws it and encodes it as a phone would, or as a screen.
    pub(super) fn draw(self) -> Result<Picture> {
        let (name, canvas) = match self {
            Self::Mug => ("IMG_2041.jpg", mug([0.82, 0.36, 0.27], true)),
            Self::NewMug => ("ersatz.jpg", mug([0.27, 0.48, 0.66], false)),
            Self::Parcel => ("pacco.jpg", parcel()),
            Self::Shoe => ("schuh.jpg", shoe()),
            Self::Receipt => ("scontrino.jpg", receipt()),
            Self::Screenshot => ("checkout.png", screenshot()),
        };
        let lossless = canvas.png().map_err(Error::internal)?;
        let (width, height) = (canvas.width, canvas.height);
        if let Self::Screenshot = self {
            return Ok(Picture {
                name,
                mime: "image/png",
                bytes: lossless,
                width,
                height,
            });
        }
        let budget = PictureBudget {
            max_bytes: 180_000,
            max_edge: width,
            types: vec![PictureType::Jpeg],
        };
        let fitted = media::fit(&lossless, &budget, &mut |_| ControlFlow::Continue(()));
        let fitted = fitted.map_err(Error::internal)?;
        let (width, height) = (fitted.width, fitted.height);
        Ok(Picture {
            name,
            mime: "image/jpeg",
            bytes: fitted.bytes,
            width,
            height,
        })
    }
}

/// One unit is the picture's height; x runs on as far as it is wide.
struct Canvas {
    width: u32,
    height: u32,
    /// Rows of red, green and blue.
    pixels: Vec<[u8; 3]>,
}

fn mix(a: Colour, b: Colour, t: f32) -> Colour {
    std::array::from_fn(|i| a[i] + (b[i] - a[i]) * t)
}

fn times(a: Colour, t: f32) -> Colour {
    a.map(|channel| channel * t)
}

fn step(from: f32, to: f32, x: f32) -> f32 {
    let t = ((x - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// Noise in 0..1, the same for the same place.
fn noise(x: f32, y: f32) -> f32 {
    let dot = (x * 12.9898 + y * 78.233).sin() * 43_758.547;
    dot - dot.floor()
}

/// Noise without jumps.
fn clouds(x: f32, y: f32) -> f32 {
    let (cell_x, cell_y) = (x.floor(), y.floor());
    let (u, v) = (step(0.0, 1.0, x - cell_x), step(0.0, 1.0, y - cell_y));
    let corner = |dx, dy| noise(cell_x + dx, cell_y + dy);
    let top = corner(0.0, 0.0) * (1.0 - u) + corner(1.0, 0.0) * u;
    let bottom = corner(0.0, 1.0) * (1.0 - u) + corner(1.0, 1.0) * u;
    top * (1.0 - v) + bottom * v
}

impl Canvas {
    fn new(width: u32, height: u32) -> Self {
        Self {
            width,
            height,
            pixels: vec![[0; 3]; (width * height) as usize],
        }
    }

    fn png(&self) -> Result<Vec<u8>, png::EncodingError> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(self.pixels.as_flattened())?;
        writer.finish()?;
        Ok(bytes)
    }

    /// Each pixel with its place.
    fn each(&mut self, mut change: impl FnMut(f32, f32, &mut [u8; 3])) {
        let unit = 1.0 / self.height as f32;
        for (row, line) in self.pixels.chunks_mut(self.width as usize).enumerate() {
            for (column, pixel) in line.iter_mut().enumerate() {
                change(column as f32 * unit, row as f32 * unit, pixel);
            }
        }
    }

    /// A table in front of a wall, lit from the left.
    fn table(top: Colour, wall: Colour) -> Self {
        let mut canvas = Self::new(1_280, 960);
        canvas.paint(
            0.001,
            |_, _| -1.0,
            |x, y| {
                let light = 1.08 - 0.3 * x - 0.12 * (y - 0.4);
                let grain = clouds(x * 3.0, y * 60.0) * 0.12 + clouds(x * 9.0, y * 9.0) * 0.05;
                let horizon = step(0.40, 0.46, y);
                times(mix(wall, times(top, 0.92 + grain), horizon), light)
            },
        );
        canvas
    }

    /// Lays a colour over all that lies inside: where `outside` is negative.
    fn paint(
        &mut self,
        soft: f32,
        outside: impl Fn(f32, f32) -> f32,
        colour: impl Fn(f32, f32) -> Colour,
    ) {
        self.each(|x, y, pixel| {
            let cover = step(soft, -soft, outside(x, y));
            if cover > 0.0 {
                let below = pixel.map(|channel| f32::from(channel) / 255.0);
                let laid = mix(below, colour(x, y), cover);
                *pixel = laid.map(|channel| (channel.clamp(0.0, 1.0) * 255.0) as u8);
            }
        });
    }

    fn shadow(&mut self, x: f32, y: f32, wide: f32, high: f32) {
        let outside = ellipse(x, y, wide, high);
        self.each(|x, y, pixel| {
            let dark = 1.0 - 0.55 * step(high, -high, outside(x, y));
            *pixel = pixel.map(|channel| (f32::from(channel) * dark) as u8);
        });
    }

    /// What a small sensor adds.
    fn grain(mut self) -> Self {
        self.each(|x, y, pixel| {
            let speck = (noise(x * 960.0, y * 960.0) - 0.5) * 10.0;
            *pixel = pixel.map(|channel| (f32::from(channel) + speck).clamp(0.0, 255.0) as u8);
        });
        self
    }
}

fn ellipse(cx: f32, cy: f32, rx: f32, ry: f32) -> impl Fn(f32, f32) -> f32 {
    move |x, y| (((x - cx) / rx).hypot((y - cy) / ry) - 1.0) * rx.min(ry)
}

fn block(x0: f32, y0: f32, x1: f32, y1: f32, round: f32) -> impl Fn(f32, f32) -> f32 {
    move |x, y| {
        let dx = ((x0 + x1) / 2.0 - x).abs() - (x1 - x0) / 2.0 + round;
        let dy = ((y0 + y1) / 2.0 - y).abs() - (y1 - y0) / 2.0 + round;
        dx.max(0.0).hypot(dy.max(0.0)) + dx.max(dy).min(0.0) - round
    }
}

fn line(a: (f32, f32), b: (f32, f32), thick: f32) -> impl Fn(f32, f32) -> f32 {
    move |x, y| {
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let along = ((x - a.0) * dx + (y - a.1) * dy) / (dx * dx + dy * dy);
        let along = along.clamp(0.0, 1.0);
        (x - a.0 - dx * along).hypot(y - a.1 - dy * along) - thick
    }
}

/// A convex shape, its corners clockwise.
fn corners<const N: usize>(points: [(f32, f32); N]) -> impl Fn(f32, f32) -> f32 {
    move |x, y| {
        (0..N).fold(f32::MIN, |most, i| {
            let (a, b) = (points[i], points[(i + 1) % N]);
            let (dx, dy) = (b.0 - a.0, b.1 - a.1);
            most.max(((x - a.0) * dy - (y - a.1) * dx) / dx.hypot(dy))
        })
    }
}

const SHARP: f32 = 0.002;

fn mug(glaze: Colour, broken: bool) -> Canvas {
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

fn parcel() -> Canvas {
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

fn shoe() -> Canvas {
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

fn receipt() -> Canvas {
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

fn screenshot() -> Canvas {
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
