use super::{Key, Malformed, PackError, Texts, key, pack};

/// The 32-bit values of RFC 9923, appendix C: `""`, `a` and `foobar`, folded.
#[test]
fn keys_are_the_folded_hash_of_the_rfc() {
    let cases = [
        ("", 0x811c_9dc5_u32),
        ("a", 0xe40c_292c),
        ("foobar", 0xbf9c_f968),
    ];
    for (name, hash) in cases {
        let folded = (hash >> 16) ^ (hash & 0xffff);
        assert_eq!(u32::from(Key::of(name).number()), folded, "{name}");
    }
}

#[test]
fn a_key_is_the_same_in_every_way_to_make_it() {
    assert_eq!(key!("field.where.label"), Key::of("field.where.label"));
    assert_eq!(
        Key::joined(&["field", "where", "label"]),
        Key::of("field.where.label")
    );
    assert_eq!(Key::joined(&["progress"]), Key::of("progress"));
    assert_ne!(Key::joined(&["ab", "c"]), Key::joined(&["a", "bc"]));
}

#[test]
fn what_is_packed_is_read_back() {
    let packed = pack(br#"{"a":"\"x\"\n","b":"\u00e9","c":""}"#).expect("it is a file of texts");
    let texts = Texts::parse(packed.as_bytes()).expect("it is a list of texts");
    assert_eq!(texts.keys().count(), 3);
    assert!(texts.keys().is_sorted());
    for (name, text) in [("a", "\"x\"\n"), ("b", "\u{e9}"), ("c", "")] {
        assert_eq!(texts.get(Key::of(name)), text);
    }
    assert_eq!(texts.get(key!("d")), "?");
    assert_eq!(pack(b"{}"), Ok("[[],[]]".to_owned()));
}

#[test]
fn the_first_and_the_last_key_have_a_place() {
    let texts = Texts::parse(br#"[[0,1,65534],["x","y","z"]]"#).expect("it is a list of texts");
    let there: Vec<_> = texts.keys().map(|it| texts.get(it)).collect();
    assert_eq!(there, ["x", "y", "z"]);
}

#[test]
fn only_a_list_of_texts_is_one() {
    for json in [
        "",
        "<html>",
        "{}",
        "[]",
        "[[]]",
        "[[],[],[]]",
        "[[],[]] x",
        "[[],{}]",
        r#"[{},[]]"#,
        // Not as many.
        r#"[[1],[]]"#,
        r#"[[],["a"]]"#,
        // Twice, not in order, too large.
        r#"[[1,0],["a","b"]]"#,
        r#"[[0,0],["a","b"]]"#,
        r#"[[2,-1],["a","b"]]"#,
        r#"[[65536],["a"]]"#,
        r#"[[65535,1],["a","b"]]"#,
        // Other types.
        r#"[["1"],["a"]]"#,
        r#"[[1.0],["a"]]"#,
        r#"[[1],[2]]"#,
        r#"[[1],[null]]"#,
        r#"[[1],["a""#,
    ] {
        assert_eq!(Texts::parse(json.as_bytes()), Err(Malformed), "{json}");
    }
}

#[test]
fn only_a_sorted_file_of_texts_is_packed() {
    for source in ["", "[]", r#"{"a":1}"#, r#"{"a":{}}"#, r#"{"a":"","a":""}"#] {
        assert_eq!(
            pack(source.as_bytes()),
            Err(PackError::Malformed),
            "{source}"
        );
    }
    let unsorted = PackError::NotSorted {
        before: "b".to_owned(),
        after: "a".to_owned(),
    };
    assert_eq!(pack(br#"{"b":"","a":""}"#), Err(unsorted));
}

#[test]
fn two_names_with_one_key_are_both_named() {
    let taken = Key::of("button.back");
    let other = (0..)
        .map(|it| format!("z{it}"))
        .find(|it| Key::of(it) == taken)
        .expect("some name has this key too");
    let source = format!(r#"{{"button.back":"x","{other}":"y"}}"#);
    let collision = PackError::Collision {
        first: "button.back".to_owned(),
        second: other,
    };
    assert_eq!(pack(source.as_bytes()), Err(collision));
}

#[test]
fn filling_puts_values_in_their_places() {
    let packed = pack(br#"{"a":"{x} of {y}","b":"none","c":"{x","d":"{z}!"}"#)
        .expect("it is a file of texts");
    let texts = Texts::parse(packed.as_bytes()).expect("it is a list of texts");
    let cases = [
        ("a", "1 of 2"),
        ("b", "none"),
        ("c", "{x"),
        ("d", "!"),
        ("missing", "?"),
    ];
    for (name, expected) in cases {
        assert_eq!(
            texts.fill(Key::of(name), &[("x", "1"), ("y", "2")]),
            expected
        );
    }
}
