//! A JSON value that knows where it stands, and says what is wrong with its shape.

use jsonc_parser::ast::{ObjectProp, Value};
use jsonc_parser::common::Ranged;

use super::fault::Fault;
use super::findings::{Findings, Spot};

/// A value and its JSON pointer.
#[derive(Clone)]
pub(super) struct Node<'a> {
    value: &'a Value<'a>,
    path: String,
}

/// The members of an object whose names are known.
pub(super) struct Members<'a> {
    members: Vec<(&'a str, Node<'a>)>,
}

impl<'a> Members<'a> {
    pub(super) fn get(&self, name: &str) -> Option<&Node<'a>> {
        let member = self.members.iter().find(|(it, _)| *it == name);
        member.map(|(_, value)| value)
    }
}

impl<'a> Node<'a> {
    pub(super) fn root(value: &'a Value<'a>) -> Self {
        Self {
            value,
            path: String::new(),
        }
    }

    pub(super) fn spot(&self) -> Spot {
        (self.value.start(), self.path.clone())
    }

    fn below(&self, name: &str, value: &'a Value<'a>) -> Self {
        Self {
            value,
            path: below(&self.path, name),
        }
    }

    /// A string with something in it.
    pub(super) fn text(&self, findings: &mut Findings<'_>) -> Option<&'a str> {
        match self.value {
            Value::StringLit(it) if it.value.trim().is_empty() => {
                findings.add(self.spot(), Fault::ToFillIn);
                None
            }
            Value::StringLit(it) => Some(it.value.as_ref()),
            _ => self.is_no("a text", findings),
        }
    }

    /// A whole number that is not negative.
    pub(super) fn number(&self, findings: &mut Findings<'_>) -> Option<u64> {
        self.as_number()
            .or_else(|| self.is_no("a whole number", findings))
    }

    /// The whole number, if it is one.
    pub(super) fn as_number(&self) -> Option<u64> {
        match self.value {
            Value::NumberLit(it) if it.value.bytes().all(|it| it.is_ascii_digit()) => {
                it.value.parse().ok()
            }
            _ => None,
        }
    }

    pub(super) fn bool(&self, findings: &mut Findings<'_>) -> Option<bool> {
        match self.value {
            Value::BooleanLit(it) => Some(it.value),
            _ => self.is_no("true or false", findings),
        }
    }

    pub(super) fn list(&self, findings: &mut Findings<'_>) -> Option<Vec<Self>> {
        match self.value {
            Value::Array(list) => {
                let elements = list.elements.iter().enumerate();
                Some(
                    elements
                        .map(|(n, it)| self.below(&n.to_string(), it))
                        .collect(),
                )
            }
            _ => self.is_no("a list", findings),
        }
    }

    pub(super) fn is_empty_list(&self) -> bool {
        matches!(self.value, Value::Array(list) if list.elements.is_empty())
    }

    /// Members of any name, each name once.
    pub(super) fn any_members(
        &self,
        findings: &mut Findings<'_>,
    ) -> Option<Vec<(&'a str, Spot, Self)>> {
        let Value::Object(object) = self.value else {
            return self.is_no("an object", findings);
        };
        let mut members: Vec<(&str, Spot, Self)> = Vec::new();
        for property in &object.properties {
            let (name, spot) = self.named(property);
            if members.iter().any(|(it, ..)| *it == name) {
                findings.add(spot, Fault::Twice(name.to_owned()));
                continue;
            }
            members.push((name, spot, self.below(name, &property.value)));
        }
        Some(members)
    }

    /// The members of an object that must have the first names, may have the second, and no others.
    pub(super) fn members(
        &self,
        required: &[&'static str],
        optional: &[&'static str],
        findings: &mut Findings<'_>,
    ) -> Option<Members<'a>> {
        let mut members = Vec::new();
        for (name, spot, value) in self.any_members(findings)? {
            if required.contains(&name) || optional.contains(&name) {
                members.push((name, value));
            } else {
                findings.add(spot, Fault::Unknown(name.to_owned()));
            }
        }
        for name in required {
            if !members.iter().any(|(it, _)| it == name) {
                findings.add(self.spot(), Fault::Missing(name));
            }
        }
        Some(Members { members })
    }

    fn named(&self, property: &'a ObjectProp<'a>) -> (&'a str, Spot) {
        let name = property.name.as_str();
        (name, (property.range.start, below(&self.path, name)))
    }

    fn is_no<T>(&self, what: &'static str, findings: &mut Findings<'_>) -> Option<T> {
        let fault = match self.value {
            // The format has no null: one stands where a draft leaves a question open.
            Value::NullKeyword(_) => Fault::ToFillIn,
            _ => Fault::NotA(what),
        };
        findings.add(self.spot(), fault);
        None
    }
}

fn below(path: &str, name: &str) -> String {
    format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"))
}
