//! A letter as it was sent, for a page that shows it: whether it is worth that, and the HTML with
//! addresses in place. Takes what [`super::clean`] wrote, which is well-formed.

use super::words::tag_end;
use std::borrow::Cow;

/// What a letter's HTML is to those who look at it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// It says more than its text.
    pub more: bool,
    /// It shows pictures that lie elsewhere, so that whoever lays them there hears when it is read.
    pub elsewhere: bool,
}

impl Look {
    /// Of harmless HTML. It says more than its text when it has a table, a list, a picture or a
    /// link to a page in it: of these plain text keeps the words alone. Of an answer, whose
    /// quotation was `folded`, what stands before the quotation counts.
    pub(super) fn at(html: &str, folded: bool) -> Self {
        let mut look = Self::default();
        let mut quoted = false;
        each_tag(html, |_, tag| {
            let away = name_of(tag) == "img"
                && attributes(tag).any(|(name, value)| name == "src" && is_elsewhere(value));
            look.elsewhere |= away;
            quoted |= folded && name_of(tag) == "blockquote";
            look.more |= !quoted
                && match name_of(tag) {
                    "table" | "ul" | "ol" | "img" => true,
                    "a" => attributes(tag)
                        .any(|(name, value)| name == "href" && value.starts_with("http")),
                    _ => false,
                };
        });
        look
    }
}

/// The HTML to be shown. Pictures of its own are at the addresses that `own` tells by their places
/// among the letter's files; of one that is not to be had its words are left. Those that lie
/// elsewhere have no address that a browser would follow, unless they are asked for: then they are
/// fetched by https alone.
#[must_use]
pub fn addressed(html: &str, own: impl Fn(usize) -> Option<String>, elsewhere: bool) -> String {
    let mut shown = String::with_capacity(html.len() + 1_024);
    each_tag(html, |before, tag| {
        shown.push_str(before);
        if name_of(tag) == "img" {
            picture(&mut shown, tag, &own, elsewhere);
        } else if !tag.is_empty() {
            shown.push('<');
            shown.push_str(tag);
            shown.push('>');
        }
    });
    shown
}

fn picture(shown: &mut String, tag: &str, own: &impl Fn(usize) -> Option<String>, elsewhere: bool) {
    let find = |wanted: &str| attributes(tag).find(|(name, _)| *name == wanted);
    let src = find("src").map_or("", |(_, value)| value);
    let (name, address) = match src.strip_prefix("cid:") {
        Some(place) => match place.parse().ok().and_then(own) {
            Some(address) => ("src", Cow::Owned(escape(&address))),
            None => return instead(shown, find("alt").map_or("", |(_, value)| value)),
        },
        None if !is_elsewhere(src) => {
            return instead(shown, find("alt").map_or("", |(_, value)| value));
        }
        None if elsewhere => ("src", by_https(src)),
        None => ("data-src", Cow::Borrowed(src)),
    };
    shown.push_str("<img");
    let others = attributes(tag).filter(|(name, _)| *name != "src");
    for (name, value) in others.chain([(name, &*address)]) {
        for piece in [" ", name, "=\"", value, "\""] {
            shown.push_str(piece);
        }
    }
    shown.push('>');
}

/// What stands where a picture would: its words, or that there would be one.
fn instead(shown: &mut String, alt: &str) {
    let alt = if alt.trim().is_empty() { "…" } else { alt };
    for piece in [
        "<span class=\"gone\">",
        &alt.replace('<', "&lt;"),
        "</span>",
    ] {
        shown.push_str(piece);
    }
}

fn is_elsewhere(src: &str) -> bool {
    src.starts_with("http:") || src.starts_with("https:")
}

fn by_https(src: &str) -> Cow<'_, str> {
    match src.strip_prefix("http:") {
        Some(rest) => Cow::Owned(format!("https:{rest}")),
        None => Cow::Borrowed(src),
    }
}

