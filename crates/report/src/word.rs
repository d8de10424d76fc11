//! Closed lists of words: one enum, one word for each variant, one way back.

use thiserror::Error;

/// The text is not a word of the list that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not a known word")]
pub struct UnknownWord;

/// An enum whose variants each have one word on the wire.
///
/// `pub enum Name by method { Variant = "word" }` gives `Name::ALL`, `Name::method()`,
/// `FromStr` (exact, no other spelling) and `Display`.
macro_rules! words {
    (
        $(#[$meta:meta])*
        pub enum $name:ident by $method:ident {
            $( $(#[$variant_meta:meta])* $variant:ident = $word:literal, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $( $(#[$variant_meta])* $variant, )*
        }

        impl $name {
            /// All of them, in the order of the list.
            pub const ALL: [Self; [$($word),*].len()] = [$(Self::$variant),*];

            /// The word that stands for it in files and addresses.
            pub const fn $method(self) -> &'static str {
                const WORDS: [&str; $name::ALL.len()] = [$($word),*];
                WORDS[self as usize]
            }
        }

        impl core::str::FromStr for $name {
            type Err = $crate::word::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                Self::ALL
                    .into_iter()
                    .find(|it| it.$method() == word)
                    .ok_or($crate::word::UnknownWord)
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.$method())
            }
        }
    };
}

pub(crate) use words;
