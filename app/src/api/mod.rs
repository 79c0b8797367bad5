//! Server functions, a file per noun. Each is a thin skin: who is asking, one call into `desk`.

mod json;
pub(crate) mod message;
pub(crate) mod ticket;
pub(crate) mod visitor;

pub(crate) use json::{Json, PageJson};

/// The one extractor: the desk and who is asking. The edge authenticated them.
#[cfg(feature = "ssr")]
pub(crate) fn who() -> Result<(desk::Desk, desk::Actor), crate::ApiError> {
    use leptos::prelude::use_context;
    let desk = use_context::<desk::Desk>();
    let actor = use_context::<http::request::Parts>()
        .and_then(|parts| parts.extensions.get::<desk::Actor>().cloned())
        .unwrap_or(desk::Actor::Nobody);
    desk.map(|desk| (desk, actor))
        .ok_or_else(|| crate::ApiError::new("internal", "The page was rendered without a desk."))
}

/// Where they are.
#[cfg(feature = "ssr")]
pub(crate) fn zone() -> desk::ticket::Zone {
    use leptos::prelude::use_context;
    let parts = use_context::<http::request::Parts>();
    crate::zone(&parts.map(|parts| parts.headers).unwrap_or_default())
}

/// In whose language the answer is worded.
#[cfg(feature = "ssr")]
pub(crate) fn reader() -> crate::Reader {
    let nobody = || crate::Reader::of(&http::HeaderMap::new(), None);
    crate::Reader::asking().unwrap_or_else(nobody)
}
