//! The tables of `taxonomy.json` about who reads. Only the maker of a manifest needs the defaults.

use super::{Recipients, Role};
use crate::category::Category;

/// A role off the site that staff send suspicions to, the second list, gets nothing of the first:
/// a worry about someone's health is not a suspicion.
pub const NEVER_COMBINE: (&[Category], &[Category]) = (
    &[Category::SlfHrm, Category::MhcWor],
    &[
        Category::VexRec,
        Category::VexCon,
        Category::VexPst,
        Category::ThrAtt,
        Category::IdtDoc,
    ],
);

/// Every role that is known by default.
pub const ROLES: &[Role] = &[
    Role {
        id: "intake-desk",
        name_nl: "Eerste lezers buiten de locatie (vertrouwde intake)",
        on_site: false,
    },
    Role {
        id: "site-safety",
        name_nl: "Veiligheidscoördinator / dienstdoend manager",
        on_site: true,
    },
    Role {
        id: "site-nv-contact",
        name_nl: "Getrainde tweede lezer nationale veiligheid",
        on_site: true,
    },
    Role {
        id: "ind-desk",
        name_nl: "IND-desk nationale veiligheid",
        on_site: false,
    },
    Role {
        id: "case-table",
        name_nl: "De 'tafel' met ketenpartners",
        on_site: false,
    },
    Role {
        id: "liv-lse",
        name_nl: "LIV / LSE frontoffice",
        on_site: false,
    },
    Role {
        id: "police-liaison",
        name_nl: "Contact politie (wijkagent / AVIM / EMM)",
        on_site: false,
    },
    Role {
        id: "thb-contact",
        name_nl: "Contactpersoon mensenhandel en mensensmokkel",
        on_site: true,
    },
    Role {
        id: "meldcode-officer",
        name_nl: "Aandachtsfunctionaris huiselijk geweld, eergerelateerd geweld en kindermishandeling",
        on_site: true,
    },
    Role {
        id: "lgbtiq-contact",
        name_nl: "Contactpersoon lhbtiq+",
        on_site: true,
    },
    Role {
        id: "trust-coordinator",
        name_nl: "Coördinerend vertrouwenspersoon kwetsbare groepen",
        on_site: true,
    },
    Role {
        id: "health-gza",
        name_nl: "GZA praktijk / POH-GGZ",
        on_site: true,
    },
    Role {
        id: "child-guardian",
        name_nl: "Voogd Nidos / mentor amv",
        on_site: false,
    },
    Role {
        id: "complaints-central",
        name_nl: "COA klachtenbehandeling centraal (Juridische Zaken)",
        on_site: false,
    },
    Role {
        id: "integrity-officer",
        name_nl: "Vertrouwenspersoon / integriteitscoördinator COA",
        on_site: false,
    },
    Role {
        id: "privacy-officer",
        name_nl: "Functionaris gegevensbescherming",
        on_site: false,
    },
    Role {
        id: "municipal-contact",
        name_nl: "Gemeentelijk contact radicalisering / nazorg",
        on_site: false,
    },
    Role {
        id: "oversight",
        name_nl: "Onafhankelijk toezicht / jaarlijkse review",
        on_site: false,
    },
];

/// In the order of [`Category::ALL`].
pub(super) const RECIPIENTS: [Recipients; Category::ALL.len()] = [
    Recipients {
        staff: &["ind-desk"],
        resident: &["intake-desk"],
        on_choice: &[],
        second_reader: Some("site-nv-contact"),
    },
    Recipients {
        staff: &["ind-desk"],
        resident: &["intake-desk"],
        on_choice: &[],
        second_reader: Some("site-nv-contact"),
    },
    Recipients {
        staff: &["ind-desk"],
        resident: &["intake-desk"],
        on_choice: &[],
        second_reader: Some("site-nv-contact"),
    },
    Recipients {
        staff: &["site-safety", "police-liaison"],
        resident: &["intake-desk"],
        on_choice: &["site-safety"],
        second_reader: None,
    },
    Recipients {
        staff: &["police-liaison", "ind-desk", "site-safety"],
        resident: &["intake-desk"],
        on_choice: &[],
        second_reader: None,
    },
    Recipients {
        staff: &["ind-desk"],
        resident: &[],
        on_choice: &[],
        second_reader: Some("site-nv-contact"),
    },
    Recipients {
        staff: &["site-safety", "police-liaison"],
        resident: &["intake-desk"],
        on_choice: &[],
        second_reader: None,
    },
    Recipients {
        staff: &["site-safety"],
        resident: &["intake-desk"],
        on_choice: &["site-safety"],
        second_reader: None,
    },
    Recipients {
        staff: &["ind-desk"],
        resident: &["intake-desk"],
        on_choice: &[],
        second_reader: None,
    },
    Recipients {
        staff: &["thb-contact"],
        resident: &["thb-contact"],
        on_choice: &[],
        second_reader: None,
    },
    Recipients {
        staff: &["thb-contact"],
        resident: &["thb-contact"],
        on_choice: &[],
        second_reader: None,
    },
    Recipients {
        staff: &["meldcode-officer"],
        resident: &["meldcode-officer"],
        on_choice: &[],
        second_reader: None,
    },
    Recipients {
        staff: &["meldcode-officer"],
        resident: &["meldcode-officer"],
        on_choice: &[],
        second_reader: None,
    },
    Recipients {
        staff: &["meldcode-officer"],
        resident: &["meldcode-officer"],
        on_choice: &[],
        second_reader: None,
    },
    Recipients {
        staff: &["trust-coordinator", "health-gza"],
        resident: &["trust-coordinator"],
        on_choice: &[],
        second_reader: None,
    },
    Recipients {
        staff: &["lgbtiq-contact"],
        resident: &["lgbtiq-contact"],
        on_choice: &[],
        second_reader: None,
    },
    Recipients {
        staff: &["trust-coordinator"],
        resident: &["trust-coordinator"],
        on_choice: &[],
        second_reader: None,
    },
    Recipients {
        staff: &["trust-coordinator"],
        resident: &["trust-coordinator"],
        on_choice: &[],
        second_reader: None,
    },
    Recipients {
        staff: &["complaints-central"],
        resident: &["complaints-central"],
        on_choice: &[],
        second_reader: None,
    },
    Recipients {
        staff: &["integrity-officer"],
        resident: &["complaints-central"],
        on_choice: &[],
        second_reader: None,
    },
    Recipients {
        staff: &["integrity-officer"],
        resident: &["complaints-central"],
        on_choice: &[],
        second_reader: None,
    },
    Recipients {
        staff: &["health-gza", "site-safety"],
        resident: &["health-gza"],
        on_choice: &["site-safety"],
        second_reader: None,
    },
    Recipients {
        staff: &["health-gza"],
        resident: &["health-gza"],
        on_choice: &[],
        second_reader: None,
    },
    Recipients {
        staff: &["trust-coordinator"],
        resident: &["trust-coordinator"],
        on_choice: &[],
        second_reader: None,
    },
    Recipients {
        staff: &["privacy-officer"],
        resident: &["privacy-officer"],
        on_choice: &[],
        second_reader: None,
    },
    Recipients {
        staff: &["liv-lse"],
        resident: &["intake-desk"],
        on_choice: &[],
        second_reader: None,
    },
    Recipients {
        staff: &["site-safety"],
        resident: &["intake-desk"],
        on_choice: &[],
        second_reader: None,
    },
];
