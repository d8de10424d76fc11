//! A site's manifest from the first draft to a report that its readers open.

mod changing;
mod consistent;
mod mistakes;
mod signing;

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::harness::{Desk, Done, STAFF, text};
use crate::server::IntakeServer;

/// Any Ed25519 public key: the base point (RFC 8032, section 5.1), as base64url.
pub(crate) const ED25519: &str = "WGZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmY";

/// The day on which the tests look at manifests, where it matters.
const TODAY: &str = "2026-12-01";

impl Desk {
    /// Makes the identity file `{name}.key` and the public key in `{name}.pub`.
    fn reader(&self, name: &str) -> String {
        let (key, public) = (format!("{name}.key"), format!("{name}.pub"));
        let words = ["keygen", "--json", "--no-passphrase"];
        let files = ["--output", &key, "--public", &public];
        text(&self.must(&[&words[..], &files[..]].concat()).json()["keyId"])
    }

    fn text(&self, name: &str) -> String {
        String::from_utf8(self.read(name)).expect("UTF-8")
    }

    /// Runs a command of one line.
    fn say(&self, line: &str) -> Done {
        self.run(&line.split(' ').collect::<Vec<_>>())
    }

    /// Runs one that must succeed.
    fn do_it(&self, line: &str) -> Done {
        let done = self.say(line);
        assert_eq!(done.code, 0, "{line}: {done:?}");
        done
    }

    /// A new manifest `west.json` in which everything is filled in, and two people read.
    fn west(&self) -> String {
        self.do_it(&format!(
            "site new west.json --name nl=West --name en=West --receipt-key {ED25519}"
        ));
        let filled = filled_in(&self.text("west.json"));
        self.write("west.json", filled);
        self.reader("first");
        self.reader("second");
        self.do_it("site add-holder west.json intake-desk --key first.pub --key second.pub");
        self.text("west.json")
    }

    /// What a stock `minisign` says of a file and the key in `operator.pub`.
    fn minisign(&self, arguments: &[&str], input: &str) -> Done {
        let mut command = Command::new("minisign");
        command.args(arguments).current_dir(self.path("."));
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let started = command.stderr(Stdio::piped()).spawn();
        let mut child = started.expect("`minisign` is missing: `cargo xtask test` installs it");
        let mut stdin = child.stdin.take().expect("it is piped");
        // One that asks for nothing may have ended before.
        drop(stdin.write_all(input.as_bytes()));
        drop(stdin);
        Done::of(child.wait_with_output().expect("it ends"))
    }
}

/// The draft as a person fills it in with an editor.
fn filled_in(draft: &str) -> String {
    let today = integrator::day::today();
    draft
        .replace("\"nl\": \"\"", "\"nl\": \"Binnen een dag\"")
        .replace("\"en\": \"\"", "\"en\": \"Within a day\"")
        .replace("\"checked\": \"\"", &format!("\"checked\": \"{today}\""))
        .replace(
            "\"owner\": \"\"",
            &format!("\"owner\": \"Site manager\",\n  \"trainingConfirmed\": \"{today}\""),
        )
        .replace("null", "false")
}

/// Every line of standard output, as JSON.
fn lines(done: &Done) -> Vec<Value> {
    let lines = done.stdout.lines();
    lines
        .map(|it| serde_json::from_str(it).unwrap_or_else(|error| panic!("{error}: {it}")))
        .collect()
}

#[test]
fn a_site_is_set_up_signed_served_sealed_to_and_read() {
    let desk = Desk::new();
    desk.write("pass", "correct horse\n");
    let made = desk.minisign(
        &["-G", "-p", "operator.pub", "-s", "operator.key"],
        "correct horse\ncorrect horse\n",
    );
    assert_eq!(made.code, 0, "{made:?}");
    let sign = "site sign west.json --secret-key operator.key --passphrase-file pass";

    // A draft is never signed, and every question that it leaves open is named.
    desk.do_it(&format!(
        "site new west.json --name nl=West --receipt-key {ED25519}"
    ));
    let draft = desk.text("west.json");
    let refused = desk.say(sign);
    assert_eq!(refused.code, 6, "{refused:?}");
    let open = draft.matches("\"\"").count() + draft.matches("null").count();
    assert_eq!(
        refused.stdout.matches("still to be filled in").count(),
        open,
        "{refused:?}"
    );
    assert_eq!(desk.text("west.json"), draft);
    assert!(!desk.path("west.json.minisig").exists());

    desk.write("west.json", filled_in(&draft));
    for reader in ["first", "second", "third", "fourth", "fifth"] {
        desk.reader(reader);
    }
    desk.do_it("site add-holder west.json intake-desk --key first.pub --key second.pub");
    desk.do_it("site add-holder west.json ind-desk --key third.pub");
    desk.do_it("site add-holder west.json ind-desk --key fourth.pub");
    desk.do_it(
        "site add-role west.json night-desk --off-site --name en=Night --name nl=Nacht \
         --staff VEX-REC --key fifth.pub",
    );
    desk.do_it(&format!(
        "site add-tablet west.json tablet-1 --key {ED25519}"
    ));
    let signed = desk.do_it(&format!("{sign} --json"));
    let signed = lines(&signed).pop().expect("a last line");
    assert_eq!(signed["sequence"], 1);

    let verify = ["-Vm", "west.json", "-p", "operator.pub"];
    let verified = desk.minisign(&verify, "");
    assert_eq!(verified.code, 0, "{verified:?}");
    assert!(verified.stdout.contains("sequence 1"), "{verified:?}");

    // What the app does.
    let manifest = desk.text("west.json");
    let operator = text(&signed["operator"]).parse().expect("a key");
    let site = site::verify(&manifest, &desk.text("west.json.minisig"), &operator);
    let site = site.expect("the app takes it");
    assert_eq!((site.id(), site.sequence()), ("west", 1));
    assert_eq!(site.tablets().len(), 1);

    served_as_it_is(&desk, &manifest);
    sealed_to_its_readers(&desk);

    desk.write("west.json", manifest.replace("\"West\"", "\"East\""));
    assert_ne!(desk.minisign(&verify, "").code, 0);
}

/// What `intake check-config` asks of a site, and what the intake hands out.
fn served_as_it_is(desk: &Desk, manifest: &str) {
    let server = IntakeServer::start(desk);
    for name in ["west.json", "west.json.minisig"] {
        std::fs::copy(desk.path(name), desk.path("intake").join(name)).expect("a copy");
    }
    assert_eq!(intake::check_sites(&desk.path("intake")), []);
    let answer = ureq::get(format!("{}/v1/sites/west", server.url())).call();
    let mut answer = answer.expect("the intake answers");
    let body = answer.body_mut().read_to_vec().expect("a body");
    let signed = submission::SignedSite::parse(&body).expect("a signed site");
    assert_eq!(signed.manifest, manifest);
}

fn sealed_to_its_readers(desk: &Desk) {
    desk.write(
        "report.json",
        STAFF.replace("\"site\":\"demo\"", "\"site\":\"west\""),
    );
    desk.do_it(
        "seal --site west.json --operator operator.pub --report report.json --output r.envelope",
    );
    for (reader, code) in [("third", 0), ("fourth", 0), ("fifth", 0), ("first", 3)] {
        let done = desk.say(&format!("open -i {reader}.key r.envelope"));
        assert_eq!(done.code, code, "{reader}: {done:?}");
    }
}
