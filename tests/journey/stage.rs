//! What stands around the browser on one journey: an intake that can be stopped, and the desk.

use crate::site::{Site, copy_folder, run};
use crate::traces::paths;
use base64ct::{Base64, Encoding};
use programs::program;
use serde_json::Value;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use tempfile::TempDir;

/// One journey's own copy of the site.
pub(crate) struct Stage {
    folder: TempDir,
    intake: Mutex<Option<Child>>,
    /// Chosen by the first start; an address must stay the same when the intake comes back.
    listen: Mutex<String>,
}

impl Stage {
    /// A stage with an intake that runs.
    pub(crate) fn set() -> Self {
        let site = Site::shared();
        let folder = TempDir::new().expect("a temporary folder can be made");
        copy_folder(&site.app(), &folder.path().join("app"));
        copy_folder(&site.intake_data(), &folder.path().join("intake"));
        let listen = Mutex::new("127.0.0.1:0".to_owned());
        let stage = Self {
            folder,
            intake: Mutex::new(None),
            listen,
        };
        stage.start_intake();
        stage
    }

    /// Starts the intake, at the address where it was before, and waits until it listens.
    pub(crate) fn start_intake(&self) {
        self.start_intake_with(&[]);
    }

    /// The same, with more options.
    pub(crate) fn start_intake_with(&self, options: &[&str]) {
        let mut listen = self.listen.lock().expect("no journey panicked in here");
        let mut child = Command::new(program("intake"))
            .args(["serve", "--listen", &listen, "--data"])
            .arg(self.intake_data())
            .arg("--sites")
            .arg(Site::shared().manifests())
            .arg("--app")
            .arg(self.app())
            .args(options)
            .stdout(Stdio::piped())
            .stderr(self.log())
            .spawn()
            .expect("the intake can be started");
        let mut lines = BufReader::new(child.stdout.take().expect("the output is piped")).lines();
        let first = lines
            .next()
            .expect("the intake says where it listens")
            .expect("in UTF-8");
        let address = first
            .strip_prefix("listening on http://")
            .expect("and in these words");
        address.clone_into(&mut listen);
        *self.intake.lock().expect("no journey panicked in here") = Some(child);
    }

    /// Ends the intake at once, as a power cut does.
    pub(crate) fn stop_intake(&self) {
        if let Some(mut child) = self
            .intake
            .lock()
            .expect("no journey panicked in here")
            .take()
        {
            child.kill().expect("the intake runs until it is stopped");
            child.wait().expect("it ends");
        }
    }

