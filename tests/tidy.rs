//! What must be absent from the sources, and what no other tool sees.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// About 300, with a little room so that nobody splits a thought to please a number.
const MOST_LINES: usize = 320;

/// What a module of the app must not name: its own modules, or crates.
///
/// `browser` is the only door to the browser's interfaces; `model` has no view, no clock and no
/// network; `view` asks and is told, and reaches nothing behind the model.
const WALLS: [(&str, &[&str]); 11] = [
    (
        "model",
        &[
            "leptos",
            "web_sys",
            "js_sys",
            "wasm_bindgen",
            "wasm_bindgen_futures",
            "envelope",
        ],
    ),
    (
        "model",
        &[
            "crate::view",
            "crate::app",
            "crate::effects",
            "crate::browser",
            "crate::submit",
        ],
    ),
    (
        "submit",
        &["leptos", "web_sys", "js_sys", "crate::view", "crate::app"],
    ),
    (
        "queue",
        &["leptos", "web_sys", "js_sys", "crate::view", "crate::app"],
    ),
    (
        "post",
        &["leptos", "web_sys", "js_sys", "crate::view", "crate::app"],
    ),
    (
        "files",
        &["leptos", "web_sys", "js_sys", "crate::view", "crate::app"],
    ),
    (
        "browser",
        &["leptos", "report", "envelope", "site", "submission"],
    ),
    (
        "browser",
        &[
            "crate::view",
            "crate::model",
            "crate::app",
            "crate::queue",
            "crate::submit",
        ],
    ),
    (
        "effects",
        &["leptos", "web_sys", "js_sys", "crate::view", "crate::app"],
    ),
    (
        "view",
        &[
            "web_sys",
            "js_sys",
            "envelope",
            "submission",
            "crate::browser",
            "crate::queue",
        ],
    ),
    (
        "app",
        &[
            "web_sys",
            "js_sys",
            "envelope",
            "submission",
            "crate::browser",
            "crate::queue",
        ],
    ),
];

/// Crates that only `browser` may name; `main` mounts the app.
const BROWSER_ONLY: [&str; 2] = ["web_sys", "js_sys"];

#[test]
fn files_are_short() {
    let mut long = Vec::new();
    for path in files(&["rs"]) {
        let lines = read(&path).lines().count();
        if lines > MOST_LINES {
            long.push(format!("{}: {lines} lines", path.display()));
        }
    }
    assert_eq!(long, Vec::<String>::new());
}

