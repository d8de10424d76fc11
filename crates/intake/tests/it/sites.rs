//! Signed manifests, passed on unread.

use std::fs;

use submission::{ProblemType, SignedSite};

use crate::rig::{MANIFEST, MINISIG, Rig, get};

#[tokio::test]
async fn a_manifest_comes_out_byte_for_byte() {
    let rig = Rig::new().await;
    let answer = rig.get("/v1/sites/demo").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let site = SignedSite::parse(&answer.body).expect("a signed site");
    assert_eq!((&*site.manifest, &*site.minisig), (MANIFEST, MINISIG));
}

#[tokio::test]
async fn a_manifest_is_compressed_for_whoever_takes_it() {
    let rig = Rig::new().await;
    let mut request = get("/v1/sites/demo");
    let brotli = "br".parse().expect("ASCII");
    request.headers_mut().insert("accept-encoding", brotli);
    let answer = rig.send(request).await;
    assert_eq!(answer.header("content-encoding"), Some("br"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn a_new_manifest_is_served_at_once() {
    let rig = Rig::new().await;
    rig.get("/v1/sites/demo").await;
    let path = rig.folder.path().join("sites/demo.json");
    fs::write(path, "changed").expect("written");
    let answer = rig.get("/v1/sites/demo").await;
    let site = SignedSite::parse(&answer.body).expect("a signed site");
    assert_eq!(site.manifest, "changed");
}

#[tokio::test]
async fn what_is_no_signed_site_is_not_found() {
    let rig = Rig::new().await;
    for site in [
        "other",
        "unsigned",
        "Demo",
        "demo.json",
        "%2e%2e",
        "..%2fsecret",
        "..%2fsites%2fdemo",
        "demo%00",
        "%ff",
        "-",
    ] {
        let answer = rig.get(&format!("/v1/sites/{site}")).await;
        assert_eq!(answer.problem(), ProblemType::NotFound, "{site}");
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_passed_on_is_the_intakes_fault() {
    let rig = Rig::new().await;
    let path = rig.folder.path().join("sites/demo.json");
    let long = vec![b' '; (4 << 20) + 1];
    for (name, content) in [("not text", &b"\xff\xfe"[..]), ("too long", &long)] {
        fs::write(&path, content).expect("written");
        let answer = rig.get("/v1/sites/demo").await;
        assert_eq!(answer.problem(), ProblemType::Internal, "{name}");
    }
    fs::write(&path, &long[1..]).expect("written");
    assert_eq!(rig.get("/v1/sites/demo").await.status, 200);
}
