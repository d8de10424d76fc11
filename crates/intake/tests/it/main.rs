//! An intake through its front door: the real router on a real database, real connections, and
//! the real program.

mod rig;
mod wire;

mod submitting;

mod refusing;

mod reading;

mod files;

mod sites;

mod connections;

mod program;

mod privacy;

mod dependencies;
