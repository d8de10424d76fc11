//! What a reader sees in place of wire names: short labels in Dutch and English.
//!
//! These are headings for the desk, not the questions as they were asked; the number of the
//! question (`S9`) leads to its full text.

use report::FieldId;

use crate::cli::LabelLanguage;

/// A text in both languages of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Label {
    nl: &'static str,
    en: &'static str,
}

const fn label(nl: &'static str, en: &'static str) -> Label {
    Label { nl, en }
}

impl Label {
    /// The text in one language.
    pub(crate) fn in_language(self, language: LabelLanguage) -> &'static str {
        match language {
            LabelLanguage::Nl => self.nl,
            LabelLanguage::En => self.en,
        }
    }
}

pub(crate) const NOT_VERIFIED: Label = label("NIET GEVERIFIEERD", "NOT VERIFIED");
pub(crate) const REPORT: Label = label("Melding", "Report");
pub(crate) const STATEMENT: Label = label("Verklaring", "Statement");
pub(crate) const FROM_STAFF: Label = label("van een medewerker", "from staff");
pub(crate) const FROM_RESIDENT: Label = label("van een bewoner", "from a resident");
pub(crate) const SITE: Label = label("locatie", "site");
pub(crate) const WRITTEN_IN: Label = label("geschreven in", "written in");
pub(crate) const URGENCY: Label = label("urgentie", "urgency");
pub(crate) const DIGEST: Label = label("digest", "digest");
pub(crate) const OPENED_WITH: Label = label("geopend met sleutel", "opened with key");
pub(crate) const CAN_BE_ANSWERED: Label = label(
    "wil antwoord: dat kan met `sealpost reply`",
    "wants an answer: leave one with `sealpost reply`",
);
pub(crate) const UNKNOWN: Label = label("weet ik niet", "I don't know");
pub(crate) const ATTACHMENT: Label = label("Bijlage", "Attachment");
pub(crate) const BYTES: Label = label("bytes", "bytes");
pub(crate) const SAVED_AS: Label = label("bewaard als", "saved as");

/// The heading of a field.
pub(crate) fn field(field: FieldId) -> Label {
    match field {
        FieldId::Observed => label("Gezien of gehoord", "Seen or heard"),
        FieldId::Source => label("Hoe de melder dit weet", "How the reporter knows"),
        FieldId::SourceExperienced => label(
            "De verteller maakte het zelf mee",
            "The teller experienced it",
        ),
        FieldId::SourceKnows => label(
            "De verteller weet van deze melding",
            "The teller knows of this report",
        ),
        FieldId::Period => label("Wanneer", "When"),
        FieldId::Frequency => label("Hoe vaak", "How often"),
        FieldId::Place => label("Waar", "Where"),
        FieldId::PlaceDetail => label("Waar precies", "Where exactly"),
        FieldId::Subject => label("Over wie", "About whom"),
        FieldId::SubjectCertainty => label("Hoe zeker over wie", "How sure about whom"),
        FieldId::AtRisk => label("Wie loopt risico", "Who is at risk"),
        FieldId::Opinion => label("Mening van de melder", "The reporter's opinion"),
        FieldId::Against => label("Wat dit tegenspreekt", "What speaks against this"),
        FieldId::Before => label(
            "Wat er kort ervoor gebeurde",
            "What happened shortly before",
        ),
        FieldId::Done => label("Wat al is gedaan", "What has been done"),
        FieldId::DoneDetail => label("Over wat is gedaan", "About what has been done"),
        FieldId::SubjectKnows => label(
            "De persoon weet van deze melding",
            "The person knows of this report",
        ),
        FieldId::SubjectKnowsNot => label("Waarom niet", "Why not"),
        FieldId::Necessity => label("Schade zonder deze melding", "Harm without this report"),
        FieldId::DangerIfActedOn => label(
            "Gevaar als er iets mee gebeurt",
            "Danger if this is acted on",
        ),
        FieldId::Request => label("Wat de melder vraagt", "What the reporter asks for"),
        FieldId::SecondReader => label("Tweede lezer", "Second reader"),
        FieldId::SecondReaderNote => {
            label("Opmerking van de tweede lezer", "The second reader's note")
        }
        FieldId::Happened => label("Wat er gebeurde", "What happened"),
        FieldId::ResidentSource => label("Hoe de melder dit weet", "How the reporter knows"),
        FieldId::About => label("Over wie", "About whom"),
        FieldId::When => label("Wanneer", "When"),
        FieldId::ByWhom => label("Wie het doet", "Who does it"),
        FieldId::ByWhomDetail => label("Over wie het doet", "About who does it"),
        FieldId::Wish => label("Wat de melder wil", "What the reporter wants"),
        FieldId::Exclude => label("Wie dit niet mag lezen", "Who must not read this"),
        FieldId::AlsoRead => label("Wie dit ook mag lezen", "Who may read this too"),
        FieldId::AnswerWanted => label("Antwoord gewenst", "Answer wanted"),
    }
}