#[test]
fn nothing_is_left_for_later_and_no_machine_is_named() {
    let words = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X:"),
        concat!("to", "do!("),
        concat!("unimpl", "emented!("),
        concat!("#[ig", "nore"),
        concat!("thread::sl", "eep(Duration::from_secs"),
        concat!("/ro", "ot/"),
        concat!("/wo", "rk/"),
    ];
    let kinds = [
        "rs", "js", "in", "html", "css", "md", "toml", "yml", "json", "py", "sh",
    ];
    let mut found = Vec::new();
    for path in files(&kinds) {
        for (number, line) in read(&path).lines().enumerate() {
            for word in words.iter().filter(|word| line.contains(**word)) {
                found.push(format!("{}:{}: {word}", path.display(), number + 1));
            }
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn modules_are_named_files() {
    let named_mod = |path: &PathBuf| path.file_name().is_some_and(|name| name == "mod.rs");
    let found: Vec<_> = files(&["rs"]).into_iter().filter(named_mod).collect();
    assert_eq!(found, Vec::<PathBuf>::new());
}

#[test]
fn each_module_of_the_app_keeps_to_its_side_of_the_walls() {
    let mut crossed = Vec::new();
    for path in files(&["rs"]) {
        let Some(module) = module_of_the_app(&path) else {
            continue;
        };
        let used = used_paths(&read(&path));
        let walls = WALLS
            .iter()
            .filter(|(inside, _)| *inside == module)
            .map(|(_, out)| *out);
        let browser_only = if module == "browser" {
            &[][..]
        } else {
            &BROWSER_ONLY[..]
        };
        for forbidden in walls.chain([browser_only]).flatten() {
            if used.contains(*forbidden) {
                crossed.push(format!("{} names {forbidden}", path.display()));
            }
        }
    }
    assert_eq!(crossed, Vec::<String>::new());
}

#[test]
fn the_walls_are_seen_in_every_way_to_name_a_path() {
    let source = "use crate::{browser::idb, queue::{self, Entry}, text};\nuse leptos::prelude::*;\n\
        // use envelope::seal;\nfn f() { web_sys::window(); crate :: submit::run(); my::report::x() }";
    let used = used_paths(source);
    for path in [
        "crate::browser",
        "crate::queue",
        "crate::text",
        "leptos",
        "web_sys",
        "crate::submit",
    ] {
        assert!(used.contains(path), "{path} is not among {used:?}");
    }
    for path in ["envelope", "report", "crate::Entry", "crate::idb"] {
        assert!(!used.contains(path), "{path} is not named");
    }
}

#[test]
fn every_language_has_every_text() {
    type Texts = BTreeMap<String, String>;
    let mut locales = BTreeMap::new();
    for path in files(&["json"]) {
        if path.starts_with(root().join("locales")) {
            let texts: Texts = serde_json::from_str(&read(&path)).expect("a flat map of texts");
            locales.insert(path, texts);
        }
    }
    let all: BTreeSet<_> = locales.values().flat_map(Texts::keys).collect();
    assert!(
        locales.len() >= 2 && !all.is_empty(),
        "the app speaks at least two languages"
    );
    let mut wrong = Vec::new();
    for (path, texts) in &locales {
        let name = path.display();
        let missing = all.iter().filter(|key| !texts.contains_key(**key));
        wrong.extend(missing.map(|key| format!("{name}: {key} is missing")));
        let empty = texts.iter().filter(|(_, text)| text.trim().is_empty());
        wrong.extend(empty.map(|(key, _)| format!("{name}: {key} is empty")));
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// The first part of the module path of a source file of the app; unit tests may reach further.
fn module_of_the_app(path: &Path) -> Option<String> {
    let inside = path.strip_prefix(root().join("src")).ok()?;
    let first = inside.components().next()?.as_os_str().to_str()?;
    let module = first.trim_end_matches(".rs");
    let tests = path.ends_with("tests.rs");
    (!tests && !matches!(module, "lib" | "main")).then(|| module.to_owned())
}

/// Every crate, and every module as `crate::name`, that the source names; comments are left out.
fn used_paths(source: &str) -> BTreeSet<String> {
    let code: String = source
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .flat_map(|line| {
            line.chars()
                .filter(|it| !it.is_whitespace() || *it == ' ')
                .chain([' '])
        })
        .collect();
    let code = code.replace(" ::", "::").replace(":: ", "::");
    let mut used = BTreeSet::new();
    for (at, _) in code.match_indices("::") {
        let before = &code[..at];
        let start = before
            .rfind(|it: char| !is_word(it))
            .map_or(0, |index| index + 1);
        // A word after `::` is an inner part of a path, not its beginning.
        if !before[..start].ends_with("::") {
            used.extend(heads(&before[start..], &code[at + 2..]));
        }
    }
    used
}

/// `crate` stands for its next parts; every other word for itself.
fn heads(first: &str, rest: &str) -> Vec<String> {
    if first != "crate" {
        return vec![first.to_owned()];
    }
    let word = |text: &str| {
        text.trim_start()
            .chars()
            .take_while(|it| is_word(*it))
            .collect::<String>()
    };
    let Some(list) = rest.strip_prefix('{') else {
        return vec![format!("crate::{}", word(rest))];
    };
    let mut depth = 0;
    let mut names = vec![word(list)];
    for (at, letter) in list.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(word(&list[at + 1..])),
            _ => {}
        }
    }
    names.iter().map(|name| format!("crate::{name}")).collect()
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("sources are text")
}

/// The files of the repository that end in one of these kinds.
fn files(kinds: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)
            .expect("the repository can be read")
            .flatten()
        {
            let path = entry.path();
            let name = entry.file_name();
            if path.is_dir() {
                let made = ["target", "dist", "demo", "node_modules", ".git"];
                folders.extend((!made.iter().any(|it| name == *it)).then_some(path));
            } else if path
                .extension()
                .is_some_and(|kind| kinds.iter().any(|it| kind == *it))
            {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
