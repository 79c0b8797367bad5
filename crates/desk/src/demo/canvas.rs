//! A canvas of formulas: shapes are distances, colours are functions of the place.

pub(super) type Colour = [f32; 3];

/// One unit is the picture's height; x runs on as far as it is wide.
pub(super) struct Canvas {
    pub(super) width: u32,
    pub(super) height: u32,
    /// Rows of red, green and blue.
    pixels: Vec<[u8; 3]>,
}

pub(super) fn mix(a: Colour, b: Colour, t: f32) -> Colour {
    std::array::from_fn(|i| a[i] + (b[i] - a[i]) * t)
}

pub(super) fn times(a: Colour, t: f32) -> Colour {
    a.map(|channel| channel * t)
}

pub(super) fn step(from: f32, to: f32, x: f32) -> f32 {
    let t = ((x - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// Noise in 0..1, the same for the same place.
pub(super) fn noise(x: f32, y: f32) -> f32 {
    let dot = (x * 12.9898 + y * 78.233).sin() * 43_758.547;
    dot - dot.floor()
}

/// Noise without jumps.
pub(super) fn clouds(x: f32, y: f32) -> f32 {
    let (cell_x, cell_y) = (x.floor(), y.floor());
    let (u, v) = (step(0.0, 1.0, x - cell_x), step(0.0, 1.0, y - cell_y));
    let corner = |dx, dy| noise(cell_x + dx, cell_y + dy);
    let top = corner(0.0, 0.0) * (1.0 - u) + corner(1.0, 0.0) * u;
    let bottom = corner(0.0, 1.0) * (1.0 - u) + corner(1.0, 1.0) * u;
    top * (1.0 - v) + bottom * v
}

impl Canvas {
    pub(super) fn new(width: u32, height: u32) -> Self {
        Self {
            width,
            height,
            pixels: vec![[0; 3]; (width * height) as usize],
        }
    }

    pub(super) fn png(&self) -> Result<Vec<u8>, png::EncodingError> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(self.pixels.as_flattened())?;
        writer.finish()?;
        Ok(bytes)
    }

    /// Each pixel with its place and how far it is outside, but for those that are further than
    /// `reach`. Asked by tiles: most of a picture is far from most shapes.
    fn near(
        &mut self,
        reach: f32,
        outside: impl Fn(f32, f32) -> f32,
        mut change: impl FnMut(f32, f32, f32, &mut [u8; 3]),
    ) {
        const TILE: usize = 32;
        let unit = 1.0 / self.height as f32;
        let (wide, high) = (self.width as usize, self.height as usize);
        for (top, left) in (0..high)
            .step_by(TILE)
            .flat_map(|top| (0..wide).step_by(TILE).map(move |left| (top, left)))
        {
            let middle = |from: usize| (from + TILE / 2) as f32 * unit;
            // No place in the tile is further from its middle than this.
            let radius = TILE as f32 * 0.71 * unit;
            if outside(middle(left), middle(top)) > reach + radius {
                continue;
            }
            for row in top..high.min(top + TILE) {
                for column in left..wide.min(left + TILE) {
                    let (x, y) = (column as f32 * unit, row as f32 * unit);
                    change(x, y, outside(x, y), &mut self.pixels[row * wide + column]);
                }
            }
        }
    }

    /// A table in front of a wall, lit from the left.
    pub(super) fn table(top: Colour, wall: Colour) -> Self {
        let mut canvas = Self::new(1_120, 840);
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
    pub(super) fn paint(
        &mut self,
        soft: f32,
        outside: impl Fn(f32, f32) -> f32,
        colour: impl Fn(f32, f32) -> Colour,
    ) {
        self.near(soft, outside, |x, y, far, pixel| {
            let cover = step(soft, -soft, far);
            if cover > 0.0 {
                let below = pixel.map(|channel| f32::from(channel) / 255.0);
                let laid = mix(below, colour(x, y), cover);
                *pixel = laid.map(|channel| (channel.clamp(0.0, 1.0) * 255.0) as u8);
            }
        });
    }

    pub(super) fn shadow(&mut self, x: f32, y: f32, wide: f32, high: f32) {
        let outside = ellipse(x, y, wide, high);
        self.near(high, outside, |_, _, far, pixel| {
            let dark = 1.0 - 0.55 * step(high, -high, far);
            *pixel = pixel.map(|channel| (f32::from(channel) * dark) as u8);
        });
    }

    /// What a small sensor adds.
    pub(super) fn grain(mut self) -> Self {
        self.near(
            0.0,
            |_, _| -1.0,
            |x, y, _, pixel| {
                let speck = (noise(x * 840.0, y * 840.0) - 0.5) * 10.0;
                *pixel = pixel.map(|channel| (f32::from(channel) + speck).clamp(0.0, 255.0) as u8);
            },
        );
        self
    }
}

pub(super) fn ellipse(cx: f32, cy: f32, rx: f32, ry: f32) -> impl Fn(f32, f32) -> f32 {
    move |x, y| (((x - cx) / rx).hypot((y - cy) / ry) - 1.0) * rx.min(ry)
}

pub(super) fn block(x0: f32, y0: f32, x1: f32, y1: f32, round: f32) -> impl Fn(f32, f32) -> f32 {
    move |x, y| {
        let dx = ((x0 + x1) / 2.0 - x).abs() - (x1 - x0) / 2.0 + round;
        let dy = ((y0 + y1) / 2.0 - y).abs() - (y1 - y0) / 2.0 + round;
        dx.max(0.0).hypot(dy.max(0.0)) + dx.max(dy).min(0.0) - round
    }
}

pub(super) fn line(a: (f32, f32), b: (f32, f32), thick: f32) -> impl Fn(f32, f32) -> f32 {
    move |x, y| {
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let along = ((x - a.0) * dx + (y - a.1) * dy) / (dx * dx + dy * dy);
        let along = along.clamp(0.0, 1.0);
        (x - a.0 - dx * along).hypot(y - a.1 - dy * along) - thick
    }
}

/// A convex shape, its corners clockwise.
pub(super) fn corners<const N: usize>(points: [(f32, f32); N]) -> impl Fn(f32, f32) -> f32 {
    move |x, y| {
        (0..N).fold(f32::MIN, |most, i| {
            let (a, b) = (points[i], points[(i + 1) % N]);
            let (dx, dy) = (b.0 - a.0, b.1 - a.1);
            most.max(((x - a.0) * dy - (y - a.1) * dx) / dx.hypot(dy))
        })
    }
}
