use std::{collections::BTreeSet, fs, io::ErrorKind, path::Path, process::Command};

use memchr::memmem;
use test_postgres::{Server, program};

use crate::harness::Desk;

/// Names and contents.
pub(super) type Files = Vec<(String, Vec<u8>)>;

/// What an intake has stored in its folder, or in the database that this URL names.
pub(super) fn by_the_intake(desk: &Desk, database: Option<&str>) -> Files {
    let folder = files_in(&desk.path("intake/data"));
    folder
        .into_iter()
        .chain(database.map(in_a_backup))
        .collect()
}

/// Everything a server has written: tables, its own journal, settings and log.
pub(super) fn of_a_server(server: &Server) -> Files {
    let url = server.url("postgres");
    let mut checkpoint = Command::new(program("psql"));
    checkpoint.args(["--quiet", "--command", "CHECKPOINT", &url]);
    assert!(checkpoint.status().expect("it runs").success());
    files_in(server.folder())
}

/// What a server gives to a backup, with nothing compressed; bytes stand there in hexadecimal.
fn in_a_backup(url: &str) -> (String, Vec<u8>) {
    let mut dump = Command::new(program("pg_dump"));
    let dumped = dump.args(["--inserts", url]).output().expect("it runs");
    assert!(dumped.status.success(), "{dumped:?}");
    ("the backup".to_owned(), dumped.stdout)
}

/// The times that stand in there, to the second, such as `2026-11-24 09:41:07`.
pub(super) fn times_in(files: &Files) -> BTreeSet<Vec<u8>> {
    const FORM: &[u8] = b"dddd-dd-dd dd:dd:dd";
    let fits = |(byte, form): (&u8, &u8)| match form {
        b'd' => byte.is_ascii_digit(),
        form => byte == form,
    };
    let is_time = |it: &&[u8]| it.iter().zip(FORM).all(fits);
    let all = files.iter().flat_map(|it| it.1.windows(FORM.len()));
    all.filter(is_time).map(<[u8]>::to_vec).collect()
}

/// The files without these times.
pub(super) fn without(files: Files, times: &BTreeSet<Vec<u8>>) -> Files {
    let blank = |mut content: Vec<u8>| {
        for time in times {
            let places: Vec<_> = memmem::find_iter(&content, time).collect();
            places
                .into_iter()
                .for_each(|it| content[it..it + time.len()].fill(b' '));
        }
        content
    };
    files
        .into_iter()
        .map(|(name, it)| (name, blank(it)))
        .collect()
}

/// Fails when this envelope is not in there.
pub(super) fn must_have(files: &Files, envelope: &[u8]) {
    // Shorter than any piece into which a database cuts it.
    let part = &envelope[1_000..1_064];
    let hex: String = part.iter().map(|it| format!("{it:02x}")).collect();
    let has = |(_, content): &(String, Vec<u8>)| {
        [part, hex.as_bytes()]
            .iter()
            .any(|it| memmem::find(content, it).is_some())
    };
    assert!(
        files.iter().any(has),
        "the envelope is in none of {} files",
        files.len()
    );
}

fn files_in(folder: &Path) -> Files {
    let mut files = Files::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.is_file() {
                match fs::read(&path) {
                    Ok(content) => files.push((path.display().to_string(), content)),
                    // A server that runs takes files of its own away.
                    Err(error) if error.kind() == ErrorKind::NotFound => {}
                    Err(error) => panic!("{}: {error}", path.display()),
                }
            }
        }
    }
    files
}
