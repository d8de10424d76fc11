//! `intake check-config`: what it says of the database, and that it leaves it alone.

use crate::{
    config::{named, output},
    home::{CHECK, Home},
    place::Place,
};

mod either;
mod file;
mod server;

/// All mistakes that are named; none when all is well.
fn mistakes(home: &Home) -> Vec<String> {
    mistakes_with(home, &[])
}

/// The same with more arguments.
fn mistakes_with(home: &Home, more: &[&str]) -> Vec<String> {
    let (code, stdout, stderr) = output(home.command(&CHECK).args(more));
    let named: Vec<_> = named(&stderr).into_iter().map(str::to_owned).collect();
    assert_eq!(code, Some(i32::from(!named.is_empty())), "{stderr}");
    assert_eq!(stdout.is_empty(), !named.is_empty(), "{stdout}");
    named
}

/// What a mistake of the database begins with.
fn place(home: &Home) -> String {
    match &home.place {
        Place::Folder(_) => "database data/intake.sqlite: ".to_owned(),
        Place::Server(url) => {
            let url: intake::DatabaseUrl = url.parse().expect("a URL");
            format!("database {url}: ")
        }
    }
}

/// Asserts that the database alone has a mistake, and which.
fn assert_mistake(home: &Home, expected: &str) {
    let expected = [place(home), expected.to_owned()].concat();
    assert_eq!(mistakes(home), [expected]);
}
