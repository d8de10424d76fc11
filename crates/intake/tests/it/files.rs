//! The app's files, and the headers that stand on everything.

use axum::{body::Body, http::Request};
use submission::ProblemType;

use crate::rig::{Answer, Rig, SCRIPT, WASM, app_files, envelope, get, path_of, put};

/// With the app in a folder, and inside of the program.
async fn both() -> [Rig; 2] {
    [Rig::new().await, Rig::with_app_inside().await]
}

#[tokio::test]
async fn each_file_comes_with_its_type_and_its_age() {
    const HTML: &str = "text/html";
    let forever = "public, max-age=31536000, immutable";
    let cases = [
        ("/", HTML, "no-cache"),
        ("/staff", HTML, "no-cache"),
        ("/?site=demo", HTML, "no-cache"),
        ("/staff?site=demo", HTML, "no-cache"),
        ("/index.html", HTML, "no-cache"),
        ("/sw.js", "text/javascript", "no-cache"),
        (SCRIPT, "text/javascript", forever),
        (WASM, "application/wasm", forever),
        (
            "/manifest.webmanifest",
            "application/manifest+json",
            "no-cache",
        ),
        ("/icons/icon.svg", "image/svg+xml", "no-cache"),
    ];
    for rig in both().await {
        for (path, media_type, cache) in cases {
            let answer = rig.get(path).await;
            assert_eq!(answer.status, 200, "{path}");
            assert_eq!(answer.header("content-type"), Some(media_type), "{path}");
            assert_eq!(answer.header("cache-control"), Some(cache), "{path}");
            assert_eq!(answer.header("vary"), Some("accept-encoding"), "{path}");
            assert_eq!(answer.header("content-encoding"), None, "{path}");
            assert!(!answer.body.starts_with(b"brotli"), "{path}");

            let packed = with(&rig, path, "accept-encoding", "gzip, br").await;
            assert_eq!(packed.header("content-type"), Some(media_type), "{path}");
            assert_eq!(packed.header("content-encoding"), Some("br"), "{path}");
            assert_eq!(packed.header("cache-control"), Some(cache), "{path}");
            assert!(packed.body.starts_with(b"brotli of "), "{path}");
        }
    }
}

#[tokio::test]
async fn an_app_inside_of_the_program_is_served_as_one_in_a_folder() {
    let rigs = both().await;
    let paths = app_files().into_iter().map(|(name, _)| format!("/{name}"));
    let paths = paths.chain(["/", "/staff", "/icons", "/none"].map(str::to_owned));
    for path in paths {
        for (name, value) in [
            ("accept-encoding", "identity"),
            ("accept-encoding", "br"),
            ("accept-encoding", "gzip, br;q=0.5"),
            ("accept-encoding", "br;q=0, *"),
            ("range", "bytes=2-4"),
        ] {
            for method in ["GET", "HEAD", "PUT"] {
                let request = || {
                    let request = Request::builder().method(method).uri(&path);
                    let request = request.header(name, value).body(Body::empty());
                    request.expect("a request")
                };
                let folder = rigs[0].send(request()).await;
                let inside = rigs[1].send(request()).await;
                let case = format!("{method} {path} {name}: {value}");
                assert_eq!(inside.status, folder.status, "{case}");
                assert_eq!(inside.headers, folder.headers, "{case}");
                assert_eq!(inside.body, folder.body, "{case}");
            }
        }
    }
}

async fn with(rig: &Rig, path: &str, name: &str, value: &str) -> Answer {
    let request = Request::get(path).header(name, value).body(Body::empty());
    rig.send(request.expect("a request")).await
}

#[tokio::test]
async fn a_head_has_no_body() {
    for rig in both().await {
        let request = Request::head("/").body(Body::empty()).expect("a request");
        let answer = rig.send(request).await;
        assert_eq!((answer.status.as_u16(), answer.body.len()), (200, 0));
        assert_eq!(answer.header("content-length"), Some("38"));
    }
}

#[tokio::test]
async fn a_changed_file_is_never_taken_for_the_old_one() {
    let far = "Fri, 31 Dec 2100 23:59:59 GMT";
    for rig in both().await {
        for (name, value) in [("if-modified-since", far), ("if-none-match", "*")] {
            let answer = with(&rig, "/", name, value).await;
            assert_eq!(answer.status, 200, "{name}");
            assert_eq!(answer.header("etag"), None);
            assert_eq!(answer.header("last-modified"), None);
        }
    }
}

#[tokio::test]
async fn no_path_leads_out_of_the_app() {
    const PATHS: [&str; 18] = [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/icons/../../secret.txt",
        "/icons/%2e%2e/%2e%2e/secret.txt",
        "/..%5csecret.txt",
        "/..%00/secret.txt",
        "/index.html%00",
        "/%ff",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/icons",
        "/icons/",
        "/app/index.html",
        "/intake.sqlite",
        "/no-such-file.js",
        "/no-such-3f0a9c1db2e45678.js",
    ];
    for rig in both().await {
        for path in PATHS {
            let answer = rig.get(path).await;
            assert_eq!(answer.problem(), ProblemType::NotFound, "{path}");
            assert_eq!(answer.header("cache-control"), None, "{path}");
        }
    }
}

/// Design section 8.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default";

#[tokio::test]
async fn the_strict_headers_stand_on_everything() {
    let rig = Rig::new().await;
    let bytes = envelope(1);
    let post = Request::post("/").body(Body::empty()).expect("a request");
    let answers = [
        ("a new envelope", 201, rig.put(&bytes).await),
        ("a known envelope", 200, rig.put(&bytes).await),
        ("a refused envelope", 400, rig.put(b"").await),
        ("a bad path", 400, rig.send(put("x", &bytes)).await),
        ("a listing", 200, rig.read("/v1/envelopes").await),
        ("an envelope", 200, rig.read(&path_of(&bytes)).await),
        ("no token", 401, rig.get("/v1/envelopes").await),
        ("no route", 404, rig.get("/v1/x").await),
        ("a site", 200, rig.get("/v1/sites/demo").await),
        ("no site", 404, rig.get("/v1/sites/none").await),
        ("health", 200, rig.get("/healthz").await),
        ("the app", 200, rig.get("/").await),
        ("a file", 200, rig.get(SCRIPT).await),
        ("no file", 404, rig.get("/x").await),
        ("no method", 405, rig.send(post).await),
    ];
    for (case, status, answer) in answers {
        assert_eq!(answer.status, status, "{case}");
        for (name, value) in [
            ("content-security-policy", POLICY),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("referrer-policy", "no-referrer"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{case}");
        }
        assert_eq!(answer.header("server"), None, "{case}");
        assert_eq!(answer.header("access-control-allow-origin"), None, "{case}");
    }
}

#[tokio::test]
async fn nothing_below_v1_is_kept_by_a_cache() {
    let rig = Rig::new().await;
    let bytes = envelope(1);
    let answers = [
        rig.put(&bytes).await,
        rig.put(b"").await,
        rig.read("/v1/envelopes").await,
        rig.read(&path_of(&bytes)).await,
        rig.get("/v1/envelopes").await,
        rig.get("/v1/sites/demo").await,
        rig.get("/v1/x").await,
        rig.get("/healthz").await,
    ];
    for answer in answers {
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
}

#[tokio::test]
async fn health_is_told_in_json() {
    let rig = Rig::new().await;
    let answer = rig.send(get("/healthz")).await;
    assert_eq!(answer.body, br#"{"status":"ok"}"#);
}
