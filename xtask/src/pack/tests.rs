//! The packing of a page as Trunk leaves it, minified, with unquoted attributes.

use super::page::{PageProblem, finish, program};
use super::tree::Files;
use super::{TextsProblem, compress, loader, precache, public_key, without_names};
use sha2::{Digest, Sha256};

const KEY: &str = "RWTk1xJ8h0m2bY5cQe9uV3nZa7Rf4Lp6Ws8Dj0Gt1Ky2Xi5Ho9MvEqNr";

const PAGE: &str = "<!doctypehtml><html lang=nl><meta charset=utf-8>\
    <meta content name=sealpost-post><meta content name=sealpost-operator><meta content=demo name=sealpost-site>\
    <script src=/trusted-types.js></script>\
    <script type=module>import a from\"/app-1.js\";await a({module_or_path:\"/app-1_bg.wasm\"})</script>\
    <link href=/app-1.js integrity=sha384-y rel=modulepreload>\
    <link as=fetch href=/app-1_bg.wasm integrity=sha384-x rel=preload type=application/wasm>\
    <body></body>";

const GLUE: &str = "fetch(\"@PROGRAM@\",{integrity:\"@INTEGRITY@\"})";

fn built(page: &str) -> Files {
    let mut files = Files::new();
    files.insert("index.html".to_owned(), page.as_bytes().to_vec());
    files.insert("app-1.js".to_owned(), GLUE.as_bytes().to_vec());
    files.insert("app-1_bg.wasm".to_owned(), b"\0asm".to_vec());
    files.insert("post.js".to_owned(), GLUE.as_bytes().to_vec());
    files.insert("post_bg.wasm".to_owned(), b"\0asm1".to_vec());
    files
}

fn finished(page: &str) -> Result<(Files, String), PageProblem> {
    let mut files = built(page);
    let program = program(&files)?;
    finish(&mut files, program, KEY, "north")?;
    let page = String::from_utf8(files["index.html"].clone()).expect("the page is text");
    Ok((files, page))
}

#[test]
fn the_loader_is_a_file_and_fetches_the_program_with_its_digest() {
    let (files, page) = finished(PAGE).expect("a page as Trunk writes it can be packed");
    let names: Vec<&String> = files.keys().collect();
    let [script, wasm, _, _, _] = names[..] else {
        panic!("a script, a program, the page, and a program of its own: {names:?}");
    };
    let integrity = loader::integrity(b"\0asm");
    let text = String::from_utf8_lossy(&files[script]);
    assert_eq!(
        text,
        format!("fetch(\"/{wasm}\",{{integrity:\"{integrity}\"}})")
    );
    let own = loader::integrity(text.as_bytes());
    assert!(page.contains(&format!(
        "<script type=\"module\" src=\"/{script}\" integrity=\"{own}\""
    )));
    assert!(
        page.contains(&format!("href=\"/{wasm}\" integrity=\"{integrity}\"")),
        "{page}"
    );
    assert!(
        !page.contains("import a from") && !page.contains("modulepreload"),
        "{page}"
    );
}

#[test]
fn the_page_says_where_the_program_for_workers_is() {
    let (files, page) = finished(PAGE).expect("a page as Trunk writes it can be packed");
    let mut named = files.keys().filter(|it| it.starts_with("post-"));
    let (Some(script), Some(wasm), None) = (named.next(), named.next(), named.next()) else {
        panic!("a script and a program: {files:?}");
    };
    let (script, wasm) = match script.ends_with(".js") {
        true => (script, wasm),
        false => (wasm, script),
    };
    assert!(
        page.contains(&format!("<meta content=\"/{script}\" name=sealpost-post>")),
        "{page}"
    );
    let text = String::from_utf8_lossy(&files[script]);
    let integrity = loader::integrity(&files[wasm]);
    assert_eq!(
        text,
        format!("fetch(\"/{wasm}\",{{integrity:\"{integrity}\"}})")
    );
}

