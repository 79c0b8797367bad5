//! The types of file that are told apart, with the names the rest of the world has for them.

use model::PictureType;

/// One row per type: variant, documentation, media type, extension.
macro_rules! file_types {
    ($($(#[$doc:meta])* $name:ident = $mime:literal, $extension:literal;)*) => {
        /// A type of file, as [`sniff`](crate::sniff()) recognises it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum FileType { $($(#[$doc])* $name,)* }

        impl FileType {
            /// Every type there is.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The media type, as registered with IANA or in common use.
            #[must_use]
            pub const fn mime(self) -> &'static str {
                match self { $(Self::$name => $mime,)* }
            }

            /// The usual file name extension, without the dot.
            #[must_use]
            pub const fn extension(self) -> &'static str {
                match self { $(Self::$name => $extension,)* }
            }
        }
    };
}

file_types! {
    /// JPEG.
    Jpeg = "image/jpeg", "jpg";
    /// PNG, animated or not.
    Png = "image/png", "png";
    /// GIF, animated or not.
    Gif = "image/gif", "gif";
    /// WebP, animated or not.
    Webp = "image/webp", "webp";
    /// AVIF. Its headers are read; its pixels are for a browser.
    Avif = "image/avif", "avif";
    /// HEIC and its HEIF relatives, as iPhones write them.
    Heic = "image/heic", "heic";
    /// JPEG XL. Recognised, not read.
    Jxl = "image/jxl", "jxl";
    /// Windows bitmap.
    Bmp = "image/bmp", "bmp";
    /// TIFF, and the camera raws that are built on it, of which nothing is read.
    Tiff = "image/tiff", "tiff";
    /// Windows icon. Recognised, not read.
    Ico = "image/vnd.microsoft.icon", "ico";
    /// SVG: a program, not a picture. Never shown inline.
    Svg = "image/svg+xml", "svg";
    /// PDF.
    Pdf = "application/pdf", "pdf";
    /// MPEG-4 video.
    Mp4 = "video/mp4", "mp4";
    /// QuickTime video.
    Mov = "video/quicktime", "mov";
    /// 3GPP video, as MMS carries it.
    ThreeGp = "video/3gpp", "3gp";
    /// WebM.
    Webm = "video/webm", "webm";
    /// Matroska.
    Mkv = "video/x-matroska", "mkv";
    /// AVI.
    Avi = "video/x-msvideo", "avi";
    /// Ogg; Opus or Vorbis sound as a rule.
    Ogg = "audio/ogg", "ogg";
    /// MP3.
    Mp3 = "audio/mpeg", "mp3";
    /// AAC in MPEG-4.
    M4a = "audio/mp4", "m4a";
    /// Bare AAC.
    Aac = "audio/aac", "aac";
    /// AMR, as phones record it.
    Amr = "audio/amr", "amr";
    /// WAV.
    Wav = "audio/wav", "wav";
    /// FLAC.
    Flac = "audio/flac", "flac";
    /// ZIP that is nothing more particular.
    Zip = "application/zip", "zip";
    /// Word.
    Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx";
    /// Excel.
    Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx";
    /// PowerPoint.
    Pptx = "application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx";
    /// OpenDocument text.
    Odt = "application/vnd.oasis.opendocument.text", "odt";
    /// OpenDocument spreadsheet.
    Ods = "application/vnd.oasis.opendocument.spreadsheet", "ods";
    /// Word, Excel, PowerPoint or Outlook of before 2007.
    OfficeBinary = "application/x-ole-storage", "doc";
    /// Rich text.
    Rtf = "application/rtf", "rtf";
    /// A contact.
    Vcard = "text/vcard", "vcf";
    /// A calendar entry.
    Calendar = "text/calendar", "ics";
    /// HTML: runs in a browser. Never shown inline.
    Html = "text/html", "html";
    /// XML that is not SVG: may run in a browser. Never shown inline.
    Xml = "application/xml", "xml";
    /// Plain text.
    Text = "text/plain", "txt";
    /// None of these.
    Other = "application/octet-stream", "bin";
}

impl FileType {
    /// The picture type, when it is one that every browser shows and channels may take as it is.
    #[must_use]
    pub const fn picture(self) -> Option<PictureType> {
        match self {
            Self::Jpeg => Some(PictureType::Jpeg),
            Self::Png => Some(PictureType::Png),
            Self::Gif => Some(PictureType::Gif),
            Self::Webp => Some(PictureType::Webp),
            _ => None,
        }
    }

    /// Whether it is a picture at all, decodable here or not. SVG is not: it is a program.
    #[must_use]
    pub const fn is_picture(self) -> bool {
        self.picture().is_some()
            || matches!(
                self,
                Self::Avif | Self::Heic | Self::Jxl | Self::Bmp | Self::Tiff | Self::Ico
            )
    }
}
