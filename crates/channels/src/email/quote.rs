//! Where a letter stops being new: what a mail program quotes below an answer is folded away, and kept.

/// The new part of a letter's text, and what is folded away below it; nothing, mostly. Answers
/// between quoted lines stay as they are, and a letter that consists of a quotation alone is shown
/// whole.
pub(super) fn fold(text: &str) -> (&str, &str) {
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        lines.push((at, line.trim()));
        at += line.len();
    }
    let cut = (0..lines.len()).find(|&place| begins(&lines, place));
    let Some(cut) = cut else { return (text, "") };
    let (new, below) = text.split_at(lines[cut].0);
    if new.trim().is_empty() {
        (text, "")
    } else {
        (new.trim_end(), below.trim_end())
    }
}

/// Whether everything from that line on is a quotation.
fn begins(lines: &[(usize, &str)], place: usize) -> bool {
    let line = lines[place].1;
    if line.starts_with("--") && ORIGINAL.iter().any(|words| line.contains(words)) {
        return true;
    }
    // Outlook's: a block of headers, quoted without a mark.
    if starts(line, &["From:", "Von:", "Da:", "De :", "De:"]) {
        let next = &lines[place + 1..lines.len().min(place + 7)];
        let has = |words: &[&str]| next.iter().any(|(_, line)| starts(line, words));
        return has(&[
            "Sent:",
            "Gesendet:",
            "Inviato:",
            "Date:",
            "Datum:",
            "Envoyé",
        ]) && has(&["Subject:", "Betreff:", "Oggetto:", "Objet"]);
    }
    // "On … wrote:", on up to three lines, and quoted lines to the end.
    let said = (1..=3).find(|count| {
        let end = (place + count).min(lines.len());
        let last = lines[end - 1].1;
        last.ends_with(':')
            && starts(line, &["On ", "Am ", "Il ", "Le "])
            && SAID.iter().any(|words| last.contains(words))
    });
    let quoted_from = match said {
        Some(count) => place + count,
        None if line.starts_with('>') => place,
        None => return false,
    };
    let mut rest = lines[quoted_from.min(lines.len())..]
        .iter()
        .filter(|(_, line)| !line.is_empty())
        .peekable();
    rest.peek().is_some() && rest.all(|(_, line)| line.starts_with('>'))
}

fn starts(line: &str, words: &[&str]) -> bool {
    let line = line.trim_start_matches('*');
    words.iter().any(|word| line.starts_with(word))
}

const ORIGINAL: [&str; 5] = [
    "Original Message",
    "Original message",
    "Ursprüngliche Nachricht",
    "Messaggio originale",
    "Message d'origine",
];
const SAID: [&str; 4] = ["wrote", "schrieb", "ha scritto", "a écrit"];

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn quotations_below_are_folded() {
        for quoted in [
            "On Mon, 2 Nov 2026 at 10:00, Shop <s@shop.example> wrote:\n> Hello\n>\n> Bye",
            "On Mon, 2 Nov 2026 at 10:00,\nShop <s@shop.example> wrote:\n\n> Hello",
            "Am 02.11.2026 um 10:00 schrieb Laden:\n> Hallo",
            "Il giorno lun 2 nov 2026 Negozio ha scritto:\n> Ciao",
            "-----Original Message-----\nFrom: Shop\nHello",
            "From: Shop\nSent: Monday\nTo: Me\nSubject: Mug\n\nHello",
            "Von: Laden\nGesendet: Montag\nAn: Ich\nBetreff: Tasse\n\nHallo",
            "> Hello\n> there\n",
        ] {
            let text = format!("It is broken.\n\nAnna\n\n{quoted}");
            let below = quoted.trim_end();
            assert_eq!(fold(&text), ("It is broken.\n\nAnna", below), "{quoted}");
        }
    }

    #[test]
    fn what_is_no_quotation_below_stays() {
        for text in [
            "> Which colour?\nBlue.\n> Which size?\nLarge.",
            "> Only a quotation",
            "On Monday he wrote:\nno quotation",
            "From: the shop on the corner\nI bought it",
            "On",
            "",
            ">",
        ] {
            assert_eq!(fold(text), (text, ""));
        }
    }
}
