//! A router on a database of its own, and what tests say to it.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode},
};
use envelope_format::{Digest, envelope_len};
use http_body_util::BodyExt as _;
use intake::{AppFiles, Intake, Limits, Store};
use sqlx::AnyConnection;
use submission::{
    Listing, Problem, ProblemType, Receipt, ReceiptKey, ReceiptSigningKey, UnverifiedReceipt,
    envelope_path,
};
use tempfile::TempDir;
use tower::ServiceExt as _;

use crate::place::Place;

/// An intake with a temporary folder, one reader, one site and a small app.
pub(crate) struct Rig {
    pub(crate) folder: TempDir,
    place: Place,
    pub(crate) intake: Arc<Intake>,
    pub(crate) router: Router,
    pub(crate) receipt_key: ReceiptKey,
    pub(crate) token: String,
}

/// The limits of an intake that asks for no work, however much comes.
pub(crate) fn limits() -> Limits {
    Limits {
        free_per_minute: u32::MAX,
        ..Limits::default()
    }
}

impl Rig {
    pub(crate) async fn new() -> Self {
        Self::with(limits(), None).await
    }

    pub(crate) async fn with(limits: Limits, max_bytes: Option<u64>) -> Self {
        Self::set_up(limits, max_bytes, AppFiles::Folder).await
    }

    /// With the same app inside of the program.
    pub(crate) async fn with_app_inside() -> Self {
        let files = app_files().into_iter();
        let files = files.map(|(name, content)| (&*name.leak(), &*content.leak()));
        let files = files.collect::<Vec<_>>().leak();
        Self::set_up(limits(), None, |_| AppFiles::Inside(files)).await
    }

    async fn set_up(
        limits: Limits,
        max_bytes: Option<u64>,
        app_files: impl FnOnce(PathBuf) -> AppFiles,
    ) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (sites, app) = (folder.path().join("sites"), folder.path().join("app"));
        lay_out(&sites, &app);
        let place = Place::new(folder.path());
        let store = place.store(max_bytes).await;
        let token = intake::add_reader(&store, "desk").await.expect("a reader");
        let signing_key = ReceiptSigningKey::make().expect("randomness");
        let receipt_key = signing_key.receipt_key();
        let intake = Intake::new(store, signing_key, sites, app_files(app), limits);
        Self {
            folder,
            place,
            router: intake::router(Arc::clone(&intake)),
            intake,
            receipt_key,
            token: token.to_string(),
        }
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await;
        let (head, body) = response.expect("a router always answers").into_parts();
        let body = body.collect().await.expect("a whole body").to_bytes();
        Answer {
            status: head.status,
            headers: head.headers,
            body: body.to_vec(),
        }
    }

    /// Puts bytes under their own digest.
    pub(crate) async fn put(&self, bytes: &[u8]) -> Answer {
        self.send(put(&Digest::of(bytes).to_string(), bytes)).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(get(path)).await
    }

    /// Asks as the reader.
    pub(crate) async fn read(&self, path: &str) -> Answer {
        let mut request = get(path);
        let value = format!("Bearer {}", self.token).parse().expect("ASCII");
        request.headers_mut().insert("authorization", value);
        self.send(request).await
    }

    /// A connection of its own to the database.
    pub(crate) async fn database(&self) -> AnyConnection {
        self.place.connection().await
    }

    /// A connection that holds up whoever writes, until it is dropped.
    pub(crate) async fn writing(&self) -> AnyConnection {
        self.place.writing().await
    }

    /// The database opened once more, as a command opens it beside a running intake.
    pub(crate) async fn store(&self) -> Store {
        self.place.store(None).await
    }

    /// The one number that a query gives.
    pub(crate) async fn rows(&self, query: &'static str) -> i64 {
        let number = sqlx::query_scalar(query);
        let number = number.fetch_one(&mut self.database().await).await;
        number.expect("a number")
    }

    /// The digests of everything stored, in order.
    pub(crate) async fn stored(&self) -> Vec<Digest> {
        let answer = self.read("/v1/envelopes?limit=1000").await;
        let listing = answer.listing();
        listing.envelopes.into_iter().map(|it| it.digest).collect()
    }

    pub(crate) fn receipt(&self, answer: &Answer, bytes: &[u8]) -> Receipt {
        let receipt = UnverifiedReceipt::parse(&answer.body).expect("a receipt");
        let verified = receipt.verify(&self.receipt_key, &Digest::of(bytes), bytes.len() as u64);
        verified.expect("signed by this intake for this envelope")
    }
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub(crate) fn listing(&self) -> Listing {
        Listing::parse(&self.body).expect("a listing")
    }

    /// The problem's type, after a look at everything that must agree with it.
    pub(crate) fn problem(&self) -> ProblemType {
        let problem = Problem::parse(&self.body).expect("a problem document");
        assert_eq!(self.status.as_u16(), problem.problem_type.status());
        assert_eq!(self.header("content-type"), Some(ProblemType::MEDIA_TYPE));
        problem.problem_type
    }
}