/// What a choice means, by its wire name; none for a name no question has.
pub(crate) fn choice(name: &str) -> Option<Label> {
    let (_, nl, en) = CHOICES.iter().find(|(known, _, _)| *known == name)?;
    Some(label(nl, en))
}

/// Every choice of every question; a name that several questions share means the same in each.
const CHOICES: &[(&str, &str, &str)] = &[
    ("advice", "advies", "advice"),
    (
        "ask-me-first",
        "niets doen zonder het mij te vragen",
        "nothing without asking me",
    ),
    ("assessment", "beoordeling", "assessment"),
    ("certain", "zeker", "certain"),
    (
        "colleague",
        "een collega betrokken",
        "talked with a colleague",
    ),
    (
        "contact-person",
        "de contactpersoon betrokken",
        "talked with the contact person",
    ),
    ("disagree-noted", "niet eens, genoteerd", "disagrees, noted"),
    ("fairly-sure", "vrij zeker", "fairly sure"),
    ("family", "familie", "family"),
    ("for-information", "ter informatie", "for information"),
    (
        "government",
        "overheid van een land",
        "government of a country",
    ),
    (
        "help-for-person",
        "hulp voor de persoon",
        "help for the person",
    ),
    ("help-me", "help mij", "help me"),
    ("help-offered", "hulp aangeboden", "help offered"),
    ("longer-ago", "langer geleden", "longer ago"),
    ("me", "over de melder zelf", "the reporter"),
    (
        "message-or-document",
        "bericht of document",
        "message or document",
    ),
    (
        "my-interpretation",
        "eigen uitleg",
        "the reporter's interpretation",
    ),
    ("no", "nee", "no"),
    ("not-sure", "niet zeker", "not sure"),
    ("nothing", "niets", "nothing"),
    ("now", "nu", "now"),
    ("now-going-on", "het gaat nu door", "now going on"),
    ("off-site", "buiten de locatie", "off the site"),
    ("ok", "akkoord", "agrees"),
    ("once", "eenmaal", "once"),
    ("online", "online", "online"),
    ("only-tell", "alleen vertellen", "only tell"),
    ("other", "anders", "other"),
    ("outside", "buiten, op het terrein", "outdoors on the site"),
    ("own", "zelf gezien of gehoord", "saw or heard it"),
    (
        "phone-or-internet",
        "op een telefoon of internet",
        "on a phone or the internet",
    ),
    ("repeated", "vaker", "repeated"),
    ("resident", "een bewoner", "a resident"),
    ("room", "kamer", "room"),
    ("rumour", "gerucht", "rumour"),
    ("saw-or-heard", "zelf gezien of gehoord", "saw or heard it"),
    ("shared-space", "gedeelde ruimte", "shared space"),
    ("someone-else", "iemand anders", "someone else"),
    (
        "someone-i-know",
        "iemand die de melder kent",
        "someone the reporter knows",
    ),
    (
        "talked-with-person",
        "met de persoon gesproken",
        "talked with the person",
    ),
    ("the-place", "de plek", "the place"),
    ("think-so", "de melder denkt het", "the reporter thinks so"),
    ("this-week", "deze week", "this week"),
    ("today", "vandaag", "today"),
    ("told", "iemand vertelde het", "was told"),
    ("unknown", "weet ik niet", "I don't know"),
    ("unsafe", "niet veilig", "unsafe"),
    ("visitor", "een bezoeker", "a visitor"),
    (
        "works-here",
        "iemand die hier werkt",
        "someone who works here",
    ),
    (
        "would-harm-inquiry",
        "zou onderzoek schaden",
        "would harm an inquiry",
    ),
    ("yes", "ja", "yes"),
];

#[cfg(test)]
mod tests;
