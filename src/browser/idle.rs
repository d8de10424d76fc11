//! Whether anybody touches the device.

use std::cell::Cell;
use std::rc::{Rc, Weak};

use super::clock::Alarm;
use super::lifecycle::listen;
use super::page::window;

/// What a person does who is there.
const SIGNS: [&str; 5] = ["pointerdown", "keydown", "input", "wheel", "touchmove"];

/// How it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Somebody is there again, after a warning.
    Back,
    /// Nobody was there for so long that it soon is over.
    Away,
    /// Nobody came back after the warning.
    Gone,
}

struct Watch {
    tell: Box<dyn Fn(Presence)>,
    quiet_millis: f64,
    grace_millis: f64,
    warned: Cell<bool>,
    alarm: Alarm,
}

/// Tells when nobody touched the device for `quiet_millis`, and when nobody did for another
/// `grace_millis` after that.
pub fn watch(quiet_millis: f64, grace_millis: f64, tell: Box<dyn Fn(Presence)>) {
    let watch = Rc::new_cyclic(|watch: &Weak<Watch>| {
        let watch = watch.clone();
        let rang = move || {
            if let Some(watch) = watch.upgrade() {
                watch.rang();
            }
        };
        Watch {
            tell,
            quiet_millis,
            grace_millis,
            warned: Cell::new(false),
            alarm: Alarm::new(Box::new(rang)),
        }
    });
    watch.alarm.set(quiet_millis);
    for sign in SIGNS {
        let watch = Rc::clone(&watch);
        listen(&window(), sign, Box::new(move |_| watch.seen()));
    }
}

impl Watch {
    fn seen(&self) {
        self.alarm.set(self.quiet_millis);
        if self.warned.replace(false) {
            (self.tell)(Presence::Back);
        }
    }

    fn rang(&self) {
        if self.warned.replace(true) {
            (self.tell)(Presence::Gone);
        } else {
            self.alarm.set(self.grace_millis);
            (self.tell)(Presence::Away);
        }
    }
}
