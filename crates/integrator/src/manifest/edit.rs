//! Changes to a manifest that leave everything else as a person wrote it: order, blanks, lines.

use envelope::Recipient;
use jiff::civil::Date;
use jsonc_parser::cst::{CstArray, CstInputValue, CstNode, CstObject, CstRootNode};
use report::{Category, Language};
use thiserror::Error;

use super::JSON;
use super::draft::{object, text, words};

/// A manifest was not changed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EditError {
    /// The text is no JSON, or has something else where the change belongs.
    #[error("the file is not a manifest that can be changed")]
    NotAManifest,
    /// There is a role of this id.
    #[error("the role {0:?} is there already")]
    RoleExists(String),
    /// There is no role of this id.
    #[error("there is no role {0:?}")]
    NoRole(String),
    /// The role has no such key.
    #[error("the role has no such key")]
    NoKey,
    /// The role has this key already.
    #[error("the role has this key already")]
    KeyExists,
    /// There is a tablet of this id or key.
    #[error("a tablet of this id or key is there already")]
    TabletExists,
    /// The days would be in the wrong order.
    #[error("the last day would be before the first")]
    Days,
}

/// A key and the days on which it counts.
#[derive(Clone, Debug)]
pub struct Validity<K> {
    /// The key.
    pub key: K,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

/// A role to be added.
#[derive(Clone, Debug)]
pub struct NewRole<'a> {
    /// Its id.
    pub id: &'a str,
    /// What it is called.
    pub name: &'a [(Language, String)],
    /// Whether its people work at the site.
    pub on_site: bool,
    /// The categories it reads when staff report.
    pub staff: &'a [Category],
    /// The categories it reads when residents report.
    pub resident: &'a [Category],
}

/// A manifest that is being changed.
#[derive(Debug)]
pub struct Edit {
    root: CstRootNode,
    manifest: CstObject,
}

impl Edit {
    /// Takes the text apart, without looking whether it is right.
    ///
    /// # Errors
    ///
    /// [`EditError::NotAManifest`].
    pub fn parse(text: &str) -> Result<Self, EditError> {
        let root = CstRootNode::parse(text, &JSON).map_err(|_| EditError::NotAManifest)?;
        let manifest = root.object_value().ok_or(EditError::NotAManifest)?;
        Ok(Self { root, manifest })
    }

    /// The text with all changes.
    pub fn text(&self) -> String {
        self.root.to_string()
    }

    /// A text of the manifest.
    pub fn get_text(&self, name: &str) -> Option<String> {
        member(&self.manifest, name)
    }

    /// A number of the manifest.
    pub fn get_number(&self, name: &str) -> Option<u64> {
        let value = self.manifest.get(name)?.value()?;
        value.as_number_lit()?.to_string().parse().ok()
    }

    /// Puts a number in the place of another.
    ///
    /// # Errors
    ///
    /// [`EditError::NotAManifest`] where none stands.
    pub fn set_number(&self, name: &str, number: u64) -> Result<(), EditError> {
        let value = self.manifest.get(name).and_then(|it| it.value());
        let literal = value.and_then(|it| it.as_number_lit());
        literal
            .ok_or(EditError::NotAManifest)?
            .set_raw_value(number.to_string());
        Ok(())
    }

    /// Puts a day in the place of another.
    ///
    /// # Errors
    ///
    /// [`EditError::NotAManifest`] where no text stands.
    pub fn set_day(&self, name: &str, day: Date) -> Result<(), EditError> {
        set_day(&self.manifest, name, day)
    }

    /// Adds a role without holders, and names it in the routes of its categories.
    ///
    /// # Errors
    ///
    /// [`EditError`]; then the text must not be used.
    pub fn add_role(&self, role: &NewRole<'_>) -> Result<(), EditError> {
        if self.role(role.id)?.is_some() {
            return Err(EditError::RoleExists(role.id.to_owned()));
        }
        self.list("roles")?.append(object([
            ("id", text(role.id)),
            ("name", words(&[], role.name)),
            ("onSite", role.on_site.into()),
            ("holders", Vec::<String>::new().into()),
        ]));
        for (audience, categories) in [("staff", role.staff), ("resident", role.resident)] {
            for category in categories {
                self.route(*category, audience)?.append(text(role.id));
            }
        }
        Ok(())
    }

    /// Adds a key to a role.
    ///
    /// # Errors
    ///
    /// [`EditError`]; then the text must not be used.
    pub fn add_holder(&self, role: &str, new: &Validity<Recipient>) -> Result<(), EditError> {
        let key = new.key.to_string();
        let holders = self.holders(role)?;
        if objects(&holders).any(|it| member(&it, "key").as_ref() == Some(&key)) {
            return Err(EditError::KeyExists);
        }
        append(&holders, [("key", &key)], new)
    }

