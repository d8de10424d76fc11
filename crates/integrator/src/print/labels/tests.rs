use report::{FieldId, FieldKind};

use super::choice;

#[test]
fn every_choice_of_every_question_has_a_label() {
    for field in FieldId::ALL {
        if let FieldKind::One(names) | FieldKind::Many(names) = field.kind() {
            for name in names {
                assert!(choice(name).is_some(), "{}: {name}", field.as_str());
            }
        }
    }
}

#[test]
fn a_name_no_question_has_gets_none() {
    assert_eq!(choice("perhaps"), None);
}
