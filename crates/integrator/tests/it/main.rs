//! The command `sealpost` through its front door: the real binary, real files, a real intake.

mod harness;

mod keygen;

mod secrets_kept;

mod seal_open;

mod attachments;

mod memory;

mod bad_input;

mod arguments;

mod site;

mod manifest;

mod pair;

mod shell;

// The manifests that the app's reader refuses, of sealpost-site's tests.

#[path = "../../../site/tests/it/operator.rs"]
#[expect(dead_code, reason = "signing is not needed here")]
mod operator;

#[path = "../../../site/tests/it/broken/cases.rs"]
mod cases;

#[path = "../../../site/tests/it/broken/changes.rs"]
mod changes;

#[path = "../../../site/tests/it/broken/optional.rs"]
mod optional;

mod fetch;

mod ack;

mod reply;

mod blind;

mod verify;
mod watch;

mod python;

mod server;

// The photographs of sealpost-picture's tests, with everything in them that has to go.

#[path = "../../../picture/tests/it/formats.rs"]
#[expect(
    dead_code,
    reason = "its search for the parts of a file is not needed here"
)]
mod formats;

#[path = "../../../picture/tests/it/metadata.rs"]
#[expect(
    dead_code,
    reason = "its block with the orientation is not needed here"
)]
mod metadata;

#[path = "../../../picture/tests/it/photos.rs"]
mod photos;

#[path = "../../../picture/tests/it/secrets.rs"]
#[expect(
    dead_code,
    reason = "in which encoding a secret was found is not asked here"
)]
mod secrets;
