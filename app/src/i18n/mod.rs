//! Words in English, German and Italian. Each is a constant of its own, so that a page's wasm
//! carries the words it shows and no others; the crates that load whole catalogues do not.

pub(crate) mod words;

use crate::ApiError;
use leptos::prelude::*;
use model::{FileRefusal, Locale};
use words as w;

/// A text in the three languages, in the order of [`Locale::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Text(
    pub(crate) &'static str,
    pub(crate) &'static str,
    pub(crate) &'static str,
);

impl Text {
    /// In one of them.
    pub(crate) const fn in_(self, locale: Locale) -> &'static str {
        match locale {
            Locale::En => self.0,
            Locale::De => self.1,
            Locale::It => self.2,
        }
    }
}

/// Words by the code of an error.
pub(crate) type ErrorWords = fn(&str) -> Option<Text>;

/// The page's language, from context.
#[derive(Clone, Copy, Debug)]
pub(crate) struct I18n(pub(crate) Locale);

/// The page's language.
pub(crate) fn i18n() -> I18n {
    use_context::<I18n>().unwrap_or(I18n(Locale::En))
}

impl I18n {
    /// The text in the page's language.
    pub(crate) const fn t(self, text: Text) -> &'static str {
        text.in_(self.0)
    }

    /// The same with `{0}`, `{1}` … filled in.
    pub(crate) fn f(self, text: Text, values: &[&str]) -> String {
        let mut filled = String::new();
        for (index, part) in self.t(text).split('{').enumerate() {
            // What follows a brace begins with the place's digit and the closing brace.
            let digit = part.bytes().next().unwrap_or_default().wrapping_sub(b'0');
            match values.get(usize::from(digit)) {
                Some(value) if index > 0 => {
                    filled.push_str(value);
                    filled.push_str(part.get(2..).unwrap_or_default());
                }
                _ => filled.push_str(part),
            }
        }
        filled
    }

    /// An error in the page's language where one of [`words`]' functions knows its code, else its
    /// own sentence.
    pub(crate) fn error(self, error: &ApiError, words: ErrorWords) -> String {
        words(&error.code).map_or_else(|| error.sentence.clone(), |text| self.t(text).to_owned())
    }

    /// Why a file cannot go.
    pub(crate) fn refusal(self, refusal: FileRefusal) -> String {
        match refusal {
            FileRefusal::Empty => self.t(w::FILE_EMPTY).to_owned(),
            FileRefusal::Kind => self.t(w::FILE_KIND).to_owned(),
            FileRefusal::TooLarge { max } => {
                self.f(w::FILE_TOO_LARGE, &[&crate::ui::bytes(max, self.0)])
            }
            FileRefusal::Together { max } => {
                self.f(w::FILE_TOGETHER, &[&crate::ui::bytes(max, self.0)])
            }
            FileRefusal::TooMany { max } => self.f(w::FILE_TOO_MANY, &[&max.to_string()]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_filled_in_wherever_they_stand() {
        const TEXT: Text = Text("{0} of {1}", "{1}: {0}", "nothing");
        assert_eq!(I18n(Locale::En).f(TEXT, &["a{0}", "b"]), "a{0} of b");
        assert_eq!(I18n(Locale::De).f(TEXT, &["a", "b"]), "b: a");
        assert_eq!(I18n(Locale::It).f(TEXT, &["a", "b"]), "nothing");
    }
}
