use super::*;
use crate::MAX_ENVELOPE_LEN;

/// SHA-256 of the empty string (NIST CAVP, SHA256ShortMsg).
const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

fn json(size: u64, missing: &str) -> String {
    format!(r#"{{"version":1,"digest":"{EMPTY}","size":{size},"missing":{missing}}}"#)
}

#[test]
fn the_parts_of_an_envelope_add_up_to_it() {
    for (size, count) in [
        (0, 0),
        (1, 1),
        (42_204, 1),
        (PART_LEN, 1),
        (PART_LEN + 1, 2),
        (67_122_380, 65),
        (MAX_ENVELOPE_LEN, 129),
    ] {
        assert_eq!(part_count(size), count, "{size}");
        let lens = (0..count).map(|n| part_len(size, n).expect("a part"));
        let lens: Vec<_> = lens.collect();
        assert_eq!(lens.iter().sum::<u64>(), size);
        assert!(lens.iter().rev().skip(1).all(|it| *it == PART_LEN));
        assert!(lens.iter().all(|it| *it > 0));
        assert_eq!(part_len(size, count), None, "{size}");
        assert_eq!(part_len(size, u32::MAX), None, "{size}");
    }
    assert_eq!(part_count(u64::MAX), u32::MAX);
    assert_eq!(part_len(u64::MAX, 0), Some(PART_LEN));
}

#[test]
fn paths_name_envelope_part_and_size() {
    let digest = Digest::of(b"");
    assert_eq!(
        parts_path(&digest, MAX_ENVELOPE_LEN),
        format!("/v1/envelopes/{EMPTY}/parts?size=134235340")
    );
    assert_eq!(
        part_path(&digest, 128, MAX_ENVELOPE_LEN),
        format!("/v1/envelopes/{EMPTY}/parts/128?size=134235340")
    );
}

#[test]
fn a_content_digest_round_trips_and_is_strict() {
    // RFC 9530, appendix D: the digest of `{"hello": "world"}` and a line feed.
    let header = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:";
    let digest = Digest::of(b"{\"hello\": \"world\"}\n");
    assert_eq!(content_digest(&digest), header);
    assert_eq!(parse_content_digest(header), Some(digest));

    let sha512 = header.replace("256", "512");
    let url = header.replace('/', "_");
    let unpadded = header.replace('=', "").replace("sha-256:", "sha-256=:");
    let not_canonical = header.replace("Dg=", "Dh=");
    let two = format!("{header}, {header}");
    let parameter = format!("{header};q=1");
    let short = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabA==:";
    for bad in [
        "",
        "sha-256",
        "sha-256=",
        "sha-256=:",
        "sha-256=::",
        &sha512,
        &url,
        &unpadded,
        &not_canonical,
        &two,
        &parameter,
        short,
        &header[..header.len() - 1],
        &header[1..],
    ] {
        assert_eq!(parse_content_digest(bad), None, "{bad}");
    }
}

#[test]
fn the_wire_form_is_the_documented_one() {
    let digest = Digest::of(b"");
    let missing = Missing::new(digest, MAX_ENVELOPE_LEN, vec![3, 4, 128]).expect("in order");
    assert_eq!(missing.to_json(), json(134_235_340, "[3,4,128]"));
    let read = Missing::parse(missing.to_json().as_bytes()).expect("a list");
    assert_eq!(read, missing);
    assert_eq!(read.check(&digest, MAX_ENVELOPE_LEN), Ok(&[3, 4, 128][..]));
    let more = missing.to_json().replace('}', r#","more":{}}"#);
    assert_eq!(Missing::parse(more.as_bytes()), Ok(missing));

    let document = include_str!("../../../../docs/submission.md");
    assert!(document.contains(r#","size":134235340,"missing":[3,4,128]}"#));
}

#[test]
fn other_answers_are_refused_for_their_reason() {
    use MissingError::{Empty, Malformed, OutOfOrder, OutOfRange, UnsupportedVersion};
    let two = PART_LEN + 1;
    let good = json(two, "[0,1]");
    let cases = [
        ("<html>".to_owned(), Malformed),
        ("{}".to_owned(), Malformed),
        (good.replace("1,\"d", "2,\"d"), UnsupportedVersion),
        (good.replace("e3b0", "E3B0"), Malformed),
        (good.replace("\"size\"", "\"len\""), Malformed),
        (good.replace("\"missing\"", "\"parts\""), Malformed),
        (good.replace('}', r#","size":1}"#), Malformed),
        (json(two, "0"), Malformed),
        (json(two, "[\"0\"]"), Malformed),
        (json(two, "[0.5]"), Malformed),
        (json(two, "[-1]"), Malformed),
        (json(two, "[]"), Empty),
        (json(two, "[1,0]"), OutOfOrder),
        (json(two, "[0,0]"), OutOfOrder),
        (json(two, "[0,2]"), OutOfRange),
        (json(two, "[4294967296]"), OutOfRange),
        (json(0, "[0]"), OutOfRange),
    ];
    for (json, expected) in cases {
        assert_eq!(Missing::parse(json.as_bytes()), Err(expected), "{json}");
    }
    let read = Missing::parse(good.as_bytes()).expect("a list");
    let (digest, other) = (Digest::of(b""), Digest::of(b"x"));
    assert_eq!(read.check(&other, two), Err(MissingError::OtherEnvelope));
    assert_eq!(read.check(&digest, two + 1), Err(MissingError::OtherSize));
}
