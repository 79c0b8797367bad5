//! A letter's HTML, made harmless: what is kept of it may be shown in a frame.

use ammonia::{Builder, UrlRelative};
use std::{borrow::Cow, collections::HashMap};

/// Larger ones are kept as a file: no mail program writes them.
pub(super) const MOST: usize = 1 << 20;

fn allowed() -> Builder<'static> {
    let mut allowed = Builder::default();
    allowed
        .add_tags(["font", "section"])
        .add_generic_attributes(["align", "valign", "bgcolor", "dir"])
        .add_tag_attributes("font", ["color", "size", "face"])
        .add_tag_attributes("table", ["border", "cellpadding", "cellspacing", "width"])
        .add_tag_attributes("td", ["width", "height", "nowrap"])
        .add_tag_attributes("th", ["width", "height", "nowrap"])
        .add_clean_content_tags(["script", "style", "title"])
        .url_schemes(["http", "https", "mailto", "tel", "cid"].into())
        .url_relative(UrlRelative::Deny)
        .set_tag_attribute_value("a", "target", "_blank")
        .link_rel(Some("noopener noreferrer"));
    allowed
}

/// Elements in each other at most: to read a thousand of them takes a parser, which goes through
/// all that are open, a hundred times as long as a hundred.
const DEEPEST: usize = 400;

/// Whether HTML is more than can be read in reasonable time.
pub(super) fn is_too_much(html: &str) -> bool {
    if html.len() > MOST {
        return true;
    }
    let mut open = 0_usize;
    html.split('<').skip(1).any(|tag| {
        let name = tag.strip_prefix('/').unwrap_or(tag);
        let name = name
            .split(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default();
        match name.to_ascii_lowercase().as_str() {
            // Without an end, or ended by what follows.
            "" | "br" | "img" | "hr" | "meta" | "link" | "input" | "col" | "wbr" | "area"
            | "base" | "source" | "p" | "li" | "td" | "th" | "tr" | "dd" | "dt" | "option"
            | "o" => {}
            _ if tag.starts_with('/') => open = open.saturating_sub(1),
            _ => open += 1,
        }
        open > DEEPEST
    })
}

/// The harmless part of some HTML. Pictures in the letter are named by their place among its
/// files, `cid:0`, `cid:1` …; one that is not there is gone.
pub(super) fn clean(html: &str, pictures: &HashMap<String, usize>) -> String {
    let mut allowed = allowed();
    let pictures = pictures.clone();
    allowed.attribute_filter(move |tag, name, value| {
        let Some(id) = value
            .strip_prefix("cid:")
            .or_else(|| value.strip_prefix("CID:"))
        else {
            return Some(Cow::Borrowed(value));
        };
        if (tag, name) != ("img", "src") {
            return None;
        }
        pictures
            .get(&id_of(id))
            .map(|place| format!("cid:{place}").into())
    });
    allowed.clean(html).to_string()
}

/// A Content-ID as the HTML and the header both name it.
pub(super) fn id_of(id: &str) -> String {
    let id = id.trim().trim_matches(['<', '>']);
    let decoded = form_urlencoded::parse(format!("a={}", id.replace('+', "%2B")).as_bytes())
        .next()
        .map_or_else(|| id.to_owned(), |(_, id)| id.into_owned());
    decoded.to_ascii_lowercase()
}

/// Text as HTML, with its lines.
pub(super) fn of_text(text: &str) -> String {
    format!(
        "<pre>{}</pre>",
        text.replace('&', "&amp;").replace('<', "&lt;")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_acts_stays() {
        let pictures = HashMap::from([("a b@c".to_owned(), 3)]);
        let html = "<html><head><title>T</title><style>p{}</style></head><body onload=x()>\
            <script>alert(1)</script><p style='position:fixed' onclick=y()>Hi \
            <img src='cid:A%20b@c'><img src=cid:none><img src=https://t.example/p.gif>\
            <a href='javascript:x()'>a</a><a href=https://ok.example>b</a><a href=/x>c</a>\
            <a href=cid:3>d</a><form action=https://e.example><input name=p></form>\
            <iframe src=https://e.example></iframe><svg><script>1</script></svg>\
            <meta http-equiv=refresh content=0><base href=https://e.example>";
        let clean = clean(html, &pictures);
        for bad in [
            "script",
            "alert",
            "onload",
            "onclick",
            "style",
            "position",
            "javascript",
            "form",
            "input",
            "iframe",
            "svg",
            "meta",
            "base",
            "cid:none",
            "href=\"/x\"",
            "href=\"cid",
            ">T<",
        ] {
            assert!(!clean.contains(bad), "{bad} in {clean}");
        }
        assert!(clean.contains("src=\"cid:3\""), "{clean}");
        assert!(clean.contains("https://t.example/p.gif"), "{clean}");
        assert!(clean.contains("rel=\"noopener noreferrer\""), "{clean}");
    }

    #[test]
    fn what_would_take_minutes_is_not_read() {
        assert!(is_too_much(&"<div>".repeat(1_000)));
        assert!(is_too_much(&"a".repeat(MOST + 1)));
        assert!(!is_too_much(&"<div><p><b>x</b><br></div>".repeat(1_000)));
    }

    #[test]
    fn text_stays_text() {
        assert_eq!(of_text("<b> & c"), "<pre>&lt;b> &amp; c</pre>");
    }
}