#[test]
fn a_script_without_a_place_for_the_program_is_refused() {
    let mut files = built(PAGE);
    files.insert("app-1.js".to_owned(), b"fetch(\"/app.wasm\")".to_vec());
    let program = program(&files).expect("there is one");
    let refused = finish(&mut files, program, KEY, "north");
    assert_eq!(refused, Err(PageProblem::NoLoader));
}

#[test]
fn the_operator_and_the_site_stand_in_the_page() {
    let (_, page) = finished(PAGE).expect("a page as Trunk writes it can be packed");
    assert!(
        page.contains(&format!("<meta content=\"{KEY}\" name=sealpost-operator>")),
        "{page}"
    );
    assert!(
        page.contains("<meta content=\"north\" name=sealpost-site>"),
        "{page}"
    );
}

#[test]
fn several_stylesheets_become_one_in_their_order() {
    let sheet = |name: &str| format!("<link href=/{name}.css integrity=sha384-z rel=stylesheet>");
    let page = PAGE.replace(
        "<body>",
        &[sheet("b-1"), sheet("a-2"), "<body>".into()].concat(),
    );
    let mut files = built(&page);
    files.insert("b-1.css".to_owned(), b"b{c:d}".to_vec());
    files.insert("a-2.css".to_owned(), b"a{c:d}".to_vec());
    let program = program(&files).expect("there is one");
    finish(&mut files, program, KEY, "north").expect("a page with styles can be packed");

    let styles: Vec<_> = files
        .iter()
        .filter(|(it, _)| it.ends_with(".css"))
        .collect();
    let [(name, text)] = styles[..] else {
        panic!("one stylesheet: {styles:?}");
    };
    assert_eq!(text, b"b{c:d}a{c:d}");
    let page = String::from_utf8(files["index.html"].clone()).expect("the page is text");
    assert_eq!(page.matches("stylesheet").count(), 1, "{page}");
    assert!(page.contains(&format!("href=\"/{name}\"")), "{page}");
    assert!(page.contains(&loader::integrity(text)), "{page}");
}

#[test]
fn a_page_that_would_not_run_under_the_policy_is_refused() {
    let cases = [
        (
            "<body>",
            "<body onload=x()>",
            PageProblem::Inline("onload".to_owned()),
        ),
        (
            "<body>",
            "<body style=color:red>",
            PageProblem::Inline("style".to_owned()),
        ),
        (
            "<body>",
            "<style>a{}</style><body>",
            PageProblem::Inline("style".to_owned()),
        ),
        (
            "<body>",
            "<script>1</script><body>",
            PageProblem::InlineScripts(2),
        ),
        (
            "<script type=module>",
            "<script src=/x.js>",
            PageProblem::InlineScripts(0),
        ),
        (
            "name=sealpost-site",
            "name=site",
            PageProblem::Meta("sealpost-site"),
        ),
        (
            "name=sealpost-site",
            "name=sealpost-operator",
            PageProblem::Meta("sealpost-operator"),
        ),
        ("rel=preload", "rel=prefetch", PageProblem::NoProgram),
        (
            "app-1_bg.wasm integrity",
            "app-2_bg.wasm integrity",
            PageProblem::NoProgram,
        ),
        (
            "<link href=/app-1.js",
            "<link href=/x.css integrity=sha384-z rel=stylesheet><link href=/app-1.js",
            PageProblem::NoFile("x.css".to_owned()),
        ),
    ];
    for (from, to, expected) in cases {
        let page = PAGE.replace(from, to);
        assert_ne!(page, PAGE, "{from} is in the page");
        assert_eq!(finished(&page).err(), Some(expected), "{from} -> {to}");
    }
}

#[test]
fn only_a_minisign_key_is_put_into_the_page() {
    for key in [
        "",
        "RW",
        "untrusted comment: key",
        &KEY.replace("RW", "XX"),
        &format!("{KEY}A"),
    ] {
        let mut files = built(PAGE);
        let program = program(&files).expect("the page names its program");
        assert_eq!(
            finish(&mut files, program, key, "x"),
            Err(PageProblem::OperatorKey),
            "{key}"
        );
    }
    let file = format!("untrusted comment: minisign public key\n{KEY}\n\n");
    assert_eq!(public_key(&file), KEY);
    assert_eq!(public_key(KEY), KEY);
    assert_eq!(public_key("untrusted comment: nothing else\n"), "");
}

