//! A letter's HTML, made harmless: what is kept of it may be shown in a frame.

use ammonia::{Builder, UrlRelative};
use std::{borrow::Cow, collections::HashMap};

/// How a letter may look: nothing of it leaves its place in the page, and nothing of it is fetched.
#[rustfmt::skip]
const STYLES: [&str; 63] = [
    "background", "background-color", "border", "border-bottom", "border-bottom-color",
    "border-bottom-style", "border-bottom-width", "border-collapse", "border-color", "border-left",
    "border-left-color", "border-left-style", "border-left-width", "border-radius", "border-right",
    "border-right-color", "border-right-style", "border-right-width", "border-spacing",
    "border-style", "border-top", "border-top-color", "border-top-style", "border-top-width",
    "border-width", "box-sizing", "clear", "color", "direction", "display", "float", "font",
    "font-family", "font-size", "font-style", "font-variant", "font-weight", "height",
    "letter-spacing", "line-height", "list-style-type", "margin", "margin-bottom", "margin-left",
    "margin-right", "margin-top", "max-width", "min-width", "overflow-wrap", "padding",
    "padding-bottom", "padding-left", "padding-right", "padding-top", "table-layout", "text-align",
    "text-decoration", "text-indent", "text-transform", "vertical-align", "white-space", "width",
    "word-break",
];
/// The longest style of one element that is looked at, in bytes.
const STYLE: usize = 2_000;

/// Larger ones are kept as a file: no mail program writes them.
pub(super) const MOST: usize = 1 << 20;

fn allowed() -> Builder<'static> {
    let mut allowed = Builder::default();
    allowed
        .add_tags(["font", "section"])
        // What a click on a part of a picture does, nobody sees before.
        .rm_tags(["area", "map"])
        .add_generic_attributes(["align", "valign", "bgcolor", "dir", "style"])
        .filter_style_properties(STYLES.into())
        .add_tag_attributes("font", ["color", "size", "face"])
        .add_tag_attributes("table", ["border", "cellpadding", "cellspacing", "width"])
        .add_tag_attributes("td", ["width", "height", "nowrap"])
        .add_tag_attributes("th", ["width", "height", "nowrap"])
        .add_clean_content_tags(["script", "style", "title"])
        .url_schemes(["http", "https", "mailto", "tel", "cid"].into())
        .url_relative(UrlRelative::Deny)
        .set_tag_attribute_value("a", "target", "_blank")
        .link_rel(Some("noopener noreferrer nofollow"));
    allowed
}

/// A style without what would fetch something: by its declarations, each with an address, a
/// picture or an escape, by which one could hide the other two, left out.
fn fetches_nothing(style: &str) -> Option<Cow<'_, str>> {
    if style.len() > STYLE {
        return None;
    }
    let fetches = |text: &str| {
        let text = text.to_ascii_lowercase();
        ["url", "image", "src", "\\"]
            .iter()
            .any(|word| text.contains(word))
    };
    if !fetches(style) {
        return Some(Cow::Borrowed(style));
    }
    let kept: Vec<&str> = style.split(';').filter(|one| !fetches(one)).collect();
    Some(Cow::Owned(kept.join(";")))
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
        if name == "style" {
            return fetches_nothing(value);
        }
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
            "p{}",
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
        assert!(
            clean.contains("rel=\"noopener noreferrer nofollow\""),
            "{clean}"
        );
    }

    #[test]
    fn a_style_paints_and_fetches_nothing() {
        let clean = |html: &str| clean(html, &HashMap::new());
        for (style, kept) in [
            ("color:red; Position:fixed;top:0", "color:red"),
            (
                "background:#fff url(https://t.example/1.gif);color:red",
                "color:red",
            ),
            (
                "background-image:url(https://t.example/1);margin:0",
                "margin:0",
            ),
            ("background:u\\72l(https://t.example/1)", ""),
            ("background:image-set('https://t.example/1' 1x)", ""),
            ("background:URL('a;b');color:red", ""),
            ("behavior:x;-moz-binding:y;z-index:9;inset:0", ""),
            ("@import 'https://t.example/1';width:10px", "width:10px"),
            ("color:rgb(1, 2, 3)", "color:rgb(1, 2, 3)"),
        ] {
            let html = clean(&format!("<p style=\"{style}\">x</p>"));
            assert_eq!(html, format!("<p style=\"{kept}\">x</p>"), "{style}");
        }
        let long = format!("<p style=\"color:red{}\">x</p>", " ".repeat(STYLE));
        assert_eq!(clean(&long), "<p>x</p>");
        for html in [
            "<style>@import url(https://t.example/1);</style>x",
            "<link rel=stylesheet href=https://t.example/1>x",
            "<table background=https://t.example/1><tr><td background=https://t.example/1>x</table>",
            "<picture><source srcset=https://t.example/1><img srcset=https://t.example/1></picture>",
            "<video poster=https://t.example/1 src=https://t.example/1>x</video>",
            "<map><area href=https://t.example/1></map>",
            "<svg><image href=https://t.example/1 /></svg>",
            "<object data=https://t.example/1></object><embed src=https://t.example/1>",
        ] {
            assert!(
                !clean(html).contains("t.example"),
                "{html}: {}",
                clean(html)
            );
        }
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
