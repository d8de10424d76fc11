//! What the page asks of a sealing program, and what comes back.

use envelope::{RECIPIENT_LEN, Recipient};
use submission::{Receipt, ReceiptKey};
use zeroize::Zeroizing;

use super::words::{Words, problem_of, word_of};
use crate::browser::file::Held;
use crate::browser::worker::Message;
use crate::model::{
    CleanProblem, LastOutcome, OutboxSummary, Proof, StorageProblem, SubmitProblem,
};

/// Asks for a report to be sealed and kept.
pub const SEAL: &str = "seal";
/// Asks for a picture without what stands in it beside the picture.
pub const CLEAN: &str = "clean";
/// Asks to send what waits on the device, believing this key's receipts.
pub const SEND: &str = "send";
/// Asks for the sealed bytes of an envelope that is kept.
pub const EXPORT: &str = "export";
/// Asks for the envelope in a file to be kept, and so to be sent.
pub const IMPORT: &str = "import";
/// Asks for the names of all envelopes that are kept.
pub const LIST: &str = "list";
/// Says that an envelope is kept.
const KEPT: &str = "kept";
/// Says that a receipt has come.
const RECEIVED: &str = "received";
/// Says that it is being sent.
const SENDING: &str = "sending";
/// Says that an envelope was refused for good.
const REFUSED: &str = "refused";
/// Asks to stop, as soon as nothing is half done.
pub const STOP: &str = "stop";

/// A report and its files, to be sealed and kept on the device.
pub struct Job {
    /// Who may read it: one to eight.
    pub recipients: Vec<Recipient>,
    /// The encoded report.
    pub document: Zeroizing<Vec<u8>>,
    /// What travels with it.
    pub files: Vec<Attach>,
    /// How long the envelope may be, in bytes.
    pub limit: u64,
    /// Where the device cannot store: it is sent at once, believing this key's receipts.
    pub unstored: Option<ReceiptKey>,
}

/// A file that travels with a report.
pub struct Attach {
    /// What the reader sees it called.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its bytes.
    pub held: Held,
}

/// A picture without what stood in it beside the picture.
pub struct Cleaned {
    /// The whole file.
    pub held: Held,
    /// Its media type.
    pub media_type: String,
}

/// How it stands with a job.
pub enum Standing {
    /// So many bytes of so many are sealed.
    Progress(u64, u64),
    /// The envelope of this name is on the device and was read back equal.
    Kept(String),
    /// It is being sent without having been stored.
    Sending,
    /// It was sent without having been stored, and this receipt has come.
    Received(Proof),
    /// Nothing was kept.
    Failed(SubmitProblem),
}

/// What the worker that sends tells of its work.
pub enum Told {
    /// How it stands with what waits.
    Outbox(OutboxSummary),
    /// A receipt has come.
    Received(Proof),
    /// The intake refused the envelope of this name for good; it is kept.
    Refused(String),
}

impl Job {
    /// The message that carries it. The document's bytes in it move to the worker and are nowhere
    /// else then.
    #[must_use]
    pub fn to_message(&self) -> Message {
        let keys: Vec<u8> = self
            .recipients
            .iter()
            .flat_map(Recipient::to_bytes)
            .collect();
        let key = self.unstored.map(|it| it.to_text()).unwrap_or_default();
        let mut words = vec![SEAL.to_owned(), number(self.limit), key];
        let mut held = vec![Held::moved(&keys), Held::moved(&self.document)];
        for file in &self.files {
            words.extend([file.name.clone(), file.media_type.clone()]);
            held.push(file.held.again());
        }
        Message { words, held }
    }

    /// Reads the message; nothing when it is none.
    pub async fn of_message(message: Message) -> Option<Self> {
        let mut held = message.held.into_iter();
        let (keys, text) = (held.next()?, held.next()?);
        let (keys, document) = (keys.bytes().await.ok()?, text.bytes().await.ok()?);
        text.wipe();
        let (keys, rest) = keys.as_chunks::<RECIPIENT_LEN>();
        let recipients = keys.iter().map(|it| Recipient::from_bytes(it).ok());
        let (names, more) = message.words.get(3..)?.as_chunks::<2>();
        let files = names
            .iter()
            .zip(held)
            .map(|([name, media_type], held)| Attach {
                name: name.clone(),
                media_type: media_type.clone(),
                held,
            });
        let whole = rest.is_empty() && more.is_empty();
        whole.then_some(Self {
            recipients: recipients.collect::<Option<_>>()?,
            document: Zeroizing::new(document),
            files: files.collect(),
            limit: message.words.get(1)?.parse().ok()?,
            unstored: match message.words.get(2)?.as_str() {
                "" => None,
                key => Some(key.parse().ok()?),
            },
        })
    }
}

impl Standing {
    /// The message that says it.
    #[must_use]
    pub fn to_message(&self) -> Message {
        let words = match self {
            Self::Progress(done, all) => vec![number(*done), number(*all)],
            Self::Kept(digest) => vec![KEPT.to_owned(), digest.clone()],
            Self::Sending => vec![SENDING.to_owned()],
            Self::Received(Proof { digest, receipt }) => {
                vec![RECEIVED.to_owned(), digest.clone(), receipt.clone()]
            }
            Self::Failed(problem) => vec![word_of(&PROBLEMS, problem).to_owned()],
        };
        Message {
            words,
            held: vec![],
        }
    }

