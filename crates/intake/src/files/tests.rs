use super::names_its_hash;

#[test]
fn only_a_name_with_a_hash_is_kept_for_ever() {
    let cases = [
        ("/sealpost-app-3f0a9c1db2e45678.js", true),
        ("/sealpost-app-3f0a9c1db2e45678_bg.wasm", true),
        ("/base-00000000deadbeef.css", true),
        ("/index.html", false),
        ("/sw.js", false),
        ("/manifest.webmanifest", false),
        ("/icons/icon-192.png", false),
        ("/sealpost-app-3f0a9c1db2e4567.js", false),
        ("/sealpost-app-3f0a9c1db2e456789.js", false),
        ("/sealpost-app-3F0A9C1DB2E45678.js", false),
        ("/3f0a9c1db2e45678/sw.js", false),
        ("/", false),
    ];
    for (path, expected) in cases {
        assert_eq!(names_its_hash(path), expected, "{path}");
    }
}
