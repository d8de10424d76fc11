//! What the network does to a request, as a table.

use submission::ProblemType;

use crate::dice::Dice;

/// What becomes of one request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Network {
    /// It is passed on, and so is the answer.
    Pass,
    /// The connection is closed at once, and nothing is passed on.
    Unreachable,
    /// It is passed on, and the answer is lost.
    LostAcknowledgement,
    /// It is passed on twice at once; the second answer is given.
    Duplicate,
    /// It is passed on, and once more when many others have passed.
    LateDuplicate,
    /// Others pass it.
    Overtaken,
    /// It breaks off at this share of its bytes.
    CutRequest(f64),
    /// It is passed on, and the answer breaks off at this share of its bytes.
    CutAnswer(f64),
    /// A captive portal answers with its page.
    PortalPage,
    /// A captive portal answers with a redirect.
    PortalRedirect,
    /// A captive portal answers as RFC 6585 asks.
    PortalStatus,
    /// A captive portal answers 202 with a document of its own.
    PortalAccepted,
    /// Somebody answers, in the intake's form, that parts are missing; whether the request was
    /// passed on.
    LyingList(bool),
    /// Somebody in between answers with this status and a page.
    Foreign(u16),
    /// Somebody in between answers with a problem document of the intake's.
    Problem(ProblemType),
    /// One byte of the body changes on the way: at this share of it.
    FlippedByte(f64),
    /// The body is gone (enketo#1584).
    EmptyBody,
    /// The answer is the receipt of another envelope; whether the request was passed on.
    OtherReceipt(bool),
    /// The answer is a receipt by another key; whether the request was passed on.
    ForgedReceipt(bool),
    /// The intake is killed when this share of the request has arrived.
    KillDuring(f64),
    /// The intake is killed this many microseconds after the request has arrived.
    KillAfter(u64),
    /// From now on, and for a while, the intake's disk is full.
    FullDisk,
}

/// The same without what each draws besides.
#[derive(Clone, Copy)]
enum Kind {
    Pass,
    Unreachable,
    LostAcknowledgement,
    Duplicate,
    LateDuplicate,
    Overtaken,
    CutRequest,
    CutAnswer,
    PortalPage,
    PortalRedirect,
    PortalStatus,
    PortalAccepted,
    LyingList,
    Foreign,
    Problem,
    FlippedByte,
    EmptyBody,
    OtherReceipt,
    ForgedReceipt,
    KillDuring,
    KillAfter,
    FullDisk,
}

/// How often each happens, in a thousand requests.
///
/// Two requests of three go wrong, so that most reports meet several faults one after another.
/// A kill and a full disk hit every device at once, so they are rarer.
const TABLE: [(u32, Kind); 22] = [
    (310, Kind::Pass),
    (40, Kind::Unreachable),
    (90, Kind::LostAcknowledgement),
    (40, Kind::Duplicate),
    (40, Kind::LateDuplicate),
    (60, Kind::Overtaken),
    (60, Kind::CutRequest),
    (60, Kind::CutAnswer),
    (30, Kind::PortalPage),
    (15, Kind::PortalRedirect),
    (15, Kind::PortalStatus),
    (15, Kind::PortalAccepted),
    (25, Kind::LyingList),
    (40, Kind::Foreign),
    (30, Kind::Problem),
    (40, Kind::FlippedByte),
    (20, Kind::EmptyBody),
    (25, Kind::OtherReceipt),
    (25, Kind::ForgedReceipt),
    (8, Kind::KillDuring),
    (8, Kind::KillAfter),
    (4, Kind::FullDisk),
];

/// Statuses with which proxies and gateways answer by themselves.
const FOREIGN: [u16; 8] = [403, 404, 413, 429, 500, 502, 503, 507];

/// The longest time after a request's last byte at which the intake is killed, in microseconds:
/// by then it has committed and answered. With a part it takes [`FOR_A_PART`] times as long.
const AFTERMATH: u64 = 4_000;
pub(crate) const FOR_A_PART: u64 = 8;

impl Network {
    /// Draws what happens.
    pub(crate) fn draw(dice: &mut Dice) -> Self {
        match dice.pick(&TABLE) {
            Kind::Pass => Self::Pass,
            Kind::Unreachable => Self::Unreachable,
            Kind::LostAcknowledgement => Self::LostAcknowledgement,
            Kind::Duplicate => Self::Duplicate,
            Kind::LateDuplicate => Self::LateDuplicate,
            Kind::Overtaken => Self::Overtaken,
            Kind::CutRequest => Self::CutRequest(dice.unit()),
            Kind::CutAnswer => Self::CutAnswer(dice.unit()),
            Kind::PortalPage => Self::PortalPage,
            Kind::PortalRedirect => Self::PortalRedirect,
            Kind::PortalStatus => Self::PortalStatus,
            Kind::PortalAccepted => Self::PortalAccepted,
            Kind::LyingList => Self::LyingList(dice.below(2) == 0),
            Kind::Foreign => Self::Foreign(FOREIGN[dice.index(FOREIGN.len())]),
            Kind::Problem => Self::Problem(ProblemType::ALL[dice.index(ProblemType::ALL.len())]),
            Kind::FlippedByte => Self::FlippedByte(dice.unit()),
            Kind::EmptyBody => Self::EmptyBody,
            Kind::OtherReceipt => Self::OtherReceipt(dice.below(2) == 0),
            Kind::ForgedReceipt => Self::ForgedReceipt(dice.below(2) == 0),
            Kind::KillDuring => Self::KillDuring(dice.unit()),
            Kind::KillAfter => Self::KillAfter(dice.below(AFTERMATH)),
            Kind::FullDisk => Self::FullDisk,
        }
    }

    /// Whether the answer says, in the intake's words, that something is wrong with the envelope.
    pub(crate) fn refuses_for_good(self) -> bool {
        matches!(
            self,
            Self::Problem(
                ProblemType::NotAnEnvelope
                    | ProblemType::UnsupportedVersion
                    | ProblemType::TooLarge
            )
        )
    }

    /// Whether the answer speaks in the intake's name without being the intake's.
    pub(crate) fn is_a_false_receipt(self) -> bool {
        matches!(self, Self::OtherReceipt(_) | Self::ForgedReceipt(_))
    }

    /// What it is called in the result; nothing for what is no fault.
    pub(crate) fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::Pass => return None,
            Self::Unreachable => "network: unreachable",
            Self::LostAcknowledgement => "network: acknowledgement lost",
            Self::Duplicate => "network: request doubled",
            Self::LateDuplicate => "network: request doubled, much later",
            Self::Overtaken => "network: request overtaken",
            Self::CutRequest(_) => "network: request cut",
            Self::CutAnswer(_) => "network: answer cut",
            Self::PortalPage => "network: portal, 200 and a page",
            Self::PortalRedirect => "network: portal, 302",
            Self::PortalStatus => "network: portal, 511",
            Self::PortalAccepted => "network: portal, 202 and other JSON",
            Self::LyingList(_) => "network: false list of missing parts",
            Self::Foreign(_) => "network: somebody else's error page",
            Self::Problem(_) => "network: a problem the intake did not have",
            Self::FlippedByte(_) => "network: body changed",
            Self::EmptyBody => "network: body gone",
            Self::OtherReceipt(_) => "network: another envelope's receipt",
            Self::ForgedReceipt(_) => "network: forged receipt",
            Self::KillDuring(_) => "intake: killed during a request",
            Self::KillAfter(_) => "intake: killed after a request",
            Self::FullDisk => "intake: disk full",
        })
    }
}
