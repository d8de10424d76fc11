//! Everything that is wrong with a manifest, each with its place.
//!
//! The app refuses a manifest at the first thing that is wrong and does not say where, because it
//! must be small. Here the same rules, and some that the app leaves to people, are held against all
//! of it. What finds nothing is given to the app's own reader at the end.

mod days;
mod fault;
mod findings;
mod form;
mod help;
mod holders;
mod node;
mod organisation;
mod roles;
mod routes;
mod values;

use jiff::civil::Date;
use jsonc_parser::{CollectOptions, parse_to_ast};

use super::JSON;
use findings::Findings;
use node::Node;

pub use fault::{Fault, Level};
pub use findings::{Mistake, Place};

/// What a manifest is held against beside itself.
#[derive(Clone, Debug)]
pub struct Against {
    /// The day on which it is looked at.
    pub today: Date,
    /// The edition before it, where there is one.
    pub previous: Option<Previous>,
}

/// What is kept of the edition before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Previous {
    /// Its text.
    pub text: String,
    /// The id of its site.
    pub site: String,
    /// Its number.
    pub sequence: u64,
    /// The codes of the categories that it closes to people at the site.
    pub closed: Vec<String>,
}

impl Previous {
    /// Reads an edition that was signed once. Nothing when it is no manifest.
    pub fn parse(text: &str) -> Option<Self> {
        let json: serde_json::Value = serde_json::from_str(text).ok()?;
        let closed = json["forcedExclusions"].as_object()?;
        Some(Self {
            site: json["site"].as_str()?.to_owned(),
            sequence: json["sequence"].as_u64()?,
            closed: closed.keys().cloned().collect(),
            text: text.to_owned(),
        })
    }
}

/// Every mistake in the text of a manifest, in the order of their places.
pub fn find(text: &str, against: &Against) -> Vec<Mistake> {
    let mut findings = Findings::new(text);
    match parse_to_ast(text, &CollectOptions::default(), &JSON) {
        Err(error) => {
            let what = error.kind().to_string();
            findings.add((error.range().start, String::new()), Fault::Syntax(what));
        }
        Ok(parsed) => match &parsed.value {
            None => findings.add((0, String::new()), Fault::NotA("an object")),
            Some(value) => form::read(&Node::root(value), against, &mut findings),
        },
    }
    if !findings.refuse()
        && let Err(error) = site::would_hold(text)
    {
        findings.add((0, String::new()), Fault::Refused(error));
    }
    findings.into_mistakes()
}

/// Whether these keep the manifest from being signed.
pub fn refuse(mistakes: &[Mistake]) -> bool {
    mistakes.iter().any(|it| it.fault.level() == Level::Mistake)
}
