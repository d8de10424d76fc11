//! The reports: what is typed, and how it is sealed.

use envelope::{Envelope, Identity, KeyError, Label, Payload, Recipient, open, seal_with_rng};

use crate::dice::{Dice, Place};

/// What every report says. It is looked for wherever it must not be.
///
/// ASCII, because in base64 and UTF-16 it then has the same forms as any other text.
pub(crate) const TYPED: &str = "They took the blankets from room fourteen";

/// Who reads the reports, and how they are made.
pub(crate) struct Reports {
    seed: u64,
    identity: Identity,
    recipient: Recipient,
}

impl Reports {
    /// The reports of a seed, and their reader.
    pub(crate) fn of(seed: u64) -> Result<Self, KeyError> {
        let mut key = [7; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let identity = Identity::from_seed(key)?;
        Ok(Self {
            seed,
            recipient: identity.recipient(),
            identity,
        })
    }

    /// Seals the report of this number, the `time`th time. Each time gives another envelope.
    pub(crate) fn seal(&self, number: u64, time: u64) -> Envelope {
        let payload = Payload::of_document(document(number));
        let mut dice = Dice::at(self.seed, Place::Seal(number, time));
        let recipients = [self.recipient.clone()];
        seal_with_rng(&recipients, Label::Report, &payload, dice.generator())
            .expect("one reader, and a short document")
    }

    /// The number of the report in these bytes, when they open and say what was typed.
    pub(crate) fn open(&self, bytes: &[u8]) -> Option<u64> {
        let envelope = Envelope::parse(bytes.to_vec()).ok()?;
        let payload = open(&self.identity, Label::Report, &envelope).ok()?;
        let text = std::str::from_utf8(&payload.document).ok()?;
        let number = text.strip_prefix("{\"report\":")?.split(',').next()?;
        let number = number.parse().ok()?;
        (payload.document == document(number) && payload.attachments.is_empty()).then_some(number)
    }
}

fn document(number: u64) -> Vec<u8> {
    format!("{{\"report\":{number},\"text\":\"{TYPED}\"}}").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_sealed_the_same_by_the_same_seed_and_opens_as_itself() {
        let reports = Reports::of(1).expect("a key");
        let envelope = reports.seal(12, 0);
        assert_eq!(reports.seal(12, 0).digest(), envelope.digest());
        assert_ne!(reports.seal(12, 1).digest(), envelope.digest());
        assert_eq!(reports.open(envelope.as_bytes()), Some(12));

        let mut changed = envelope.into_bytes();
        changed[20_000] ^= 1;
        assert_eq!(reports.open(&changed), None);
    }
}
