//! Which pages there are, and how answers come and go.

use report::{
    Answer, Answers, Audience, Category, FieldId, FourEyes, Language, PageId, asked, pages,
    required,
};

use crate::form::{empty, every_kind, full};

#[test]
fn the_lists() {
    let names = |audience, category| -> Vec<&str> {
        pages(audience, category)
            .into_iter()
            .map(PageId::as_str)
            .collect()
    };
    let full = [
        "card",
        "period",
        "place",
        "subject",
        "at-risk",
        "opinion",
        "against",
        "before",
        "done",
        "subject-knows",
        "necessity",
        "danger-if-acted-on",
        "request",
    ];
    let short = [
        "card",
        "period",
        "place",
        "at-risk",
        "done",
        "danger-if-acted-on",
        "request",
    ];
    let resident = [
        "happened",
        "how-known",
        "about",
        "when",
        "by-whom",
        "wish",
        "exclude",
    ];
    for category in [Category::IdtTrv, Category::ExtSta] {
        assert_eq!(names(Audience::Staff, Some(category)), full);
    }
    for category in [
        Category::VexRec,
        Category::VexCon,
        Category::VexPst,
        Category::IdtDoc,
    ] {
        let read_by_two: Vec<&str> = full.into_iter().chain(["second-reader"]).collect();
        assert_eq!(names(Audience::Staff, Some(category)), read_by_two);
    }
    for category in [
        None,
        Some(Category::ThrAtt),
        Some(Category::MisOrg),
        Some(Category::OthOth),
    ] {
        assert_eq!(names(Audience::Staff, category), short);
    }
    for category in Category::ALL.into_iter().map(Some).chain([None]) {
        assert_eq!(names(Audience::Resident, category), resident);
    }
}

/// A second reader is asked for in exactly the categories the taxonomy says.
#[test]
fn four_eyes_before_sending() {
    for category in Category::ALL {
        let has_page = pages(Audience::Staff, Some(category)).contains(&PageId::SecondReader);
        assert_eq!(
            has_page,
            category.four_eyes() == FourEyes::PreSend,
            "{category}"
        );
    }
}

/// Every field stands on exactly one page, but for the one that is not asked yet.
#[test]
fn every_field_has_its_page() {
    for field in FieldId::ALL {
        let count = PageId::ALL
            .iter()
            .filter(|it| it.fields().contains(&field))
            .count();
        assert_eq!(
            count,
            usize::from(field != FieldId::AnswerWanted),
            "{field}"
        );
    }
    for page in PageId::ALL {
        let questions: Vec<&str> = page.fields().iter().map(|it| it.question()).collect();
        let (first, last) = (questions[0], questions[questions.len() - 1]);
        let expected = if page == PageId::Card {
            ("S1", "S3")
        } else {
            (first, first)
        };
        assert_eq!((first, last), expected, "{page}");
    }
}

/// What is required is asked, and what is asked stands on a page of the list.
#[test]
fn required_asked_listed() {
    for (audience, category) in every_kind() {
        let answers = full(audience, category);
        for field in FieldId::ALL {
            for card in [None, Some(0), Some(1), Some(2)] {
                let is_asked = asked(field, &answers, card);
                assert!(is_asked || !required(field, &answers, card), "{field}");
                let listed = pages(audience, Some(category));
                let has_page = listed.iter().any(|it| it.fields().contains(&field))
                    || field == FieldId::AnswerWanted;
                assert!(has_page || !is_asked, "{field}");
                let card_exists = card.is_none_or(|it| it < answers.cards());
                assert!(!is_asked || card_exists && field.is_on_card() == card.is_some());
            }
        }
    }
}

#[test]
fn cards_come_and_go() {
    let text = |it: &str| Answer::Text(it.to_owned());
    let mut answers = empty(Audience::Staff, Category::OthOth);
    assert_eq!(answers.cards(), 1);
    answers.add_card();
    answers.add_card();
    for card in 0..3 {
        answers.set(FieldId::Observed, Some(card), text(&card.to_string()));
    }
    answers.remove_card(1);
    answers.remove_card(7);
    let observed = |answers: &Answers, card| answers.get(FieldId::Observed, Some(card)).cloned();
    assert_eq!(answers.cards(), 2);
    assert!(observed(&answers, 0) == Some(text("0")) && observed(&answers, 1) == Some(text("2")));
    answers.remove_card(0);
    answers.remove_card(0);
    assert_eq!((answers.cards(), observed(&answers, 0)), (1, None));

    let mut resident = empty(Audience::Resident, Category::OthOth);
    resident.add_card();
    resident.remove_card(0);
    assert_eq!(resident.cards(), 0);
}

/// An answer to a place that does not exist changes nothing.
#[test]
fn places_that_do_not_exist() {
    let untouched = Answers::new(Audience::Staff, "demo".to_owned(), Language::Arabic);
    let mut answers = untouched.clone();
    for (field, card) in [
        (FieldId::Observed, None),
        (FieldId::Observed, Some(1)),
        (FieldId::Opinion, Some(0)),
    ] {
        answers.set(field, card, Answer::Text("x".to_owned()));
        answers.clear(field, card);
        answers.set(field, card, Answer::Text("x".to_owned()));
        assert!(answers.get(field, card).is_none());
    }
    assert!(answers == untouched);
    answers.set(FieldId::Opinion, None, Answer::Text("x".to_owned()));
    answers.clear(FieldId::Opinion, None);
    assert!(answers == untouched);
}
