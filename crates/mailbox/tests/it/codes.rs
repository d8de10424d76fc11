use std::collections::HashSet;

use mailbox::{CODE_LEN, CodeError, ReturnCode};

/// The code of the worked example in `docs/mailbox.md`.
pub(crate) const EXAMPLE: &str = "4071 9382 6512 0948 5730 1605";

fn parse(typed: &str) -> Result<String, CodeError> {
    let code = ReturnCode::parse(typed)?;
    Ok(String::from_utf8(code.digits().to_vec()).expect("ASCII"))
}

#[test]
fn a_new_code_is_taken_back_as_it_is_shown() {
    let mut seen = HashSet::new();
    let mut digits = [0_u32; 10];
    for _ in 0..1_000 {
        let code = ReturnCode::generate().expect("randomness");
        let shown = code.to_text();
        assert_eq!(shown.split(' ').map(str::len).collect::<Vec<_>>(), [4; 6]);
        let back = ReturnCode::parse(&shown).expect("its own text");
        assert_eq!(back.digits(), code.digits());
        assert!(seen.insert(*code.digits()), "a code came twice");
        for digit in &code.digits()[..CODE_LEN - 2] {
            digits[usize::from(digit - b'0')] += 1;
        }
    }
    // 22,000 digits: each of the ten about 2,200 times; 300 away is over six standard deviations.
    let even = |count: &u32| (1_900..2_500).contains(count);
    assert!(digits.iter().all(even), "{digits:?}");
}

#[test]
fn it_may_be_typed_in_many_ways() {
    let plain = EXAMPLE.replace(' ', "");
    let arabic = plain.chars().map(arabic_indic).collect::<String>();
    for typed in [
        plain.clone(),
        EXAMPLE.to_owned(),
        EXAMPLE.replace(' ', "-"),
        EXAMPLE.replace(' ', " \u{2013}\u{a0}"),
        format!("\t{EXAMPLE}\n"),
        format!("\u{202a}{arabic}\u{202c}"),
        format!("{}{}", &plain[..12], &arabic[arabic.len() / 2..]),
    ] {
        assert_eq!(parse(&typed), Ok(plain.clone()), "{typed:?}");
    }
}

fn arabic_indic(digit: char) -> char {
    let value = digit.to_digit(10).expect("a digit");
    char::from_u32(0x660 + value).expect("a digit of its script")
}

/// Every single wrong digit, and every two neighbours exchanged.
#[test]
fn a_typing_error_is_found() {
    let right: Vec<char> = EXAMPLE.replace(' ', "").chars().collect();
    let mut wrong = HashSet::new();
    for at in 0..CODE_LEN {
        for digit in '0'..='9' {
            let mut typed = right.clone();
            typed[at] = digit;
            wrong.insert(typed);
        }
        let mut typed = right.clone();
        typed.swap(at, (at + 1).min(CODE_LEN - 1));
        wrong.insert(typed);
    }
    wrong.remove(&right);
    assert!(wrong.len() > 220, "{} ways to mistype", wrong.len());
    for typed in wrong {
        let typed: String = typed.into_iter().collect();
        assert_eq!(parse(&typed), Err(CodeError::Mistyped), "{typed}");
    }
}

#[test]
fn what_is_no_code_is_named() {
    let long = "1".repeat(100_000);
    for (typed, error) in [
        ("", CodeError::Length(0)),
        (" - ", CodeError::Length(0)),
        ("1234", CodeError::Length(4)),
        (&EXAMPLE[1..], CodeError::Length(23)),
        (&format!("{EXAMPLE}0"), CodeError::Length(25)),
        (&long, CodeError::Length(100_000)),
        ("0000 0000 0000 0000 0000 0000", CodeError::Mistyped),
        ("O123", CodeError::NotDigits),
        (&EXAMPLE.replace(' ', "."), CodeError::NotDigits),
        ("\0", CodeError::NotDigits),
    ] {
        let shown = typed.get(..30).unwrap_or(typed);
        assert_eq!(parse(typed), Err(error), "{shown}");
    }
}

#[test]
fn it_does_not_show_itself() {
    let code = ReturnCode::parse(EXAMPLE).expect("a code");
    assert_eq!(format!("{code:?}"), "ReturnCode");
}
