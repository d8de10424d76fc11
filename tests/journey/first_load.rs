//! What a person has to wait for: the bytes of the first load.

use crate::browser::{Engine, evaluate, walk_in};
use crate::site::target;
use crate::stage::Stage;
use serde_json::{Value, json};
use std::fs;

/// Bytes over the wire, without headers, for the first question in one language: the site's keys included.
const BUDGET: u64 = 150_000;

/// Everything that was fetched until the first question could be answered and sent: the page, what it
/// names, the texts, and the site's manifest, which comes last and is waited for.
const ENTRIES: &str = "\
    await new Promise((done) => new PerformanceObserver((list) => {\
        if (list.getEntries().some((it) => it.name.includes('/v1/sites/'))) done();\
    }).observe({ type: 'resource', buffered: true }));\
    const kinds = ['navigation', 'resource'];\
    const entries = kinds.flatMap((kind) => performance.getEntriesByType(kind));\
    return entries.map((it) => [new URL(it.name).pathname, it.encodedBodySize, it.decodedBodySize]);";

/// How the files of the program begin that seals and sends. It comes once the first question is there
/// and the readers are known, and is not waited for before something is sent.
const POST: &str = "/post-";

/// Its bytes over the wire.
fn post(stage: &Stage) -> u64 {
    let files = fs::read_dir(stage.app())
        .expect("the app is a folder")
        .flatten();
    let post = files.filter(|it| {
        let name = it.file_name().to_string_lossy().into_owned();
        name.starts_with(&POST[1..]) && name.ends_with(".br")
    });
    post.map(|it| it.metadata().expect("it is a file").len())
        .sum()
}

#[test]
fn the_first_load_does_not_grow() {
    // The bytes are the same in every browser; this one counts also what it preloads.
    walk_in(Engine::Chromium, async |stage, client| {
        crate::form::open_form(&client, &stage, "/").await;
        let entries = evaluate(&client, ENTRIES).await;
        let files = entries.as_array().expect("a list of files");
        // Started by the manifest, it may or may not be under way already.
        let first = |file: &&Value| !file[0].as_str().is_some_and(|it| it.starts_with(POST));
        let files: Vec<_> = files.iter().filter(first).collect();
        let bytes = |file: &&Value| file[1].as_u64().expect("a size in bytes");
        let total = files.iter().map(bytes).sum::<u64>();

        println!(
            "bench: {:>8} {:>8}  first load, / in one language",
            "brotli", "plain"
        );
        for file in &files {
            println!(
                "bench: {:>8} {:>8}  {}",
                bytes(file),
                file[2],
                file[0].as_str().unwrap_or("?")
            );
        }
        println!("bench: {total:>8}  in all; the budget is {BUDGET}");
        let post = post(&stage);
        println!("bench: {post:>8}  after it, while the person answers: what seals and sends");
        let figures = json!({ "first_load": { "bytes": total, "budget": BUDGET, "files": files, "post": post } });
        fs::write(target().join("bench.json"), format!("{figures:#}\n"))
            .expect("a file is written");

        // The browser may show an icon in two places, and then asks for it twice.
        let paths = files.iter().filter_map(|file| file[0].as_str());
        let mut paths: Vec<_> = paths.filter(|path| !path.starts_with("/icons/")).collect();
        paths.sort_unstable();
        let all = paths.len();
        paths.dedup();
        assert_eq!(paths.len(), all, "something was fetched twice: {entries:#}");
        assert!(
            paths.iter().any(|path| path.ends_with(".wasm")),
            "the program is not counted"
        );
        assert!(
            total <= BUDGET,
            "the first load is {total} bytes, the budget is {BUDGET}"
        );
    });
}