#[test]
fn the_service_worker_names_every_file_with_its_digest() {
    let worker = precache::service_worker("v = \"@VERSION@\"; f = \"@FILES@\";", &built("page"));
    let digest = |content: &[u8]| {
        use base64ct::{Base64, Encoding};
        format!("sha256-{}", Base64::encode_string(&Sha256::digest(content)))
    };
    let list = format!(
        "f = [[\"/app-1.js\",\"{}\"],[\"/app-1_bg.wasm\",\"{}\"],[\"/\",\"{}\"],\
         [\"/post.js\",\"{}\"],[\"/post_bg.wasm\",\"{}\"]];",
        digest(GLUE.as_bytes()),
        digest(b"\0asm"),
        digest(b"page"),
        digest(GLUE.as_bytes()),
        digest(b"\0asm1")
    );
    assert!(worker.ends_with(&list), "{worker}");
}

#[test]
fn a_changed_file_is_another_version() {
    let template = "\"@VERSION@\"";
    let version = |page: &str| precache::service_worker(template, &built(page));
    assert_eq!(version("one"), version("one"));
    assert_ne!(version("one"), version("two"));
}

#[test]
fn the_template_of_the_service_worker_has_both_places_to_fill() {
    let template = include_str!("../../../public/sw.js.in");
    let worker = precache::service_worker(template, &built("page"));
    assert!(!worker.contains('@'), "a placeholder is left");
    assert!(worker.contains("new Map([[\"/app-1.js\""));
}

#[test]
fn texts_are_served_without_their_names() {
    let mut files = built("page");
    let source = br#"{"button.back":"Back"}"#;
    files.insert("locales/en.json".to_owned(), source.to_vec());
    without_names(&mut files).expect("the texts can be packed");
    let served = String::from_utf8_lossy(&files["locales/en.json"]);
    let texts = texts::Texts::parse(served.as_bytes()).expect("the app can read them");
    assert_eq!(texts.get(texts::key!("button.back")), "Back");
    assert!(!served.contains("button"), "{served}");
    assert_eq!(files["app-1.js"], GLUE.as_bytes(), "no text, and changed");
}

#[test]
fn texts_that_cannot_be_packed_are_named_with_their_file() {
    let mut files = Files::new();
    files.insert("locales/en.json".to_owned(), b"[]".to_vec());
    let problem = TextsProblem {
        path: "locales/en.json".to_owned(),
        source: texts::PackError::Malformed,
    };
    assert_eq!(without_names(&mut files), Err(problem));
}

#[test]
fn each_file_gets_a_twin_that_decompresses_to_it_where_that_is_smaller() {
    let mut files = Files::new();
    let text = b"the same words, the same words, the same words, the same words".to_vec();
    files.insert("long.js".to_owned(), text.clone());
    files.insert("short.js".to_owned(), b"x".to_vec());
    let sizes = compress::add_twins(&mut files);
    assert_eq!(
        sizes
            .iter()
            .map(|size| size.wire < size.plain)
            .collect::<Vec<_>>(),
        [true, false]
    );
    assert_eq!(
        files.keys().collect::<Vec<_>>(),
        ["long.js", "long.js.br", "short.js"]
    );
    let mut back = Vec::new();
    brotli::BrotliDecompress(&mut files["long.js.br"].as_slice(), &mut back).expect("valid brotli");
    assert_eq!(back, text);
}

#[test]
fn a_name_carries_sixteen_digits_of_the_content_and_no_other() {
    let digits = loader::short_digest(b"x");
    assert_eq!(digits.len(), 16);
    for (old, new) in [
        ("load.js", "load-{}.js"),
        ("base-79caaeec1db2ce5b.css", "base-{}.css"),
        (
            "sealpost-app-a88fe9e8680a552_bg.wasm",
            "sealpost-app-{}.wasm",
        ),
    ] {
        assert_eq!(loader::digest_name(old, b"x"), new.replace("{}", &digits));
    }
}
