//! The digits of every script.

/// The value of a decimal digit of any script (Unicode category Nd), 0 to 9.
///
/// Who reads Arabic may type \u{661} for 1, and a telephone's keyboard may do so unasked.
pub(crate) fn value(digit: char) -> Option<u8> {
    let number = u32::from(digit);
    // The last zero that is not behind the digit. Ten digits stand in a row after each.
    let before = ZEROS.partition_point(|zero| u32::from(*zero) <= number);
    let zero = ZEROS.get(before.checked_sub(1)?)?;
    let value = u8::try_from(number - u32::from(*zero)).ok()?;
    (value < 10).then_some(value)
}

/// The zeros of all scripts: DerivedNumericType.txt and DerivedGeneralCategory.txt of Unicode 14.
const ZEROS: [char; 66] = [
    '\u{30}',
    '\u{660}',
    '\u{6f0}',
    '\u{7c0}',
    '\u{966}',
    '\u{9e6}',
    '\u{a66}',
    '\u{ae6}',
    '\u{b66}',
    '\u{be6}',
    '\u{c66}',
    '\u{ce6}',
    '\u{d66}',
    '\u{de6}',
    '\u{e50}',
    '\u{ed0}',
    '\u{f20}',
    '\u{1040}',
    '\u{1090}',
    '\u{17e0}',
    '\u{1810}',
    '\u{1946}',
    '\u{19d0}',
    '\u{1a80}',
    '\u{1a90}',
    '\u{1b50}',
    '\u{1bb0}',
    '\u{1c40}',
    '\u{1c50}',
    '\u{a620}',
    '\u{a8d0}',
    '\u{a900}',
    '\u{a9d0}',
    '\u{a9f0}',
    '\u{aa50}',
    '\u{abf0}',
    '\u{ff10}',
    '\u{104a0}',
    '\u{10d30}',
    '\u{11066}',
    '\u{110f0}',
    '\u{11136}',
    '\u{111d0}',
    '\u{112f0}',
    '\u{11450}',
    '\u{114d0}',
    '\u{11650}',
    '\u{116c0}',
    '\u{11730}',
    '\u{118e0}',
    '\u{11950}',
    '\u{11c50}',
    '\u{11d50}',
    '\u{11da0}',
    '\u{16a60}',
    '\u{16ac0}',
    '\u{16b50}',
    '\u{1d7ce}',
    '\u{1d7d8}',
    '\u{1d7e2}',
    '\u{1d7ec}',
    '\u{1d7f6}',
    '\u{1e140}',
    '\u{1e2f0}',
    '\u{1e950}',
    '\u{1fbf0}',
];

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn digits_of_the_scripts_of_the_form() {
        for row in [
            "0123456789",
            "٠١٢٣٤٥٦٧٨٩",
            "۰۱۲۳۴۵۶۷۸۹",
            "०१२३४५६७८९",
            "０１２３４５６７８９",
        ] {
            let values: Vec<_> = row.chars().map(value).collect();
            let expected: Vec<_> = (0..10).map(Some).collect();
            assert_eq!(values, expected, "{row}");
        }
    }

    #[test]
    fn what_is_no_digit_has_no_value() {
        for other in [
            '\0',
            '/',
            ':',
            'a',
            '\u{65f}',
            '\u{66a}',
            '፩',
            '½',
            '²',
            '\u{10ffff}',
        ] {
            assert_eq!(value(other), None, "{other:?}");
        }
    }
}
