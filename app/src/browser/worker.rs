//! The image worker: fetched when the first picture is picked, so that no page pays for it
//! before, and never on the page's own thread.

use super::files::{PickedFile, object_url};
use crate::ApiError;
use futures::channel::oneshot;
use js_sys::{Object, Reflect, Uint8Array};
use model::{Area, Edits, PictureBudget, Stamp};
use send_wrapper::SendWrapper;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};

/// What the worker is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Reading the file.
    Decode,
    /// Making it smaller.
    Resize,
    /// Writing it.
    Encode,
}

/// A picture that fits.
#[derive(Clone, Debug)]
pub(crate) struct Prepared {
    /// The file that may leave.
    pub(crate) bytes: SendWrapper<Uint8Array>,
    /// Its type.
    pub(crate) mime: String,
    /// Its extension, without the dot.
    pub(crate) extension: String,
    /// Pixels in a row, and rows.
    pub(crate) size: (u32, u32),
    /// Those it had before, upright.
    pub(crate) from: (u32, u32),
    /// A small picture of it; freed with [`super::revoke_url`].
    pub(crate) preview_url: String,
    /// It lay on its side.
    pub(crate) turned_upright: bool,
    /// It said where it was taken.
    pub(crate) location_removed: bool,
    /// It said anything else about its making.
    pub(crate) metadata_removed: bool,
    /// Its pixels are not the file's any more.
    pub(crate) reencoded: bool,
}

/// A picture that somebody waits for. Who stops waiting needs it no more: the worker is told.
struct Wanted(u32);

impl Drop for Wanted {
    fn drop(&mut self) {
        // There is no job any more when it was answered.
        if take(self.0).is_none() {
            return;
        }
        let note = Object::new();
        set(&note, "id", self.0);
        set(&note, "kind", "cancel");
        POOL.with_borrow(|pool| {
            if let Some(worker) = &pool.worker {
                let _ = worker.post_message(&note);
            }
        });
    }
}

type Answer = Result<Prepared, ApiError>;

struct Job {
    answer: oneshot::Sender<Answer>,
    progress: Rc<dyn Fn(Stage, f64)>,
}

#[derive(Default)]
struct Pool {
    worker: Option<web_sys::Worker>,
    next: u32,
    /// A handful at most: no map.
    jobs: Vec<(u32, Job)>,
}

thread_local! {
    static POOL: RefCell<Pool> = RefCell::default();
}

/// Does to a picture what was asked for and makes it fit its budget. Without a budget it only takes
/// away what tells on people, and leaves every pixel as it is. Dropping this ends the work.
///
/// # Errors
/// `not_a_picture`, `unreadable`, `too_many_pixels`, `animated`, `cannot_fit`, … as the worker
/// found (`frontend/image-worker/worker.js` lists them); `offline` when the worker itself could not be
/// fetched.
pub(crate) async fn prepare(
    worker_url: &str,
    file: &PickedFile,
    edits: &Edits,
    budget: Option<&PictureBudget>,
    progress: impl Fn(Stage, f64) + 'static,
) -> Answer {
    let (answer, waiting) = oneshot::channel();
    let sent = POOL.with_borrow_mut(|pool| {
        let worker = match &pool.worker {
            Some(worker) => worker.clone(),
            None => pool.worker.insert(start(worker_url)?).clone(),
        };
        pool.next += 1;
        let job = Object::new();
        set(&job, "id", pool.next);
        set(&job, "kind", "fit");
        set(&job, "file", file.blob());
        set(&job, "preview_edge", 256);
        if let Some(budget) = budget {
            set(&job, "budget", budget_object(budget));
        }
        set(&job, "edits", edits_object(edits));
        let job_ends = Job {
            answer,
            progress: Rc::new(progress),
        };
        pool.jobs.push((pool.next, job_ends));
        worker.post_message(&job)?;
        Ok::<_, JsValue>(Wanted(pool.next))
    });
    let Ok(_wanted) = sent else {
        return Err(gone());
    };
    waiting.await.unwrap_or_else(|_| Err(gone()))
}

fn gone() -> ApiError {
    ApiError::new(
        "offline",
        "The picture tools could not be loaded. Nothing is lost: try again.",
    )
}

fn set(object: &Object, name: &str, value: impl Into<JsValue>) {
    let _ = Reflect::set(object, &name.into(), &value.into());
}

fn budget_object(budget: &PictureBudget) -> Object {
    let object = Object::new();
    set(&object, "max_bytes", budget.max_bytes as f64);
    set(&object, "max_edge", budget.max_edge);
    let types = budget.types.iter().map(|kind| match kind {
        model::PictureType::Jpeg => "jpeg",
        model::PictureType::Png => "png",
        model::PictureType::Gif => "gif",
        model::PictureType::Webp => "webp",
    });
    set(
        &object,
        "types",
        types.map(JsValue::from).collect::<js_sys::Array>(),
    );
    set(&object, "quality", budget.quality.as_str());
    object
}

