//! The languages the house speaks.

use serde::{Deserialize, Serialize};

/// A language of the pages.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// German.
    De,
    /// Italian.
    It,
}

impl Locale {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::En, Self::De, Self::It];

    /// BCP 47 tag.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::It => "it",
        }
    }

    /// The language of a tag like `de` or `de-AT`.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?;
        Self::ALL
            .into_iter()
            .find(|locale| locale.as_str().eq_ignore_ascii_case(primary))
    }

    /// The first language of ours that an `Accept-Language` header asks for (RFC 9110, 12.5.4).
    #[must_use]
    pub fn from_accept_language(header: &str) -> Self {
        let mut wanted: Vec<(f32, Self)> = header
            .split(',')
            .filter_map(|part| {
                let (tag, rest) = part.split_once(';').unwrap_or((part, ""));
                let weight = rest
                    .trim()
                    .strip_prefix("q=")
                    .map_or(1.0, |q| q.trim().parse().unwrap_or(0.0));
                (weight > 0.0).then_some(())?;
                Some((weight, Self::from_tag(tag)?))
            })
            .collect();
        wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
        wanted
            .first()
            .map_or_else(Self::default, |(_, locale)| *locale)
    }
}
