//! The mail program: it takes what is sent by SMTP, shows it, and what it writes arrives.

use mailparse::MailHeaderMap;
use reqwest::multipart::{Form, Part};
use simulator::Way;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::support::World;

const MAIL: &str = "From: =?utf-8?Q?Talbach_=C3=A4?= <support@talbach.test>\r\nTo: <h@example.com>\r\n\
Subject: =?utf-8?B?R3LDvMOfZQ==?=\r\nMessage-ID: <one@talbach.test>\r\nReferences: <zero@example.com>\r\n\
Reply-To: <support+t1.abc@talbach.test>\r\nMIME-Version: 1.0\r\n\
Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n\
<p>Look</p><script>alert(1)</script><img src=\"cid:pic@x\">\r\n..two dots\r\n--b\r\nContent-Type: image/png; name=mug.png\r\n\
Content-ID: <pic@x>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n";

/// A door for mail; its address.
async fn door(world: &World) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap().to_string();
    tokio::spawn(world.sim.clone().take_mail(listener));
    at
}

/// Says all at once, as pipelining allows, and answers with all that was said.
async fn talk(door: &str, words: &str) -> String {
    let mut line = TcpStream::connect(door).await.unwrap();
    line.write_all(words.as_bytes()).await.unwrap();
    let mut said = String::new();
    line.read_to_string(&mut said).await.unwrap();
    said
}

fn whole(mail: &str) -> String {
    format!(
        "EHLO desk\r\nMAIL FROM:<support@talbach.test>\r\nRCPT TO:<h@example.com>\r\nDATA\r\n{mail}.\r\nQUIT\r\n"
    )
}

#[tokio::test]
async fn what_is_sent_lies_in_the_mail_program_with_its_pictures_in_place() {
    let world = World::new().await;
    let door = door(&world).await;
    let said = talk(&door, &whole(MAIL)).await;
    assert!(said.contains("250 2.0.0 kept as 1"), "{said}");
    let mail = world.sim.mail(1).unwrap();
    assert_eq!(
        (mail.from.as_str(), mail.mine),
        ("support@talbach.test", false)
    );
    assert_eq!(mail.raw, MAIL.replace("..two", ".two"), "dots are undone");

    let get = async |path: &str| {
        let answer = world
            .http
            .get(format!("{}/phones/mail{path}", world.base))
            .send()
            .await
            .unwrap();
        (answer.headers().clone(), answer.text().await.unwrap())
    };
    assert!(get("").await.1.contains("Grüße"));
    let (_, page) = get("/1").await;
    assert!(
        page.contains("Talbach ä") && page.contains("<iframe sandbox src="),
        "{page}"
    );
    assert!(
        !page.contains("alert(1)"),
        "the mail is in its own document"
    );
    assert!(
        page.contains("value=\"support+t1.abc@talbach.test\""),
        "an answer goes there"
    );
    let (heads, html) = get("/1/html").await;
    assert!(
        html.contains("<img src=\"/phones/mail/1/file/0\">"),
        "{html}"
    );
    assert!(
        heads["content-security-policy"]
            .to_str()
            .unwrap()
            .starts_with("sandbox; default-src 'none'")
    );
    let (heads, _) = get("/1/file/0").await;
    assert_eq!(heads["content-type"], "image/png");
}

#[tokio::test]
async fn an_answer_names_what_it_answers_and_brings_its_picture() {
    let world = World::new().await;
    let door = door(&world).await;
    talk(&door, &whole(MAIL)).await;
    // What is written goes to the same door: the round trip.
    world.sim.set_mail_way(Way::Smtp(door));
    let picture = Part::bytes(vec![0xff, 0xd8, 0xff, 0xe0, b'.', b'\n', b'.'])
        .file_name("Bürste.jpg")
        .mime_str("image/jpeg")
        .unwrap();
    let form = Form::new()
        .text("answers", "1")
        .text("name", "Åsa Lind")
        .text("from", "h@example.com")
        .text("to", "support+t1.abc@talbach.test")
        .text("subject", "Re: Grüße\r\nBcc: all@example.com")
        .text("text", "Danke!\n.\nÅsa")
        .part("files", picture);
    let asked = world
        .http
        .post(format!("{}/phones/mail", world.base))
        .multipart(form);
    let answer = asked.send().await.unwrap();
    assert!(
        answer.headers()["location"]
            .to_str()
            .unwrap()
            .starts_with("/phones/mail/"),
        "{answer:?}"
    );

    let mails = world.sim.mails();
    let taken = mails.iter().rfind(|m| !m.mine).unwrap();
    let kept = mails.iter().find(|m| m.mine).unwrap();
    assert_eq!(taken.raw, kept.raw, "what is kept is what left");
    let mail = mailparse::parse_mail(&taken.raw).unwrap();
    let head = |name: &str| mail.headers.get_first_value(name);
    assert_eq!(head("In-Reply-To").unwrap(), "<one@talbach.test>");
    assert_eq!(
        head("References").unwrap(),
        "<zero@example.com> <one@talbach.test>"
    );
    assert_eq!(head("From").unwrap(), "Åsa Lind <h@example.com>");
    assert_eq!(head("Bcc"), None);
    assert_eq!(
        mail.subparts[0].get_body().unwrap().trim_end(),
        "Danke!\r\n.\r\nÅsa"
    );
    let file = &mail.subparts[1];
    assert_eq!(
        file.get_content_disposition().params["filename"],
        "Bürste.jpg"
    );
    assert_eq!(
        file.get_body_raw().unwrap(),
        [0xff, 0xd8, 0xff, 0xe0, b'.', b'\n', b'.']
    );
}

