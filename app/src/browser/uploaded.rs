//! Uploads that the desk has and that were not sent yet: asked after, looked at, forgotten.

use super::{
    files::PickedFile,
    request::{Answer, Request, UnderWay, ask},
    upload::TUS,
    worker::Prepared,
};
use crate::ApiError;
use model::{Upload, UploadId};
use send_wrapper::SendWrapper;

/// Facts of an upload that was not sent yet.
///
/// # Errors
/// `not_found` when it is not there any more; `offline`.
pub(crate) async fn upload_facts(id: UploadId) -> Result<Upload, ApiError> {
    get(&format!("/uploads/{id}")).await.read()
}

/// A picture that the desk has, to be worked on again.
///
/// # Errors
/// As [`upload_facts`].
pub(crate) async fn uploaded_picture(upload: &Upload) -> Result<(PickedFile, Prepared), ApiError> {
    let bytes = get(&format!("/uploads/{}/original", upload.id)).await;
    let bytes = bytes.fine()?;
    let file = PickedFile::made(&upload.name, &upload.mime, &bytes);
    let size = (upload.width, upload.height);
    let prepared = Prepared {
        bytes: SendWrapper::new(bytes),
        mime: upload.mime.clone(),
        extension: String::new(),
        size,
        from: size,
        preview_url: upload.thumb_url.clone(),
        turned_upright: false,
        location_removed: false,
        metadata_removed: false,
        reencoded: false,
    };
    Ok((file, prepared))
}

/// Has the desk forget an upload, at once. What fails here is swept within a day.
pub(crate) fn forget_upload(id: UploadId) {
    leptos::task::spawn_local(delete(format!("/uploads/{id}")));
}

async fn get(address: &str) -> Answer {
    let request = Request {
        method: "GET",
        address,
        headers: &[],
        body: None,
    };
    ask(&request, &UnderWay::default(), |_| ()).await
}

pub(super) async fn delete(address: String) {
    let request = Request {
        method: "DELETE",
        address: &address,
        headers: &[TUS],
        body: None,
    };
    ask(&request, &UnderWay::default(), |_| ()).await;
}
