//! Where an answer to a report may be left.

use core::fmt;

/// The length of a mailbox's name: 32 bytes as lower-case hexadecimal digits.
const MAILBOX_LEN: usize = 64;
/// The length of a recipient as text: 1216 bytes as base64url without padding (`docs/envelope.md`).
const RECIPIENT_LEN: usize = 1_622;

/// Where a resident will look for an answer, and the key to seal it to (`docs/mailbox.md`).
///
/// It says nothing about who that is. Whoever knows it can leave a message, and cannot read one.
#[derive(Clone, PartialEq, Eq)]
pub struct ReplyTo {
    mailbox: String,
    recipient: String,
}

impl ReplyTo {
    /// Takes the name of a mailbox, 64 lower-case hexadecimal digits, and a recipient in its text
    /// form, 1622 characters of base64url. Nothing when one of them does not look like that.
    ///
    /// Whether the recipient is a key is for whoever seals to it to find out.
    pub fn new(mailbox: String, recipient: String) -> Option<Self> {
        let hex = |it: u8| it.is_ascii_digit() || (b'a'..=b'f').contains(&it);
        let base64url = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_');
        let is_mailbox = mailbox.len() == MAILBOX_LEN && mailbox.bytes().all(hex);
        let is_recipient = recipient.len() == RECIPIENT_LEN && recipient.bytes().all(base64url);
        (is_mailbox && is_recipient).then_some(Self { mailbox, recipient })
    }

    /// The name of the mailbox: 64 lower-case hexadecimal digits.
    pub fn mailbox(&self) -> &str {
        &self.mailbox
    }

    /// Whom to seal to, as `docs/envelope.md` writes a recipient.
    pub fn recipient(&self) -> &str {
        &self.recipient
    }
}

/// Shows neither: together with an intake's log the name would tell which report was answered.
impl fmt::Debug for ReplyTo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReplyTo")
    }
}
