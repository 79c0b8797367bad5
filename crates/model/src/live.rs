//! What a page is told when it starts, the same on the server and in the browser, so that
//! both render the same page.

use crate::{Locale, Millis};
use serde::{Deserialize, Serialize};

/// The facts a page starts from.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Boot {
    /// Language of the page.
    pub locale: Locale,
    /// The server's clock when it rendered.
    pub now: Millis,
    /// Minutes east of UTC of the reader's clock, as a script of ours last told by cookie; 0 before.
    pub offset: i32,
    /// Which build rendered it; a page of an older build offers to reload.
    pub build: String,
    /// Where the image worker's script is.
    pub worker_url: String,
}
