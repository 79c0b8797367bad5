//! What a message may hold that is neither text nor file, and how it is said in words.

/// What a message may hold that is neither text nor file. Pages word it in the reader's language;
/// [`Thing::in_words`] is for those that have no words for it.
#[derive(Clone, Debug, PartialEq)]
pub enum Thing {
    /// A place on a map.
    Location {
        /// Degrees north, WGS 84.
        latitude: f64,
        /// Degrees east.
        longitude: f64,
        /// What it is called; may be empty.
        name: String,
        /// Where it is, in words; may be empty.
        address: String,
    },
    /// Somebody's card.
    Contact {
        /// Their name.
        name: String,
        /// Telephone numbers.
        phones: Vec<String>,
        /// Mail addresses.
        emails: Vec<String>,
    },
    /// They pressed a button or chose from a list.
    Choice {
        /// What it says.
        title: String,
        /// What it means to whoever made the button.
        payload: String,
    },
    /// They filled a form in.
    Form {
        /// Its answers, JSON.
        answers: String,
    },
    /// They order something.
    Order {
        /// What and how many.
        items: Vec<(String, i64)>,
    },
    /// They ask about something in a shop's catalogue.
    Product {
        /// The shop's name for it.
        id: String,
    },
    /// They come from an advertisement or a link.
    Referral {
        /// What it said; may be empty.
        title: String,
        /// Where it is; may be empty.
        url: String,
    },
    /// A story. It stays where it is, and never lies on the desk: the provider's terms.
    Story {
        /// What it has to do with the message.
        link: StoryLink,
        /// Where it is for a day; empty when not told.
        url: String,
    },
    /// A post or a film of somebody's, or media that by the inbox's policy stays where it is.
    Shared {
        /// What it is, e.g. `reel`; the provider's word.
        kind: String,
        /// What it is called; may be empty.
        title: String,
        /// Where it is; may be empty.
        url: String,
    },
    /// Somebody else wrote it, and they pass it on.
    Forwarded {
        /// It has gone through many hands.
        often: bool,
    },
    /// To be looked at once, on a phone only.
    ViewOnce,
    /// The provider does not give us what they sent, or we do not know what it is.
    Unsupported {
        /// The provider's word for it.
        kind: String,
        /// What the provider says about it; may be empty.
        why: String,
    },
}

/// What a story has to do with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoryLink {
    /// They named us in theirs.
    Mention,
    /// They answer to ours.
    Reply,
}

impl Thing {
    /// In plain English; nothing for what a page need not say.
    #[must_use]
    pub fn in_words(&self) -> Option<String> {
        let with = |what: String, more: &[&str]| {
            let more = more.iter().filter(|more| !more.is_empty());
            let mut all = vec![what];
            all.extend(more.map(|more| (*more).to_owned()));
            Some(all.join("\n"))
        };
        match self {
            Self::Location {
                latitude,
                longitude,
                name,
                address,
            } => {
                let map = format!(
                    "https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=17/{latitude}/{longitude}"
                );
                with("[Location]".into(), &[name, address, &map])
            }
            Self::Contact {
                name,
                phones,
                emails,
            } => with(
                format!("[Contact] {name}"),
                &[&phones.join(", "), &emails.join(", ")],
            ),
            Self::Choice { title, payload } if title.is_empty() => {
                with(format!("[Chose] {payload}"), &[])
            }
            Self::Choice { .. } => None,
            Self::Form { answers } => with("[Form]".into(), &[answers]),
            Self::Order { items } => {
                let items: Vec<String> = (items.iter())
                    .map(|(item, count)| format!("{count} × {item}"))
                    .collect();
                with("[Order]".into(), &[&items.join("\n")])
            }
            Self::Product { id } => with(format!("[About product {id}]"), &[]),
            Self::Referral { title, url } => with(format!("[Came from] {title}"), &[url]),
            Self::Story {
                link: StoryLink::Mention,
                url,
            } => with("[Mentioned you in their story]".into(), &[url]),
            Self::Story {
                link: StoryLink::Reply,
                url,
            } => with("[Replied to your story]".into(), &[url]),
            Self::Shared { kind, title, url } => with(format!("[Shared: {kind}]"), &[title, url]),
            Self::Forwarded { .. } => with("[Forwarded]".into(), &[]),
            Self::ViewOnce => with("[Can be looked at once, on a phone only]".into(), &[]),
            Self::Unsupported { kind, why } => {
                with(format!("[Cannot be shown here: {kind}]"), &[why])
            }
        }
    }
}
