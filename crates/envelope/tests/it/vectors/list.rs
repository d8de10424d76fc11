//! The vectors, read from the folder; in the browser's wasm there is none, so they are built in.

/// The text of a vector's file.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn text_of(name: &str) -> String {
    std::fs::read_to_string(path(name)).expect("the file of a vector can be read")
}

/// Where a vector's file is.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn path(name: &str) -> std::path::PathBuf {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors");
    std::path::Path::new(folder).join(format!("{name}.txt"))
}

/// The text of a vector's file.
#[cfg(target_arch = "wasm32")]
pub(crate) fn text_of(name: &str) -> String {
    let built_in = BUILT_IN.iter().find(|(known, _)| *known == name);
    built_in.expect("a vector of the list").1.to_owned()
}

macro_rules! vectors {
    ($($name:literal),* $(,)?) => {
        /// The names of all vectors, in the order of the alphabet.
        pub(crate) const NAMES: &[&str] = &[$($name),*];

        #[cfg(target_arch = "wasm32")]
        const BUILT_IN: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../vectors/", $name, ".txt")))),*];
    };
}

vectors![
    "attachment-over-bucket",
    "attachment-too-many",
    "attachments",
    "attachments-256",
    "body-length-overflows",
    "body-length-signed",
    "body-over-bucket",
    "bucket-0",
    "bucket-14",
    "bucket-255",
    "bucket-36",
    "bucket-37",
    "bucket-lowered",
    "bucket-not-smallest",
    "bucket-raised",
    "chunk-flipped-first",
    "chunk-flipped-padding",
    "chunk-missing",
    "chunk-tag-flipped-first",
    "chunk-tag-flipped-last",
    "chunks-swapped",
    "cut-after-first-chunk",
    "cut-after-header",
    "cut-after-magic",
    "cut-after-prefix",
    "cut-and-bucket-lowered",
    "cut-in-magic",
    "cut-in-prefix",
    "cut-in-slots",
    "cut-in-tag",
    "document-with-meta",
    "eight-readers",
    "eight-readers-first",
    "eight-readers-last",
    "empty-document",
    "first-chunk-repeated",
    "first-chunk-with-flag",
    "first-is-attachment",
    "first-kind-unknown",
    "first-tag-flipped",
    "full-bucket",
    "head-over-bucket",
    "kind-255",
    "kind-unknown",
    "last-chunk-repeated",
    "last-chunk-without-flag",
    "mac-flipped-first",
    "mac-flipped-last",
    "magic-flipped",
    "magic-lower-case",
    "media-type-empty",
    "media-type-not-ascii",
    "media-type-of-127-bytes",
    "media-type-of-128-bytes",
    "media-type-over-meta",
    "media-type-with-control",
    "media-type-with-delete",
    "message",
    "message-as-report",
    "meta-empty",
    "meta-over-bucket",
    "name-begins-with-bom",
    "name-empty",
    "name-has-controls",
    "name-is-a-drive",
    "name-is-a-path",
    "name-not-utf-8",
    "name-of-255-bytes",
    "name-of-256-bytes",
    "name-turns-direction",
    "name-utf-8-cut",
    "name-utf-8-overlong",
    "name-utf-8-surrogate",
    "never-sealed",
    "no-document",
    "no-end-mark",
    "nothing",
    "one-full-chunk",
    "one-reader",
    "other-slot-flipped",
    "padding-not-zero-first",
    "padding-not-zero-last",
    "padding-not-zero-middle",
    "payload-of-another",
    "report-as-message",
    "salt-flipped-first",
    "salt-flipped-last",
    "second-bucket",
    "second-chunk-flipped",
    "second-document",
    "second-tag-flipped",
    "slot-ciphertext-flipped",
    "slot-count-0",
    "slot-count-7",
    "slot-count-9",
    "slot-ml-kem-flipped",
    "slot-tag-flipped",
    "slot-x25519-flipped",
    "slots-exchanged",
    "suite-0",
    "suite-2",
    "trailing-byte",
    "trailing-chunk",
    "two-chunks",
    "two-keys",
    "two-keys-committed",
    "two-readers",
    "two-readers-second",
    "unused-ciphertext-flipped",
    "unused-ml-kem-flipped",
    "unused-tag-flipped",
    "unused-x25519-flipped",
    "version-0",
    "version-2",
    "wrong-key",
];
