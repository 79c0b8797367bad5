//! HTML as plain text: its words, in lines, with quotations marked and links told. Takes what
//! [`super::clean`] wrote, which is well-formed.

/// The words of harmless HTML. `name` tells what a picture of the letter's own is called.
pub(super) fn words(html: &str, name: impl Fn(usize) -> String) -> String {
    let mut page = Page::default();
    let mut rest = html;
    let mut link: Option<(String, usize)> = None;
    while let Some(at) = rest.find('<') {
        page.say(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(end) = tag_end(rest) else {
            rest = "";
            break;
        };
        let tag = &rest[..end];
        rest = &rest[end + 1..];
        let (closing, tag) = tag
            .strip_prefix('/')
            .map_or((false, tag), |tag| (true, tag));
        let tag_name = tag
            .split(|c: char| c.is_whitespace() || c == '/')
            .next()
            .unwrap_or_default();
        match (tag_name, closing) {
            ("br", _) => page.line(),
            (
                "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "table" | "hr"
                | "pre" | "dl",
                _,
            ) => {
                page.pre = if tag_name == "pre" {
                    !closing
                } else {
                    page.pre
                };
                page.paragraph();
            }
            (
                "div" | "tr" | "section" | "header" | "footer" | "article" | "dt" | "dd" | "center",
                _,
            ) => page.fresh(),
            ("li", false) => {
                page.fresh();
                page.say("•");
                page.space = true;
            }
            ("td" | "th", true) => page.space = true,
            ("blockquote", _) => {
                page.paragraph();
                page.quoted = if closing {
                    page.quoted.saturating_sub(1)
                } else {
                    (page.quoted + 1).min(20)
                };
            }
            ("a", false) => link = attribute(tag, "href").map(|href| (href, page.text.len())),
            ("a", true) => {
                if let Some((href, from)) = link.take() {
                    let said = page.text.get(from..).unwrap_or_default().trim();
                    let bare = href
                        .trim_start_matches("mailto:")
                        .trim_start_matches("tel:");
                    let told = said.is_empty()
                        || said.contains(bare)
                        || bare.trim_end_matches('/').ends_with(said);
                    if !told && href.starts_with("http") {
                        page.say(&format!(" ({href})"));
                    }
                }
            }
            ("img", _) => {
                let own =
                    attribute(tag, "src").and_then(|src| src.strip_prefix("cid:")?.parse().ok());
                let alt = attribute(tag, "alt").unwrap_or_default();
                match own {
                    Some(place) => page.say_plainly(&format!("[{}]", name(place))),
                    None => page.say(&alt),
                }
            }
            _ => {}
        }
    }
    page.say(rest);
    page.text.trim().to_owned()
}

#[derive(Default)]
struct Page {
    text: String,
    quoted: usize,
    /// White space is owed before the next word.
    space: bool,
    pre: bool,
}

impl Page {
    fn say(&mut self, html: &str) {
        let plain = decode(html);
        self.say_plainly(&plain);
    }

    fn say_plainly(&mut self, plain: &str) {
        if self.pre {
            for (place, line) in plain.split('\n').enumerate() {
                if place > 0 {
                    self.line();
                }
                self.begin();
                self.text.push_str(line.trim_end_matches('\r'));
            }
            return;
        }
        for c in plain.chars() {
            // A no-break space stands for a space in mail programs' HTML.
            if c.is_whitespace() {
                self.space = true;
            } else if !matches!(c, '\u{200b}' | '\u{200c}' | '\u{feff}' | '\u{ad}') {
                let fresh = self.at_start();
                self.begin();
                if self.space && !fresh {
                    self.text.push(' ');
                }
                self.space = false;
                self.text.push(c);
            }
        }
    }

    fn at_start(&self) -> bool {
        self.text.is_empty() || self.text.ends_with('\n')
    }

    fn begin(&mut self) {
        if self.at_start() {
            for _ in 0..self.quoted {
                self.text.push_str("> ");
            }
        }
    }

    fn line(&mut self) {
        self.space = false;
        if !self.text.ends_with("\n\n\n") && !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    fn fresh(&mut self) {
        self.space = false;
        if !self.at_start() {
            self.text.push('\n');
        }
    }

    fn paragraph(&mut self) {
        self.fresh();
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }
}

/// Where a tag ends: not in an attribute's value.
pub(super) fn tag_end(rest: &str) -> Option<usize> {
    let mut inside = false;
    rest.bytes().position(|byte| {
        inside ^= byte == b'"';
        byte == b'>' && !inside
    })
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let from = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let value = &tag[from..];
    Some(decode(&value[..value.find('"')?]))
}

/// What ammonia writes for what it escapes.
fn decode(html: &str) -> String {
    if !html.contains('&') {
        return html.to_owned();
    }
    html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::email::clean::clean;
    use std::collections::HashMap;

    fn told(html: &str) -> String {
        let pictures = HashMap::from([("p".to_owned(), 0)]);
        words(&clean(html, &pictures), |place| format!("picture {place}"))
    }

    #[test]
    fn html_is_told_in_lines() {
        assert_eq!(
            told("<p>Hello&nbsp;<b>you</b></p><p>a &lt; b<br>c</p>"),
            "Hello you\n\na < b\nc"
        );
        assert_eq!(told("<div>one</div><div>two</div>"), "one\ntwo");
        assert_eq!(told("<ul><li>a<li>b</ul>"), "• a\n• b");
        assert_eq!(told("<table><tr><td>a<td>b<tr><td>c</table>"), "a b\nc");
        assert_eq!(
            told("x<blockquote><p>q<br>r</blockquote>y"),
            "x\n\n> q\n> r\n\ny"
        );
        assert_eq!(told("<pre>a\n  b</pre>"), "a\n  b");
    }

    #[test]
    fn links_and_pictures_are_told() {
        assert_eq!(
            told("see <a href='https://a.example/b?x=1&amp;y=2'>here</a>."),
            "see here (https://a.example/b?x=1&y=2)."
        );
        assert_eq!(
            told("<a href='https://a.example/'>a.example</a>"),
            "a.example"
        );
        assert_eq!(
            told("<a href='mailto:a@b.example'>a@b.example</a>"),
            "a@b.example"
        );
        assert_eq!(
            told("before <img src=cid:p> after"),
            "before [picture 0] after"
        );
        assert_eq!(told("<img src=https://x.example alt='a > b'>"), "a > b");
    }

    #[test]
    fn deep_and_broken_html_ends() {
        assert!(told(&"<div>".repeat(300)).is_empty());
        assert!(told("<blockquote>".repeat(300).as_str()).len() < 100);
        assert_eq!(told("a < b <"), "a < b <");
    }
}
