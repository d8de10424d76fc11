//! Every decision, from the seed and from the place where it is made.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

/// Where a decision is made. The same place with the same seed decides the same.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    /// How a run is laid out: how many reports the device that begins with this one writes.
    Layout(u64),
    /// The randomness of one sealing: the report, and how often it was sealed before.
    Seal(u64, u64),
    /// How large a report is.
    Size(u64),
    /// What the network does to a request: the report, and how many requests it had before.
    Network(u64, u64),
    /// What the device does at one step for a report: the report, and how many steps it had before.
    Step(u64, u64),
    /// What the device does at one step for no report: the device, and its steps before.
    Device(u64, u64),
}

/// A row of random numbers of one place.
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    /// The dice of a place. The cipher's key is the seed and the place.
    pub(crate) fn at(seed: u64, place: Place) -> Self {
        let words = match place {
            Place::Layout(first) => [0, first, 0],
            Place::Seal(report, time) => [1, report, time],
            Place::Network(report, request) => [2, report, request],
            Place::Step(report, step) => [3, report, step],
            Place::Device(device, step) => [4, device, step],
            Place::Size(report) => [5, report, 0],
        };
        let mut key = [0; 32];
        for (at, word) in [seed].into_iter().chain(words).enumerate() {
            key[at * 8..][..8].copy_from_slice(&word.to_le_bytes());
        }
        Self(ChaCha8Rng::from_seed(key))
    }

    /// The generator itself, for sealing.
    pub(crate) fn generator(&mut self) -> &mut ChaCha8Rng {
        &mut self.0
    }

    /// A number below `end`, which is at least 1. The bias is below one in a thousand million.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0.next_u64() % end
    }

    /// An index into something of this length, which is at least 1.
    pub(crate) fn index(&mut self, len: usize) -> usize {
        self.below(len as u64) as usize
    }

    /// At least 0 and below 1.
    pub(crate) fn unit(&mut self) -> f64 {
        // 53 bits: as many as the number has.
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// One of the entries, each as often as its weight says.
    pub(crate) fn pick<T: Copy>(&mut self, table: &[(u32, T)]) -> T {
        let all: u32 = table.iter().map(|(weight, _)| weight).sum();
        let mut drawn = self.below(u64::from(all)) as u32;
        for (weight, value) in table {
            if drawn < *weight {
                return *value;
            }
            drawn -= weight;
        }
        unreachable!("the number drawn is below the sum of the weights")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_decides_the_same_again_and_another_place_does_not() {
        let draw = |seed, place| Dice::at(seed, place).below(u64::MAX);
        let first = draw(1, Place::Network(7, 0));
        assert_eq!(draw(1, Place::Network(7, 0)), first);
        for (seed, place) in [
            (2, Place::Network(7, 0)),
            (1, Place::Network(8, 0)),
            (1, Place::Network(7, 1)),
            (1, Place::Step(7, 0)),
        ] {
            assert_ne!(draw(seed, place), first, "{place:?}");
        }
    }

    #[test]
    fn a_weight_of_nothing_is_never_picked() {
        let mut dice = Dice::at(1, Place::Layout(0));
        let picked: Vec<_> = (0..1_000)
            .map(|_| dice.pick(&[(1, 'a'), (0, 'b'), (3, 'c')]))
            .collect();
        let count = |letter| picked.iter().filter(|it| **it == letter).count();
        assert_eq!(count('b'), 0);
        assert!((150..350).contains(&count('a')), "{}", count('a'));
    }
}
