use super::version_in;

const LOCK: &str = "\
[[package]]
name = \"wasm-bindgen-futures\"
version = \"0.4.60\"

[[package]]
name = \"wasm-bindgen\"
version = \"0.2.130\"
";

#[test]
fn the_version_is_that_of_the_package_with_exactly_this_name() {
    assert_eq!(version_in(LOCK, "wasm-bindgen").as_deref(), Some("0.2.130"));
    assert_eq!(version_in(LOCK, "wasm").as_deref(), None);
    assert_eq!(version_in("name = \"wasm-bindgen\"", "wasm-bindgen"), None);
}
