/// The number that stands for the name of a text.
///
/// It is FNV-1a of 32 bits (Fowler, Noll and Vo; RFC 9923) folded to 16 as they advise: the upper half
/// over the lower. Two names may have one number; `pack` refuses that, and one of them is renamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(u16);

/// RFC 9923, section 5: what the hash begins with.
const OFFSET_BASIS: u32 = 0x811c_9dc5;

/// RFC 9923, section 5: what it is multiplied by after each byte.
const PRIME: u32 = 0x0100_0193;

impl Key {
    /// The key of a name. [`key!`](crate::key!) does the same while the program is compiled.
    pub const fn of(name: &str) -> Self {
        Self::folded(hashed(OFFSET_BASIS, name))
    }

    /// The key of the name that these parts are with a full stop between them, without putting it together.
    pub fn joined(parts: &[&str]) -> Self {
        let mut hash = OFFSET_BASIS;
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                hash = hashed(hash, ".");
            }
            hash = hashed(hash, part);
        }
        Self::folded(hash)
    }

    const fn folded(hash: u32) -> Self {
        Self((hash >> 16) as u16 ^ hash as u16)
    }

    pub(crate) const fn from_number(number: u16) -> Self {
        Self(number)
    }

    #[cfg(feature = "pack")]
    pub(crate) const fn number(self) -> u16 {
        self.0
    }
}

/// The hash with these bytes after those before.
const fn hashed(mut hash: u32, text: &str) -> u32 {
    let bytes = text.as_bytes();
    let mut at = 0;
    // A `for` is not possible in a `const fn`.
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u32).wrapping_mul(PRIME);
        at += 1;
    }
    hash
}

/// The [`Key`] of a name that stands here in full: only its number gets into the program.
#[macro_export]
macro_rules! key {
    ($name:expr) => {
        const { $crate::Key::of($name) }
    };
}
