//! What a file is, by content.

use media::{FileType, SNIFF_LEN, sniff};
use model::PictureType;

#[track_caller]
fn check(bytes: &[u8], expected: FileType) {
    assert_eq!(
        sniff(bytes),
        expected,
        "{:?}",
        String::from_utf8_lossy(&bytes[..bytes.len().min(40)])
    );
}

fn ftyp(major: &[u8; 4], compatible: &[u8]) -> Vec<u8> {
    let size = u32::try_from(16 + compatible.len()).unwrap().to_be_bytes();
    [&size, &b"ftyp"[..], major, &[0; 4], compatible, &[0; 32]].concat()
}

fn zip_with(name: &str) -> Vec<u8> {
    let length = u16::try_from(name.len()).unwrap().to_le_bytes();
    let first = [b"PK\x03\x04".as_slice(), &[0; 22], &[5, 0, 0, 0], b"_rels"].concat();
    [
        first,
        b"PK\x03\x04".to_vec(),
        vec![0; 22],
        length.to_vec(),
        vec![0, 0],
        name.as_bytes().to_vec(),
    ]
    .concat()
}

#[test]
fn pictures() {
    check(b"\xFF\xD8\xFF\xE0\0\x10JFIF", FileType::Jpeg);
    check(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR", FileType::Png);
    check(b"GIF89a\x01\0\x01\0", FileType::Gif);
    check(b"RIFF\x24\0\0\0WEBPVP8 ", FileType::Webp);
    check(&ftyp(b"heic", b"mif1heic"), FileType::Heic);
    check(&ftyp(b"mif1", b"mif1avifmiaf"), FileType::Avif);
    check(&ftyp(b"avif", b""), FileType::Avif);
    check(b"II*\0\x08\0\0\0", FileType::Tiff);
    check(
        &[b"BM".as_slice(), &[0; 12], &[40, 0, 0, 0]].concat(),
        FileType::Bmp,
    );
}

#[test]
fn sound_film_and_documents() {
    check(&ftyp(b"isom", b"isomiso2avc1mp41"), FileType::Mp4);
    check(&ftyp(b"qt  ", b"qt  "), FileType::Mov);
    check(&ftyp(b"3gp4", b"isom3gp4"), FileType::ThreeGp);
    check(&ftyp(b"M4A ", b"M4A mp42"), FileType::M4a);
    check(
        b"\x1A\x45\xDF\xA3\x9F\x42\x86\x81\x01\x42\x82\x84webm",
        FileType::Webm,
    );
    check(b"OggS\0\x02", FileType::Ogg);
    check(b"ID3\x04\0\0", FileType::Mp3);
    check(b"\xFF\xFB\x90\x64\0", FileType::Mp3);
    check(b"RIFF\x24\0\0\0WAVEfmt ", FileType::Wav);
    check(b"#!AMR\n", FileType::Amr);
    check(b"%PDF-1.7\n", FileType::Pdf);
    check(b"some mail header\n%PDF-1.4", FileType::Pdf);
    check(&zip_with("word/document.xml"), FileType::Docx);
    check(&zip_with("xl/workbook.xml"), FileType::Xlsx);
    check(&zip_with("notes.txt"), FileType::Zip);
}

#[test]
fn what_a_browser_would_run_is_told_from_text() {
    check(b"<!DOCTYPE html><html>", FileType::Html);
    check(b"\n  <ScRiPt>alert(1)</script>", FileType::Html);
    check(b"<!-- hi --><p>", FileType::Html);
    check(b"<svg xmlns='http://www.w3.org/2000/svg'/>", FileType::Svg);
    check(
        b"<?xml version='1.0'?>\n<!-- x --><!DOCTYPE svg><svg>",
        FileType::Svg,
    );
    check(
        b"\xEF\xBB\xBF<?xml version='1.0'?><s:svg xmlns:s='x'/>",
        FileType::Svg,
    );
    check(b"\xFF\xFE<\0s\0v\0g\0>\0", FileType::Svg);
    check(b"<?xml version='1.0'?><feed/>", FileType::Xml);
    check(b"<3 from your customers", FileType::Text);
    check(b"a < b and <b> later", FileType::Text);
}

#[test]
fn the_rest() {
    check("Grüße aus Bozen".as_bytes(), FileType::Text);
    check(b"BEGIN:VCARD\r\nVERSION:3.0", FileType::Vcard);
    check(b"", FileType::Other);
    check(b"MZ\x90\0\x03\0\0\0", FileType::Other);
    check(&[0; 64], FileType::Other);
}

#[test]
fn only_the_head_is_looked_at() {
    let mut text = vec![b'a'; SNIFF_LEN];
    text.push(0);
    check(&text, FileType::Text);
}

#[test]
fn names_are_consistent() {
    for kind in FileType::ALL {
        assert!(kind.mime().contains('/') && !kind.extension().starts_with('.'));
        if let Some(picture) = kind.picture() {
            assert!(kind.is_picture());
            assert_eq!(
                (picture.mime(), picture.extension()),
                (kind.mime(), kind.extension())
            );
            assert_eq!(FileType::from(picture), *kind);
        }
    }
    assert_eq!(
        FileType::ALL
            .iter()
            .filter(|kind| kind.picture().is_some())
            .count(),
        PictureType::ALL.len()
    );
    assert!(FileType::Heic.is_picture() && FileType::Heic.picture().is_none());
    assert!(!FileType::Svg.is_picture());
}
