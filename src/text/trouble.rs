//! What went wrong, in words: each in a pair, what happened and what to do.

use report::{FieldKind, Problem, ProblemKind};
use site::{RouteError, SiteError};

use crate::model::{
    CleanProblem, ImportProblem, LastOutcome, RouteProblem, SiteProblem, StorageProblem,
    SubmitProblem, TextsError,
};

use super::Key;

/// What happened, and what to do about it: the name that the two texts share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said(&'static str);

impl Said {
    /// What happened.
    pub fn what(self) -> Key {
        Key::Owned(["err-", self.0].concat())
    }

    /// What to do.
    pub fn remedy(self) -> Key {
        Key::Owned(["rec-", self.0].concat())
    }
}

/// What is wrong with an answer.
pub fn problem(problem: Problem) -> Said {
    match problem.kind {
        ProblemKind::CategoryMissing => Said("category-missing"),
        ProblemKind::Required => match problem.field.map(report::FieldId::kind) {
            Some(FieldKind::Text { unknown: true, .. }) => Said("required-or-unknown"),
            Some(FieldKind::Text { unknown: false, .. }) | None => Said("required"),
            Some(FieldKind::One(_)) => Said("required-choice"),
            Some(FieldKind::Many(_) | FieldKind::Roles) => Said("required-choices"),
        },
        ProblemKind::TooLong { .. } => Said("too-long"),
        ProblemKind::NotOffered => Said("not-offered"),
        ProblemKind::ReportTooLong => Said("report-too-long"),
        ProblemKind::SiteMalformed => Said("site-malformed"),
        ProblemKind::DayMalformed => Said("day-malformed"),
    }
}

/// The number a problem's words name, where they name one: the most characters.
pub fn problem_max(problem: Problem) -> Option<usize> {
    match problem.kind {
        ProblemKind::TooLong { max_chars } => Some(max_chars),
        ProblemKind::CategoryMissing
        | ProblemKind::Required
        | ProblemKind::NotOffered
        | ProblemKind::ReportTooLong
        | ProblemKind::SiteMalformed
        | ProblemKind::DayMalformed => None,
    }
}

/// Why there is nobody a report could be sealed to.
pub fn site(problem: SiteProblem) -> Said {
    match problem {
        SiteProblem::Unreachable => Said("site-unreachable"),
        SiteProblem::Unknown => Said("site-unknown"),
        SiteProblem::Refused(error) => site_refused(error),
        SiteProblem::Older => Said("site-older"),
    }
}

/// Why a manifest is refused. For a person only two things matter: it cannot be trusted, or it is of no use.
fn site_refused(error: SiteError) -> Said {
    match error {
        SiteError::SignatureWrong | SiteError::SignatureUnreadable | SiteError::KeyUnreadable => {
            Said("site-untrusted")
        }
        _ => Said("site-unusable"),
    }
}

/// Why the device's storage cannot be used.
pub fn storage(problem: StorageProblem) -> Said {
    match problem {
        StorageProblem::Missing => Said("storage-missing"),
        StorageProblem::Blocked => Said("storage-blocked"),
        StorageProblem::Full => Said("storage-full"),
        StorageProblem::Broken => Said("storage-broken"),
    }
}

/// Why a report was not handed over.
pub fn submit(problem: SubmitProblem) -> Said {
    match problem {
        SubmitProblem::Route(error) => route_error(error),
        SubmitProblem::Seal => Said("seal"),
        SubmitProblem::Storage(StorageProblem::Missing) => Said("submit-storage-missing"),
        SubmitProblem::Storage(StorageProblem::Blocked) => Said("submit-storage-blocked"),
        SubmitProblem::Storage(StorageProblem::Full) => Said("submit-storage-full"),
        SubmitProblem::Storage(StorageProblem::Broken) => Said("submit-storage-broken"),
        SubmitProblem::Report => Said("report"),
        SubmitProblem::PostMissing => Said("post-missing"),
        SubmitProblem::TooLarge => Said("files-too-large"),
        SubmitProblem::FileUnreadable => Said("file-gone"),
        SubmitProblem::FilesNotReady => Said("files-not-ready"),
        SubmitProblem::Stopped => Said("stopped"),
        SubmitProblem::StoppedSending => Said("stopped-sending"),
        SubmitProblem::Refused => Said("submit-refused"),
    }
}

/// Why a file is not sent.
pub fn clean(problem: CleanProblem) -> Said {
    match problem {
        CleanProblem::NoPicture => Said("file-no-picture"),
        CleanProblem::Unclean => Said("file-unclean"),
        CleanProblem::Unreadable => Said("file-unreadable"),
    }
}

/// Why a sealed file was not taken over.
pub fn import(problem: ImportProblem) -> Said {
    match problem {
        ImportProblem::NotAnEnvelope => Said("import-not-an-envelope"),
        ImportProblem::Unreadable => Said("import-unreadable"),
        ImportProblem::PostMissing => Said("import-post-missing"),
        ImportProblem::Storage(problem) => storage(problem),
    }
}

/// Why it cannot be said who would read the report.
pub fn route(problem: RouteProblem) -> Said {
    match problem {
        RouteProblem::Waiting => Said("site-waiting"),
        RouteProblem::Site(problem) => site(problem),
        RouteProblem::NoCategory => Said("category-missing"),
        RouteProblem::Route(error) => route_error(error),
    }
}

fn route_error(error: RouteError) -> Said {
    match error {
        RouteError::NobodyLeft => Said("nobody-left"),
        RouteError::Expired => Said("site-expired"),
        RouteError::NotOffered => Said("category-closed"),
        RouteError::DayMalformed => Said("day-malformed"),
    }
}

/// Why a language cannot be shown.
pub fn texts(error: TextsError) -> Said {
    match error {
        TextsError::Unreachable => Said("texts-unreachable"),
        TextsError::Malformed => Said("texts-malformed"),
    }
}

/// Why what waits was not delivered, where there is something to say.
pub fn outcome(outcome: LastOutcome) -> Option<Said> {
    match outcome {
        LastOutcome::NotTried | LastOutcome::Answered => None,
        LastOutcome::Unreachable => Some(Said("intake-unreachable")),
        LastOutcome::Busy => Some(Said("intake-busy")),
        LastOutcome::NotTheIntake => Some(Said("not-the-intake")),
        LastOutcome::ReceiptWrong => Some(Said("receipt-wrong")),
        LastOutcome::Refused => Some(Said("intake-refused")),
    }
}