    /// The last day of a role's key.
    ///
    /// # Errors
    ///
    /// [`EditError`].
    pub fn last_day(&self, role: &str, key: &str) -> Result<Date, EditError> {
        let day = member(&self.holder(role, key)?, "until");
        day.and_then(|it| it.parse().ok())
            .ok_or(EditError::NotAManifest)
    }

    /// Gives a role's key another last day.
    ///
    /// # Errors
    ///
    /// [`EditError`]; then the text must not be used.
    pub fn end(&self, role: &str, key: &str, until: Date) -> Result<(), EditError> {
        let holder = self.holder(role, key)?;
        let from: Option<Date> = member(&holder, "from").and_then(|it| it.parse().ok());
        if from.ok_or(EditError::NotAManifest)? > until {
            return Err(EditError::Days);
        }
        set_day(&holder, "until", until)
    }

    /// Adds an enrolled tablet, and the list of them where there is none.
    ///
    /// # Errors
    ///
    /// [`EditError`]; then the text must not be used.
    pub fn add_tablet(&self, id: &str, new: &Validity<String>) -> Result<(), EditError> {
        let tablets = self.manifest.array_value_or_create("tablets");
        let tablets = tablets.ok_or(EditError::NotAManifest)?;
        let is = |it: &CstObject, name: &str, text: &str| member(it, name).as_deref() == Some(text);
        if objects(&tablets).any(|it| is(&it, "id", id) || is(&it, "key", &new.key)) {
            return Err(EditError::TabletExists);
        }
        append(&tablets, [("id", id), ("key", &new.key)], new)
    }

    fn list(&self, name: &str) -> Result<CstArray, EditError> {
        let list = self.manifest.array_value(name);
        list.ok_or(EditError::NotAManifest)
    }

    fn role(&self, id: &str) -> Result<Option<CstObject>, EditError> {
        let roles = self.list("roles")?;
        Ok(objects(&roles).find(|it| member(it, "id").as_deref() == Some(id)))
    }

    fn holders(&self, role: &str) -> Result<CstArray, EditError> {
        let found = self.role(role)?;
        let found = found.ok_or_else(|| EditError::NoRole(role.to_owned()))?;
        found.array_value("holders").ok_or(EditError::NotAManifest)
    }

    /// A holder by the key or by the key's id.
    fn holder(&self, role: &str, key: &str) -> Result<CstObject, EditError> {
        let holders = self.holders(role)?;
        let is_meant = |it: &CstObject| {
            let Some(text) = member(it, "key") else {
                return false;
            };
            let id = || text.parse::<Recipient>().map(|it| it.key_id().to_string());
            text == key || id().is_ok_and(|it| it == key)
        };
        objects(&holders).find(is_meant).ok_or(EditError::NoKey)
    }

    /// Who reads a category when this audience reports; an empty list where nobody did so far.
    fn route(&self, category: Category, audience: &str) -> Result<CstArray, EditError> {
        let routing = self.manifest.object_value("routing");
        let routing = routing.ok_or(EditError::NotAManifest)?;
        let code = category.code();
        if routing.get(code).is_none() {
            let nobody = || Vec::<String>::new().into();
            routing.append(code, object([("staff", nobody()), ("resident", nobody())]));
        }
        let route = routing.object_value(code);
        route
            .and_then(|it| it.array_value(audience))
            .ok_or(EditError::NotAManifest)
    }
}

/// Adds an object of these texts and of the days.
fn append<K, const N: usize>(
    list: &CstArray,
    texts: [(&str, &str); N],
    days: &Validity<K>,
) -> Result<(), EditError> {
    if days.until < days.from {
        return Err(EditError::Days);
    }
    let (from, until) = (days.from.to_string(), days.until.to_string());
    let days = [("from", from.as_str()), ("until", until.as_str())];
    let members = texts.into_iter().chain(days);
    let members = members.map(|(name, it)| (name.to_owned(), text(it)));
    list.append(CstInputValue::Object(members.collect()));
    Ok(())
}

fn objects(list: &CstArray) -> impl Iterator<Item = CstObject> {
    list.elements().into_iter().filter_map(|it| it.as_object())
}

fn member(object: &CstObject, name: &str) -> Option<String> {
    let value: CstNode = object.get(name)?.value()?;
    value.as_string_lit()?.decoded_value().ok()
}

fn set_day(object: &CstObject, name: &str, day: Date) -> Result<(), EditError> {
    let value = object.get(name).and_then(|it| it.value());
    let literal = value.and_then(|it| it.as_string_lit());
    literal
        .ok_or(EditError::NotAManifest)?
        .set_raw_value(format!("\"{day}\""));
    Ok(())
}
