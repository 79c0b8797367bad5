//! What files are called: the sender's word for it, made harmless.

use super::UNKNOWN;
use model::FileKind;

/// Characters of a file name at most.
const NAME_MAX: usize = 120;

/// A file name without a path, without anything a screen or a shell would stumble over.
pub(crate) fn clean(name: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
    // Not the marks that turn text around either: "gpj.exe" must not read "exe.jpg".
    let turns = |c: char| matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let clean: String = base
        .chars()
        .filter(|c| !c.is_control() && !turns(*c))
        .collect();
    let clean = clean.trim().trim_start_matches('.');
    if clean.chars().count() <= NAME_MAX {
        return clean.to_owned();
    }
    let (stem, extension) = clean.rsplit_once('.').unwrap_or((clean, ""));
    let extension: String = extension.chars().take(10).collect();
    let stem: String = stem.chars().take(NAME_MAX - 11).collect();
    format!("{stem}.{extension}")
}

/// The name with the ending that its bytes deserve.
pub(super) fn with_extension(name: &str, extension: &str, mime: &str) -> String {
    let stem_and = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty());
    if name.is_empty() {
        return format!("file.{extension}");
    }
    match stem_and {
        // Text and unknown bytes have endings of their own (.csv, .log, .step): let them be,
        // unless they pretend to be something we know by its bytes.
        _ if mime == UNKNOWN || mime.starts_with("text/") => match stem_and {
            Some((stem, claimed)) if shown(claimed) => format!("{stem}.{extension}"),
            Some(_) => name.to_owned(),
            None => format!("{name}.{extension}"),
        },
        Some((stem, claimed))
            if !same(claimed, extension) && (shown(claimed) || shown(extension)) =>
        {
            format!("{stem}.{extension}")
        }
        Some(_) => name.to_owned(),
        None => format!("{name}.{extension}"),
    }
}

/// What a name claims, where it claims anything we know. Enough to refuse a file before it comes,
/// never to take it.
pub(crate) fn claimed(name: &str) -> Option<FileKind> {
    let (_, extension) = name.rsplit_once('.')?;
    Some(match extension.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" | "jfif" | "png" | "gif" | "webp" => FileKind::Picture,
        "mp4" | "webm" | "mov" => FileKind::Video,
        "mp3" | "ogg" | "wav" | "m4a" => FileKind::Audio,
        "pdf" => FileKind::Pdf,
        "zip" | "7z" | "rar" | "gz" | "tar" | "exe" | "msi" | "dmg" | "iso" | "doc" | "docx"
        | "xls" | "xlsx" | "ppt" | "pptx" | "odt" | "ods" | "odp" | "csv" | "txt" | "html"
        | "svg" | "json" | "xml" => FileKind::Other,
        _ => return None,
    })
}

/// Endings of what pages show inline.
fn shown(extension: &str) -> bool {
    const SHOWN: [&str; 13] = [
        "jpg", "jpeg", "png", "gif", "webp", "mp4", "webm", "mp3", "ogg", "wav", "m4a", "pdf",
        "jfif",
    ];
    SHOWN.contains(&extension.to_ascii_lowercase().as_str())
}

/// Two endings for one thing.
pub(super) fn same(claimed: &str, extension: &str) -> bool {
    let claimed = claimed.to_ascii_lowercase();
    claimed == extension || (extension == "jpg" && matches!(claimed.as_str(), "jpeg" | "jfif"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_paths_and_tricks() {
        assert_eq!(clean("C:\\Users\\me\\photo.jpg"), "photo.jpg");
        assert_eq!(clean("../../etc/passwd"), "passwd");
        assert_eq!(clean("in\u{202e}gpj.exe"), "ingpj.exe");
        assert_eq!(clean(".."), "");
        assert!(clean(&format!("{}.jpeg", "x".repeat(500))).len() <= NAME_MAX);
    }

    #[test]
    fn endings_follow_the_bytes() {
        assert_eq!(
            with_extension("photo.jpg", "pdf", "application/pdf"),
            "photo.pdf"
        );
        assert_eq!(
            with_extension("photo.JPEG", "jpg", "image/jpeg"),
            "photo.JPEG"
        );
        assert_eq!(with_extension("page.png", "html", "text/html"), "page.html");
        assert_eq!(with_extension("data.csv", "txt", "text/plain"), "data.csv");
        assert_eq!(with_extension("", "png", "image/png"), "file.png");
        assert_eq!(with_extension("scan", "png", "image/png"), "scan.png");
        assert_eq!(
            with_extension("plan.docx", "zip", "application/zip"),
            "plan.docx"
        );
    }
}
