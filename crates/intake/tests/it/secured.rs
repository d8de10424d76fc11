//! A PostgreSQL server that wants TLS and a password.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use test_postgres::Server;

use crate::{
    home::{Home, Running, SERVE},
    rig::envelope,
};

const PASSWORD: &str = "kept-out-of-sight";
const WRONG: &str = "guessed-by-nobody";

/// A file of passwords as libpq wants it.
fn passwords(path: &Path, text: &str) {
    fs::write(path, text).expect("written");
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("set");
}

#[test]
fn the_url_says_what_is_asked_of_the_server_and_no_password_is_printed() {
    let server = Server::start();
    let inside = server.database();
    let home = Home::on(&inside);
    home.token();
    let (port, certificate) = server.secure(PASSWORD);
    let name = inside.rsplit('/').next().expect("a name");
    let root = format!("&sslrootcert={}", certificate.display());
    let url = |user: &str, host: &str, mode: &str| {
        format!("postgres://{user}@{host}:{port}/{name}?sslmode={mode}")
    };
    let (user, with) = ("sealpost", |word: &str| format!("sealpost:{word}"));
    let files = [home.path().join("right"), home.path().join("wrong")];
    let line = |word: &str| format!("localhost:{port}:{name}:sealpost:{word}\n");
    passwords(&files[0], &line(PASSWORD));
    passwords(&files[1], &line(WRONG));
    let full = url(user, "localhost", "verify-full") + &root;
    let cases = [
        (full.clone(), Some(("PGPASSWORD", PASSWORD)), None, true),
        (full.clone(), None, Some(&files[0]), true),
        (
            url(&with(PASSWORD), "localhost", "verify-full") + &root,
            None,
            None,
            true,
        ),
        (
            url(&with(PASSWORD), "localhost", "require"),
            None,
            None,
            true,
        ),
        (full.clone(), Some(("PGPASSWORD", WRONG)), None, false),
        (full, None, Some(&files[1]), false),
        (
            url(&with(WRONG), "localhost", "verify-full") + &root,
            None,
            None,
            false,
        ),
        // The certificate is another name's, nobody's, and not looked for.
        (
            url(&with(PASSWORD), "127.0.0.1", "verify-full") + &root,
            None,
            None,
            false,
        ),
        (
            url(&with(PASSWORD), "localhost", "verify-full"),
            None,
            None,
            false,
        ),
        (
            url(&with(PASSWORD), "localhost", "disable"),
            None,
            None,
            false,
        ),
    ];
    for (url, variable, file, lets_in) in cases {
        let mut command = home.command(&["token", "list", "--data", "data", "--database", &url]);
        command.envs(variable);
        command.envs(file.map(|it| ("PGPASSFILE", it)));
        let output = command.output().expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.success(), lets_in, "{url}: {said}");
        if lets_in {
            assert_eq!(output.stdout, b"desk\n");
        }
        for word in [PASSWORD, WRONG] {
            assert!(!said.contains(word), "{url}: {said}");
        }
    }

    // The library would quote the first line in the log.
    passwords(&files[0], &format!("{PASSWORD}\n{}", line(PASSWORD)));
    let mut command = home.command(&SERVE);
    let url = url(user, "localhost", "require");
    command
        .args(["--database", &url])
        .env("PGPASSFILE", &files[0]);
    let running = Running::start(command);
    assert_eq!(running.put(&envelope(1)).expect("an answer").status, 201);
    let (_, log) = running.stop();
    assert_eq!(log, "");
}
