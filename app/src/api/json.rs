//! How arguments and answers of server functions travel: as JSON, read in the browser by the
//! browser's own parser.

use crate::browser::{JsonError, from_json};
use server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType, codec::Post};

/// JSON in the body of a `POST`.
pub(crate) type Json = Post<PageJson>;

/// The encoding of [`Json`].
pub struct PageJson;

impl ContentType for PageJson {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for PageJson {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: serde::Serialize> Encodes<T> for PageJson {
    type Error = serde_json::Error;

    fn encode(output: &T) -> Result<Bytes, Self::Error> {
        serde_json::to_vec(output).map(Bytes::from)
    }
}

impl<T: serde::de::DeserializeOwned> Decodes<T> for PageJson {
    type Error = JsonError;

    fn decode(bytes: Bytes) -> Result<T, Self::Error> {
        from_json(&bytes)
    }
}
