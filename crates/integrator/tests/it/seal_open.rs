//! A report in, the same report out: for machines byte for byte, for people readable.

use envelope::{Attachment, Identity, Label, Payload, Recipient};

use crate::harness::{Desk, Done, RESIDENT, STAFF, mode, text};

#[test]
fn the_report_comes_out_as_it_went_in() {
    for (name, report) in [("staff", STAFF), ("resident", RESIDENT)] {
        let desk = Desk::new();
        let recipient = desk.keygen("reader");
        let digest = desk.seal(name, report, &recipient);
        let opened = desk.must(&[
            "open",
            "--json",
            "-i",
            "reader.key",
            &format!("{name}.envelope"),
        ]);
        let line = opened.json();
        assert_eq!(text(&line["digest"]), digest);
        assert_eq!(line["verified"], false);
        let sent: serde_json::Value = serde_json::from_str(report).expect("JSON");
        assert_eq!(line["report"], sent);
        assert_eq!(desk.read(&format!("{name}.envelope")).len(), 42_204);
    }
}

#[test]
fn each_of_several_readers_opens_it_and_says_with_which_key() {
    let desk = Desk::new();
    let recipients: Vec<String> = (1..=8)
        .map(|it| desk.keygen(&format!("reader-{it}")))
        .collect();
    desk.write("report.json", STAFF);
    let mut seal = vec![
        "seal",
        "--report",
        "report.json",
        "--output",
        "report.envelope",
        "--json",
    ];
    seal.extend(
        recipients
            .iter()
            .flat_map(|it| ["--recipient", it.as_str()]),
    );
    let sealed = desk.must(&seal).json();
    for number in 1..=8 {
        let key = format!("reader-{number}.key");
        let opened = desk
            .must(&["open", "--json", "--identity", &key, "report.envelope"])
            .json();
        assert_eq!(opened["keyId"], sealed["readers"][number - 1]);
    }
    // A folder of keys is as good as their names.
    desk.must(&["open", "--identity", ".", "report.envelope"]);
}

#[test]
fn a_key_that_begins_with_a_hyphen_is_a_key() {
    let desk = Desk::new();
    let identity = (0..=u8::MAX)
        .map(|it| Identity::from_seed([it; 32]).expect("a seed"))
        .find(|it| it.recipient().to_string().starts_with('-'))
        .expect("one in 64 does");
    desk.write("reader.key", identity.to_text().as_bytes());
    desk.seal("report", STAFF, &identity.recipient().to_string());
    desk.must(&["open", "-i", "reader.key", "report.envelope"]);
}

#[test]
fn a_person_reads_what_speaks_against_it_first_and_that_nobody_checked() {
    let desk = Desk::new();
    let recipient = desk.keygen("reader");
    desk.seal("report", STAFF, &recipient);
    let cases = [
        (
            "en",
            "NOT VERIFIED",
            "What speaks against this (S9)",
            "Seen or heard (S1)",
            "was told",
        ),
        (
            "nl",
            "NIET GEVERIFIEERD",
            "Wat dit tegenspreekt (S9)",
            "Gezien of gehoord (S1)",
            "iemand vertelde het",
        ),
    ];
    for (language, mark, against, observed, told) in cases {
        let Done { stdout, .. } = desk.must(&[
            "open",
            "-i",
            "reader.key",
            "report.envelope",
            "--language",
            language,
        ]);
        // Once at the head, and once for each of: against, two statements, the rest.
        assert_eq!(stdout.matches(mark).count(), 5, "{stdout}");
        let place = |part: &str| {
            stdout
                .find(part)
                .unwrap_or_else(|| panic!("{part}: {stdout}"))
        };
        assert!(place(against) < place(observed), "{stdout}");
        assert!(
            place("│ Het kan ook om gewoon werk gaan.") < place(observed),
            "{stdout}"
        );
        assert!(stdout.contains(told), "{stdout}");
        assert!(
            stdout.contains("VEX-REC") && stdout.contains("سمعت أنه"),
            "{stdout}"
        );
    }
}

