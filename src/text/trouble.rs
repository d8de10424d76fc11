//! What went wrong, in words: each in a pair, what happened and what to do.

use report::{FieldKind, Problem, ProblemKind};
use site::{RouteError, SiteError};

use crate::model::{
    LastOutcome, RouteProblem, SiteProblem, StorageProblem, SubmitProblem, TextsError,
};

/// What happened, and what to do about it: two keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// What happened.
    pub what: &'static str,
    /// What to do.
    pub remedy: &'static str,
}

/// A pair of keys with the same name.
macro_rules! said {
    ($name:literal) => {
        Said {
            what: concat!("err-", $name),
            remedy: concat!("rec-", $name),
        }
    };
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
