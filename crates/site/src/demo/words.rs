//! The words of the demonstration site.

use report::Urgency;
use serde_json::{Value, json};

pub(super) fn site_name() -> Value {
    json!({ "nl": "Demonstratielocatie", "en": "Demonstration site" })
}

/// What a role is called in English; its id when it has no name here.
pub(super) fn role_name_en(id: &str) -> &str {
    match id {
        "intake-desk" => "First readers outside the site (trusted intake)",
        "site-safety" => "Safety coordinator or manager on duty",
        "site-nv-contact" => "Trained second reader, national security",
        "ind-desk" => "IND desk national security",
        "liv-lse" => "LIV / LSE front office",
        "police-liaison" => "Police contact",
        "thb-contact" => "Contact person for human trafficking and smuggling",
        "meldcode-officer" => {
            "Officer for domestic violence, honour-related violence and child abuse"
        }
        "lgbtiq-contact" => "LGBTIQ+ contact person",
        "trust-coordinator" => "Coordinating confidential adviser for vulnerable groups",
        "health-gza" => "Health centre (GZA) or mental health nurse",
        "complaints-central" => "COA central complaints handling",
        "integrity-officer" => "COA confidential adviser or integrity coordinator",
        "privacy-officer" => "Data protection officer",
        id => id,
    }
}

pub(super) fn reading_time(urgency: Urgency) -> Value {
    match urgency {
        Urgency::U0 => json!({
            "nl": "Bel 112. Niemand leest dit meteen.",
            "en": "Call 112. Nobody reads this at once.",
        }),
        Urgency::U1 => json!({ "nl": "Dezelfde dag", "en": "The same day" }),
        Urgency::U2 => json!({ "nl": "De volgende werkdag", "en": "The next working day" }),
        Urgency::U3 => json!({ "nl": "Binnen vijf werkdagen", "en": "Within five working days" }),
    }
}

/// Public numbers; `checked` is the day they count as tried on.
pub(super) fn help(checked: &str) -> Value {
    let entry = |nl: &str, en: &str, telephone: &str| json!({ "name": { "nl": nl, "en": en }, "telephone": telephone, "checked": checked });
    json!([
        entry("Alarmnummer", "Emergency number", "112"),
        entry(
            "Praktijklijn (zorg, dag en nacht)",
            "Health line (day and night)",
            "088-112 2 112"
        ),
        entry(
            "113 Zelfmoordpreventie",
            "113 Suicide prevention",
            "0800-0113"
        ),
        entry(
            "Veilig Thuis",
            "Veilig Thuis (domestic violence)",
            "0800-2000"
        ),
        entry("Kindertelefoon", "Children's helpline", "0800-0432"),
        entry("Politie, geen spoed", "Police, no emergency", "0900-8844"),
    ])
}
