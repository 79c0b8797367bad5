//! Whatever serde_json writes is read, and nothing else.

use super::small::{Bad, from_json};
use model::{Attachment, AttachmentState, Author, Direction, Message};
use serde::{Serialize, de::DeserializeOwned};
use std::fmt;

fn message() -> Message {
    Message {
        id: 7,
        direction: Direction::In,
        author: Author::Contact("Zoë \"Z\" \\ 😀\n\u{1}".to_owned()),
        text: "</script>".to_owned(),
        at: -1,
        client_key: None,
        delivery: None,
        attachments: vec![Attachment {
            id: i64::MAX,
            name: String::new(),
            mime: "image/png".to_owned(),
            bytes: 600_000,
            width: 3,
            height: 0,
            caption: "a".to_owned(),
            alt: String::new(),
            state: AttachmentState::Ready,
            url: "/files/1".to_owned(),
            plain: false,
            thumb_url: String::new(),
            medium_url: String::new(),
            original_url: String::new(),
            placeholder: "data:image/png;base64,AAAA".to_owned(),
        }],
    }
}

fn round<T: Serialize + DeserializeOwned + PartialEq + fmt::Debug>(value: &T) {
    let text = serde_json::to_string(value).unwrap();
    assert_eq!(
        from_json::<T>(text.as_bytes()).as_ref(),
        Ok(value),
        "{text}"
    );
    let pretty = serde_json::to_string_pretty(value).unwrap();
    assert_eq!(from_json::<T>(pretty.as_bytes()).as_ref(), Ok(value));
    let escaped = text.replace('<', "\\u003c").replace('😀', "\\ud83d\\ude00");
    assert_eq!(from_json::<T>(escaped.as_bytes()).as_ref(), Ok(value));
}

#[test]
fn what_the_server_writes_is_read() {
    round(&message());
    round(&vec![message(), message()]);
    round(&Some(Ok::<Message, String>(message())));
    round(&Some(Err::<Message, String>("no".to_owned())));
    round(&Author::System);
    round(&(true, false, None::<u32>, Vec::<i64>::new()));
}

#[test]
fn unknown_fields_are_passed_over() {
    let text = br#"{"code":"x","more":[{"deep":1}],"sentence":"y"}"#;
    let problem = from_json::<model::Problem>(text).unwrap();
    assert_eq!(problem.sentence, "y");
}

#[test]
fn what_is_no_json_is_an_error_wherever_it_breaks() {
    let text = serde_json::to_string(&message()).unwrap();
    for end in 0..text.len() {
        assert!(from_json::<Message>(&text.as_bytes()[..end]).is_err());
    }
    for bad in [
        "",
        "nul",
        "1.5",
        "1e3",
        "[1,]",
        "[1 2]",
        "{\"a\" 1}",
        "\"\\x\"",
        "\"\\ud800\"",
        "\"\\ud800\\u0041\"",
        "\"a",
        "1 1",
    ] {
        assert!(from_json::<Vec<i64>>(bad.as_bytes()).is_err(), "{bad}");
        assert!(from_json::<String>(bad.as_bytes()).is_err(), "{bad}");
    }
    assert_eq!(from_json::<String>(b"\"\xff\""), Err(Bad));
    let deep = "[".repeat(100_000);
    assert_eq!(from_json::<Vec<i64>>(deep.as_bytes()), Err(Bad));
}
