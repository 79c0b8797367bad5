//! The phones' pages: what arrived is drawn, forms write, and nothing a customer types is HTML.

use simulator::{Act, Channel};

use crate::support::{Medium, World, answer, jpeg};

async fn page(world: &World, path: &str) -> String {
    let answer = world
        .http
        .get(format!("{}{path}", world.base))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    assert!(
        answer.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("default-src 'none'")
    );
    answer.text().await.unwrap()
}

fn form(fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                .into_bytes(),
        );
    }
    for (name, kind, bytes) in files {
        let head = format!(
            "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\nContent-Type: {kind}\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend_from_slice(bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--b--\r\n");
    body
}

fn send(world: &World, path: &str, body: Vec<u8>) -> reqwest::RequestBuilder {
    let request = world.http.post(format!("{}{path}", world.base));
    request
        .header("content-type", "multipart/form-data; boundary=b")
        .body(body)
}

#[tokio::test]
async fn all_three() {
    let world = World::new().await;
    let html = page(&world, "/phones").await;
    for channel in Channel::ALL {
        assert!(html.contains(&format!("id=\"{}\"", channel.word())));
    }
    assert!(
        !html.contains("style=") && !html.contains("onclick"),
        "the policy forbids them"
    );
    for asset in ["/phones/phones.js", "/phones/phones.css"] {
        page(&world, asset).await;
    }
    assert_eq!(
        world
            .http
            .get(format!("{}/phones/fax", world.base))
            .send()
            .await
            .unwrap()
            .status(),
        404
    );
}

/// A picture with a caption, out of a form, into the webhook, and onto the page.
#[tokio::test]
async fn a_picture_by_form() {
    let mut world = World::new().await;
    let body = form(
        &[("act", "say"), ("text", "<b>My mug</b>")],
        &[("mug.jpg", "image/jpeg", &jpeg(2345))],
    );
    let answer = send(&world, "/phones/whatsapp/16505551234/act", body)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 303);
    let value = world.hook().await.json()["entry"][0]["changes"][0]["value"].clone();
    assert_eq!(value["messages"][0]["image"]["caption"], "<b>My mug</b>");
    let html = page(&world, "/phones/whatsapp/16505551234").await;
    assert!(html.contains("&lt;b&gt;My mug&lt;/b&gt;") && !html.contains("<b>My"));
    assert!(html.contains("image/jpeg · 2.3 KB"));
    let source = html
        .split("<img src=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let got = world
        .http
        .get(format!("{}{source}", world.base))
        .send()
        .await
        .unwrap();
    assert_eq!(got.headers()["content-type"], "image/jpeg");
    assert!(
        got.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("sandbox")
    );
    assert_eq!(got.bytes().await.unwrap(), jpeg(2345));
    // A type that a browser would run comes as a download.
    let script = source.replace("image%2Fjpeg", "text%2Fhtml");
    let got = world
        .http
        .get(format!("{}{script}", world.base))
        .send()
        .await
        .unwrap();
    assert_eq!(got.headers()["content-type"], "application/octet-stream");
    assert_eq!(got.headers()["content-disposition"], "attachment");
}

/// Only what arrived is there; what did not is said, with its code.
#[tokio::test]
async fn what_arrived() {
    let world = World::new().await;
    let good = world.serve("a.jpg", Medium::of("image/jpeg", jpeg(1000)));
    let bad = world.serve(
        "b.jpg",
        Medium {
            status: 404,
            ..Medium::of("image/jpeg", jpeg(1000))
        },
    );
    world
        .sms(&[("Body", "Here it is"), ("MediaUrl", &good)])
        .await;
    world
        .sms(&[("Body", "Never there"), ("MediaUrl", &bad)])
        .await;
    world.sim.quiet().await;
    let html = page(&world, "/phones/sms/%2B14155550171").await;
    assert!(html.contains("Here it is") && html.contains("image/jpeg · 1.0 KB"));
    assert!(!html.contains("Never there") && html.contains("11200"));
}

/// What goes wrong is a sentence, with a script and without, and nothing is sent.
#[tokio::test]
async fn wrong_forms() {
    let mut world = World::new().await;
    let path = "/phones/instagram/7110000000000001/act";
    let empty = form(
        &[("act", "say"), ("text", " ")],
        &[("", "application/octet-stream", b"")],
    );
    let plain = send(&world, path, empty.clone()).send().await.unwrap();
    let to = plain.headers()["location"].to_str().unwrap().to_owned();
    assert!(
        page(&world, &to)
            .await
            .contains("There is nothing to send.")
    );
    let (status, said) =
        answer(send(&world, path, empty).header("accept", "application/json")).await;
    assert_eq!(
        (status, said["error"].as_str()),
        (400, Some("There is nothing to send."))
    );
    let other =
        send(&world, path, form(&[("act", "fly")], &[])).header("accept", "application/json");
    assert_eq!(answer(other).await.0, 400);
    let elsewhere = send(&world, path, form(&[("act", "say"), ("text", "x")], &[]))
        .header("sec-fetch-site", "cross-site");
    assert_eq!(elsewhere.send().await.unwrap().status(), 403);
    assert!(world.hooks().await.is_empty());
}

#[tokio::test]
async fn reply_edit_take_back() {
    let mut world = World::new().await;
    let id = world
        .sim
        .act(Channel::Whatsapp, "16505551234", Act::say("Helo"))
        .await
        .unwrap()
        .remove(0);
    let escaped: String = form_urlencoded::byte_serialize(id.as_bytes()).collect();
    assert!(
        page(
            &world,
            &format!("/phones/whatsapp/16505551234?edit={escaped}")
        )
        .await
        .contains("Change your message")
    );
    assert!(
        page(
            &world,
            &format!("/phones/whatsapp/16505551234?quote={escaped}")
        )
        .await
        .contains("Reply to: Helo")
    );
    let path = "/phones/whatsapp/16505551234/act";
    for (fields, wanted) in [
        (
            vec![("act", "edit"), ("message", &id), ("text", "Hello")],
            "edited",
        ),
        (
            vec![("act", "react"), ("message", &id), ("emoji", "👍")],
            "👍",
        ),
        (
            vec![("act", "unsend"), ("message", &id)],
            "You took this message back",
        ),
    ] {
        send(&world, path, form(&fields, &[])).send().await.unwrap();
        assert!(
            page(&world, "/phones/whatsapp/16505551234/thread")
                .await
                .contains(wanted),
            "{wanted}"
        );
    }
    assert_eq!(world.hooks().await.len(), 4);
}

/// Somebody new, and the news that wake a page.
#[tokio::test]
async fn a_new_phone_and_news() {
    let world = World::new().await;
    let add = |body: &'static str| {
        let request = world.http.post(format!("{}/phones/sms", world.base));
        request
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
            .send()
    };
    assert_eq!(add("id=12&name=x").await.unwrap().status(), 422);
    let made = add("id=%2B1+212+555+0111&name=Mia").await.unwrap();
    assert_eq!(made.headers()["location"], "/phones/sms/%2B12125550111");
    let (_, now) = answer(
        world
            .http
            .get(format!("{}/phones/news?after=99999", world.base)),
    )
    .await;
    let waits = tokio::spawn(
        world
            .http
            .get(format!("{}/phones/news?after={now}", world.base))
            .send(),
    );
    world
        .sim
        .act(Channel::Sms, "+12125550111", Act::say("Hello"))
        .await
        .unwrap();
    assert_ne!(
        waits.await.unwrap().unwrap().text().await.unwrap(),
        now.to_string()
    );
}
