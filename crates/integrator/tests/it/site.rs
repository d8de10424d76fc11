//! The demonstration site: its manifest holds, and a report goes to those it names and no others.

use crate::harness::{Desk, RESIDENT, STAFF, mode, text};

/// Any Ed25519 public key: the base point (RFC 8032, section 5.1), as base64url.
const RECEIPT_KEY: &str = "WGZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmY";

fn desk() -> (Desk, String) {
    let desk = Desk::new();
    let made = desk
        .must(&[
            "site",
            "demo",
            "demo",
            "--receipt-key",
            RECEIPT_KEY,
            "--json",
        ])
        .json();
    (desk, text(&made["operator"]))
}

#[test]
fn the_manifest_is_signed_by_the_operator_and_every_role_has_two_holders() {
    let (desk, operator) = desk();
    assert_eq!(desk.list("demo/sites"), ["demo.json", "demo.json.minisig"]);
    let read = |name: &str| String::from_utf8(desk.read(name)).expect("text");
    let public = read("demo/operator.pub");
    assert_eq!(public.lines().nth(1), Some(operator.as_str()));
    let key = operator.parse().expect("an operator's key");
    let (manifest, minisig) = (
        read("demo/sites/demo.json"),
        read("demo/sites/demo.json.minisig"),
    );
    let site = site::verify(&manifest, &minisig, &key).expect("the manifest holds");
    assert_eq!(site.receipt_key(), RECEIPT_KEY);
    for id in site::demo::reading_roles() {
        let role = site.roles().iter().find(|it| it.id() == id);
        let holders = role.map(|it| it.keys(site.issued()).len());
        assert_eq!(holders, Some(2), "{id}");
    }

    let keys = desk.list("demo/desk");
    assert!(keys.contains(&"intake-desk-1.key".to_owned()), "{keys:?}");
    assert!(
        keys.iter()
            .all(|it| it.ends_with("-1.key") || it.ends_with("-2.key")),
        "{keys:?}"
    );
    for private in ["demo/operator.key", "demo/desk/intake-desk-1.key"] {
        assert_eq!(mode(&desk.path(private)), 0o600, "{private}");
    }
}

#[test]
fn a_report_goes_to_the_roles_of_its_category_and_not_to_the_excluded() {
    let (desk, operator) = desk();
    desk.write("staff.json", STAFF);
    desk.write("resident.json", RESIDENT);
    let cases = [
        (
            "staff",
            operator.as_str(),
            ["ind-desk-1", "ind-desk-2"],
            "intake-desk-1",
        ),
        (
            "resident",
            "demo/operator.pub",
            ["intake-desk-1", "intake-desk-2"],
            "site-safety-1",
        ),
    ];
    for (name, operator, readers, other) in cases {
        let (report, envelope) = (format!("{name}.json"), format!("{name}.envelope"));
        desk.must(&[
            "seal",
            "--site",
            "demo/sites/demo.json",
            "--operator",
            operator,
            "--report",
            &report,
            "--output",
            &envelope,
        ]);
        for reader in readers {
            desk.must(&["open", "-i", &format!("demo/desk/{reader}.key"), &envelope]);
        }
        let done = desk.run(&["open", "-i", &format!("demo/desk/{other}.key"), &envelope]);
        assert_eq!(done.code, 3, "{other}: {done:?}");
    }
}

#[test]
fn what_is_over_the_sites_limit_is_refused() {
    let (desk, operator) = desk();
    desk.write("staff.json", STAFF);
    // An intake takes it, and the site's 64 MiB do not.
    let file = std::fs::File::create(desk.path("film.bin")).expect("a new file");
    file.set_len(64 << 20).expect("a hole takes no room");
    let mut words = vec!["seal", "--site", "demo/sites/demo.json", "--operator"];
    words.extend([&operator, "--report", "staff.json", "--attach", "film.bin"]);
    words.extend(["--output", "film.envelope"]);
    let done = desk.run(&words);
    assert_eq!((done.code, done.stdout.as_str()), (6, ""), "{done:?}");
    let says = "134235340 bytes (128.0 MiB), and at most 67122380 bytes (64.0 MiB) are taken";
    assert!(done.stderr.contains(says), "{done:?}");
    assert!(!desk.path("film.envelope").exists());
}

#[test]
fn a_manifest_that_does_not_hold_seals_nothing() {
    let (desk, operator) = desk();
    desk.write("staff.json", STAFF);
    desk.write("elsewhere.json", STAFF.replace("\"demo\"", "\"elsewhere\""));
    // The only readers of this category, whom the resident does not want.
    desk.write(
        "nobody.json",
        RESIDENT.replace("site-safety", "intake-desk"),
    );
    let manifest = String::from_utf8(desk.read("demo/sites/demo.json")).expect("text");
    let minisig = desk.read("demo/sites/demo.json.minisig");
    desk.write(
        "changed.json",
        manifest.replace("intake-desk", "intake-dusk"),
    );
    desk.write("changed.json.minisig", &minisig);
    desk.write("unsigned.json", &manifest);
    let (_second, other) = self::desk();
    let good = "demo/sites/demo.json";
    let cases = [
        ("good", good, operator.as_str(), "staff.json", 0, ""),
        (
            "changed",
            "changed.json",
            operator.as_str(),
            "staff.json",
            6,
            "manifest is refused",
        ),
        (
            "unsigned",
            "unsigned.json",
            operator.as_str(),
            "staff.json",
            1,
            "minisig cannot be read",
        ),
        (
            "another operator",
            good,
            other.as_str(),
            "staff.json",
            6,
            "manifest is refused",
        ),
        (
            "no operator's key",
            good,
            "RWabc",
            "staff.json",
            6,
            "manifest is refused",
        ),
        (
            "nobody left",
            good,
            operator.as_str(),
            "nobody.json",
            6,
            "cannot be routed",
        ),
        (
            "another site",
            good,
            operator.as_str(),
            "elsewhere.json",
            6,
            "another site",
        ),
    ];
    for (name, site, operator, report, code, says) in cases {
        let envelope = format!("{name}.envelope");
        let done = desk.run(&[
            "seal",
            "--site",
            site,
            "--operator",
            operator,
            "--report",
            report,
            "--output",
            &envelope,
        ]);
        assert_eq!(done.code, code, "{name}: {done:?}");
        assert!(done.stderr.contains(says), "{name}: {done:?}");
        assert_eq!(desk.path(&envelope).exists(), code == 0, "{name}");
    }
}

#[test]
fn a_site_is_never_made_over_another() {
    let (desk, _) = desk();
    let before = desk.read("demo/operator.key");
    let again = desk.run(&["site", "demo", "demo", "--receipt-key", RECEIPT_KEY]);
    assert_eq!(again.code, 1, "{again:?}");
    assert_eq!(desk.read("demo/operator.key"), before);
    let bad = desk.run(&["site", "demo", "new", "--receipt-key", "abc"]);
    assert_eq!(bad.code, 6, "{bad:?}");
    assert!(!desk.path("new").exists());
}
