//! The pages' files: `target/site` as `cargo xtask` puts it together, inside the binary in a
//! release, from the folder in a debug build. Loaded once; served from memory.

use crate::error::Refusal;
use anyhow::{Context, bail};
use app::Assets;
use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    fs,
    path::Path,
};

#[derive(RustEmbed)]
#[folder = "../target/site/"]
#[allow_missing = true]
struct Built;

/// Says which names the pages' files have in this build.
const MANIFEST: &str = "manifest.json";
/// What is named by its content and never changes.
const PKG: &str = "pkg/";

/// Every file a browser may fetch from us, but for people's own.
#[derive(Debug)]
pub struct Site {
    /// Addresses of the entry points.
    pub assets: Assets,
    /// Differs from build to build of the pages.
    pub build: String,
    files: HashMap<String, File>,
}

#[derive(Debug)]
struct File {
    mime: &'static str,
    plain: Form,
    br: Option<Form>,
    gz: Option<Form>,
}

/// A file in one encoding. Each has its own tag, because each has its own bytes.
#[derive(Debug)]
struct Form {
    bytes: Bytes,
    etag: HeaderValue,
}

impl Site {
    /// The files this binary was built with (debug: as they lie in `target/site`).
    ///
    /// # Errors
    /// When they were never built.
    pub fn built() -> anyhow::Result<Self> {
        let files = Built::iter().filter_map(|place| {
            let bytes = match Built::get(&place)?.data {
                Cow::Borrowed(bytes) => Bytes::from_static(bytes),
                Cow::Owned(bytes) => Bytes::from(bytes),
            };
            Some((place.into_owned(), bytes))
        });
        Self::new(files.collect())
    }

    /// The files of a folder.
    ///
    /// # Errors
    /// When it cannot be read or holds no site.
    pub fn folder(folder: &Path) -> anyhow::Result<Self> {
        let mut files = BTreeMap::new();
        read(folder, "", &mut files)
            .with_context(|| format!("Cannot read the pages' files in {}", folder.display()))?;
        Self::new(files)
    }

    /// The files given, by their place.
    ///
    /// # Errors
    /// When there is no manifest among them, or it lacks a name.
    pub fn new(mut files: BTreeMap<String, Bytes>) -> anyhow::Result<Self> {
        let Some(manifest) = files.remove(MANIFEST) else {
            bail!(
                "The pages' files are not there (target/site/manifest.json). \
                 Run `cargo xtask build` first, or `cargo xtask demo`, which builds and starts \
                 everything."
            );
        };
        let build = hex(&manifest);
        let names: HashMap<String, String> = serde_json::from_slice(&manifest)
            .context("target/site/manifest.json is no manifest")?;
        let mut served = HashMap::new();
        let twins: BTreeMap<String, Bytes> = files
            .extract_if(.., |place, _| {
                place.ends_with(".br") || place.ends_with(".gz")
            })
            .collect();
        for (place, bytes) in files {
            // What is named by its content needs no second look at it: some is large, and read by few.
            let hash = match place.strip_prefix(PKG) {
                Some(name) => name.to_owned(),
                None => hex(&bytes),
            };
            let twin = |ending: &str| {
                let bytes = twins.get(&format!("{place}.{ending}"))?.clone();
                Some(Form {
                    bytes,
                    etag: etag(&format!("{hash}-{ending}")),
                })
            };
            let file = File {
                mime: mime(&place),
                br: twin("br"),
                gz: twin("gz"),
                plain: Form {
                    bytes,
                    etag: etag(&hash),
                },
            };
            served.insert(place, file);
        }
        let address = |logical: &str| match names.get(logical) {
            Some(name) => Ok(format!("/{PKG}{name}")),
            None => bail!(
                "The pages' files are of another build: `{logical}` is missing. \
                 Run `cargo xtask build`."
            ),
        };
        let assets = Assets {
            inbox_js: address("inbox.js")?,
            inbox_wasm: address("inbox.wasm")?,
            inbox_css: address("inbox.css")?,
            pages_css: address("pages.css")?,
            widget_js: address("widget-page.js")?,
            widget_wasm: address("widget-page.wasm")?,
            widget_css: address("widget.css")?,
            workshop_js: address("workshop.js")?,
            workshop_wasm: address("workshop.wasm")?,
            workshop_css: address("workshop.css")?,
            worker_js: address("image-worker.js")?,
            reader_js: address("reader.js").ok(),
            build: build.clone(),
        };
        Ok(Self {
            assets,
            build,
            files: served,
        })
    }

    /// Answers with a file, in the smallest form the browser takes.
    #[must_use]
    pub fn serve(&self, place: &str, asked: &HeaderMap) -> Response {
        let Some(file) = self.files.get(place) else {
            return Refusal::not_found().into_response();
        };
        let (form, encoding) = match (&file.br, &file.gz) {
            (Some(br), _) if accepts(asked, "br") => (br, Some("br")),
            (_, Some(gz)) if accepts(asked, "gzip") => (gz, Some("gzip")),
            _ => (&file.plain, None),
        };
        let mut response = Response::new(Body::empty());
        let headers = response.headers_mut();
        headers.insert(header::ETAG, form.etag.clone());
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        let immutable = place.starts_with(PKG);
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static(if immutable {
                "public, max-age=31536000, immutable"
            } else {
                "public, max-age=3600, must-revalidate"
            }),
        );
        if immutable {
            // A worker is ruled by the policy its own script came with.
            headers.insert(
                header::CONTENT_SECURITY_POLICY,
                HeaderValue::from_static(
                    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'",
                ),
            );
        } else {
            // The loader is for other people's pages.
            headers.insert(
                "cross-origin-resource-policy",
                HeaderValue::from_static("cross-origin"),
            );
            headers.insert(
                header::ACCESS_CONTROL_ALLOW_ORIGIN,
                HeaderValue::from_static("*"),
            );
        }
        if crate::media::matches(asked.get(header::IF_NONE_MATCH), &form.etag) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.mime));
        if let Some(encoding) = encoding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        *response.body_mut() = Body::from(form.bytes.clone());
        response
    }
}

fn read(folder: &Path, at: &str, files: &mut BTreeMap<String, Bytes>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder.join(at))? {
        let entry = entry?;
        let name = entry.file_name();
        let place = if at.is_empty() {
            name.to_string_lossy().into_owned()
        } else {
            format!("{at}/{}", name.to_string_lossy())
        };
        if entry.file_type()?.is_dir() {
            read(folder, &place, files)?;
        } else {
            files.insert(place, Bytes::from(fs::read(entry.path())?));
        }
    }
    Ok(())
}

/// Half a SHA-256 tells builds apart as well as a whole one.
fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn etag(hash: &str) -> HeaderValue {
    HeaderValue::try_from(format!("\"{hash}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}

fn mime(place: &str) -> &'static str {
    match place.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "json" | "webmanifest" => "application/json",
        "html" => "text/html; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Whether `Accept-Encoding` names the coding and does not refuse it by `q=0`.
fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|part| {
            let (name, weight) = part.split_once(';').unwrap_or((part, ""));
            let weight = weight
                .trim()
                .strip_prefix("q=")
                .map_or(1.0, |q| q.parse().unwrap_or(0.0));
            name.trim().eq_ignore_ascii_case(coding) && weight > 0.0
        })
}
