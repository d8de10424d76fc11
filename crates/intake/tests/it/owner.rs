//! What other users of the machine can look into.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, process::Command};

use crate::{
    home::{Home, Running, SERVE},
    receiver::SECRET,
    rig::envelope,
};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("there").permissions().mode() & 0o777
}

/// The same command, started with a mask that keeps nobody out.
fn open_to_all(command: &Command) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", "umask 000; exec \"$0\" \"$@\""]);
    shell.arg(command.get_program()).args(command.get_args());
    shell.current_dir(command.get_current_dir().expect("it has one"));
    for (name, value) in command.get_envs() {
        shell.env(name, value.expect("none is taken away"));
    }
    shell
}

#[test]
fn every_file_that_is_made_is_for_its_owner_alone() {
    let home = Home::new();
    let token = home.command(&["token", "add", "desk", "--data", "data"]);
    assert!(open_to_all(&token).status().expect("it runs").success());
    let running = Running::start(open_to_all(&home.command(&SERVE)));
    assert_eq!(running.put(&envelope(1)).expect("an answer").status, 201);
    let data = home.path().join("data");
    assert_eq!(mode(&data), 0o700);
    let entries = fs::read_dir(&data).expect("a folder");
    let paths: Vec<_> = entries.map(|it| it.expect("an entry").path()).collect();
    assert!(paths.len() > 3, "{paths:?}");
    for path in paths {
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}

#[test]
fn what_others_can_look_into_is_not_served_from() {
    let home = Home::new();
    home.receipt_key();
    let at = |name: &str| home.path().join(name);
    let access = |name: &str, mode| {
        let set = fs::set_permissions(at(name), fs::Permissions::from_mode(mode));
        set.expect("it is ours");
    };
    let target =
        "[[target]]\nid = \"desk\"\nurl = \"http://127.0.0.1:9/\"\nsecret-file = \"secret\"\n";
    fs::write(at("webhooks.toml"), target).expect("written");
    fs::write(at("secret"), format!("{SECRET}\n")).expect("written");
    access("secret", 0o640);
    let webhooks = ["--webhooks", "webhooks.toml"];
    for (mode, arguments, expected) in [
        (
            0o750,
            &[][..],
            "data: is open to other users of the machine; use chmod 700",
        ),
        (
            0o700,
            &webhooks,
            "secret: is open to other users of the machine; use chmod 600",
        ),
    ] {
        access("data", mode);
        let said = home.refused_with(arguments);
        assert!(said.contains(expected), "{said}");
    }
    access("secret", 0o600);
    drop(home.serve_with(&webhooks));
}