    /// Reads the message. What is not understood is a failure: nothing is taken for kept.
    #[must_use]
    pub fn of_message(message: &Message) -> Self {
        match &message.words[..] {
            [word] if word == SENDING => Self::Sending,
            [word] => Self::Failed(problem_of(&PROBLEMS, word)),
            [word, digest, receipt] if word == RECEIVED => Self::Received(Proof {
                digest: digest.clone(),
                receipt: receipt.clone(),
            }),
            [word, digest] if word == KEPT => Self::Kept(digest.clone()),
            [done, all] => match (done.parse(), all.parse()) {
                (Ok(done), Ok(all)) => Self::Progress(done, all),
                _ => Self::Failed(SubmitProblem::Seal),
            },
            _ => Self::Failed(SubmitProblem::Seal),
        }
    }
}

/// What can go wrong in the worker, by its word.
const PROBLEMS: Words<SubmitProblem, 10> = [
    ("seal", SubmitProblem::Seal),
    ("missing", SubmitProblem::Storage(StorageProblem::Missing)),
    ("blocked", SubmitProblem::Storage(StorageProblem::Blocked)),
    ("full", SubmitProblem::Storage(StorageProblem::Full)),
    ("broken", SubmitProblem::Storage(StorageProblem::Broken)),
    ("too-large", SubmitProblem::TooLarge),
    ("unreadable", SubmitProblem::FileUnreadable),
    ("stopped", SubmitProblem::Stopped),
    ("stopped-sending", SubmitProblem::StoppedSending),
    ("not-taken", SubmitProblem::Refused),
];

/// What became of a picture, as a message.
#[must_use]
pub fn cleaned_message(result: Result<Cleaned, CleanProblem>) -> Message {
    let (word, held) = match result {
        Ok(cleaned) => (cleaned.media_type, vec![cleaned.held]),
        Err(problem) => (word_of(&UNCLEAN, &problem).to_owned(), vec![]),
    };
    Message {
        words: vec![word],
        held,
    }
}

/// Reads what [`cleaned_message`] makes.
///
/// # Errors
///
/// [`CleanProblem`], also for what is not understood: nothing is taken for cleaned.
pub fn read_cleaned(message: Message) -> Result<Cleaned, CleanProblem> {
    let mut words = message.words.into_iter();
    match (words.next(), message.held.into_iter().next()) {
        (Some(media_type), Some(held)) => Ok(Cleaned { held, media_type }),
        (word, _) => Err(problem_of(&UNCLEAN, &word.unwrap_or_default())),
    }
}

/// Why a picture was not cleaned, by its word.
const UNCLEAN: Words<CleanProblem, 3> = [
    ("unclean", CleanProblem::Unclean),
    ("no-picture", CleanProblem::NoPicture),
    ("unreadable", CleanProblem::Unreadable),
];

impl Told {
    /// The message that says it.
    #[must_use]
    pub fn to_message(&self) -> Message {
        match self {
            Self::Outbox(outbox) => outbox_message(*outbox),
            Self::Received(Proof { digest, receipt }) => {
                Message::of_words(&[RECEIVED, digest, receipt])
            }
            Self::Refused(digest) => Message::of_words(&[REFUSED, digest]),
        }
    }

    /// Reads the message; nothing when it is something else.
    #[must_use]
    pub fn of_message(message: &Message) -> Option<Self> {
        let words: Vec<_> = message.words.iter().map(String::as_str).collect();
        Some(match words[..] {
            [RECEIVED, digest, receipt] => Self::Received(Proof {
                digest: digest.to_owned(),
                receipt: receipt.to_owned(),
            }),
            [REFUSED, digest] => Self::Refused(digest.to_owned()),
            _ => Self::Outbox(read_outbox(&words)?),
        })
    }
}

fn outbox_message(outbox: OutboxSummary) -> Message {
    let last = LastOutcome::ALL.iter().position(|it| *it == outbox.last);
    let last = last.unwrap_or_default();
    // 0 stands for no work at all.
    let working = outbox.working.map_or(0, |it| it + 1);
    let numbers = [
        outbox.waiting,
        outbox.received,
        outbox.needs_person,
        working,
        last,
    ];
    Message {
        words: numbers.map(|it| number(it as u64)).to_vec(),
        held: vec![],
    }
}

fn read_outbox(words: &[&str]) -> Option<OutboxSummary> {
    let mut numbers = words.iter().map(|it| it.parse::<usize>().ok());
    let mut next = || numbers.next().flatten();
    Some(OutboxSummary {
        waiting: next()?,
        received: next()?,
        needs_person: next()?,
        working: next()?.checked_sub(1),
        last: *LastOutcome::ALL.get(next()?)?,
    })
}

/// What the page is told of a receipt.
#[must_use]
pub fn proof(receipt: &Receipt) -> Proof {
    Proof {
        digest: receipt.digest().to_text(),
        receipt: receipt.to_json(),
    }
}

fn number(value: u64) -> String {
    itoa::Buffer::new().format(value).to_owned()
}
