//! Decodes what is, by its first bytes, this type.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::decode_only(bytes, media::FileType::Gif));