fn edits_object(edits: &Edits) -> Object {
    let object = Object::new();
    let areas = |areas: &[Area]| {
        let numbers = areas.iter().flat_map(|a| [a.x, a.y, a.width, a.height]);
        numbers.map(JsValue::from).collect::<js_sys::Array>()
    };
    set(&object, "turns", edits.turns);
    set(&object, "crop", areas(edits.crop.as_slice()));
    set(&object, "hidden", areas(&edits.hidden));
    let arrows = edits.arrows.iter().flat_map(|arrow| {
        let ((a, b), (c, d)) = (arrow.from, arrow.to);
        [a, b, c, d, arrow.width]
    });
    let arrows = arrows.map(JsValue::from).collect::<js_sys::Array>();
    set(&object, "arrows", arrows);
    let stamps = edits.stamps.iter().map(stamp_object);
    set(&object, "stamps", stamps.collect::<js_sys::Array>());
    object
}

fn stamp_object(stamp: &Stamp) -> JsValue {
    let object = Object::new();
    let Area {
        x,
        y,
        width,
        height,
    } = stamp.area;
    let area = [x, y, width, height].map(JsValue::from);
    set(&object, "area", area.iter().collect::<js_sys::Array>());
    set(&object, "columns", stamp.columns);
    set(&object, "rows", stamp.rows);
    set(&object, "rgba", Uint8Array::from(&stamp.rgba[..]));
    object.into()
}

fn start(url: &str) -> Result<web_sys::Worker, JsValue> {
    let options = web_sys::WorkerOptions::new();
    options.set_type(web_sys::WorkerType::Module);
    let worker = web_sys::Worker::new_with_options(url, &options)?;
    let hear = Closure::<dyn Fn(web_sys::MessageEvent)>::new(|event: web_sys::MessageEvent| {
        heard(&event.data());
    });
    worker.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget();
    let broke = Closure::<dyn Fn()>::new(|| {
        // It could not be fetched, or died: all that wait are told, the next pick starts anew.
        let jobs = POOL.with_borrow_mut(|pool| {
            if let Some(worker) = pool.worker.take() {
                worker.terminate();
            }
            std::mem::take(&mut pool.jobs)
        });
        for (_, job) in jobs {
            let _ = job.answer.send(Err(gone()));
        }
    });
    worker.set_onerror(Some(broke.as_ref().unchecked_ref()));
    broke.forget();
    Ok(worker)
}

fn heard(note: &JsValue) {
    let get = |name: &str| Reflect::get(note, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let text = |name: &str| get(name).as_string().unwrap_or_default();
    let number = |name: &str| get(name).as_f64().unwrap_or_default();
    let id = number("id") as u32;
    match text("kind").as_str() {
        "progress" => {
            let stage = match text("stage").as_str() {
                "decode" => Stage::Decode,
                "resize" => Stage::Resize,
                _ => Stage::Encode,
            };
            // Called outside the borrow: what it does is the page's business.
            let progress = POOL.with_borrow(|pool| {
                pool.jobs
                    .iter()
                    .find(|(key, _)| *key == id)
                    .map(|(_, job)| job.progress.clone())
            });
            if let Some(progress) = progress {
                progress(stage, number("fraction"));
            }
        }
        "done" => {
            let Some(job) = take(id) else {
                return; // nobody wants it any more, and nobody would free its preview
            };
            let preview = get("preview").dyn_into::<Uint8Array>().ok();
            let preview_url = preview.and_then(|bytes| object_url(&bytes, &text("preview_mime")));
            let from = get("from");
            let side = |of: &JsValue, name: &str| {
                let side = Reflect::get(of, &name.into()).ok();
                side.and_then(|side| side.as_f64()).unwrap_or_default() as u32
            };
            let size = |of: &JsValue| (side(of, "width"), side(of, "height"));
            let answer = get("bytes")
                .dyn_into::<Uint8Array>()
                .map_err(|_| gone())
                .map(|bytes| Prepared {
                    bytes: SendWrapper::new(bytes),
                    mime: text("mime"),
                    extension: text("extension"),
                    size: size(note),
                    from: size(&from),
                    preview_url: preview_url.unwrap_or_default(),
                    turned_upright: get("turned_upright").is_truthy(),
                    location_removed: get("location_removed").is_truthy(),
                    metadata_removed: get("metadata_removed").is_truthy(),
                    reencoded: get("reencoded").is_truthy(),
                });
            let _ = job.answer.send(answer);
        }
        "failed" => {
            if let Some(job) = take(id) {
                let error = ApiError::new(&text("code"), text("message"));
                let _ = job.answer.send(Err(error));
            }
        }
        _ => {}
    }
}

/// Takes a job out: it is answered, or wanted no more.
fn take(id: u32) -> Option<Job> {
    POOL.with_borrow_mut(|pool| {
        let place = pool.jobs.iter().position(|(key, _)| *key == id)?;
        Some(pool.jobs.swap_remove(place).1)
    })
}
