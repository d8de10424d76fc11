//! What happens to the model, and what the model asks for.

use std::rc::Rc;

use report::{Category, Choice, FieldId, Language, PageId, Report, Tile};
use site::Site;

use super::{
    Attached, CleanProblem, FileId, ImportProblem, Kept, OutboxSummary, Progress, Proof, Room,
    SiteProblem, StorageProblem, SubmitProblem, TextsError,
};

/// The answer to the danger question. It is never stored and never sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GateAnswer {
    /// Someone is in danger now.
    Yes,
    /// The person does not know.
    NotSure,
    /// Nobody is in danger now.
    No,
}

/// What a person did, or what came back from outside.
pub enum Event {
    /// The danger question was answered.
    GateAnswered(GateAnswer),
    /// On to the next screen.
    ContinuePressed,
    /// Back to the screen before; nothing is lost.
    BackPressed,
    /// On without an answer to this page; what was answered on it is taken back.
    SkipPressed,
    /// Another language, at any time.
    LanguageChosen(Language),
    /// A resident chose one of the eight pictures.
    TilePicked(Tile),
    /// What it is about was chosen.
    CategoryPicked(Category),
    /// A text is now this.
    TextTyped(FieldId, Option<usize>, String),
    /// One of several choices was picked.
    ChoicePicked(FieldId, Option<usize>, Choice),
    /// One of several choices that may stand together was ticked, or unticked.
    ChoiceTicked(FieldId, Option<usize>, Choice, bool),
    /// "I don't know" was ticked, or unticked.
    UnknownTicked(FieldId, Option<usize>, bool),
    /// A role that must not read the report, or may read it too, was ticked, or unticked.
    RoleTicked(FieldId, String, bool),
    /// One more statement.
    AddCardPressed,
    /// This statement, with what is on it, is to go.
    RemoveCardPressed,
    /// A listed problem was followed to its question.
    ProblemPressed(FieldId, Option<usize>),
    /// From the check: change the answers of this page.
    ChangePressed(PageId, Option<usize>),
    /// From the check: change what it is about.
    ChangeCategoryPressed,
    /// Send, on this day of the device (`YYYY-MM-DD`).
    SendPressed {
        /// The day, as a report and the validity of keys count it.
        day: String,
    },
    /// Files were picked on the device.
    FilesPicked,
    /// A file is not to go along.
    FileRemoved(FileId),
    /// That the untouched originals of pictures go along was ticked, or unticked.
    OriginalsTicked(bool),
    /// Stop sealing.
    StopPressed,
    /// Staff want to see what is kept on this device.
    OutboxPressed,
    /// Save the sealed envelope of this name, as a file.
    SaveKeptPressed(String),
    /// A sealed file was picked, to be sent from here.
    ImportPicked,
    /// What is kept on this device.
    KeptListed(Vec<Kept>),
    /// What the browser says of its storage.
    RoomKnown(Room),
    /// The sealed file is kept on this device, or why not.
    Imported(Result<(), ImportProblem>),
    /// Save the receipt of the report just sent, as a file.
    SaveProofPressed,
    /// Save the sealed envelope of the report just sent, as a file.
    SaveEnvelopePressed,
    /// Try again what did not work: the readers, the storage, the delivery.
    RetryPressed,
    /// After a report was handed over: begin another.
    AnotherPressed,
    /// Nobody has touched the device for long, or somebody does again.
    Away(bool),
    /// Nobody came back after the warning.
    Gone,
    /// Wipe, cover, leave: by the button, or by Shift three times.
    CloseAtOnce,
    /// The page went out of sight for good or into the browser's back-forward cache.
    PageHidden,
    /// The texts of a language are in place, or why not.
    TextsLoaded(Language, Result<(), TextsError>),
    /// The site's signed manifest was fetched and verified, or why not.
    SiteLoaded(Result<Rc<Site>, SiteProblem>),
    /// The device's storage was tried by writing and reading back.
    StorageTested(Result<(), StorageProblem>),
    /// The files that were picked, before anything is known of what is in them.
    FilesTaken(Vec<Attached>),
    /// A picture was freed of its hidden data, or why not.
    FileCleaned(FileId, Result<(), CleanProblem>),
    /// How far sealing is, or sending without storing.
    Progressed(Progress),
    /// The sealed envelope of this name is stored on the device and was read back equal, or why
    /// not.
    EnvelopeQueued(Result<String, SubmitProblem>),
    /// The intake's receipt for an envelope has come, and was verified.
    Received(Proof),
    /// The intake refused the envelope of this name for good; it is kept.
    Refused(String),
    /// What waits and what was received changed.
    OutboxChanged(OutboxSummary),
}

/// What is sealed together.
#[derive(Debug)]
pub struct Handover {
    /// The report.
    pub report: Report,
    /// The files that go along.
    pub files: Vec<FileId>,
    /// Whether the untouched originals of pictures do, too.
    pub originals: bool,
    /// Whether it is stored on the device before it is sent. Where nothing can be stored it is sent
    /// at once, which needs a connection.
    pub stored: bool,
}

/// What the model asks of the outside.
#[derive(Debug)]
pub enum Effect {
    /// Fetch the texts of this language, put them in place, answer with [`Event::TextsLoaded`].
    LoadTexts(Language),
    /// Fetch and verify the site's manifest, answer with [`Event::SiteLoaded`].
    LoadSite,
    /// Write, read back and delete a record, answer with [`Event::StorageTested`].
    TestStorage,
    /// Load the program that seals, before it is needed.
    GetReady,
    /// Seal the report with its files, store the envelope, say how far it is with
    /// [`Event::Progressed`], answer with [`Event::EnvelopeQueued`].
    Submit(Box<Handover>),
    /// Stop sealing, if it is not too late.
    StopSealing,
    /// Take over the files that were picked, answer with [`Event::FilesTaken`], then look at each
    /// and answer with [`Event::FileCleaned`].
    TakeFiles,
    /// Forget a file, and overwrite what is in memory of it.
    ForgetFile(FileId),
    /// Forget all files.
    ForgetFiles,
    /// Try to deliver what waits, answer with [`Event::OutboxChanged`].
    DrainQueue,
    /// End all work beside the page: it is gone, or put aside.
    EndPost,
    /// List what is kept and ask for the room there is, answer with [`Event::KeptListed`] and
    /// [`Event::RoomKnown`].
    ListKept,
    /// Keep the envelope in the file that was picked, answer with [`Event::Imported`].
    ImportEnvelope,
    /// Hand the person a receipt as a file.
    SaveProof(Proof),
    /// Hand the person the sealed envelope of this name as a file.
    SaveEnvelope(String),
    /// Give the heading of the new screen the focus, once it is drawn.
    FocusHeading,
    /// Give this field the focus, once it is drawn.
    FocusProblem {
        /// The field.
        field: FieldId,
        /// The statement it stands on, counted from 0.
        card: Option<usize>,
    },
    /// Cover the page and replace it with a neutral one.
    CloseAtOnce,
    /// Cover the page and open the app anew.
    StartOver,
}
