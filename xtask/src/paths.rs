//! Where things are.

use std::env;
use std::path::{Path, PathBuf};

pub(crate) use programs::root;

/// A compiled program of the project.
pub(crate) fn program(name: &str) -> PathBuf {
    programs::folder().join(format!("{name}{}", env::consts::EXE_SUFFIX))
}

/// What a build leaves behind.
pub(crate) fn target() -> PathBuf {
    programs::folder()
        .parent()
        .map_or_else(|| root().join("target"), Path::to_owned)
}

/// What Trunk builds, before it is packed.
pub(crate) fn built_app() -> PathBuf {
    target().join("app")
}

/// What is built of the program that seals and sends, before it is packed.
pub(crate) fn built_post() -> PathBuf {
    target().join("post")
}

/// Tools that stay between checkouts: `$XDG_CACHE_HOME/sealpost` or `~/.cache/sealpost`.
pub(crate) fn cache() -> PathBuf {
    env::var_os("XDG_CACHE_HOME")
        .filter(|folder| !folder.is_empty())
        .map(PathBuf::from)
        .or_else(|| env::home_dir().map(|home| home.join(".cache")))
        .unwrap_or_else(|| target().join("cache"))
        .join("sealpost")
}
