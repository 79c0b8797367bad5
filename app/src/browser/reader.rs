//! The reader: tells the words in a picture, in a worker of its own that is fetched when somebody
//! asks for it and ended when it has answered. Nothing of the picture leaves the browser.

use super::files::PickedFile;
use futures::channel::oneshot;
use js_sys::{Array, Object, Reflect};
use leptos::prelude::{TimeoutHandle, set_timeout_with_handle, window};
use send_wrapper::SendWrapper;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};

/// What was read in a picture.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Read {
    /// Tesseract's table of words.
    pub(crate) tsv: String,
    /// Pixels of what was read, across and down: the table's places are in these.
    pub(crate) size: (u32, u32),
}

/// Why nothing was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReadError {
    /// The reader's files could not be fetched.
    Offline,
    /// It stopped: the picture is nothing it can read, or memory was not to be had.
    Crashed,
}

/// A reader from which nothing was heard for so long is dead: browsers end workers without a word
/// when memory runs out. Each file that it has fetched and each line that it has read is heard.
const SILENCE: Duration = Duration::from_secs(120);

type Answer = Result<Read, ReadError>;
type Watch = Rc<Cell<Option<TimeoutHandle>>>;
type Heard = Closure<dyn Fn(web_sys::MessageEvent)>;
type Broke = Closure<dyn Fn()>;

/// A picture that is being read. Dropping it ends the reading.
pub(crate) struct Reading {
    worker: SendWrapper<web_sys::Worker>,
    watch: SendWrapper<Watch>,
    _hear: SendWrapper<(Heard, Broke)>,
}

impl Drop for Reading {
    fn drop(&mut self) {
        watch_for(&self.watch, None);
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// Where the reader's script is; nowhere in a build without one. The page's first script knows.
pub(crate) fn reader_url() -> Option<String> {
    Reflect::get(&window(), &"readerUrl".into())
        .ok()?
        .as_string()
}

/// Reads a picture in these languages, by Tesseract's names. `progress` hears what share is done,
/// the receiver what came of it, unless the [`Reading`] is dropped before.
pub(crate) fn read(
    url: &str,
    picture: &PickedFile,
    languages: &[&str],
    progress: impl Fn(f64) + 'static,
) -> Option<(Reading, oneshot::Receiver<Answer>)> {
    let options = web_sys::WorkerOptions::new();
    options.set_type(web_sys::WorkerType::Module);
    let worker = web_sys::Worker::new_with_options(url, &options).ok()?;
    let (answer, waiting) = oneshot::channel::<Answer>();
    let answer = Rc::new(RefCell::new(Some(answer)));
    let finish = move |outcome: Answer| {
        if let Some(answer) = answer.borrow_mut().take() {
            let _ = answer.send(outcome);
        }
    };
    let watch = Watch::default();
    let silent = {
        let (watch, finish) = (watch.clone(), finish.clone());
        move || {
            let finish = finish.clone();
            let give_up = move || finish(Err(ReadError::Crashed));
            watch_for(&watch, set_timeout_with_handle(give_up, SILENCE).ok());
        }
    };
    silent();
    let started = Rc::new(Cell::new(false));
    let broken = {
        let (started, finish) = (started.clone(), finish.clone());
        move || {
            finish(Err(if started.get() {
                ReadError::Crashed
            } else {
                ReadError::Offline
            }));
        }
    };
    let hear = Heard::new(move |event: web_sys::MessageEvent| {
        started.set(true);
        silent();
        let note = event.data();
        let get = |name: &str| Reflect::get(&note, &name.into()).unwrap_or(JsValue::UNDEFINED);
        let text = |name: &str| get(name).as_string().unwrap_or_default();
        let number = |name: &str| get(name).as_f64().unwrap_or_default();
        match text("kind").as_str() {
            "progress" => progress(number("fraction")),
            "done" => finish(Ok(Read {
                tsv: text("tsv"),
                size: (number("width") as u32, number("height") as u32),
            })),
            _ if text("code") == "offline" => finish(Err(ReadError::Offline)),
            _ => finish(Err(ReadError::Crashed)),
        }
    });
    let broke = Broke::new(broken);
    worker.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    worker.set_onerror(Some(broke.as_ref().unchecked_ref()));
    let job = Object::new();
    let names: Array = languages.iter().map(|name| JsValue::from(*name)).collect();
    let _ = Reflect::set(&job, &"picture".into(), picture.blob());
    let _ = Reflect::set(&job, &"languages".into(), &names);
    worker.post_message(&job).ok()?;
    let reading = Reading {
        worker: SendWrapper::new(worker),
        watch: SendWrapper::new(watch),
        _hear: SendWrapper::new((hear, broke)),
    };
    Some((reading, waiting))
}

/// Watches anew; what was waited for before no longer comes.
fn watch_for(watch: &Watch, next: Option<TimeoutHandle>) {
    if let Some(before) = watch.replace(next) {
        before.clear();
    }
}
