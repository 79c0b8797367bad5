//! A mail server, as an inbox's settings name it, and the line to it.

use serde::{Deserialize, Serialize};

/// Where it is.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
#[serde(default)]
pub(super) struct Server {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) tls: Tls,
}

/// How the line is kept private.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Tls {
    /// From the first byte (ports 465 and 993).
    #[default]
    Implicit,
    /// After asking (ports 587 and 143); without it nothing goes.
    Starttls,
    /// Not at all: for a server on the same machine.
    None,
}
