//! The harness itself: that it counts nothing where all holds, and something where it does not.

mod catalogue;
mod flaws;
mod whole;

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;
use std::{env, fs};

use faults::{Flaws, LARGE_ONE_IN, Settings, Verdict, run};

/// Runs so many reports on devices with these flaws.
fn verdict(seed: u64, deliveries: u64, flaws: Flaws) -> Verdict {
    verdict_of((deliveries, LARGE_ONE_IN), seed, flaws)
}

/// The same, one of so many of them in parts.
fn verdict_of((deliveries, large_one_in): (u64, u64), seed: u64, flaws: Flaws) -> Verdict {
    let folder = target().join("faults");
    fs::create_dir_all(&folder).expect("the build's folder is writable");
    let settings = Settings {
        seed,
        deliveries,
        large_one_in,
        intake: intake().clone(),
        folder,
        flaws,
    };
    run(&settings).expect("a verdict")
}

/// The real program. It is another package's, so it is built before the first test.
fn intake() -> &'static PathBuf {
    static INTAKE: OnceLock<PathBuf> = OnceLock::new();
    INTAKE.get_or_init(|| {
        let mut build = Command::new(env!("CARGO"));
        build.args([
            "build",
            "--quiet",
            "--locked",
            "--package",
            "sealpost-intake",
        ]);
        build
            .args(["--bin", "intake", "--target-dir"])
            .arg(target());
        let built = build.current_dir(env!("CARGO_MANIFEST_DIR")).status();
        assert!(built.expect("cargo runs").success());
        target().join("debug").join("intake")
    })
}

/// The folder of what is built: this program stands in `debug/deps` of it.
fn target() -> PathBuf {
    let program = env::current_exe().expect("this program has a path");
    let target = program.ancestors().nth(3);
    target
        .expect("it stands in a folder of the build")
        .to_owned()
}
