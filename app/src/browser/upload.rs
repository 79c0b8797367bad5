//! Uploads, by tus 1.0.0: claimed, then sent from where the desk stands. A line that breaks is
//! waited for, and the upload goes on by itself.

use super::{
    digest::{base64, sha256},
    files::PickedFile,
    network::online_or,
    request::{Answer, Request, UnderWay, ask},
    uploaded::delete,
    worker::Prepared,
};
use crate::ApiError;
use model::{SentAs, TicketId, Upload};
use send_wrapper::SendWrapper;
use std::{
    cell::{Cell, RefCell},
    future::Future,
    rc::Rc,
};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

/// Milliseconds until a broken line is tried for the first time, and at most.
const WAIT: (u32, u32) = (500, 20_000);
/// How often a file begins anew: the desk forgot it, or it arrived damaged.
const BEGINNINGS: u32 = 2;

#[derive(Default)]
struct State {
    ended: Cell<bool>,
    under_way: UnderWay,
    /// Where the desk takes it, as long as it is not all there.
    place: RefCell<Option<String>>,
}

/// An upload under way; [`Uploading::abort`] ends it.
#[derive(Clone)]
pub(crate) struct Uploading(SendWrapper<Rc<State>>);

impl Uploading {
    /// Ends it; the desk throws away what it got. One that is done stays.
    pub(crate) fn abort(&self) {
        self.0.ended.set(true);
        if let Some(request) = self.0.under_way.borrow().as_ref() {
            let _ = request.abort();
        }
        if let Some(place) = self.0.place.take() {
            leptos::task::spawn_local(delete(place));
        }
    }
}

/// What goes up: the fitted picture, or the file as it is.
pub(crate) enum Body<'a> {
    /// From the worker.
    Picture(&'a Prepared),
    /// As picked.
    File(&'a PickedFile),
}

/// How it goes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Going {
    /// This share has gone, 0 to 1.
    On(f64),
    /// The line broke after this share.
    Waiting(f64),
}

/// Sends a file to the desk. `tell` hears how it goes.
///
/// # Errors
/// What the desk says; `file_gone` when the file changed or went away meanwhile.
pub(crate) fn upload<P: Fn(Going) + Clone + 'static>(
    body: &Body<'_>,
    name: &str,
    ticket: Option<TicketId>,
    sent_as: SentAs,
    tell: P,
) -> (
    Uploading,
    impl Future<Output = Result<Upload, ApiError>> + use<P>,
) {
    let blob = match body {
        Body::Picture(picture) => {
            let parts = js_sys::Array::of1(&picture.bytes);
            Blob::new_with_u8_array_sequence(&parts).expect("every browser has it")
        }
        Body::File(file) => file.blob().clone(),
    };
    let mut about = format!("filename {}", base64(name));
    if sent_as != SentAs::Itself {
        about.push_str(&format!(",as {}", base64(sent_as.as_str())));
    }
    if let Some(ticket) = ticket {
        about.push_str(&format!(",ticket {}", base64(&ticket.to_string())));
    }
    let state = Rc::new(State::default());
    let uploading = Uploading(SendWrapper::new(state.clone()));
    let future = async move {
        if let Some(hash) = sha256(&blob).await.map_err(|_| gone())? {
            about.push_str(&format!(",sha256 {}", base64(&hash)));
        }
        let sending = Sending {
            state,
            size: blob.size(),
            blob,
            about,
            tell,
        };
        let sent = sending.run().await;
        // From now on there is nothing to throw away.
        sending.state.place.replace(None);
        sent
    };
    (uploading, SendWrapper::new(future))
}

/// Says that tus is spoken.
pub(super) const TUS: (&str, &str) = ("tus-resumable", "1.0.0");

struct Sending<P> {
    state: Rc<State>,
    blob: Blob,
    size: f64,
    about: String,
    tell: P,
}

/// What became of a piece.
enum Piece {
    Done(Upload),
    /// The desk has this much.
    At(f64),
    /// The desk does not know it any more, or does not want what it got.
    Anew(ApiError),
}

