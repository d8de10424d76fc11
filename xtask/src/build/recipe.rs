//! How the programs for the browser are compiled: the page small, what seals and sends fast.
//!
//! The options are unstable; the toolchain is pinned, and `RUSTC_BOOTSTRAP` lets it take them.

use crate::failure::Failure;
use crate::paths;
use crate::run::{cargo, quietly};
use std::path::PathBuf;
use std::process::Command;

pub(super) const TARGET: &str = "wasm32-unknown-unknown";

/// What every program for the browser is compiled with.
///
/// Randomness comes from the browser. The standard library is compiled with the program, and
/// without the texts of panics, which nobody would see: a panic ends the program at once either
/// way. Debug output is left out, so that no text of a person can get into it.
const ALWAYS: &str = "--cfg=getrandom_backend=\"wasm_js\" --cfg=erase_components \
    -Zfmt-debug=none -Zlocation-detail=none -Zunstable-options -Cpanic=immediate-abort";

/// How a program is compiled.
pub(crate) struct Recipe {
    /// The profile of Cargo.toml.
    pub(super) profile: &'static str,
    /// Features of the standard library.
    std: &'static str,
    /// Flags of the compiler beside [`ALWAYS`].
    flags: &'static str,
}

/// The page, which is waited for over a bad line: as small as this toolchain can.
///
/// SHA-2 is taken in its compact form; the page has little to hash. What is inlined is twice what
/// the compiler would inline for size alone: so many small wrappers vanish that the whole shrinks.
pub(super) const PAGE: Recipe = Recipe {
    profile: "app",
    std: "optimize_for_size",
    flags: "--cfg=sha2_backend_soft=\"compact\" -Cllvm-args=-inline-threshold=12",
};

/// The program that seals and sends. It comes while the person answers, and then has to be fast.
pub(crate) const POST: Recipe = Recipe {
    profile: "post",
    std: "",
    flags: "",
};

impl Recipe {
    /// Makes a cargo command, or a program that calls cargo, compile by this recipe. A folder of
    /// its own keeps these builds from displacing the native ones.
    pub(super) fn apply<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
            .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", self.std)
            // Whoever has set the stronger variable means the native builds.
            .env_remove("CARGO_TARGET_DIR")
            .env("CARGO_BUILD_TARGET_DIR", folder())
            .env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
                [ALWAYS, self.flags].join(" "),
            )
    }

    /// Compiles what these arguments of cargo name, and answers with the wasm file called `name`.
    pub(crate) fn build(&self, what: &[&str], name: &str) -> Result<PathBuf, Failure> {
        let how = ["build", "--locked", "--target", TARGET, "--profile"];
        let mut command = cargo();
        quietly(
            self.apply(&mut command)
                .args(how)
                .arg(self.profile)
                .args(what),
        )?;
        let built = folder().join(TARGET).join(self.profile);
        Ok(built.join([name, ".wasm"].concat()))
    }
}

fn folder() -> PathBuf {
    paths::target().join("small")
}
