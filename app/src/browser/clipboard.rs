//! Pictures into the clipboard.

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{Blob, CanvasRenderingContext2d, ClipboardItem, HtmlCanvasElement, HtmlImageElement};

/// The one type of picture that every clipboard takes.
const PNG: &str = "image/png";

/// Safari's limit for a canvas, in pixels; a larger picture is copied that large.
const MOST_PIXELS: f64 = 16_777_216.0;

fn get(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into())
        .ok()
        .filter(JsValue::is_truthy)
}

/// Whether this browser lets this page put a picture into the clipboard: not on a page that came
/// by plain HTTP, nor in a frame that its host did not allow it.
pub(crate) fn can_copy_pictures() -> bool {
    let clipboard = get(&window().navigator(), "clipboard");
    let can_write = clipboard.is_some_and(|clipboard| get(&clipboard, "write").is_some());
    let may = get(&document(), "featurePolicy").is_none_or(|policy| {
        let asked = get(&policy, "allowsFeature").and_then(|ask| {
            let ask: Function = ask.dyn_into().ok()?;
            ask.call1(&policy, &"clipboard-write".into()).ok()
        });
        asked.is_none_or(|answer| answer.is_truthy())
    });
    can_write && may && get(&window(), "ClipboardItem").is_some()
}

/// Puts a picture into the clipboard, as PNG, after so many quarter turns clockwise: the first of
/// these files that the browser can read. Call it while a click or key is being heard: browsers
/// ask for that. `false` when it did not work.
pub(crate) fn copy_picture(urls: [String; 2], turns: u8) -> impl Future<Output = bool> {
    // Before anything is waited for: Safari forgets the click at the first wait, and takes a
    // promise for the bytes.
    let written = write(future_to_promise(async move {
        let [url, other] = urls;
        match png(&url, turns).await {
            Err(_) => png(&other, turns).await,
            copied => copied,
        }
    }));
    async move {
        match written {
            Ok(written) => JsFuture::from(written).await.is_ok(),
            Err(_) => false,
        }
    }
}

fn write(bytes: Promise) -> Result<Promise, JsValue> {
    let types = Object::new();
    Reflect::set(&types, &PNG.into(), &bytes)?;
    let item = ClipboardItem::new_with_record_from_str_to_blob_promise(&types)?;
    Ok(window().navigator().clipboard().write(&Array::of1(&item)))
}

async fn png(url: &str, turns: u8) -> Result<JsValue, JsValue> {
    let image = HtmlImageElement::new()?;
    image.set_src(url);
    JsFuture::from(image.decode()).await?;
    let (width, height) = (
        f64::from(image.natural_width()),
        f64::from(image.natural_height()),
    );
    let scale = (MOST_PIXELS / (width * height)).sqrt().min(1.0);
    let (width, height) = ((width * scale).floor(), (height * scale).floor());
    let lies = turns % 2 == 1;
    let (wide, high) = if lies {
        (height, width)
    } else {
        (width, height)
    };

    let canvas: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    canvas.set_width(wide as u32);
    canvas.set_height(high as u32);
    let ink = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
    let ink: CanvasRenderingContext2d = ink.unchecked_into();
    ink.translate(wide / 2.0, high / 2.0)?;
    ink.rotate(f64::from(turns) * std::f64::consts::FRAC_PI_2)?;
    let (x, y) = (-width / 2.0, -height / 2.0);
    ink.draw_image_with_html_image_element_and_dw_and_dh(&image, x, y, width, height)?;

    let blob = Promise::new(&mut |done, failed| {
        let refused = failed.clone();
        let each = Closure::once_into_js(move |blob: Option<Blob>| {
            // None when there was no memory for it.
            let _ = match blob {
                Some(blob) => done.call1(&JsValue::NULL, &blob),
                None => failed.call0(&JsValue::NULL),
            };
        });
        if canvas.to_blob_with_type(each.unchecked_ref(), PNG).is_err() {
            let _ = refused.call0(&JsValue::NULL);
        }
    });
    JsFuture::from(blob).await
}
