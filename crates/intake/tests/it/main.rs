//! An intake through its front door: the real router on a real database, real connections, and
//! the real program.

mod home;
mod events;
mod long;
mod place;
mod receiver;
mod rig;
mod wire;

mod submitting;

mod parts;

mod malformed_parts;

mod meanwhile;

mod refusing;

mod reading;

mod following;

mod cursor;

mod acknowledging;

mod mailboxes;

mod postage;

mod retention;

mod full;

mod webhooks;

mod webhook_program;

mod webhook_mistakes;

mod webhook_lease;

mod postgres;

mod nodes;

mod outage;

mod silence;

mod secured;

mod dump;

mod metrics;

mod files;

mod sites;

mod description;

mod connections;

mod dawdling;

mod flooding;

mod program;

mod owner;

mod alone;

mod config;

mod shell;

mod inspection;

mod backup;

mod tokens;

mod resuming;

mod memory;

mod privacy;

mod traces;

mod deploy;

mod dependencies;
