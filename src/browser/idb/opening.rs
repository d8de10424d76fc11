//! Opening the database: once for each transaction, and never in the way of another page.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Event, IdbDatabase, IdbFactory, IdbOpenDbRequest};

use super::{ENVELOPES, IdbError, PARTED, PARTS, REFUSALS, SELF_TEST, SINCE, SITES, reason};
use crate::browser::clock;

const NAME: &str = "sealpost";
/// Grows when a store is added; none is ever changed or taken away.
const VERSION: u32 = 2;

/// How long the browser may take to open the database, in milliseconds. Behind an opening that a
/// page of an older version blocks all others wait, and are told nothing; a slow device needs a
/// second or two.
const OPEN_TIME_OUT: f64 = 10_000.0;

/// An open connection, closed on drop.
///
/// One is opened for each transaction and none is kept: a connection that the system kills while
/// the page sleeps costs nothing, and no page stands in the way of a newer one's upgrade.
pub(super) struct Connection(pub(super) IdbDatabase);

impl Drop for Connection {
    fn drop(&mut self) {
        self.0.close();
    }
}

thread_local! {
    /// Kept for as long as the page lives: an upgrade that was blocked comes when it can.
    static UPGRADE: Closure<dyn Fn(Event)> = Closure::new(upgrade);
    /// Kept as long: a connection that comes when nobody waits for it any longer is closed.
    static CLOSE_LATE: Closure<dyn Fn(Event)> = Closure::new(|event: Event| {
        if let Some((_, database)) = opened_by(&event) {
            database.close();
        }
    });
}

/// Opens the database, and makes its stores on the first opening.
pub(super) async fn open() -> Result<Connection, IdbError> {
    // Of the window or of the worker. It is not there, or fails, where storing is not allowed.
    let factory = Reflect::get(&js_sys::global(), &"indexedDB".into()).ok();
    let factory: Option<IdbFactory> = factory.and_then(|it| it.dyn_into().ok());
    let request = factory.and_then(|it| it.open_with_u32(NAME, VERSION).ok());
    let request = request.ok_or(IdbError::Missing)?;
    UPGRADE.with(|upgrade| request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref())));
    let mut timer = 0;
    let opened = Promise::new(&mut |opened, failed| {
        request.set_onsuccess(Some(&opened));
        request.set_onerror(Some(&failed));
        request.set_onblocked(Some(&failed));
        timer = clock::call_after(OPEN_TIME_OUT, &failed);
    });
    let opened = opened.await;
    clock::do_not_call(timer);
    if opened.is_err() {
        CLOSE_LATE.with(|close| request.set_onsuccess(Some(close.as_ref().unchecked_ref())));
        return Err(why_not_open(&request));
    }
    let database = request.result().map_err(|_| IdbError::Broken)?;
    let database: IdbDatabase = database.unchecked_into();
    close_when_asked(&database);
    Ok(Connection(database))
}

/// The opening that an event is about, and its connection.
fn opened_by(event: &Event) -> Option<(IdbOpenDbRequest, IdbDatabase)> {
    let request: IdbOpenDbRequest = event.target()?.unchecked_into();
    let database = request.result().ok()?.unchecked_into();
    Some((request, database))
}

fn upgrade(event: Event) {
    let Some((request, database)) = opened_by(&event) else {
        return;
    };
    close_when_asked(&database);
    let known = database.object_store_names();
    for store in [ENVELOPES, PARTED, PARTS, SINCE, REFUSALS, SITES, SELF_TEST] {
        if !known.contains(store) && database.create_object_store(store).is_err() {
            // Without all of its stores the database must not come into being.
            let _ = request.transaction().map(|it| it.abort());
        }
    }
}

fn why_not_open(request: &IdbOpenDbRequest) -> IdbError {
    match request.error() {
        // What cannot even be opened is, to the person, not there: private windows and blocked
        // site data show themselves in many ways.
        Ok(error) => reason(error, IdbError::Missing),
        // A request that still waits has no error to read.
        Err(_) => IdbError::Blocked,
    }
}

/// A page that wants a newer form of the database need not wait for this one.
fn close_when_asked(database: &IdbDatabase) {
    let close = Reflect::get(database, &"close".into());
    if let Some(close) = close.ok().and_then(|it| it.dyn_into::<Function>().ok()) {
        database.set_onversionchange(Some(&close.bind0(database)));
    }
}
