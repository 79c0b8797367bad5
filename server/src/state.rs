//! What every handler may ask for.

use crate::{assets::Site, net::Network, session::DeskSessions};
use desk::Desk;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// One running server. Cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// The helpdesk.
    pub desk: Desk,
    /// The pages' files.
    pub site: Arc<Site>,
    /// Who is signed in.
    pub sessions: DeskSessions,
    /// Proxies whose forwarded headers count.
    pub trusted_proxies: Arc<[Network]>,
    /// Cancelled when the server shuts down: what streams must end then.
    pub stop: CancellationToken,
}

impl AppState {
    /// Wires a desk to its pages.
    #[must_use]
    pub fn new(desk: Desk, site: Site, trusted_proxies: Vec<Network>) -> Self {
        Self {
            sessions: DeskSessions::new(desk.clone()),
            desk,
            site: Arc::new(site),
            trusted_proxies: trusted_proxies.into(),
            stop: CancellationToken::new(),
        }
    }

    /// Whether people reach us by HTTPS: cookies are then for HTTPS only.
    #[must_use]
    pub fn secure(&self) -> bool {
        self.desk.public_url().starts_with("https://")
    }
}