    /// The address of the form.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.intake_address())
    }

    /// Where the intake listens, as `host:port`.
    pub(crate) fn intake_address(&self) -> String {
        let listen = self.listen.lock().expect("no journey panicked in here");
        listen.clone()
    }

    /// The app's files, to be tampered with.
    pub(crate) fn app(&self) -> PathBuf {
        self.folder.path().join("app")
    }

    /// Where the browser keeps what it stores.
    pub(crate) fn device(&self) -> PathBuf {
        self.folder.path().join("device")
    }

    /// What the intake stores.
    pub(crate) fn intake_data(&self) -> PathBuf {
        self.folder.path().join("intake")
    }

    /// Another device, with nothing on it.
    pub(crate) fn new_device(&self, number: usize) -> PathBuf {
        self.folder.path().join(format!("device-{number}"))
    }

    /// Where a person's own files are.
    pub(crate) fn files(&self) -> PathBuf {
        self.folder.path().join("files")
    }

    /// An envelope for the desk that was sealed elsewhere: its digest, and its bytes as base64.
    pub(crate) fn sealed_for_the_desk(&self) -> (String, String) {
        let (digest, bytes) = self.sealed_elsewhere(&[]);
        (digest, Base64::encode_string(&bytes))
    }

    /// The same with a file of so many bytes: its digest and its bytes.
    pub(crate) fn sealed_with_a_file(&self, len: usize) -> (String, Vec<u8>) {
        fs::create_dir_all(self.files()).expect("a folder can be made");
        let file = self.files().join("file.bin");
        fs::write(&file, vec![7; len]).expect("a file can be written");
        self.sealed_elsewhere(&["--attach".as_ref(), file.as_os_str()])
    }

    fn sealed_elsewhere(&self, more: &[&OsStr]) -> (String, Vec<u8>) {
        let folder = self.files();
        fs::create_dir_all(&folder).expect("a folder can be made");
        let (report, sealed) = (folder.join("report.json"), folder.join("sealed"));
        let text = r#"{"version":1,"audience":"resident","site":"demo","language":"nl","day":"2026-11-24",
            "category":"OTH-OTH","answers":{"happened":{"text":"x"},"how-known":{"choice":"told"}}}"#;
        fs::write(&report, text).expect("a file can be written");
        let site = Site::shared();
        let said = run(Command::new(program("sealpost"))
            .args(["--json", "seal", "--site"])
            .arg(site.manifests().join("demo.json"))
            .arg("--operator")
            .arg(site.operator())
            .arg("--report")
            .arg(&report)
            .arg("--output")
            .arg(&sealed)
            .args(more));
        let said: Value = serde_json::from_str(&said).expect("it says so in JSON");
        let bytes = fs::read(&sealed).expect("it is written");
        let digest = said["digest"].as_str().expect("a digest");
        (digest.to_owned(), bytes)
    }

    /// What the intake wrote to its log.
    pub(crate) fn intake_log(&self) -> String {
        fs::read_to_string(self.logs().join("intake.log")).expect("the log is text")
    }

    /// The folder of the intake's log.
    pub(crate) fn logs(&self) -> PathBuf {
        self.folder.path().join("logs")
    }

    /// One log for all starts of the intake.
    fn log(&self) -> File {
        fs::create_dir_all(self.logs()).expect("a folder can be made");
        let path = self.logs().join("intake.log");
        File::options()
            .create(true)
            .append(true)
            .open(path)
            .expect("a log can be written")
    }

    /// The one report that the intake holds, opened, and where its attachments are saved, in order.
    pub(crate) fn opened_with_attachments(&self) -> (Value, Vec<PathBuf>) {
        let folder = self.folder.path().join("attachments");
        let mut opened = self.opened_at_the_desk_into(Some(&folder));
        let report = opened.pop().expect("a report has arrived");
        assert_eq!(opened, Vec::<Value>::new(), "and no other");
        let mut saved = paths(&folder);
        saved.sort();
        (report, saved)
    }

    /// Fetches what the intake holds and opens it with the desk's keys: one JSON line a report.
    pub(crate) fn opened_at_the_desk(&self) -> Vec<Value> {
        self.opened_at_the_desk_into(None)
    }

    fn opened_at_the_desk_into(&self, attachments: Option<&Path>) -> Vec<Value> {
        let fetched = self.folder.path().join("fetched");
        run(Command::new(program("sealpost"))
            .args(["fetch", "--intake", &self.url(""), "--token-file"])
            .arg(Site::shared().token())
            .arg("--output")
            .arg(&fetched));
        let mut envelopes = paths(&fetched);
        envelopes.retain(|path| path.extension().is_some_and(|kind| kind == "envelope"));
        if envelopes.is_empty() {
            return vec![];
        }
        let opened = run(Command::new(program("sealpost"))
            .args(["--json", "open", "--identity"])
            .arg(Site::shared().desk())
            .args(
                attachments
                    .map(|folder| ["--attachments".as_ref(), folder.as_os_str()])
                    .iter()
                    .flatten(),
            )
            .args(envelopes));
        opened
            .lines()
            .map(|line| serde_json::from_str(line).expect("a line of JSON"))
            .collect()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if let Ok(Some(child)) = self.intake.get_mut() {
            child.kill().ok();
            child.wait().ok();
        }
    }
}
