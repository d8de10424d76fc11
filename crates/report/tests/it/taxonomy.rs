//! The tables of the program are those of `taxonomy.json`, word for word.

use report::taxonomy::{FALLBACK_ROLE, NEVER_COMBINE, ROLES, excludes_on_site, recipients};
use report::{Audience, Category, FourEyes, Group, Language, Tile, Urgency};
use serde_json::{Value, json};

fn taxonomy() -> Value {
    serde_json::from_str(include_str!("../../taxonomy.json")).expect("JSON")
}

fn codes(categories: &[Category]) -> Value {
    json!(categories.iter().map(|it| it.code()).collect::<Vec<_>>())
}

#[test]
fn every_category_as_the_taxonomy_has_it() {
    let built: Vec<Value> = Category::ALL.into_iter().map(category).collect();
    assert_eq!(json!(built), taxonomy()["categories"]);
}

/// A category in the form of the taxonomy.
fn category(it: Category) -> Value {
    let offered: Vec<&str> = Audience::ALL
        .into_iter()
        .filter(|audience| it.offered_to(*audience))
        .map(Audience::as_str)
        .collect();
    let label = |audience| {
        let words = |language| it.label(audience, language);
        let nl = words(Language::Dutch)?;
        Some(json!({ "nl": nl, "en": words(Language::English)? }))
    };
    let to = recipients(it);
    let second = to.second_reader.map(|role| format!("{role}*"));
    let chosen = to.on_choice.iter().map(|role| format!("?{role}"));
    let plain = |roles: &[&str]| roles.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    json!({
        "code": it.code(),
        "group": it.group().id(),
        "audience": offered,
        "label": { "staff": label(Audience::Staff), "resident": label(Audience::Resident) },
        "urgency": it.urgency().code(),
        "recipients": {
            "staff": second.into_iter().chain(plain(to.readers(Audience::Staff))).collect::<Vec<_>>(),
            "resident": plain(to.readers(Audience::Resident)).into_iter().chain(chosen).collect::<Vec<_>>(),
        },
        "fourEyes": it.four_eyes().id(),
    })
}

#[test]
fn labels_are_in_dutch_and_english_only() {
    for language in Language::ALL {
        let has_words = matches!(language, Language::Dutch | Language::English);
        for category in Category::ALL {
            assert_eq!(
                category.label(Audience::Staff, language).is_some(),
                has_words
            );
        }
    }
}

#[test]
fn roles_and_rules_as_the_taxonomy_has_them() {
    let taxonomy = taxonomy();
    let mut expected = taxonomy["roles"].as_array().expect("a list").clone();
    for role in &mut expected {
        role.as_object_mut().expect("an object").remove("place");
    }
    let roles: Vec<Value> = ROLES
        .iter()
        .map(|it| json!({ "id": it.id, "nameNl": it.name_nl, "onSite": it.on_site }))
        .collect();
    assert_eq!(roles, expected);

    let closed = taxonomy["forcedExclusions"].as_object().expect("an object");
    for category in Category::ALL {
        assert_eq!(
            excludes_on_site(category),
            closed.contains_key(category.code()),
            "{category}"
        );
    }
    assert!(closed.values().all(|it| it == "on-site"));
    let apart = json!([codes(NEVER_COMBINE.0), codes(NEVER_COMBINE.1)]);
    assert_eq!(apart, taxonomy["neverCombine"]);
    assert_eq!(taxonomy["fallbackRole"], FALLBACK_ROLE);
    let urgencies = taxonomy["urgency"].as_object().expect("an object");
    assert!(urgencies.keys().eq(Urgency::ALL.map(Urgency::code)));
}

/// Every role that is named is a role, and the ones that matter are off the site.
#[test]
fn the_roles_that_are_named() {
    let find = |id: &str| ROLES.iter().find(|it| it.id == id).expect(id);
    assert!(!find(FALLBACK_ROLE).on_site);
    for category in Category::ALL {
        let to = recipients(category);
        for id in to
            .staff
            .iter()
            .chain(to.resident)
            .chain(to.on_choice)
            .chain(&to.second_reader)
        {
            assert!(
                !(excludes_on_site(category) && find(id).on_site),
                "{category} {id}"
            );
        }
        assert_eq!(
            to.second_reader.is_some(),
            category.four_eyes() == FourEyes::PreSend
        );
        assert_eq!(
            to.resident.is_empty(),
            !category.offered_to(Audience::Resident),
            "{category}"
        );
    }
}

/// Residents reach every category they are offered, and no other, from some picture.
#[test]
fn tiles_lead_everywhere() {
    for category in Category::ALL {
        let tiles = Tile::ALL
            .iter()
            .filter(|it| it.categories().contains(&category))
            .count();
        let expected = match category {
            Category::IdtDoc => 0,
            Category::DisOrg => 2,
            _ => 1,
        };
        assert_eq!(tiles, expected, "{category}");
    }
    let staff: Vec<Category> = Group::ALL
        .into_iter()
        .flat_map(|it| it.categories(Audience::Staff))
        .collect();
    assert_eq!(staff.len(), Category::ALL.len());
    assert!(
        Group::Outside
            .categories(Audience::Resident)
            .all(|it| it != Category::IdtDoc)
    );
}
