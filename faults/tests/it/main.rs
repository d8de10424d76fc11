//! The harness itself: that it counts nothing where all holds, and something where it does not.

mod catalogue;
mod flaws;
mod whole;

use std::fs;

use faults::{Flaws, LARGE_ONE_IN, Settings, Verdict, run};

/// Runs so many reports on devices with these flaws.
fn verdict(seed: u64, deliveries: u64, flaws: Flaws) -> Verdict {
    verdict_of((deliveries, LARGE_ONE_IN), seed, flaws)
}

/// The same, one of so many of them in parts.
fn verdict_of((deliveries, large_one_in): (u64, u64), seed: u64, flaws: Flaws) -> Verdict {
    let folder = programs::target().join("faults");
    fs::create_dir_all(&folder).expect("the build's folder is writable");
    let settings = Settings {
        seed,
        deliveries,
        large_one_in,
        intake: programs::program("intake"),
        folder,
        flaws,
    };
    run(&settings).expect("a verdict")
}
