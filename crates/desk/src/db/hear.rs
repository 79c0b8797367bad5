//! What other replicas say: PostgreSQL's NOTIFY.

use sea_orm::sqlx::{PgPool, postgres::PgListener};
use std::time::Duration;

/// Until a broken line is tried again.
const AGAIN: Duration = Duration::from_secs(2);

/// Hears a channel until it is dropped: `up` whenever the line stands (again), `word` with each word.
pub(crate) async fn hear(pool: &PgPool, channel: &str, up: impl Fn(), word: impl Fn(&str)) {
    loop {
        if let Ok(mut listener) = PgListener::connect_with(pool).await
            && listener.listen(channel).await.is_ok()
        {
            up();
            while let Ok(said) = listener.recv().await {
                word(said.payload());
            }
        }
        tokio::time::sleep(AGAIN).await;
    }
}
