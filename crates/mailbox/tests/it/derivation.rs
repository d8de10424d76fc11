use mailbox::{Mailbox, ReturnCode, SALT_LEN, Salt, SaltError};

use crate::codes::EXAMPLE;

const DOCUMENT: &str = include_str!("../../../../docs/mailbox.md");

/// The value of one line of the worked example.
fn documented(name: &str) -> &'static str {
    let mut lines = DOCUMENT.lines().filter_map(|it| it.split_once(" = "));
    let line = lines.find(|(it, value)| it.trim_end() == name && !value.contains('('));
    line.expect(name).1
}

/// The values were made with other implementations: Argon2's own and Python's `cryptography`.
#[test]
fn the_worked_example() {
    let code = documented("code");
    assert_eq!(code, EXAMPLE);
    let salt: Salt = documented("salt").parse().expect("a salt");
    let code = ReturnCode::parse(code).expect("a code");
    let mailbox = Mailbox::open(&code, &salt).expect("64 MiB");
    assert_eq!(mailbox.access.to_text().as_str(), documented("access"));
    assert_eq!(mailbox.identity.to_text().as_str(), documented("identity"));
    assert_eq!(mailbox.access.mailbox().to_text(), documented("name"));

    let other = Salt::generate().expect("randomness");
    let elsewhere = Mailbox::open(&code, &other).expect("64 MiB");
    assert_ne!(elsewhere.access.mailbox(), mailbox.access.mailbox());
}

#[test]
fn a_salt_is_16_bytes_of_base64url() {
    let salt = Salt::generate().expect("randomness");
    let text = salt.to_string();
    assert_eq!(text.parse(), Ok(salt));
    assert_eq!(text.len(), (SALT_LEN * 8).div_ceil(6));
    assert_ne!(Salt::generate(), Ok(salt));
    for other in [
        "",
        "AA",
        &text[1..],
        &[&text, "AA"].concat(),
        &"=".repeat(22),
    ] {
        assert_eq!(other.parse::<Salt>(), Err(SaltError::Text), "{other:?}");
    }
}

/// It must not be seen in a failed test or a log.
#[test]
fn what_is_secret_does_not_show_itself() {
    let salt = Salt::generate().expect("randomness");
    let code = ReturnCode::generate().expect("randomness");
    let mailbox = Mailbox::open(&code, &salt).expect("64 MiB");
    let shown = format!("{mailbox:?}");
    assert!(
        !shown.contains(mailbox.access.to_text().as_str()),
        "{shown}"
    );
    assert!(shown.contains("AccessKey"), "{shown}");
}
