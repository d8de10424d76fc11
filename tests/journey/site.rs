//! The programs, and one demonstration site that all journeys of a run start from.

use programs::program;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use tempfile::TempDir;

/// Keys, signed manifest, an intake's data with nothing received yet, and the app packed for them.
pub(crate) struct Site {
    folder: TempDir,
}

impl Site {
    /// Made once for each run of the tests.
    pub(crate) fn shared() -> &'static Self {
        static SITE: OnceLock<Site> = OnceLock::new();
        SITE.get_or_init(Self::make)
    }

    fn make() -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let site = Self { folder };
        let intake = |words: &[&str]| {
            run(Command::new(program("intake"))
                .args(words)
                .arg("--data")
                .arg(site.intake_data()))
        };
        let receipt_key = intake(&["receipt-key"]);
        run(Command::new(program("sealpost"))
            .args(["site", "demo"])
            .arg(site.demo())
            .args(["--receipt-key", receipt_key.trim()]));
        fs::write(site.token(), intake(&["token", "add", "desk"]).trim())
            .expect("a file is written");
        fs::set_permissions(site.token(), Permissions::from_mode(0o600)).expect("it is ours");
        site.pack("demo", &site.app());
        site
    }

    /// Packs the app for a site into a folder; for another site it is another version.
    pub(crate) fn pack(&self, site: &str, output: &Path) {
        run(Command::new(program("xtask"))
            .args(["pack", "--site", site, "--operator"])
            .arg(self.demo().join("operator.pub"))
            .arg("--output")
            .arg(output));
    }

    /// The folder that the intake serves.
    pub(crate) fn app(&self) -> PathBuf {
        self.folder.path().join("app")
    }

    /// What an intake stores before the first envelope.
    pub(crate) fn intake_data(&self) -> PathBuf {
        self.folder.path().join("intake")
    }

    /// The operator's public key.
    pub(crate) fn operator(&self) -> PathBuf {
        self.demo().join("operator.pub")
    }

    /// The signed manifests.
    pub(crate) fn manifests(&self) -> PathBuf {
        self.demo().join("sites")
    }

    /// The private keys of the desk.
    pub(crate) fn desk(&self) -> PathBuf {
        self.demo().join("desk")
    }

    /// The desk's bearer token.
    pub(crate) fn token(&self) -> PathBuf {
        self.folder.path().join("token")
    }

    fn demo(&self) -> PathBuf {
        self.folder.path().join("demo")
    }
}

/// Runs a program to its end and answers with what it printed.
pub(crate) fn run(command: &mut Command) -> String {
    let output = command.output().expect("the program can be started");
    assert!(
        output.status.success(),
        "{command:?} failed:\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("programs print UTF-8")
}

/// Copies a folder and what is in it.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder is made");
    // The intake takes none that others can look into.
    let access = fs::metadata(from)
        .expect("the folder can be read")
        .permissions();
    fs::set_permissions(to, access).expect("it is ours");
    for entry in fs::read_dir(from).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        let target = to.join(path.file_name().expect("an entry has a name"));
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a file is copied");
        }
    }
}

/// What builds leave behind.
pub(crate) fn target() -> PathBuf {
    let programs = program("intake");
    let target = programs.ancestors().nth(2);
    target
        .expect("programs are in a folder of `target`")
        .to_owned()
}