/// Bytes of an envelope's shape, different for each `seed`. They hold nothing but the seed.
pub(crate) fn envelope(seed: u32) -> Vec<u8> {
    envelope_of(seed, 15)
}

pub(crate) fn envelope_of(seed: u32, bucket_log2: u8) -> Vec<u8> {
    let len = usize::try_from(envelope_len(bucket_log2)).expect("fits the memory");
    let mut bytes = vec![0xa5; len];
    bytes[..8].copy_from_slice(b"SEALPOST");
    bytes[8..12].copy_from_slice(&[1, 1, 8, bucket_log2]);
    bytes[12..16].copy_from_slice(&seed.to_be_bytes());
    bytes
}

pub(crate) fn put(digest: &str, bytes: &[u8]) -> Request<Body> {
    Request::put(format!("/v1/envelopes/{digest}"))
        .header("content-type", submission::MEDIA_TYPE)
        .header("content-length", bytes.len())
        .body(Body::from(bytes.to_vec()))
        .expect("a request")
}

pub(crate) fn get(path: &str) -> Request<Body> {
    let request = Request::get(path).body(Body::empty());
    request.expect("a request")
}

pub(crate) fn path_of(bytes: &[u8]) -> String {
    envelope_path(&Digest::of(bytes))
}

/// The wasm and JavaScript names carry a hash, as the build makes them.
pub(crate) const SCRIPT: &str = "/sealpost-app-3f0a9c1db2e45678.js";
pub(crate) const WASM: &str = "/sealpost-app-3f0a9c1db2e45678_bg.wasm";
pub(crate) const MANIFEST: &str = "{\r\n \"site\": \"demo\"\t\u{1f512}}\n";
pub(crate) const MINISIG: &str = "untrusted comment: demo\nRUQ=\ntrusted comment: x\nAAA=\n";

fn lay_out(sites: &Path, app: &Path) {
    let write = |folder: &Path, name: &str, content: &[u8]| {
        let path = folder.join(name.trim_start_matches('/'));
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, content).expect("written");
    };
    write(sites, "demo.json", MANIFEST.as_bytes());
    write(sites, "demo.json.minisig", MINISIG.as_bytes());
    write(sites, "unsigned.json", b"{}");
    for (name, content) in app_files() {
        write(app, &name, &content);
    }
    let outside = app.parent().expect("the temporary folder");
    write(outside, "secret.txt", b"outside of the app");
}

/// The files of the small app, by their paths inside of it.
pub(crate) fn app_files() -> Vec<(String, Vec<u8>)> {
    let files = [
        ("index.html", "<!doctype html><title>Sealpost</title>"),
        ("sw.js", "// service worker"),
        (SCRIPT, "// script"),
        (WASM, "\0asm"),
        ("manifest.webmanifest", "{}"),
        ("icons/icon.svg", "<svg/>"),
    ];
    let with_twin = |(name, content): (&str, &str)| {
        let name = name.trim_start_matches('/').to_owned();
        let twin = (format!("{name}.br"), format!("brotli of {content}").into());
        [(name, content.into()), twin]
    };
    files.into_iter().flat_map(with_twin).collect()
}
