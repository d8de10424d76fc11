//! What went wrong, in words: each in a pair, what happened and what to do.

use report::{FieldKind, Problem, ProblemKind};
use site::{RouteError, SiteError};

use crate::model::{
    CleanProblem, ImportProblem, LastOutcome, RouteProblem, SiteProblem, StorageProblem,
    SubmitProblem, TextsError,
};

use super::{Key, key};

/// What happened, and what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    what: Key,
    remedy: Key,
}

/// The pair of texts of this name, as two numbers.
macro_rules! said {
    ($name:literal) => {
        Said {
            what: key!(concat!("err-", $name)),
            remedy: key!(concat!("rec-", $name)),
        }
    };
}

impl Said {
    /// What happened.
    pub fn what(self) -> Key {
        self.what
    }

    /// What to do.
    pub fn remedy(self) -> Key {
        self.remedy
    }
}

/// What is wrong with an answer.
pub fn problem(problem: Problem) -> Said {
    match problem.kind {
        ProblemKind::CategoryMissing => said!("category-missing"),
        ProblemKind::Required => match problem.field.map(report::FieldId::kind) {
            Some(FieldKind::Text { unknown: true, .. }) => said!("required-or-unknown"),
            Some(FieldKind::Text { unknown: false, .. }) | None => said!("required"),
            Some(FieldKind::One(_)) => said!("required-choice"),
            Some(FieldKind::Many(_) | FieldKind::Roles) => said!("required-choices"),
        },
        ProblemKind::TooLong { .. } => said!("too-long"),
        ProblemKind::NotOffered => said!("not-offered"),
        ProblemKind::ReportTooLong => said!("report-too-long"),
        ProblemKind::SiteMalformed => said!("site-malformed"),
        ProblemKind::DayMalformed => said!("day-malformed"),
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
        SiteProblem::Unreachable => said!("site-unreachable"),
        SiteProblem::Unknown => said!("site-unknown"),
        SiteProblem::Refused(error) => site_refused(error),
        SiteProblem::Older => said!("site-older"),
    }
}

/// Why a manifest is refused. For a person only two things matter: it cannot be trusted, or it is of no use.
fn site_refused(error: SiteError) -> Said {
    match error {
        SiteError::SignatureWrong | SiteError::SignatureUnreadable | SiteError::KeyUnreadable => {
            said!("site-untrusted")
        }
        _ => said!("site-unusable"),
    }
}

/// Why the device's storage cannot be used.
pub fn storage(problem: StorageProblem) -> Said {
    match problem {
        StorageProblem::Missing => said!("storage-missing"),
        StorageProblem::Blocked => said!("storage-blocked"),
        StorageProblem::Full => said!("storage-full"),
        StorageProblem::Broken => said!("storage-broken"),
    }
}

/// Why a report was not handed over.
pub fn submit(problem: SubmitProblem) -> Said {
    match problem {
        SubmitProblem::Route(error) => route_error(error),
        SubmitProblem::Seal => said!("seal"),
        SubmitProblem::Storage(StorageProblem::Missing) => said!("submit-storage-missing"),
        SubmitProblem::Storage(StorageProblem::Blocked) => said!("submit-storage-blocked"),
        SubmitProblem::Storage(StorageProblem::Full) => said!("submit-storage-full"),
        SubmitProblem::Storage(StorageProblem::Broken) => said!("submit-storage-broken"),
        SubmitProblem::Report => said!("report"),
        SubmitProblem::PostMissing => said!("post-missing"),
        SubmitProblem::TooLarge => said!("files-too-large"),
        SubmitProblem::FileUnreadable => said!("file-gone"),
        SubmitProblem::FilesNotReady => said!("files-not-ready"),
        SubmitProblem::Stopped => said!("stopped"),
        SubmitProblem::StoppedSending => said!("stopped-sending"),
        SubmitProblem::Refused => said!("submit-refused"),
    }
}

/// Why a file is not sent.
pub fn clean(problem: CleanProblem) -> Said {
    match problem {
        CleanProblem::NoPicture => said!("file-no-picture"),
        CleanProblem::Unclean => said!("file-unclean"),
        CleanProblem::Unreadable => said!("file-unreadable"),
    }
}

/// Why a sealed file was not taken over.
pub fn import(problem: ImportProblem) -> Said {
    match problem {
        ImportProblem::NotAnEnvelope => said!("import-not-an-envelope"),
        ImportProblem::Unreadable => said!("import-unreadable"),
        ImportProblem::PostMissing => said!("import-post-missing"),
        ImportProblem::Storage(problem) => storage(problem),
    }
}

/// Why it cannot be said who would read the report.
pub fn route(problem: RouteProblem) -> Said {
    match problem {
        RouteProblem::Waiting => said!("site-waiting"),
        RouteProblem::Site(problem) => site(problem),
        RouteProblem::NoCategory => said!("category-missing"),
        RouteProblem::Route(error) => route_error(error),
    }
}

fn route_error(error: RouteError) -> Said {
    match error {
        RouteError::NobodyLeft => said!("nobody-left"),
        RouteError::Expired => said!("site-expired"),
        RouteError::NotOffered => said!("category-closed"),
        RouteError::DayMalformed => said!("day-malformed"),
    }
}

/// Why a language cannot be shown.
pub fn texts(error: TextsError) -> Said {
    match error {
        TextsError::Unreachable => said!("texts-unreachable"),
        TextsError::Malformed => said!("texts-malformed"),
    }
}

/// Why what waits was not delivered, where there is something to say.
pub fn outcome(outcome: LastOutcome) -> Option<Said> {
    match outcome {
        LastOutcome::NotTried | LastOutcome::Answered => None,
        LastOutcome::Unreachable => Some(said!("intake-unreachable")),
        LastOutcome::Busy => Some(said!("intake-busy")),
        LastOutcome::NotTheIntake => Some(said!("not-the-intake")),
        LastOutcome::ReceiptWrong => Some(said!("receipt-wrong")),
        LastOutcome::Refused => Some(said!("intake-refused")),
    }
}
