//! Where things are.

use std::env;
use std::path::PathBuf;

pub(crate) use programs::{path as program, root, target};

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
