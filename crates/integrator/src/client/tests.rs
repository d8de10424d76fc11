use super::{Address, AddressError, is_cursor};

#[test]
fn an_address_is_taken_or_refused_for_its_reason() {
    let malformed = Err(AddressError::Malformed);
    let cases = [
        ("https://intake.example", Ok("https://intake.example/x")),
        ("https://intake.example/", Ok("https://intake.example/x")),
        (
            "https://intake.example:8443/desk/",
            Ok("https://intake.example:8443/desk/x"),
        ),
        ("http://127.0.0.1:8080", Ok("http://127.0.0.1:8080/x")),
        ("http://[::1]:8080", Ok("http://[::1]:8080/x")),
        ("http://localhost", Ok("http://localhost/x")),
        ("http://intake.example", Err(AddressError::PlainHttp)),
        (
            "http://127.0.0.1.intake.example",
            Err(AddressError::PlainHttp),
        ),
        (
            "http://localhost.intake.example",
            Err(AddressError::PlainHttp),
        ),
        ("http://localhost@intake.example", malformed),
        ("https://user:word@intake.example", malformed),
        ("https://intake.example/?a=b", malformed),
        ("ftp://intake.example", malformed),
        ("intake.example", malformed),
        ("/v1", malformed),
        ("", malformed),
        ("https://", malformed),
    ];
    for (text, expected) in cases {
        let joined = Address::parse(text, false).map(|it| it.join("/x"));
        assert_eq!(joined, expected.map(str::to_owned), "{text}");
    }
}

#[test]
fn plain_http_elsewhere_needs_a_word() {
    assert!(Address::parse("http://intake.example", true).is_ok());
}

#[test]
fn a_cursor_fits_a_line_and_a_header() {
    for good in ["0", "17", "a-b_c=="] {
        assert!(is_cursor(good), "{good}");
    }
    for bad in ["", "1 2", "1\n", "١", &"x".repeat(65)] {
        assert!(!is_cursor(bad), "{bad:?}");
    }
}
