//! Pixels in memory: eight bits a sample, rows from the top, no padding.
//!
//! Gray pictures are kept as RGB: they are rare, and a way of their own through resize and encode would cost the
//! browser's worker more than it saves.

use crate::MediaError;

/// What the samples of a pixel mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// JPEG's own colours, full range, all three at full resolution.
    YCbCr,
    Rgb,
    /// Straight alpha.
    Rgba,
}

impl Layout {
    pub(crate) const fn channels(self) -> usize {
        match self {
            Self::YCbCr | Self::Rgb => 3,
            Self::Rgba => 4,
        }
    }
}

/// A picture's pixels. Length always is width × height × channels.
#[derive(Clone, Debug)]
pub(crate) struct Raster {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) layout: Layout,
    pub(crate) data: Vec<u8>,
}

impl Raster {
    /// Takes pixels over from a decoder, whose word on their number is checked.
    pub(crate) fn new(
        width: u32,
        height: u32,
        layout: Layout,
        data: Vec<u8>,
    ) -> Result<Self, MediaError> {
        let length = width as usize * height as usize * layout.channels();
        if data.len() != length || length == 0 {
            return Err(MediaError::Unreadable);
        }
        Ok(Self {
            width,
            height,
            layout,
            data,
        })
    }

    /// Bytes of a row.
    pub(crate) fn stride(&self) -> usize {
        self.width as usize * self.layout.channels()
    }

    /// Whether any pixel lets something through.
    pub(crate) fn is_transparent(&self) -> bool {
        self.layout == Layout::Rgba && self.data.chunks_exact(4).any(|pixel| pixel[3] != 255)
    }

    /// The same picture without alpha, standing on white.
    pub(crate) fn on_white(self) -> Self {
        if self.layout != Layout::Rgba {
            return self;
        }
        let mut data = Vec::with_capacity(self.data.len() / 4 * 3);
        let (pixels, _) = self.data.as_chunks();
        for pixel in pixels {
            data.extend(on_white(*pixel));
        }
        Self {
            layout: Layout::Rgb,
            data,
            ..self
        }
    }

    /// As RGB or RGBA: what PNG stores.
    pub(crate) fn into_rgb(mut self) -> Self {
        if self.layout == Layout::YCbCr {
            self.convert(to_rgb);
            self.layout = Layout::Rgb;
        }
        self
    }

    fn convert(&mut self, function: impl Fn([u8; 3]) -> [u8; 3]) {
        let (pixels, _) = self.data.as_chunks_mut::<3>();
        for pixel in pixels {
            *pixel = function(*pixel);
        }
    }
}

/// A pixel standing on white.
pub(crate) fn on_white([r, g, b, alpha]: [u8; 4]) -> [u8; 3] {
    let alpha = u32::from(alpha);
    [r, g, b].map(|sample| {
        ((u32::from(sample) * alpha + 255 * (255 - alpha) + 127) / 255).to_le_bytes()[0]
    })
}

/// JFIF (ITU-T T.871 §7), in 16.16 fixed point.
fn to_rgb([y, cb, cr]: [u8; 3]) -> [u8; 3] {
    let y = i32::from(y) << 16;
    let (cb, cr) = (i32::from(cb) - 128, i32::from(cr) - 128);
    let clamp = |v: i32| ((v + 0x8000) >> 16).clamp(0, 255).to_le_bytes()[0];
    [
        clamp(y + 91_881 * cr),
        clamp(y - 22_554 * cb - 46_802 * cr),
        clamp(y + 116_130 * cb),
    ]
}

/// JFIF (ITU-T T.871 §7), in 16.16 fixed point.
pub(crate) fn to_ycbcr([r, g, b]: [u8; 3]) -> [u8; 3] {
    let (r, g, b) = (i32::from(r), i32::from(g), i32::from(b));
    let clamp = |v: i32| ((v + 0x8000) >> 16).clamp(0, 255).to_le_bytes()[0];
    [
        clamp(19_595 * r + 38_470 * g + 7_471 * b),
        clamp(-11_059 * r - 21_709 * g + 32_768 * b + (128 << 16)),
        clamp(32_768 * r - 27_439 * g - 5_329 * b + (128 << 16)),
    ]
}
