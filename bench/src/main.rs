//! Seals and opens natively, again and again, and prints the speed of each round as JSON.

use std::error::Error;
use std::hint::black_box;
use std::io::{self, Read};
use std::time::Instant;

use envelope::{
    AttachmentHead, Identity, Label, Outline, PartHead, Payload, Receiver, open_from, seal, seal_to,
};

/// Bytes of the attachment: a long video.
const LEN: usize = 100 * 1024 * 1024;
const ROUNDS: usize = 7;

fn main() -> Result<(), Box<dyn Error>> {
    let identities = [Identity::generate()?];
    let recipients = [identities[0].recipient()];
    let report = Payload::of_document(vec![b'a'; 4096]);
    let body = vec![7; LEN];
    let head = AttachmentHead {
        name: "a",
        media_type: "application/octet-stream",
        len: LEN as u64,
    };
    let outline = Outline::new(b"{}", &[head])?;
    let mut sealed = Vec::with_capacity(usize::try_from(outline.envelope_len())?);
    for _ in 0..ROUNDS {
        let small = time(|| seal(&recipients, Label::Report, &report).map(drop))?;
        let seal = time(|| {
            sealed.clear();
            let bodies: &mut [&mut dyn Read] = &mut [&mut &body[..]];
            seal_to(&recipients, Label::Report, &outline, bodies, &mut sealed).map(drop)
        })?;
        let open = time(|| {
            open_from(&identities, Label::Report, &mut &sealed[..], &mut Nowhere).map(drop)
        })?;
        println!(
            "{{\"report\":{small},\"seal\":{seal},\"open\":{open},\"bytes\":{}}}",
            sealed.len()
        );
    }
    Ok(())
}

/// How many seconds it takes.
fn time<E>(work: impl FnOnce() -> Result<(), E>) -> Result<f64, E> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed().as_secs_f64())
}

/// Looks at what comes, and lets go of it.
struct Nowhere;

impl Receiver for Nowhere {
    fn part(&mut self, _: PartHead<'_>) -> io::Result<()> {
        Ok(())
    }

    fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        black_box(bytes);
        Ok(())
    }
}