/// Calls with each tag, without its brackets, and what stands before it; last with what is left.
fn each_tag<'a>(html: &'a str, mut call: impl FnMut(&'a str, &'a str)) {
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let Some(end) = tag_end(&rest[at + 1..]) else {
            // Not well-formed: nothing of it is shown as a tag.
            return call(&rest[..at], "");
        };
        call(&rest[..at], &rest[at + 1..at + 1 + end]);
        rest = &rest[at + end + 2..];
    }
    call(rest, "");
}

fn name_of(tag: &str) -> &str {
    let end = tag.find(|c: char| c.is_whitespace() || c == '/' && !tag.starts_with('/'));
    &tag[..end.unwrap_or(tag.len())]
}

/// A tag's attributes, values as they are written.
fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = &tag[name_of(tag).len()..];
    std::iter::from_fn(move || {
        let (name, value) = rest.split_once("=\"")?;
        let (value, after) = value.split_once('"')?;
        rest = after;
        Some((name.trim(), value))
    })
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::email::clean::clean;
    use std::collections::HashMap;

    fn cleaned(html: &str) -> String {
        clean(html, &HashMap::from([("p".to_owned(), 0), ("q".into(), 1)]))
    }

    fn look(html: &str, folded: bool) -> (bool, bool) {
        let look = Look::at(&cleaned(html), folded);
        (look.more, look.elsewhere)
    }

    #[test]
    fn what_plain_text_would_lose_is_worth_a_look() {
        for (html, more, elsewhere) in [
            ("<div dir=ltr>Hello <b>you</b><br></div>", false, false),
            ("<a href=mailto:a@b.example>a@b.example</a>", false, false),
            ("<a href=https://a.example>here</a>", true, false),
            ("<table><tr><td>1</table>", true, false),
            ("<ul><li>1</ul>", true, false),
            ("<ol><li>1</ol>", true, false),
            ("<img src=cid:p>", true, false),
            ("<img src=https://a.example/1.gif>", true, true),
            (
                "<p title='<img src=\"https://a.example\">'>x</p>",
                false,
                false,
            ),
            ("a < b <", false, false),
        ] {
            assert_eq!(look(html, false), (more, elsewhere), "{html}");
        }
        let answer = "Thanks!<blockquote><a href=https://a.example>b</a>\
            <img src=https://a.example/1.gif></blockquote>";
        assert_eq!(look(answer, true), (false, true));
        assert_eq!(
            look(answer, false),
            (true, true),
            "passed on as a quotation"
        );
    }

    #[test]
    fn pictures_are_where_they_are_to_be_had() {
        let own = |place| (place == 0).then(|| "/files/1/original/a\"b?c&d".to_owned());
        let shown = |html: &str, elsewhere| addressed(&cleaned(html), own, elsewhere);
        assert_eq!(
            shown(
                "<p>See <img alt='a > b' src=cid:p width=9> <br>there</p>",
                false
            ),
            "<p>See <img alt=\"a &gt; b\" width=\"9\" src=\"/files/1/original/a&quot;b?c&amp;d\"> <br>there</p>"
        );
        assert_eq!(
            shown(
                "<img src=cid:q alt='The crack'><img src=cid:q><img src=cid:none alt=x>",
                true
            ),
            "<span class=\"gone\">The crack</span><span class=\"gone\">…</span>\
             <span class=\"gone\">x</span>"
        );
        let far = "<img src=\"http://t.example/1.gif?a=1&amp;b=2\" alt=\"x src=\">";
        assert_eq!(
            shown(far, false),
            "<img alt=\"x src=\" data-src=\"http://t.example/1.gif?a=1&amp;b=2\">"
        );
        assert_eq!(
            shown(far, true),
            "<img alt=\"x src=\" src=\"https://t.example/1.gif?a=1&amp;b=2\">"
        );
    }

    #[test]
    fn what_is_not_well_formed_shows_no_tag() {
        assert_eq!(
            addressed("a<img src=\"http://t.example", |_| None, true),
            "a"
        );
        assert_eq!(
            addressed("<pre>1 > 0</pre>", |_| None, true),
            "<pre>1 > 0</pre>"
        );
    }
}