#[tokio::test]
async fn a_mail_goes_to_a_door_of_http_with_its_secret() {
    let mut world = World::new().await;
    world.sim.set_mail_way(Way::Http {
        url: format!("{}/hook/mail/2", world.desk),
        secret: "s3cret".into(),
    });
    let form = || {
        Form::new()
            .text("from", "h@example.com")
            .text("to", "support@talbach.test")
            .text("subject", "Hello")
            .text("text", "Words")
    };
    let post = async |form: Form| {
        let asked = world
            .http
            .post(format!("{}/phones/mail", world.base))
            .multipart(form);
        asked.send().await.unwrap().headers()["location"]
            .to_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(post(form()).await, "/phones/mail/1");
    let wrong = post(Form::new().text("from", "nobody").text("to", "a@b.test")).await;
    assert!(wrong.contains("error=Your+address+is+not"), "{wrong}");
    let hook = world.hook().await;
    assert_eq!(hook.header("authorization"), "Bearer s3cret");
    assert_eq!(hook.header("content-type"), "message/rfc822");
    assert!(hook.body.contains("Subject: Hello\r\n"), "{}", hook.body);
    assert_eq!(
        world.sim.mails().len(),
        1,
        "what was refused is not kept as sent"
    );
}

#[tokio::test]
async fn a_mail_that_is_too_large_or_out_of_order_is_refused_and_the_next_is_taken() {
    let world = World::new().await;
    let door = door(&world).await;
    let said = talk(&door, "DATA\r\nRCPT TO:<a@b>\r\nMAIL FROM:<a@b> SIZE=99999999\r\nMAIL FROM:nobody\r\nVRFY x\r\nQUIT\r\n").await;
    let codes: Vec<&str> = said.lines().map(|l| &l[..3]).collect();
    assert_eq!(codes, ["220", "503", "503", "552", "501", "502", "221"]);
    let line = "x".repeat(8 * 1024 * 1024);
    let large: String = std::iter::repeat_n(format!("{line}\r\n"), 7).collect();
    let said = talk(&door, &whole(&large)).await;
    assert!(said.contains("552 5.3.4"), "{said}");
    assert!(world.sim.mails().is_empty());
    assert!(talk(&door, &whole(MAIL)).await.contains("kept as 1"));
}

#[tokio::test]
async fn pictures_among_the_words_are_named_by_the_html_and_other_files_are_attached() {
    let world = World::new().await;
    world.sim.set_mail_to("support@talbach.test");
    let door = door(&world).await;
    world.sim.set_mail_way(Way::Smtp(door));
    let page = world.http.get(format!("{}/phones/mail", world.base));
    let page = page.send().await.unwrap().text().await.unwrap();
    assert!(page.contains("value=\"support@talbach.test\""), "{page}");
    let part = |name: &str, kind: &str| {
        Part::bytes(b"bytes".to_vec())
            .file_name(name.to_owned())
            .mime_str(kind)
            .unwrap()
    };
    let form = Form::new()
        .text("from", "h@example.com")
        .text("to", "support@talbach.test")
        .text("text", "1 < 2\nLook")
        .text("inline", "on")
        .part("files", part("cup.png", "image/png"))
        .part("files", part("list.pdf", "application/pdf"));
    let asked = world
        .http
        .post(format!("{}/phones/mail", world.base))
        .multipart(form);
    asked.send().await.unwrap();
    let mails = world.sim.mails();
    let mail = mailparse::parse_mail(&mails[0].raw).unwrap();
    assert_eq!(mail.ctype.mimetype, "multipart/mixed");
    let [words, paper] = &mail.subparts[..] else {
        panic!("{mail:?}")
    };
    assert_eq!(paper.ctype.mimetype, "application/pdf");
    assert_eq!(words.ctype.mimetype, "multipart/alternative");
    let related = &words.subparts[1];
    assert_eq!(related.ctype.mimetype, "multipart/related");
    let html = related.subparts[0].get_body().unwrap();
    let cid = related.subparts[1]
        .headers
        .get_first_value("Content-ID")
        .unwrap();
    let named = format!("src=\"cid:{}\"", cid.trim_matches(['<', '>']));
    assert!(html.contains(&named), "{html}");
    assert!(html.contains("1 &lt; 2<br>Look"), "{html}");
    assert_eq!(related.subparts[1].get_body_raw().unwrap(), b"bytes");
}

#[tokio::test]
async fn for_some_addresses_no_mail_is_taken_until_it_is_again() {
    let world = World::new().await;
    let door = door(&world).await;
    let refuse = async |refused: &[&str]| {
        let asked = world
            .http
            .put(format!("{}/control/mail", world.base))
            .body(serde_json::json!({"refused": refused}).to_string());
        assert!(asked.send().await.unwrap().status().is_success());
    };
    refuse(&["H@example.com"]).await;
    let said = talk(&door, &whole("Subject: x\r\n\r\n")).await;
    assert!(said.contains("550 5.1.1"), "{said}");
    assert!(world.sim.mails().is_empty());
    refuse(&[]).await;
    let said = talk(&door, &whole("Subject: x\r\n\r\n")).await;
    assert!(said.contains("kept as 1"), "{said}");
}