impl<P: Fn(Going) + Clone + 'static> Sending<P> {
    async fn run(&self) -> Result<Upload, ApiError> {
        let mut beginnings = 0;
        loop {
            self.go_on()?;
            beginnings += 1;
            let created = self.create().await?;
            let offset = offset(&created);
            if offset == Some(self.size) {
                return created.read();
            }
            let place = created.header("location").unwrap_or_default();
            self.state.place.replace(Some(place.clone()));
            let mut at = offset.unwrap_or_default();
            loop {
                match self.send(&place, at).await? {
                    Piece::Done(upload) => return Ok(upload),
                    Piece::At(offset) => at = offset,
                    Piece::Anew(why) if beginnings >= BEGINNINGS => return Err(why),
                    Piece::Anew(_) => break,
                }
            }
        }
    }

    async fn create(&self) -> Result<Answer, ApiError> {
        let mut waits = 0;
        loop {
            let length = self.size.to_string();
            let headers = [
                TUS,
                ("upload-length", length.as_str()),
                ("upload-metadata", self.about.as_str()),
            ];
            let answer = self.ask("POST", "/uploads", &headers, None, |_| ()).await?;
            if !is_lost(&answer) {
                answer.fine()?;
                return Ok(answer);
            }
            self.wait(0.0, &mut waits).await?;
        }
    }

    /// Sends all that is left; when the line breaks, asks what of it arrived.
    async fn send(&self, place: &str, at: f64) -> Result<Piece, ApiError> {
        let piece = self.blob.slice_with_f64_and_f64(at, self.size);
        let piece = piece.map_err(|_| gone())?;
        let at_text = at.to_string();
        let headers = [
            TUS,
            ("upload-offset", at_text.as_str()),
            ("content-type", "application/offset+octet-stream"),
            ("prefer", "return=representation"),
        ];
        let (size, tell) = (self.size, self.tell.clone());
        tell(Going::On(at / size));
        let progress = move |sent: f64| tell(Going::On((at + sent).min(size) / size));
        let answer = self
            .ask("PATCH", place, &headers, Some(&piece), progress)
            .await?;
        let mut waits = 0;
        let mut answer = match answer.status() {
            200 => return answer.read().map(Piece::Done),
            404 | 410 | 460 => return anew(&answer),
            // It stands elsewhere: somebody else brought some, or an older line's bytes came late.
            204 | 409 => self.ask("GET", place, &[TUS], None, |_| ()).await?,
            _ => answer,
        };
        loop {
            if !is_lost(&answer) {
                return match answer.status() {
                    200 => answer.read().map(Piece::Done),
                    404 | 410 | 460 => anew(&answer),
                    _ => {
                        answer.fine()?;
                        Ok(Piece::At(offset(&answer).unwrap_or_default()))
                    }
                };
            }
            self.wait(at / size, &mut waits).await?;
            answer = self.ask("GET", place, &[TUS], None, |_| ()).await?;
        }
    }

    async fn ask(
        &self,
        method: &'static str,
        address: &str,
        headers: &[(&'static str, &str)],
        body: Option<&Blob>,
        progress: impl Fn(f64) + 'static,
    ) -> Result<Answer, ApiError> {
        let request = Request {
            method,
            address,
            headers,
            body,
        };
        let answer = ask(&request, &self.state.under_way, progress).await;
        self.go_on().map(|()| answer)
    }

    async fn wait(&self, share: f64, waits: &mut u32) -> Result<(), ApiError> {
        // A file that changed or went away looks like a broken line.
        let end = self.blob.slice_with_f64_and_f64(self.size - 1.0, self.size);
        let end = end.map_err(|_| gone())?;
        JsFuture::from(end.array_buffer())
            .await
            .map_err(|_| gone())?;
        (self.tell)(Going::Waiting(share));
        let (first, most) = WAIT;
        online_or((first << (*waits).min(8)).min(most)).await;
        *waits += 1;
        self.go_on()
    }

    fn go_on(&self) -> Result<(), ApiError> {
        if self.state.ended.get() {
            return Err(ApiError::new("canceled", ""));
        }
        Ok(())
    }
}

fn anew(answer: &Answer) -> Result<Piece, ApiError> {
    let why = answer.fine().err();
    Ok(Piece::Anew(why.unwrap_or_else(gone)))
}

fn offset(answer: &Answer) -> Option<f64> {
    answer.header("upload-offset")?.parse().ok()
}

/// The line broke, or what stands before the desk found it gone for a moment.
fn is_lost(answer: &Answer) -> bool {
    matches!(answer.status(), 0 | 408 | 502 | 503 | 504)
}

fn gone() -> ApiError {
    ApiError::new(
        "file_gone",
        "The file changed or went away while it was sent. Add it again.",
    )
}
