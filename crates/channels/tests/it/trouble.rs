//! What happens to a send when the line or the provider is in trouble: nothing is sent twice that
//! may have been sent, and nothing is given up that was not.

use crate::support::{
    Provider, Reply, ended, hangs_up, instagram, nobody, says, send, sms, to, whatsapp, with,
};
use channels::Channel;

type Open = fn(&str) -> Box<dyn Channel>;
const ALL: [Open; 3] = [sms, whatsapp, instagram];

async fn outcome(channel: &dyn Channel) -> String {
    ended(&send(channel, &to("39333", "Hi")).await)
}

#[tokio::test]
async fn nobody_there_is_tried_again() {
    for open in ALL {
        let channel = open(&nobody().await);
        assert_eq!(outcome(&*channel).await, "retry 2", "{}", channel.name());
    }
}

#[tokio::test]
async fn a_line_that_breaks_after_the_request_is_looked_up() {
    for open in ALL {
        let channel = open(&hangs_up().await);
        assert_eq!(outcome(&*channel).await, "unknown", "{}", channel.name());
        let provider = Provider::new([Reply::Never]).await;
        let channel = open(&provider.base);
        assert_eq!(outcome(&*channel).await, "unknown", "{}", channel.name());
    }
}

#[tokio::test]
async fn answers_without_the_providers_sense_are_judged_by_their_status() {
    for open in ALL {
        for (reply, expected) in [
            (says(200, "<html>Welcome to the hotel</html>"), "unknown"),
            (says(200, ""), "unknown"),
            (says(200, "{}"), "unknown"),
            (says(201, "null"), "unknown"),
            (Reply::Half, "unknown"),
            (says(500, "oops"), "unknown"),
            (says(502, "<html>"), "unknown"),
            (with(503, &[("retry-after", "5")], b""), "unknown"),
            (says(408, ""), "unknown"),
            (says(429, "slow"), "retry 2"),
            (with(429, &[("retry-after", "90")], b"slow"), "retry 90"),
            (says(401, ""), "reconnect"),
            (says(403, "<html>"), "reconnect"),
            (says(404, "<html>"), "refused"),
        ] {
            let provider = Provider::new([reply.clone()]).await;
            let channel = open(&provider.base);
            let outcome = outcome(&*channel).await;
            assert_eq!(outcome, expected, "{} {reply:?}", channel.name());
        }
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed_with_a_message() {
    for open in ALL {
        let elsewhere = Provider::new([]).await;
        let headers = [("location", elsewhere.base.as_str())];
        for status in [301, 302, 307, 308] {
            let provider = Provider::new([with(status, &headers, b"")]).await;
            let channel = open(&provider.base);
            assert_eq!(outcome(&*channel).await, "settings");
        }
        assert!(elsewhere.heard().is_empty());
    }
}
