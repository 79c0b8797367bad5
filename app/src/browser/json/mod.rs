//! JSON into our types, read in the browser by a parser of our own: what our server writes holds
//! no fractions and no mistakes, and serde_json's tables for the first and sentences for the
//! second were a seventh of the widget's wasm.

#[cfg(not(feature = "hydrate"))]
use serde::de::DeserializeOwned;

#[cfg_attr(
    not(feature = "hydrate"),
    allow(dead_code, reason = "the server only tests it")
)]
mod small;
#[cfg(test)]
mod tests;

/// Why a text could not be read.
#[cfg(not(feature = "hydrate"))]
pub(crate) type JsonError = serde_json::Error;

/// Reads a value.
///
/// # Errors
/// When the text is no JSON, or of another shape.
#[cfg(not(feature = "hydrate"))]
pub(crate) fn from_json<T: DeserializeOwned>(text: &[u8]) -> Result<T, JsonError> {
    serde_json::from_slice(text)
}

#[cfg(feature = "hydrate")]
pub(crate) use small::{Bad as JsonError, from_json};
