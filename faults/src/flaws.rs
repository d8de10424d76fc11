//! Mechanisms that can be broken on purpose, in the simulated device alone.

/// What is broken. Nothing, unless a test of the harness says so.
///
/// The counts of a run with any of these must not all be 0: so it is known that they can be
/// something else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flaws {
    /// A put that reported success counts as stored, whatever its transaction does after it.
    pub trusts_put: bool,
    /// What was stored is not read back.
    pub skips_read_back: bool,
    /// What is read is not compared with its digest, where it is not in parts.
    pub skips_digest: bool,
    /// Any status 200 or 201 counts as a receipt.
    pub trusts_status: bool,
    /// An envelope is deleted when its sending begins.
    pub deletes_before_sending: bool,
    /// A report is sealed anew each time it is sent.
    pub seals_anew: bool,
    /// A refusal by anybody ends the sending, and nobody is told.
    pub gives_up_silently: bool,
    /// The second part of an envelope is never sent.
    pub skips_part: bool,
    /// A list of missing parts without the part that was just sent counts as a receipt.
    pub trusts_list: bool,
    /// What a sealing that broke off left behind is not swept away.
    pub never_sweeps: bool,
    /// A set of parts is swept away by what was seen before its lock was taken.
    pub sweeps_unseen: bool,
}
