//! The first page of a PDF, as a picture.

use super::Refused;
use hayro::{
    PixmapSettings, RenderCache, RenderSettings, hayro_interpret::InterpreterSettings,
    hayro_syntax::Pdf, render, vello_cpu::color::palette::css::WHITE,
};

/// Pixels of the longer edge: twice a thumbnail's, so that fine print comes out gray and not gone.
const EDGE: f32 = 1_280.0;

/// Renders it as a PNG on white.
pub(super) fn first_page(bytes: &[u8]) -> Result<Vec<u8>, Refused> {
    let unreadable = |sentence: &str| Refused {
        code: "unreadable".into(),
        sentence: sentence.into(),
    };
    let pdf = Pdf::new(bytes.to_vec())
        .map_err(|_| unreadable("The document is encrypted or damaged."))?;
    let page = pdf.pages().first();
    let page = page.ok_or_else(|| unreadable("The document has no pages."))?;
    let (width, height) = page.render_dimensions();
    let scale = EDGE / width.max(height);
    // Not a number is not at least one either. A page of a hair's width shows nothing.
    if !(scale.is_finite() && width * scale >= 1.0 && height * scale >= 1.0) {
        return Err(unreadable("The page has no size."));
    }
    let picture = render(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &PixmapSettings {
            x_scale: scale,
            y_scale: scale,
            bg_color: WHITE,
        },
    );
    picture
        .into_png()
        .map_err(|_| unreadable("The page cannot be drawn."))
}
