use std::borrow::Cow;

use hifijson::token::Lex;
use hifijson::value::{Value, parse_bounded};
use hifijson::{Error, SliceLexer};

use crate::{Json, Malformed, Object};

/// How many values may stand in one another, so that no text can exhaust the stack.
const DEPTH: usize = 127;

pub(crate) fn parse(json: &[u8]) -> Result<Json, Malformed> {
    let mut lexer = SliceLexer::new(json);
    let value = lexer.exactly_one(Lex::ws_peek, |next, lexer| {
        parse_bounded(DEPTH, next, lexer)
    });
    value.map(taken).map_err(|_: Error| Malformed)
}

/// The same value in our words: a number is a whole one, or of no use to anybody here.
fn taken(value: Value<&str, Cow<'_, str>>) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(it) => Json::Bool(it),
        Value::Number((digits, _)) => digits.parse().map_or(Json::OtherNumber, Json::Number),
        Value::String(it) => Json::Text(it.into_owned()),
        Value::Array(values) => Json::List(values.into_iter().map(taken).collect()),
        Value::Object(members) => Json::Object(Object(
            members
                .into_iter()
                .map(|(key, value)| (key.into_owned(), taken(value)))
                .collect(),
        )),
    }
}
