//! A report in readable form.
//!
//! A report says things nobody has checked, about people who cannot answer. So every section
//! says "not verified", what speaks against it comes first, and what the reporter wrote stands
//! behind a bar, so that no text can pass for a line of this program.

mod labels;
pub mod visible;

use report::{Answer, Audience, FieldId, Language, Message, Report};

use crate::cli::LabelLanguage;
use crate::open::Opened;
use labels::Label;
use zeroize::Zeroizing;

/// The opened report as text, without the attachments' contents.
pub fn report(opened: &Opened, language: LabelLanguage) -> String {
    let mut page = Page {
        text: String::new(),
        language,
    };
    let report = &opened.report;
    page.head(opened);
    page.section(
        None,
        report
            .fields()
            .iter()
            .filter(|(field, _)| *field == FieldId::Against),
    );
    for (number, card) in report.cards().iter().enumerate() {
        page.section(Some(number + 1), card.iter());
    }
    page.section(
        None,
        report
            .fields()
            .iter()
            .filter(|(field, _)| *field != FieldId::Against),
    );
    page.attachments(opened);
    page.text
}

/// A message as text: who answers and when, then what they wrote behind a bar.
pub fn message(message: &Message) -> Zeroizing<String> {
    let mut text = Zeroizing::new(format!(
        "{}  {}  {}\n",
        message.day(),
        message.from(),
        message.language().tag()
    ));
    for line in visible::lines(message.text()) {
        text.push_str("│ ");
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// The text so far, in the reader's language.
struct Page {
    text: String,
    language: LabelLanguage,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn say(&self, label: Label) -> &'static str {
        label.in_language(self.language)
    }

    fn head(&mut self, opened: &Opened) {
        let report = &opened.report;
        let audience = match report.audience() {
            Audience::Staff => labels::FROM_STAFF,
            Audience::Resident => labels::FROM_RESIDENT,
        };
        self.line(&"═".repeat(72));
        self.line(&format!(
            "{} {}   {}",
            self.say(labels::REPORT),
            report.category().code(),
            self.say(labels::NOT_VERIFIED)
        ));
        if let Some(label) = category_label(report, self.language) {
            self.line(label);
        }
        self.line(&format!(
            "{}, {} {}, {}, {} {}, {} {}",
            self.say(audience),
            self.say(labels::SITE),
            visible::one_line(report.site()),
            visible::one_line(report.day()),
            self.say(labels::URGENCY),
            report.category().urgency().code(),
            self.say(labels::WRITTEN_IN),
            report.language().tag(),
        ));
        self.line(&format!("{} {}", self.say(labels::DIGEST), opened.digest));
        self.line(&format!(
            "{} {}",
            self.say(labels::OPENED_WITH),
            opened.key_id
        ));
        if report.reply().is_some() {
            self.line(self.say(labels::CAN_BE_ANSWERED));
        }
    }

    /// Some answers under their headings; nothing at all when there are none.
    fn section<'a>(
        &mut self,
        card: Option<usize>,
        answers: impl Iterator<Item = (FieldId, &'a Answer)>,
    ) {
        let mut answers = answers.peekable();
        if answers.peek().is_none() {
            return;
        }
        let title = card.map(|it| format!("{} {it}   ", self.say(labels::STATEMENT)));
        self.line(&"─".repeat(72));
        self.line(&format!(
            "{}{}",
            title.unwrap_or_default(),
            self.say(labels::NOT_VERIFIED)
        ));
        for (field, answer) in answers {
            self.line(&format!(
                "{} ({})",
                self.say(labels::field(field)),
                field.question()
            ));
            for line in self.answer(answer) {
                self.line(&format!("  │ {line}"));
            }
        }
    }

    fn answer(&self, answer: &Answer) -> Vec<String> {
        let choice = |it: &report::Choice| {
            let label = labels::choice(it.as_str()).map(|label| self.say(label));
            label.unwrap_or(it.as_str()).to_owned()
        };
        match answer {
            Answer::Text(text) => visible::lines(text).collect(),
            Answer::Choice(it) => vec![choice(it)],
            Answer::Choices(several) => several.iter().map(choice).collect(),
            Answer::Roles(roles) => roles.iter().map(|it| visible::one_line(it)).collect(),
            Answer::Unknown => vec![self.say(labels::UNKNOWN).to_owned()],
        }
    }

    fn attachments(&mut self, opened: &Opened) {
        for attachment in &opened.attachments {
            self.line(&format!(
                "{}: {} ({}, {} {})",
                self.say(labels::ATTACHMENT),
                visible::one_line(&attachment.name),
                visible::one_line(&attachment.media_type),
                attachment.size,
                self.say(labels::BYTES),
            ));
            if let Some(path) = &attachment.saved_as {
                let path = visible::one_line(&path.display().to_string());
                self.line(&format!("  {} {path}", self.say(labels::SAVED_AS)));
            }
        }
    }
}

/// What the category is called to its audience, else to staff.
fn category_label(report: &Report, language: LabelLanguage) -> Option<&'static str> {
    let language = match language {
        LabelLanguage::Nl => Language::Dutch,
        LabelLanguage::En => Language::English,
    };
    let category = report.category();
    category
        .label(report.audience(), language)
        .or_else(|| category.label(Audience::Staff, language))
}
