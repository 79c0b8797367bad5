//! Listeners, and the end of them.

use crate::{AppState, Config, assets::Site, router};
use anyhow::Context;
use axum::{
    Router,
    serve::{ListenerExt, TapIo},
};
use desk::{Desk, Workers};
use std::{io, net::SocketAddr, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

/// How long answers under way may take once the server is asked to end.
const GRACE: Duration = Duration::from_secs(10);

/// A desk with its workers, ready to be served.
pub struct House {
    /// What handlers ask for.
    pub state: AppState,
    workers: Workers,
    servers: JoinSet<io::Result<()>>,
}

impl House {
    /// Opens the desk, starts its workers and finds the pages' files.
    ///
    /// # Errors
    /// When one of them is not to be had.
    pub async fn open(config: &Config) -> anyhow::Result<Self> {
        // First, because it is what a fresh checkout lacks.
        let site = site(config)?;
        let desk = Desk::open_with(config.desk()?, config.providers.clone())
            .await
            .context("The desk cannot be opened")?;
        let workers = desk.start();
        let state = AppState::new(desk, site, config.trusted_proxies.clone());
        Ok(Self {
            state,
            workers,
            servers: JoinSet::new(),
        })
    }

    /// Serves the desk at an address.
    ///
    /// # Errors
    /// When the address cannot be had.
    pub async fn serve_desk(&mut self, address: SocketAddr) -> anyhow::Result<()> {
        let app = router(self.state.clone());
        self.serve(address, app).await
    }

    /// Serves anything at an address, for as long as the house stands.
    ///
    /// # Errors
    /// When the address cannot be had.
    pub async fn serve(&mut self, address: SocketAddr, app: Router) -> anyhow::Result<()> {
        let listener = listen(address).await?;
        let stop = self.state.stop.clone();
        self.servers.spawn(async move {
            axum::serve(
                listener,
                app.into_make_service_with_connect_info::<SocketAddr>(),
            )
            .with_graceful_shutdown(stop.cancelled_owned())
            .await
        });
        Ok(())
    }

    /// Serves until the process is asked to end, then lets answers under way be finished.
    ///
    /// # Errors
    /// When a listener breaks.
    pub async fn until_asked_to_end(mut self) -> anyhow::Result<()> {
        let stop = self.state.stop.clone();
        tokio::select! {
            () = asked_to_end() => {}
            () = stop.cancelled() => {}
            Some(ended) = self.servers.join_next() => ended.context("A listener panicked")??,
        }
        tracing::info!("ending");
        stop.cancel();
        let finished = tokio::time::timeout(GRACE, async {
            while self.servers.join_next().await.is_some() {}
        });
        if finished.await.is_err() {
            tracing::warn!("some answers were not finished in time");
        }
        self.workers.shutdown().await;
        Ok(())
    }
}

/// The pages' files, from where the configuration says.
///
/// # Errors
/// When they were not built.
pub fn site(config: &Config) -> anyhow::Result<Site> {
    config
        .site
        .as_deref()
        .map_or_else(Site::built, Site::folder)
}

/// Listens with Nagle's algorithm off: a page is several small writes, and each would otherwise
/// wait 40 ms for the other side's delayed acknowledgement.
async fn listen(address: SocketAddr) -> anyhow::Result<TapIo<TcpListener, fn(&mut TcpStream)>> {
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("Cannot listen on {address}"))?;
    Ok(listener.tap_io(|tcp| {
        if let Err(error) = tcp.set_nodelay(true) {
            tracing::debug!(%error, "Nagle's algorithm stays on");
        }
    }))
}

async fn asked_to_end() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminated) = signal(SignalKind::terminate()) else {
            let _ = interrupted.await;
            return;
        };
        tokio::select! {
            _ = interrupted => {}
            _ = terminated.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = interrupted.await;
}