#[test]
fn a_text_cannot_steer_the_terminal_or_hide() {
    let desk = Desk::new();
    let recipient = desk.keygen("reader");
    desk.seal(
        "report",
        &STAFF.replace("Keuken B", r"\u001b[2Jx\u009by"),
        &recipient,
    );
    let shown = desk
        .must(&["open", "-i", "reader.key", "report.envelope"])
        .stdout;
    assert!(
        shown.contains("│ Daarna ⟨U+202E⟩liep⟨U+202C⟩ hij weg."),
        "{shown}"
    );
    assert!(shown.contains("│ ⟨U+001B⟩[2Jx⟨U+009B⟩y"), "{shown}");
    let json = desk
        .must(&["open", "--json", "-i", "reader.key", "report.envelope"])
        .stdout;
    for (form, output) in [("text", shown), ("json", json)] {
        let acting = output
            .chars()
            .find(|it| (it.is_control() && *it != '\n') || *it == '\u{202e}');
        assert_eq!(acting, None, "{form}");
    }
}

#[test]
fn one_envelope_for_others_does_not_hide_the_rest() {
    let desk = Desk::new();
    let (mine, theirs) = (desk.keygen("mine"), desk.keygen("theirs"));
    desk.seal("a", STAFF, &theirs);
    desk.seal("b", RESIDENT, &mine);
    let envelopes = ["a.envelope", "b.envelope"];
    let done = desk.run(&[&["open", "--json", "-i", "mine.key"][..], &envelopes].concat());
    assert_eq!(done.code, 3, "{done:?}");
    assert_eq!(done.json()["report"]["category"], "THR-PER");
    assert!(
        done.stderr.contains("\"subject\":\"a.envelope\""),
        "{done:?}"
    );

    desk.write("b.envelope", "gone");
    let done = desk.run(&[&["open", "-i", "mine.key"][..], &envelopes].concat());
    assert_eq!(
        done.code, 6,
        "damage counts more than another's key: {done:?}"
    );
}

#[test]
fn attachments_are_named_and_saved_only_on_request_under_safe_names() {
    let desk = Desk::new();
    let recipient: Recipient = desk.keygen("reader").parse().expect("a recipient");
    let attachment = |name: &str, bytes: &[u8]| Attachment {
        name: name.to_owned(),
        media_type: "image/jpeg".to_owned(),
        bytes: bytes.to_vec(),
    };
    let payload = Payload {
        document: STAFF.into(),
        attachments: vec![
            attachment("../../out.jpg", b"one"),
            attachment("../../out.jpg", b"two"),
        ],
    };
    let envelope = envelope::seal(&[recipient], Label::Report, &payload).expect("sealed");
    desk.write("report.envelope", envelope.as_bytes());
    let open = ["open", "--json", "-i", "reader.key", "report.envelope"];

    let named = desk.must(&open).json();
    assert_eq!(named["attachments"][0]["name"], "../../out.jpg");
    assert_eq!(named["attachments"][0]["size"], 3);
    assert_eq!(desk.list("."), ["reader.key", "report.envelope"]);

    desk.must(&[&open[..], &["--attachments", "saved"]].concat());
    let prefix = &envelope.digest().to_string()[..16];
    let names = [1, 2].map(|it| format!("{prefix}-{it}-.._.._out.jpg"));
    assert_eq!(desk.list("saved"), names);
    assert_eq!(desk.read(&format!("saved/{}", names[1])), b"two");
    assert_eq!(mode(&desk.path("saved").join(&names[0])), 0o600);

    let again = desk.run(&[&open[..], &["--attachments", "saved"]].concat());
    assert_eq!(
        again.code, 1,
        "an existing file is never touched: {again:?}"
    );
}

#[test]
fn inspect_shows_the_shape_and_nothing_else() {
    let desk = Desk::new();
    let recipient = desk.keygen("reader");
    let digest = desk.seal("report", STAFF, &recipient);
    let shown = desk.must(&["inspect", "--json", "report.envelope"]).json();
    let expected = serde_json::json!({
        "digest": digest, "version": 1, "suite": 1, "slots": 8, "bucketLog2": 15, "size": 42_204,
    });
    assert_eq!(shown, expected);
    assert!(
        desk.must(&["inspect", "report.envelope"])
            .stdout
            .contains("32 KiB")
    );
}
