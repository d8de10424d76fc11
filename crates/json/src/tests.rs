use super::*;

fn parse(json: &str) -> Result<Json, Malformed> {
    Json::parse(json.as_bytes())
}

fn text(it: &str) -> Json {
    Json::Text(it.to_owned())
}

#[test]
fn every_kind_of_value_is_read() {
    let object = Object(vec![
        ("b".to_owned(), Json::Null),
        ("a".to_owned(), Json::List(vec![])),
    ]);
    let cases = [
        ("null", Json::Null),
        (" true\n", Json::Bool(true)),
        ("false", Json::Bool(false)),
        ("0", Json::Number(0)),
        ("18446744073709551615", Json::Number(u64::MAX)),
        ("18446744073709551616", Json::OtherNumber),
        ("-1", Json::OtherNumber),
        ("1.0", Json::OtherNumber),
        ("1e2", Json::OtherNumber),
        ("1e999", Json::OtherNumber),
        (r#""""#, text("")),
        (
            r#""\"\\\/\b\f\n\r\t\u00e9\ud83c\udfd5""#,
            text("\"\\/\u{8}\u{c}\n\r\té\u{1f3d5}"),
        ),
        ("\"é\u{2028}\"", text("é\u{2028}")),
        (r#"[1,["x"],{}]"#, {
            let inner = Json::List(vec![text("x")]);
            Json::List(vec![Json::Number(1), inner, Json::Object(Object(vec![]))])
        }),
        (r#"{"b":null,"a":[]}"#, Json::Object(object)),
    ];
    for (json, value) in cases {
        assert_eq!(parse(json), Ok(value), "{json}");
    }
}

#[test]
fn what_is_no_json_is_refused() {
    let deep = format!("{}{}", "[".repeat(128), "]".repeat(128));
    for json in [
        "",
        " ",
        "nul",
        "True",
        "01",
        "+1",
        "1.",
        ".5",
        "NaN",
        "'x'",
        "\"",
        "\"\n\"",
        r#""\x""#,
        r#""\ud83c""#,
        "[1,]",
        "[1",
        "[,]",
        "{",
        "{a:1}",
        r#"{"a"}"#,
        r#"{"a":1,}"#,
        "{1:2}",
        "1 2",
        "{}{}",
        "// x\n1",
        "\u{feff}1",
        &deep,
    ] {
        assert_eq!(parse(json), Err(Malformed), "{json:?}");
    }
    assert_eq!(Json::parse(b"\"\xff\""), Err(Malformed), "not UTF-8");
    assert!(parse(&deep[1..255]).is_ok(), "127 deep");
}

#[test]
fn a_value_is_shown_as_its_own_type_alone() {
    let cases = [
        ("true", [true, false, false, false, false]),
        ("7", [false, true, false, false, false]),
        (r#""7""#, [false, false, true, false, false]),
        ("[7]", [false, false, false, true, false]),
        ("{}", [false, false, false, false, true]),
        ("null", [false; 5]),
        ("7.5", [false; 5]),
    ];
    for (json, expected) in cases {
        let value = parse(json).expect("it is JSON");
        let shown = [
            value.bool().is_ok(),
            value.number().is_ok(),
            value.text().is_ok(),
            value.list().is_ok(),
            value.object().is_ok(),
        ];
        assert_eq!(shown, expected, "{json}");
        let object = Object(vec![("key".to_owned(), value)]);
        let shown = [
            object.bool("key").is_ok(),
            object.number("key").is_ok(),
            object.text("key").is_ok(),
            object.list("key").is_ok(),
            object.object("key").is_ok(),
        ];
        assert_eq!(shown, expected, "{json}");
    }
}

#[test]
fn a_key_that_comes_twice_or_not_at_all_is_refused() {
    let json = parse(r#"{"one":1,"two":2,"three":3,"two":2}"#).expect("it is JSON");
    let object = json.object().expect("an object");
    assert_eq!(object.number("one"), Ok(1));
    assert_eq!(object.get("three"), Ok(&Json::Number(3)));
    assert_eq!(object.find("three"), Ok(Some(&Json::Number(3))));
    assert_eq!(object.get("four"), Err(Malformed), "not there");
    assert_eq!(object.find("four"), Ok(None));
    assert_eq!(object.get("two"), Err(Malformed), "twice");
    assert_eq!(object.find("two"), Err(Malformed), "twice");
}

#[test]
fn an_unknown_key_is_refused_where_it_matters() {
    let json = parse(r#"{"one":1,"two":2}"#).expect("it is JSON");
    let object = json.object().expect("an object");
    assert_eq!(object.only(&["two", "three", "one"]), Ok(object));
    assert_eq!(object.only(&["one"]), Err(Malformed));
    assert_eq!(object.only(&[]), Err(Malformed));
}

#[test]
fn all_members_come_in_their_order_and_once_each() {
    let keys = |json| -> Result<Vec<String>, Malformed> {
        let json = parse(json)?;
        let members = json.object()?.members()?;
        Ok(members.iter().map(|(key, _)| key.clone()).collect())
    };
    assert_eq!(
        keys(r#"{"b":1,"a":2}"#),
        Ok(vec!["b".to_owned(), "a".to_owned()])
    );
    assert_eq!(keys(r#"{"b":1,"a":2,"b":1}"#), Err(Malformed));
    assert_eq!(keys("{}"), Ok(vec![]));
}
