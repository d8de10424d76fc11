//! The moments at which the power is cut: steps of a report through the device and to the intake.

/// One step. The page tells those on the device, the proxy sees those on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Moment {
    /// The first reader's secret is drawn.
    FirstDraw,
    /// Some readers' secrets are drawn.
    FifthDraw,
    /// More of them.
    NinthDraw,
    /// The envelope is about to be stored.
    BeforePut,
    /// The browser says that it took the envelope; nothing is committed.
    Put,
    /// The transaction is complete.
    Stored,
    /// The envelope is being read back.
    Read,
    /// The screen says that the report is kept.
    Told,
    /// The head of the request has come.
    Request,
    /// Half of the envelope has come.
    HalfRequest,
    /// The whole envelope has come; the intake has nothing of it.
    WholeRequest,
    /// The intake has stored it and answered; the browser has nothing of the answer.
    Answered,
    /// Half of the answer is on its way.
    HalfAnswer,
    /// The whole answer is on its way.
    Receipt,
    /// The receipt is good: the envelope is about to be deleted.
    BeforeDelete,
    /// The envelope is deleted.
    Deleted,
}

impl Moment {
    /// All of them, in the order in which a report meets them.
    pub(crate) const ALL: [Self; 16] = [
        Self::FirstDraw,
        Self::FifthDraw,
        Self::NinthDraw,
        Self::BeforePut,
        Self::Put,
        Self::Stored,
        Self::Read,
        Self::Told,
        Self::Request,
        Self::HalfRequest,
        Self::WholeRequest,
        Self::Answered,
        Self::HalfAnswer,
        Self::Receipt,
        Self::BeforeDelete,
        Self::Deleted,
    ];

    /// The moment by the name that the page tells it with.
    pub(crate) fn told_as(name: &str) -> Option<Self> {
        Some(match name {
            "draw-1" => Self::FirstDraw,
            "draw-5" => Self::FifthDraw,
            "draw-9" => Self::NinthDraw,
            "before-put" => Self::BeforePut,
            "put" => Self::Put,
            "stored" => Self::Stored,
            "read" => Self::Read,
            "told" => Self::Told,
            "before-delete" => Self::BeforeDelete,
            "deleted" => Self::Deleted,
            _ => return None,
        })
    }
}
