//! The command `sealpost` through its front door: the real binary, real files, a real intake.

mod harness;

mod keygen;

mod seal_open;

mod attachments;

mod memory;

mod bad_input;

mod site;

mod fetch;

mod verify;
mod watch;

mod python;

mod server;
