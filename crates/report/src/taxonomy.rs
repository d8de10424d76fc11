//! The draft defaults of who may read what, for whoever makes a site's manifest.
//!
//! A site decides for itself; what binds every site is [`excludes_on_site`] and [`NEVER_COMBINE`].
//! The facts come from `taxonomy.json` beside the crate; a test holds the two equal.

mod tables;

use crate::audience::Audience;
use crate::category::Category;

pub use tables::{NEVER_COMBINE, ROLES};

/// The role that stands in where another has nobody; off the site.
pub const FALLBACK_ROLE: &str = "intake-desk";

/// A kind of reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Role {
    /// Lower-case letters and hyphens.
    pub id: &'static str,
    /// What the role is called in Dutch.
    pub name_nl: &'static str,
    /// Whether its people work at the reception site.
    pub on_site: bool,
}

/// Who a report of one category goes to. All are ids of [`ROLES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recipients {
    /// Who reads a report by staff.
    pub staff: &'static [&'static str],
    /// Who reads a report by a resident.
    pub resident: &'static [&'static str],
    /// Who reads a resident's report only when the resident chooses so.
    pub on_choice: &'static [&'static str],
    /// The colleague who reads before staff send; not a recipient.
    pub second_reader: Option<&'static str>,
}

impl Recipients {
    /// Who reads a report by this audience without any choice.
    pub fn readers(&self, audience: Audience) -> &'static [&'static str] {
        match audience {
            Audience::Staff => self.staff,
            Audience::Resident => self.resident,
        }
    }
}

/// Who a report of this category goes to by default.
pub fn recipients(category: Category) -> Recipients {
    tables::RECIPIENTS[category as usize]
}

/// Whether nobody who works at the site may ever read a report of this category.
///
/// A site can add to these and can take none away.
pub fn excludes_on_site(category: Category) -> bool {
    matches!(
        category,
        Category::ExtSta | Category::DisOrg | Category::MisOrg | Category::RetRep
    )
}

/// Whether staff may report it only at a site whose training the operator has confirmed: signs of
/// extremism and doubts about an identity, where an untrained eye sees belief or origin instead of
/// behaviour.
pub fn needs_training(category: Category) -> bool {
    matches!(
        category,
        Category::VexRec
            | Category::VexCon
            | Category::VexPst
            | Category::IdtDoc
            | Category::IdtTrv
    )
}
