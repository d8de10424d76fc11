use std::{fmt, path::PathBuf, sync::Arc};

use axum::{
    body::Body,
    extract::{Request, State},
    http::{
        HeaderValue, StatusCode, Uri,
        header::{ACCEPT_ENCODING, CACHE_CONTROL, ETAG, LAST_MODIFIED},
    },
    response::{IntoResponse as _, Response},
};
use tower::ServiceExt as _;
use tower_http::services::{ServeDir, fs::DefaultServeDirFallback};

use crate::{failure::Failure, state::Intake};

mod inside;
#[cfg(test)]
mod tests;

use inside::Inside;

/// The name carries the hash of the content, so it never changes under that name.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Everything else: ask before each use.
const ASK_FIRST: HeaderValue = HeaderValue::from_static("no-cache");

/// Where the app's files are: each beside its twin that is compressed with brotli, `NAME.br`.
#[derive(Clone, PartialEq, Eq)]
pub enum AppFiles {
    /// In this folder.
    Folder(PathBuf),
    /// In the program: the path of each file below the app's folder, with `/` between its parts, and
    /// the content.
    Inside(&'static [(&'static str, &'static [u8])]),
}

impl AppFiles {
    /// The app that this program was built with, if it was: `SEALPOST_APP` named its folder then, as
    /// an absolute path.
    #[must_use]
    pub fn inside() -> Option<Self> {
        const FILES: Option<&[(&str, &[u8])]> = include!(concat!(env!("OUT_DIR"), "/app.rs"));
        FILES.map(Self::Inside)
    }
}

impl fmt::Debug for AppFiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => f.debug_tuple("Folder").field(path).finish(),
            Self::Inside(files) => f.debug_tuple("Inside").field(&files.len()).finish(),
        }
    }
}

/// The service for the app's files. Both are the same one, so that they answer alike.
#[derive(Clone)]
pub(crate) enum Service {
    Folder(ServeDir),
    Inside(ServeDir<DefaultServeDirFallback, Inside>),
}

impl Service {
    pub(crate) fn new(app: AppFiles) -> Self {
        match app {
            AppFiles::Folder(path) => Self::Folder(
                ServeDir::new(path)
                    .append_index_html_on_directories(false)
                    .precompressed_br(),
            ),
            AppFiles::Inside(files) => Self::Inside(
                ServeDir::with_backend("", Inside(files))
                    .append_index_html_on_directories(false)
                    .precompressed_br(),
            ),
        }
    }
}

/// `GET /` and `GET /staff`: the app's one page.
pub(crate) async fn index(
    State(intake): State<Arc<Intake>>,
    request: Request,
) -> Result<Response, Failure> {
    send(&intake, asked(&request, Uri::from_static("/index.html"))).await
}

/// `GET` of any other path: a file of the app, or nothing.
pub(crate) async fn file(
    State(intake): State<Arc<Intake>>,
    request: Request,
) -> Result<Response, Failure> {
    send(&intake, asked(&request, request.uri().clone())).await
}

async fn send(intake: &Intake, asked: Request) -> Result<Response, Failure> {
    let cache = cache_control(asked.uri().path());
    let response = match intake.app.clone() {
        Service::Folder(it) => it.oneshot(asked).await,
        Service::Inside(it) => it.oneshot(asked).await,
    };
    let Ok(response) = response.map_err(|never| match never {});
    match response.status() {
        StatusCode::OK => {}
        StatusCode::INTERNAL_SERVER_ERROR => return Err(Failure::File(std::io::ErrorKind::Other)),
        // Whatever else is wrong with a path, there is no such file.
        _ => return Err(Failure::NotFound),
    }
    let mut response = response.into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, cache);
    headers.remove(ETAG);
    headers.remove(LAST_MODIFIED);
    Ok(response)
}

/// What the file service is told: method, path and encodings.
///
/// Its validators come from the file's time and size. A build can set all times alike, and an
/// `index.html` that names other hashes has the same size: a tablet would keep the old app for
/// ever. So conditions are neither offered nor heard.
fn asked(request: &Request, uri: Uri) -> Request {
    let mut asked = Request::new(Body::empty());
    *asked.method_mut() = request.method().clone();
    *asked.uri_mut() = uri;
    for value in request.headers().get_all(ACCEPT_ENCODING) {
        asked.headers_mut().append(ACCEPT_ENCODING, value.clone());
    }
    asked
}

fn cache_control(path: &str) -> HeaderValue {
    match names_its_hash(path) {
        true => FOREVER,
        false => ASK_FIRST,
    }
}

/// Whether a file name has a part of 16 lower-case hexadecimal digits, as the build's hashes are.
fn names_its_hash(path: &str) -> bool {
    let hash = |part: &str| {
        part.len() == 16
            && part
                .bytes()
                .all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'))
    };
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split(['-', '_', '.']).any(hash)
}
