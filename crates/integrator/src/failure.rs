//! What a failed command says: what happened, what to do, and the exit code.

use std::process::ExitCode;

/// How a command ended, as the number the shell sees.
///
/// 2 is for arguments alone. Clap says so in plain text, since it ends before `--json` is known; a
/// command that finds an argument wrong later says so in the form of every failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: everything asked for was done.
    Success,
    /// 1: something on this machine failed, such as a file that cannot be written.
    Failed,
    /// 2: the arguments do not make sense.
    Usage,
    /// 3: an envelope is not for any of the keys given.
    NotForTheseKeys,
    /// 4: the intake could not be reached, or answered that it cannot serve now; trying again helps.
    IntakeAway,
    /// 5: the intake refused the token.
    TokenRefused,
    /// 6: something given or received is not valid: an envelope, a report, a key, a manifest.
    Invalid,
}

impl Exit {
    /// The number of this exit code.
    pub fn code(self) -> u8 {
        match self {
            Exit::Success => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::NotForTheseKeys => 3,
            Exit::IntakeAway => 4,
            Exit::TokenRefused => 5,
            Exit::Invalid => 6,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.code())
    }
}

/// An error a command can end with. `Display` says what happened, [`Failure::advice`] what to do.
///
/// Neither ever contains a secret or a word of a report; file names and digests may appear.
pub trait Failure: std::error::Error {
    /// What the person at the keyboard can do about it, as one sentence.
    fn advice(&self) -> &'static str;

    /// The exit code that goes with it.
    fn exit(&self) -> Exit;
}
