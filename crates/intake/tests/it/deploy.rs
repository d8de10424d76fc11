//! What is in `deploy`, as far as it can be tried without the machine that it is for.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use sqlx::{AnyConnection, Connection as _};
use test_postgres::{Server, program};

use crate::{home::Home, rig::envelope};

fn deploy(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../deploy")
        .join(name)
}

/// systemd itself reads the unit and the drop-in, and has nothing to say.
#[test]
fn the_unit_and_its_drop_in_are_right() {
    let folder = tempfile::tempdir().expect("a folder");
    let unit = fs::read_to_string(deploy("sealpost-intake.service")).expect("text");
    let installed = "/usr/local/bin/intake ";
    assert!(unit.contains(installed));
    let ours = concat!(env!("CARGO_BIN_EXE_intake"), " ");
    let at = folder.path().join("sealpost-intake.service");
    fs::write(&at, unit.replace(installed, ours)).expect("written");
    let drop_in = folder.path().join("sealpost-intake.service.d");
    fs::create_dir(&drop_in).expect("a folder");
    let example = deploy("sealpost-intake-server.conf");
    fs::copy(example, drop_in.join("server.conf")).expect("copied");
    let mut verify = Command::new("systemd-analyze");
    let said = verify.args(["verify", "--man=no"]).arg(&at).output();
    let said = said.expect("there is systemd: apt-get install systemd");
    let text = String::from_utf8_lossy(&said.stderr);
    assert_eq!((said.status.code(), &*text), (Some(0), ""));
}

/// The script of the container, on a server whose own role is the image's.
#[tokio::test]
async fn the_intake_owns_its_database_and_rules_over_nothing_else() {
    let server = Server::start();
    let rename = [
        ("sealpost", "CREATE ROLE other SUPERUSER LOGIN"),
        ("other", "ALTER ROLE sealpost RENAME TO postgres"),
        ("postgres", "DROP ROLE other"),
    ];
    let url = |role: &str, name: &str| {
        server
            .url(name)
            .replacen("sealpost@", &format!("{role}@"), 1)
    };
    sqlx::any::install_default_drivers();
    for (role, change) in rename {
        let mut database = AnyConnection::connect(&url(role, "postgres"))
            .await
            .expect("it is there");
        sqlx::raw_sql(change)
            .execute(&mut database)
            .await
            .expect("changed");
    }
    let folder = server
        .url("")
        .replace("postgres://sealpost@", "")
        .replace("%2F", "/");
    let psql = program("psql");
    let psql = psql.parent().expect("a folder").to_owned();
    let path = env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect::<Vec<_>>();
    let path = env::join_paths([vec![psql], path].concat()).expect("a path");
    let mut init = Command::new(deploy("compose/postgres-init.sh"));
    init.env("PATH", path)
        .env("PGHOST", folder.trim_end_matches('/'));
    init.env("POSTGRES_USER", "postgres")
        .env("POSTGRES_PASSWORD", "it's \\ one");
    let done = init.output().expect("it runs");
    assert!(done.status.success() && done.stderr.is_empty(), "{done:?}");

    let home = Home::on(&url("sealpost", "sealpost"));
    assert_eq!(
        home.serve().put(&envelope(1)).expect("an answer").status,
        201
    );
    let mut database = AnyConnection::connect(&url("postgres", "sealpost"))
        .await
        .expect("it is there");
    let roles = "SELECT rolname || ' ' || (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication)
                 || ' ' || (rolpassword IS NOT NULL) FROM pg_authid WHERE rolcanlogin ORDER BY rolname";
    let roles: Vec<String> = sqlx::query_scalar(roles)
        .fetch_all(&mut database)
        .await
        .expect("roles");
    assert_eq!(roles, ["postgres true false", "sealpost false true"]);
    assert!(
        AnyConnection::connect(&url("sealpost", "postgres"))
            .await
            .is_err()
    );
}
