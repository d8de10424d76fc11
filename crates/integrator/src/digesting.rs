//! The name of bytes, made while they pass by.

use std::io::{self, Read};

use envelope_format::{Digest, Digester};

/// A reader that makes the digest of what is read through it.
#[derive(Debug)]
pub struct Digesting<R> {
    from: R,
    digester: Digester,
}

impl<R: Read> Digesting<R> {
    /// Begins with the next byte of `from`.
    pub fn new(from: R) -> Self {
        Self {
            from,
            digester: Digester::default(),
        }
    }

    /// The digest of everything read so far.
    pub fn finish(self) -> Digest {
        self.digester.finish()
    }
}

impl<R: Read> Read for Digesting<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let len = self.from.read(into)?;
        self.digester.update(&into[..len]);
        Ok(len)
    }
}

/// The digest of all that `from` still has, and how many bytes that is.
///
/// # Errors
///
/// Those of reading.
pub fn digest_all(from: impl Read) -> io::Result<(Digest, u64)> {
    let mut from = Digesting::new(from);
    let len = io::copy(&mut from, &mut io::sink())?;
    Ok((from.finish(), len))
}
