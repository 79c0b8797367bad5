//! GET /health.

mod common;

use common::{House, ingest};
use std::{os::unix::fs::PermissionsExt, time::Duration};

/// As many pixels as are let in, in some hundred kilobytes.
fn bomb(shade: u8) -> Vec<u8> {
    const SIDE: u32 = 10_900;
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, SIDE, SIDE);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().expect("a header");
    let mut rows = writer.stream_writer().expect("rows");
    for _ in 0..SIDE {
        std::io::Write::write_all(&mut rows, &[shade; SIDE as usize]).expect("a row");
    }
    rows.finish().expect("an end");
    writer.finish().expect("an end");
    bytes
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn it_answers() {
    let house = House::empty().await;
    assert_eq!(house.get("/health").await.status(), 200);
}

/// The workers begin when a file is there, so that what is answered before is answered while all
/// ten wait or work.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn it_answers_while_ten_bombs_are_worked_on() {
    let folder = tempfile::tempdir().expect("folder");
    let (go, script) = (folder.path().join("go"), folder.path().join("worker"));
    let worker = format!(
        "#!/bin/sh\nwhile [ ! -e {} ]; do sleep 0.05; done\nexec {} picture-worker \"$@\"\n",
        go.display(),
        env!("CARGO_BIN_EXE_attache")
    );
    std::fs::write(&script, worker).expect("script");
    std::fs::set_permissions(&script, PermissionsExt::from_mode(0o755)).expect("executable");
    let house = House::with(desk::ingest::Config {
        worker: vec![script.into()],
        ..ingest()
    })
    .await;
    desk::demo::seed(&house.desk).await.expect("sample data");
    let chat = desk::visitor::start(&house.desk, desk::demo::WEBCHAT_KEY, None);
    let visitor = chat.await.expect("chat").token;
    for shade in 0..10 {
        let upload = house.upload_as(&visitor, "bomb.png", bomb(shade)).await;
        assert_eq!(upload.mime, "image/png");
    }
    assert!(desk::ingest::in_work(&house.desk) >= 10);
    assert_eq!(house.get("/health").await.status(), 200);
    let session = house.sign_in().await;
    assert_eq!(house.get_as(&session, "/inbox").await.status(), 200);
    assert!(
        desk::ingest::in_work(&house.desk) >= 10,
        "none of it is done"
    );

    std::fs::write(&go, "").expect("go");
    while desk::ingest::in_work(&house.desk) > 0 {
        assert_eq!(house.get("/health").await.status(), 200);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
