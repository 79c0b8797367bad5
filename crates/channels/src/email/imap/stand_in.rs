//! A letter in place of one that is not taken in.

/// What stands for a letter that is not taken in: its head, as far as it is known, and words about
/// why it is not here.
#[must_use]
pub fn stand_in(head: &[u8], why: &str) -> Vec<u8> {
    let mut letter = Vec::with_capacity(head.len() + why.len() + 200);
    let mut kept = false;
    for line in head.split_inclusive(|byte| *byte == b'\n') {
        let words = line.trim_ascii_end();
        if words.is_empty() {
            break;
        }
        if !matches!(words[0], b' ' | b'\t') {
            // What says how the body is written is said of ours.
            let name = words.split(|byte| *byte == b':').next().unwrap_or_default();
            kept = !name.to_ascii_lowercase().starts_with(b"content-");
        }
        if kept {
            letter.extend_from_slice(words);
            letter.extend_from_slice(b"\r\n");
        }
    }
    letter.extend_from_slice(
        b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n",
    );
    letter.extend_from_slice(why.as_bytes());
    letter.extend_from_slice(b"\r\n");
    letter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stand_in_keeps_the_head_and_not_the_form() {
        let head = b"From: a@b.example\r\nContent-Type: multipart/mixed;\r\n boundary=x\r\nSubject: Big\r\n thing\r\n\r\nnothing";
        let letter = String::from_utf8(stand_in(head, "Too large.")).unwrap();
        assert_eq!(
            letter,
            "From: a@b.example\r\nSubject: Big\r\n thing\r\nContent-Type: text/plain; \
             charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nToo large.\r\n"
        );
    }
}
