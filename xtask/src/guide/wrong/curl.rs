//! The commands with curl, in a shell that goes on after a failure, as that of whoever pastes them.

use crate::failure::{Failure, at};
use crate::guide::blocks::{self, Block};
use crate::guide::fake::{Answer, Fake};
use crate::guide::outcome::{Site, files, must};
use crate::guide::terminal::in_folder;
use crate::run::quietly;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

use super::bad_intake::name_of;

/// One envelope comes with other bytes, one does not come, and one name is no digest. The fourth
/// is taken and acknowledged, alone; and once all is well again, so are the others.
pub(in crate::guide) fn check(blocks: &[Block], site: &Site) -> Result<usize, Failure> {
    let commands = ["sha256sum --check", "/ack"].map(|words| blocks::with(blocks, words));
    let [fetch_them, acknowledge_them] = commands;
    let desk = Desk::new(site, [fetch_them?, acknowledge_them?].concat())?;
    let [harmed, away, good] = desk.envelopes.each_ref();

    let other = Answer::new(&fetch(harmed), "200 OK", &good.bytes[..1000]);
    let broken = Answer::new(&fetch(away), "500 Internal Server Error", "<html>");
    let fake = Fake::start([vec![other, broken], desk.healthy()].concat())?;
    desk.run(&fake, &["../outside", &harmed.name, &away.name, &good.name])?;
    desk.has(&[good], false)?;
    for envelope in &desk.envelopes {
        let acknowledged = fake.was_asked(&acknowledge(envelope));
        must(acknowledged == (envelope.name == good.name), || {
            format!("curl: {} acknowledged: {acknowledged}", envelope.name)
        })?;
    }
    let followed = fake.was_asked("GET /v1/outside") || fake.was_asked("GET /v1/envelopes/..");
    must(!followed, || "curl: a name became a path".to_owned())?;

    let fake = Fake::start(desk.healthy())?;
    desk.run(&fake, &[&harmed.name, &away.name, &good.name])?;
    desk.has(&[harmed, away, good], true)?;
    let all = desk
        .envelopes
        .iter()
        .all(|it| fake.was_asked(&acknowledge(it)));
    must(all, || "curl: not all were acknowledged".to_owned())?;
    must(!fake.was_asked(&fetch(good)), || {
        "curl: what was here was fetched again".to_owned()
    })?;
    Ok(3)
}

/// An envelope that the guide sealed.
struct Sealed {
    name: String,
    bytes: Vec<u8>,
}

/// A folder as the guide has it when a page is there.
struct Desk {
    folder: PathBuf,
    commands: String,
    envelopes: [Sealed; 3],
}

impl Desk {
    fn new(site: &Site, commands: String) -> Result<Self, Failure> {
        let folder = site.folder.join("curl-wrong");
        at(&folder, fs::create_dir(&folder))?;
        let header = folder.join("header");
        at(&header, fs::write(&header, "Authorization: Bearer x\n"))?;
        let sealed = |name: &str| -> Result<Sealed, Failure> {
            let path = site.folder.join(name);
            let bytes = at(&path, fs::read(&path))?;
            let name = name_of(&bytes);
            Ok(Sealed { name, bytes })
        };
        Ok(Self {
            folder,
            commands,
            envelopes: [
                sealed("quiet.envelope")?,
                sealed("asks.envelope")?,
                sealed("others.envelope")?,
            ],
        })
    }

    /// What an intake with these envelopes says.
    fn healthy(&self) -> Vec<Answer> {
        let fetched = |it: &Sealed| Answer::new(&fetch(it), "200 OK", it.bytes.clone());
        let told = |it: &Sealed| Answer::new(&acknowledge(it), "204 No Content", "");
        let list = Answer::new("GET /v1/envelopes ", "200 OK", page(&[]));
        let of_each = self.envelopes.iter().flat_map(|it| [fetched(it), told(it)]);
        of_each.chain([list]).collect()
    }

    /// Runs the commands on a page with these names.
    fn run(&self, fake: &Fake, digests: &[&str]) -> Result<(), Failure> {
        let listed = self.folder.join("page.json");
        at(&listed, fs::write(&listed, page(digests)))?;
        let mut shell = in_folder("bash", &self.folder)?;
        shell.args(["-c", &self.commands]).env("INTAKE", &fake.url);
        quietly(&mut shell).map(drop)
    }

    /// Sees that these are in the folder, whole, and nothing beside them but perhaps the cursor.
    fn has(&self, expected: &[&Sealed], cursor: bool) -> Result<(), Failure> {
        let inbox = self.folder.join("inbox");
        let kept = files(&inbox, "envelope")?;
        let whole = |it: &&Sealed| is(&inbox.join(format!("{}.envelope", it.name)), &it.bytes);
        let holds = kept.len() == expected.len() && expected.iter().all(whole);
        must(holds, || format!("curl: these are kept: {kept:?}"))?;
        let moved = is(&inbox.join("cursor"), b"9\n");
        must(moved == cursor, || {
            format!("curl: the cursor moved: {moved}")
        })?;
        let outside = self.folder.join("outside.envelope");
        must(!outside.exists(), || "curl: a file outside".to_owned())
    }
}

fn is(path: &Path, bytes: &[u8]) -> bool {
    fs::read(path).is_ok_and(|it| it == bytes)
}

fn page(digests: &[&str]) -> String {
    let listed = digests.iter().map(|digest| json!({ "digest": digest }));
    json!({ "envelopes": listed.collect::<Vec<_>>(), "next": "9" }).to_string()
}

fn fetch(envelope: &Sealed) -> String {
    format!("GET /v1/envelopes/{} ", envelope.name)
}

fn acknowledge(envelope: &Sealed) -> String {
    format!("POST /v1/envelopes/{}/ack ", envelope.name)
}
