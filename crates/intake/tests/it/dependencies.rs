//! The dependency graph as a security statement: an intake can read nothing.

use std::{collections::BTreeSet, process::Command};

#[test]
fn no_dependency_opens_an_envelope_or_names_a_field_of_a_report() {
    let packages = packages();
    let ours: Vec<_> = packages
        .iter()
        .filter(|it| it.starts_with("sealpost"))
        .collect();
    assert_eq!(
        ours,
        [
            "sealpost-envelope-format",
            "sealpost-help",
            "sealpost-intake",
            "sealpost-json",
            "sealpost-submission"
        ]
    );
    for package in [
        "aes",
        "aes-gcm",
        "age",
        "chacha20poly1305",
        "hpke",
        "libcrux-ml-kem",
        "ml-kem",
        "x-wing",
        "x25519-dalek",
    ] {
        assert!(!packages.contains(package), "{package}");
    }
}

/// The names of all packages that the intake is built from.
fn packages() -> BTreeSet<String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["tree", "--offline", "--package", "sealpost-intake"])
        .args(["--edges", "normal,build", "--all-features"])
        .args(["--prefix", "none", "--format", "{p}"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{output:?}");
    let tree = String::from_utf8(output.stdout).expect("text");
    let names = tree.lines().filter_map(|it| it.split(' ').next());
    names.map(str::to_owned).collect()
}
