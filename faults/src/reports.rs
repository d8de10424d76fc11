//! The reports: what is typed, and how it is sealed.

use envelope::{
    Attachment, Envelope, Identity, KeyError, Label, Payload, Recipient, open, seal_with_rng,
};

use crate::dice::{Dice, Place};

/// What every report says. It is looked for wherever it must not be.
///
/// ASCII, because in base64 and UTF-16 it then has the same forms as any other text.
pub(crate) const TYPED: &str = "They took the blankets from room fourteen";

/// How long the file is that goes with a large report, in bytes. The envelopes have 2 MiB and a
/// little, in three parts, or 4 MiB and a little, in five.
const FILES: [usize; 2] = [3 << 19, 3 << 20];

/// Who reads the reports, and how they are made.
pub(crate) struct Reports {
    seed: u64,
    large_one_in: u64,
    identity: Identity,
    recipient: Recipient,
}

impl Reports {
    /// The reports of a seed, one in so many of them large, and their reader.
    pub(crate) fn of(seed: u64, large_one_in: u64) -> Result<Self, KeyError> {
        let mut key = [7; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let identity = Identity::from_seed(key)?;
        Ok(Self {
            seed,
            large_one_in,
            recipient: identity.recipient(),
            identity,
        })
    }

    /// Seals the report of this number, the `time`th time. Each time gives another envelope.
    pub(crate) fn seal(&self, number: u64, time: u64) -> Envelope {
        let payload = self.payload(number);
        let mut dice = Dice::at(self.seed, Place::Seal(number, time));
        let recipients = [self.recipient.clone()];
        seal_with_rng(&recipients, Label::Report, &payload, dice.generator())
            .expect("one reader, and far less than the largest bucket")
    }

    /// The length of the file that goes with a report; none for most of them.
    pub(crate) fn file_len(&self, number: u64) -> Option<usize> {
        let mut dice = Dice::at(self.seed, Place::Size(number));
        let large = dice.below(self.large_one_in.max(1)) == 0;
        large.then(|| FILES[dice.index(FILES.len())])
    }

    fn payload(&self, number: u64) -> Payload {
        Payload {
            document: document(number),
            attachments: self.file_len(number).map(file).into_iter().collect(),
        }
    }

    /// The number of the report in these bytes, when they open and say what was typed.
    pub(crate) fn open(&self, bytes: &[u8]) -> Option<u64> {
        let envelope = Envelope::parse(bytes.to_vec()).ok()?;
        let payload = open(&self.identity, Label::Report, &envelope).ok()?;
        let text = std::str::from_utf8(&payload.document).ok()?;
        let number = text.strip_prefix("{\"report\":")?.split(',').next()?;
        let number = number.parse().ok()?;
        (payload == self.payload(number)).then_some(number)
    }
}

fn document(number: u64) -> Vec<u8> {
    format!("{{\"report\":{number},\"text\":\"{TYPED}\"}}").into_bytes()
}

/// Some text, then nothing but zeros.
fn file(len: usize) -> Attachment {
    let mut bytes = TYPED.as_bytes().to_vec();
    bytes.resize(len, 0);
    Attachment {
        name: "film".to_owned(),
        media_type: "video/mp4".to_owned(),
        bytes,
    }
}

#[cfg(test)]
mod tests {
    use submission::part_count;

    use super::*;

    #[test]
    fn a_report_is_sealed_the_same_by_the_same_seed_and_opens_as_itself() {
        let reports = Reports::of(1, 50).expect("a key");
        let envelope = reports.seal(12, 0);
        assert_eq!(reports.seal(12, 0).digest(), envelope.digest());
        assert_ne!(reports.seal(12, 1).digest(), envelope.digest());
        assert_eq!(reports.open(envelope.as_bytes()), Some(12));

        let mut changed = envelope.into_bytes();
        changed[20_000] ^= 1;
        assert_eq!(reports.open(&changed), None);
    }
    #[test]
    fn some_reports_are_too_large_for_one_part_and_open_as_themselves() {
        let reports = Reports::of(1, 2).expect("a key");
        let large = (0..).filter(|it| reports.file_len(*it).is_some());
        for number in large.take(4) {
            let envelope = reports.seal(number, 0);
            assert!(matches!(part_count(envelope.len() as u64), 3 | 5));
            assert_eq!(reports.open(envelope.as_bytes()), Some(number));
        }
        let small = (0..).find(|it| reports.file_len(*it).is_none());
        let small = reports.seal(small.expect("half of them are"), 0);
        assert_eq!(part_count(small.len() as u64), 1);
    }
}
