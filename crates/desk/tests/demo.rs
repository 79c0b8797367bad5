//! The demo desk: there when it is wanted, once.

mod support;

use desk::{Actor, Config, Desk, agent, demo, ticket};
use model::{Channel, DeliveryState, Role, Status};
use std::collections::HashSet;

async fn seeded(desk: &Desk) {
    demo::seed(desk).await.unwrap();
    demo::seed(desk).await.unwrap();
    let owner = agent::sign_in(desk, demo::OWNER, demo::PASSWORD, "127.0.0.1")
        .await
        .unwrap();
    assert_eq!(owner.role, Role::Owner);
    let actor = Actor::Agent {
        id: owner.id,
        role: owner.role,
    };
    let (mut channels, mut tickets, mut pictures, mut states) = (HashSet::new(), 0, 0, Vec::new());
    for status in Status::ALL {
        let filter = ticket::Filter {
            status: Some(status),
            ..ticket::Filter::default()
        };
        for row in ticket::list(desk, &actor, filter).await.unwrap().rows {
            channels.insert(row.channel);
            tickets += 1;
            let thread = ticket::open(desk, &actor, row.number).await.unwrap();
            for message in thread.messages {
                pictures += message
                    .attachments
                    .iter()
                    .filter(|file| file.width > 0)
                    .count();
                states.extend(message.delivery.map(|delivery| delivery.state));
            }
        }
    }
    assert_eq!(channels.len(), Channel::ALL.len());
    assert!(tickets >= 14, "{tickets}");
    assert!(pictures >= 7, "{pictures}");
    for state in [
        DeliveryState::Sent,
        DeliveryState::Delivered,
        DeliveryState::Read,
        DeliveryState::Failed,
    ] {
        assert!(states.contains(&state), "{state:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn it_is_seeded_once() {
    let folder = tempfile::tempdir().unwrap();
    let config = Config {
        database_url: None,
        data_dir: folder.path().join("data"),
        public_url: "http://desk.test".into(),
        secret: None,
        ingest: support::ingest(),
        undo: std::time::Duration::ZERO,
    };
    let desk = Desk::open(config).await.unwrap();
    seeded(&desk).await;
}
