//! What a person has to wait for: the bytes of the first load.

use crate::browser::{Engine, evaluate, walk_in};
use crate::site::target;
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

#[test]
fn the_first_load_does_not_grow() {
    // The bytes are the same in every browser; this one counts also what it preloads.
    walk_in(Engine::Chromium, async |stage, client| {
        crate::form::open_form(&client, &stage, "/").await;
        let entries = evaluate(&client, ENTRIES).await;
        let files = entries.as_array().expect("a list of files");
        let bytes = |file: &Value| file[1].as_u64().expect("a size in bytes");
        let total = files.iter().map(bytes).sum::<u64>();

        println!(
            "bench: {:>8} {:>8}  first load, / in one language",
            "brotli", "plain"
        );
        for file in files {
            println!(
                "bench: {:>8} {:>8}  {}",
                bytes(file),
                file[2],
                file[0].as_str().unwrap_or("?")
            );
        }
        println!("bench: {total:>8}  in all; the budget is {BUDGET}");
        let figures = json!({ "first_load": { "bytes": total, "budget": BUDGET, "files": files } });
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
