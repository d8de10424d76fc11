//! What else an intake answers with: signed sites, listings, missing parts and problems. Each is read or refused,
//! and what was read is written and read back the same.

#![no_main]

use envelope_format::Digest;
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use sealpost_fuzz::{restructured, seeds};
use submission::{Listed, Listing, Missing, PART_LEN, Problem, ProblemType, SignedSite};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    restructured::mutate(data, size, max_size, seed)
});

fuzz_target!(init: seeds::write_if_asked(inputs), |input: &[u8]| {
    if let Ok(site) = SignedSite::parse(input) {
        assert_eq!(SignedSite::parse(site.to_json().as_bytes()), Ok(site));
    }
    if let Ok(listing) = Listing::parse(input) {
        assert_eq!(Listing::parse(listing.to_json().as_bytes()), Ok(listing));
    }
    if let Ok(missing) = Missing::parse(input) {
        assert_eq!(Missing::parse(missing.to_json().as_bytes()), Ok(missing));
    }
    if let Ok(problem) = Problem::parse(input) {
        assert_eq!(Problem::parse(problem.to_json().as_bytes()), Ok(problem));
    }
});

fn inputs() -> Vec<String> {
    let site = SignedSite {
        manifest: "{\r\n \"name\": \"Zelt \u{1f3d5} \\ \u{2028}\"\t}\n".to_owned(),
        minisig: "untrusted comment: x\nRUQ=\n".to_owned(),
    };
    let listed = |number: u8| Listed {
        cursor: number.to_string(),
        digest: Digest::of(&[number]),
        size: 42_204,
        day: "2026-11-24".parse().expect("a day"),
    };
    let listing = |lines| Listing {
        envelopes: (0..lines).map(listed).collect(),
        next: lines.to_string(),
    };
    let missing = Missing::new(Digest::of(b"long"), 5 * PART_LEN, vec![0, 1, 4]);
    let missing = missing.expect("in order").to_json();
    let problems = ProblemType::ALL
        .into_iter()
        .map(|it| Problem::from(it).to_json());
    let listings = [listing(0).to_json(), listing(2).to_json()];
    [site.to_json(), missing]
        .into_iter()
        .chain(listings)
        .chain(problems)
        .collect()
}
