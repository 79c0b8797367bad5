//! A bare static file route, for `cargo xtask bench`: what a served attachment is held against.
//! `static_files PORT FOLDER`

use anyhow::Context;
use axum::{Router, serve::ListenerExt};
use tower_http::services::ServeDir;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let port: u16 = arguments.next().context("a port")?.parse()?;
    let folder = arguments.next().context("a folder")?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    axum::serve(
        listener,
        Router::new().fallback_service(ServeDir::new(folder)),
    )
    .await?;
    Ok(())
}
