use core::fmt;

use thiserror::Error;
use zeroize::Zeroizing;

use crate::digit;

/// How many digits a return code has.
pub const CODE_LEN: usize = 24;

/// How many of them are random.
const RANDOM: usize = 22;

/// ISO/IEC 7064, MOD 97-10: a right number leaves 1 when divided by this.
const MODULUS: u32 = 97;

/// How many digits stand together when the code is shown.
const GROUP: usize = 4;

/// What a resident gets to read an answer with: 24 digits, overwritten when dropped.
#[derive(Clone)]
pub struct ReturnCode {
    /// ASCII digits.
    digits: Zeroizing<[u8; CODE_LEN]>,
}

/// Why a text is no return code. It says nothing about what was typed but how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CodeError {
    /// There is something in it that is no digit, blank or hyphen.
    #[error("a return code is made of digits alone")]
    NotDigits,
    /// There are too few digits, or too many.
    #[error("a return code has {CODE_LEN} digits, and this has {0}")]
    Length(usize),
    /// The check digits do not fit: at least one digit is wrong.
    #[error("at least one digit of the return code is wrong")]
    Mistyped,
    /// The operating system or browser gives no random bytes.
    #[error("no random numbers are to be had on this device")]
    Randomness,
}

impl ReturnCode {
    /// Draws a new code.
    ///
    /// # Errors
    ///
    /// [`CodeError::Randomness`].
    pub fn generate() -> Result<Self, CodeError> {
        let mut digits = Zeroizing::new([b'0'; CODE_LEN]);
        let (random, check) = digits.split_at_mut(RANDOM);
        let mut filled = 0;
        while filled < RANDOM {
            let mut bytes = Zeroizing::new([0; RANDOM]);
            getrandom::fill(bytes.as_mut()).map_err(|_| CodeError::Randomness)?;
            // 250 is the largest multiple of 10 in a byte: what is beyond would favour small digits.
            let even = bytes.iter().filter(|it| **it < 250);
            for (digit, byte) in random[filled..].iter_mut().zip(even) {
                *digit = b'0' + byte % 10;
                filled += 1;
            }
        }
        let remainder = remainder(random.iter().chain(b"00"));
        let last = MODULUS + 1 - remainder;
        let digit = |value: u32| b'0' + u8::try_from(value).expect("below 10");
        check.copy_from_slice(&[digit(last / 10), digit(last % 10)]);
        Ok(Self { digits })
    }

    /// Reads what a person typed: the digits of any script, with blanks and hyphens anywhere.
    ///
    /// # Errors
    ///
    /// [`CodeError`], all but [`CodeError::Randomness`].
    pub fn parse(typed: &str) -> Result<Self, CodeError> {
        let mut digits = Zeroizing::new([0; CODE_LEN]);
        let mut count = 0;
        for typed in typed.chars().filter(|it| !is_between(*it)) {
            let value = digit::value(typed).ok_or(CodeError::NotDigits)?;
            if let Some(digit) = digits.get_mut(count) {
                *digit = b'0' + value;
            }
            count += 1;
        }
        if count != CODE_LEN {
            return Err(CodeError::Length(count));
        }
        match remainder(digits.iter()) {
            1 => Ok(Self { digits }),
            _ => Err(CodeError::Mistyped),
        }
    }

    /// The 24 digits in ASCII.
    #[must_use]
    pub fn digits(&self) -> &[u8; CODE_LEN] {
        &self.digits
    }

    /// As it is shown: six groups of four digits with a blank between them.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(CODE_LEN + CODE_LEN / GROUP));
        for (at, digit) in self.digits.iter().enumerate() {
            if at > 0 && at.is_multiple_of(GROUP) {
                text.push(' ');
            }
            text.push(char::from(*digit));
        }
        text
    }
}

/// Shows nothing of it.
impl fmt::Debug for ReturnCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReturnCode")
    }
}

/// Whether it may stand between digits: blanks, hyphens, and the marks that change the direction
/// of writing, which come with a text that is copied.
fn is_between(typed: char) -> bool {
    let is_mark = matches!(typed, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_hyphen = matches!(typed, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    typed.is_whitespace() || is_hyphen || is_mark
}

/// What ASCII digits, read as one number, leave when divided by 97.
fn remainder<'a>(digits: impl Iterator<Item = &'a u8>) -> u32 {
    digits.fold(0, |sum, digit| {
        (sum * 10 + u32::from(digit - b'0')) % MODULUS
    })
}
