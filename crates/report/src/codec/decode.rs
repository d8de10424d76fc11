//! JSON → Report, strictly.
//!
//! The JSON is read into what could have been typed, validated as the form is, and then compared:
//! a report that validation would have changed was not written by [`encode`](super::encode()).

mod wire;

use super::{DecodeError, MAX_REPORT_LEN, VERSION};
use crate::answers::{Answer, Answers};
use crate::audience::Audience;
use crate::field::{Choice, FieldId};
use crate::page::asked;
use crate::reply::ReplyTo;
use crate::report::Report;
use crate::validate::validate;

use wire::{WireAnswer, WireFields, WireReport, WireVersion};

/// Reads a report; see [`Report::decode`].
pub(crate) fn decode(bytes: &[u8]) -> Result<Report, DecodeError> {
    if bytes.len() > MAX_REPORT_LEN {
        return Err(DecodeError::TooLong);
    }
    // The version first: another version may have another shape.
    let WireVersion { version } =
        serde_json::from_slice(bytes).map_err(|_| DecodeError::Malformed)?;
    if version != VERSION {
        return Err(DecodeError::UnsupportedVersion);
    }
    let wire: WireReport = serde_json::from_slice(bytes).map_err(|_| DecodeError::Malformed)?;
    let day = wire.day.clone();
    let answers = read_answers(wire)?;
    let report = validate(&answers, &day).map_err(|problems| {
        let first = problems[0];
        DecodeError::Invalid {
            field: first.field,
            kind: first.kind,
        }
    })?;
    compare(&answers, &report)?;
    Ok(report)
}

fn read_answers(wire: WireReport) -> Result<Answers, DecodeError> {
    let audience: Audience = wire
        .audience
        .parse()
        .map_err(|_| DecodeError::UnknownAudience)?;
    let language = wire
        .language
        .parse()
        .map_err(|_| DecodeError::UnknownLanguage)?;
    let mut answers = Answers::new(audience, wire.site, language);
    answers.category = Some(
        wire.category
            .parse()
            .map_err(|_| DecodeError::UnknownCategory)?,
    );
    if let Some(reply) = wire.reply {
        let reply = ReplyTo::new(reply.mailbox, reply.recipient);
        answers.reply = Some(reply.ok_or(DecodeError::Malformed)?);
    }
    let cards = match (audience, wire.cards) {
        (Audience::Staff, Some(cards)) if !cards.is_empty() => cards,
        (Audience::Resident, None) => Vec::new(),
        _ => return Err(DecodeError::Malformed),
    };
    for (card, fields) in cards.into_iter().enumerate() {
        if card > 0 {
            answers.add_card();
        }
        read_fields(&mut answers, Some(card), fields)?;
    }
    read_fields(&mut answers, None, wire.answers)?;
    Ok(answers)
}

fn read_fields(
    answers: &mut Answers,
    card: Option<usize>,
    fields: WireFields,
) -> Result<(), DecodeError> {
    for (name, answer) in fields.0 {
        let field: FieldId = name.parse().map_err(|_| DecodeError::UnknownField)?;
        if field.is_on_card() != card.is_some() {
            return Err(DecodeError::Misplaced(field));
        }
        answers.set(field, card, read_answer(field, answer)?);
    }
    Ok(())
}

fn read_answer(field: FieldId, answer: WireAnswer) -> Result<Answer, DecodeError> {
    let choice = |word: String| field.choice(&word).ok_or(DecodeError::UnknownChoice(field));
    Ok(match answer {
        WireAnswer::Text(text) => Answer::Text(text),
        WireAnswer::Choice(word) => Answer::Choice(choice(word)?),
        WireAnswer::Choices(words) => Answer::Choices(
            words
                .into_iter()
                .map(choice)
                .collect::<Result<Vec<Choice>, _>>()?,
        ),
        WireAnswer::Roles(roles) => Answer::Roles(roles),
        WireAnswer::Unknown(true) => Answer::Unknown,
        WireAnswer::Unknown(false) => return Err(DecodeError::NotTidy(field)),
    })
}

/// Whether the report says exactly what was read; validation leaves out and tidies.
fn compare(answers: &Answers, report: &Report) -> Result<(), DecodeError> {
    if answers.reply != report.reply {
        return Err(DecodeError::Misplaced(FieldId::AnswerWanted));
    }
    let places = (0..answers.cards()).map(Some).chain([None]);
    for place in places {
        for field in FieldId::ALL {
            match (answers.get(field, place), report.get(field, place)) {
                (read, kept) if read == kept => {}
                _ if !asked(field, answers, place) => return Err(DecodeError::Misplaced(field)),
                _ => return Err(DecodeError::NotTidy(field)),
            }
        }
    }
    Ok(())
}
