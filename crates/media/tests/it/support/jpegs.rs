//! JPEGs that are not as most are.

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use super::paint::Canvas;

/// Every sampling there is a name for.
pub const SAMPLINGS: [SamplingFactor; 8] = [
    SamplingFactor::F_1_1,
    SamplingFactor::F_2_1,
    SamplingFactor::F_1_2,
    SamplingFactor::F_2_2,
    SamplingFactor::F_4_1,
    SamplingFactor::F_4_2,
    SamplingFactor::F_1_4,
    SamplingFactor::F_2_4,
];

/// A JPEG whose colour is sampled like that.
pub fn sampled(canvas: &Canvas, sampling: SamplingFactor, progressive: bool) -> Vec<u8> {
    encode(&canvas.rgb(), canvas, ColorType::Rgb, |encoder| {
        encoder.set_sampling_factor(sampling);
        encoder.set_progressive(progressive);
    })
}

/// Four colours of print, as they are or as YCCK. Black is as much as the three have in common.
pub fn cmyk(canvas: &Canvas, ycck: bool) -> Vec<u8> {
    printed(canvas, ycck, None)
}

/// The same with a profile that says how they look.
pub fn printed(canvas: &Canvas, ycck: bool, profile: Option<&[u8]>) -> Vec<u8> {
    let pixels = canvas.rgba.chunks_exact(4);
    let inks: Vec<u8> = pixels
        .flat_map(|p| [255 - p[0], 255 - p[1], 255 - p[2], 0])
        .collect();
    let kind = if ycck {
        ColorType::CmykAsYcck
    } else {
        ColorType::Cmyk
    };
    encode(&inks, canvas, kind, |encoder| {
        if let Some(profile) = profile {
            encoder.add_icc_profile(profile).unwrap();
        }
    })
}

fn encode(
    data: &[u8],
    canvas: &Canvas,
    kind: ColorType,
    adorn: impl FnOnce(&mut Encoder<&mut Vec<u8>>),
) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, 95);
    adorn(&mut encoder);
    let side = |side: u32| u16::try_from(side).unwrap();
    encoder
        .encode(data, side(canvas.width), side(canvas.height), kind)
        .unwrap();
    out
}
