//! IndexedDB: the database and its stores. What stands in them is the business of `queue::store`.
//!
//! A door of our own over the browser's interface, because only a small part of it is needed: all
//! that a transaction has to do is asked at once, and the one thing waited for is its end. A put
//! may succeed and its transaction abort after it, because the quota is checked late; so the end
//! of a request says nothing, and only `complete` of the transaction is a success.

mod opening;

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use thiserror::Error;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::JsValue;
use web_sys::{DomException, IdbDatabase, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransaction};

use opening::open;

/// Sealed envelopes by their digest in hexadecimal.
pub const ENVELOPES: &str = "envelopes";
/// Since version 2: what is known of sealed envelopes that are kept in parts, by their digest.
pub const PARTED: &str = "parted";
/// Since version 2: the parts, by the name of their set and their number.
pub const PARTS: &str = "parts";
/// Since version 2: the day since which an envelope waits, by its digest.
pub const SINCE: &str = "since";
/// Problem types of envelopes the intake refused for good, by digest.
pub const REFUSALS: &str = "refusals";
/// The last verified manifest of each site, by the site's name.
pub const SITES: &str = "sites";
/// Where the self-test writes.
pub const SELF_TEST: &str = "self-test";

/// Why the browser's database did not do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum IdbError {
    /// The browser has no database here.
    #[error("the browser has no database here")]
    Missing,
    /// Another page holds the database in an older form.
    #[error("another page holds the database")]
    Blocked,
    /// There is no room on the device, or none for this app.
    #[error("the database is full")]
    Full,
    /// Anything else.
    #[error("the database is broken")]
    Broken,
}

/// What a transaction is asked to do in one store.
#[derive(Clone, Copy)]
pub enum Ask<'a> {
    /// The value under this key.
    Get(&'a str),
    /// All keys, in order.
    Keys,
    /// So many keys, in order, from this text on.
    KeysFrom(&'a str, u32),
    /// How many values there are.
    Count,
    /// All values, in the order of their keys.
    Values,
    /// These bytes under this key.
    PutBytes(&'a str, &'a [u8]),
    /// This text under this key.
    PutText(&'a str, &'a str),
    /// Nothing any longer under this key.
    Delete(&'a str),
    /// Nothing any longer under any key that begins with this text and a slash.
    DeleteAll(&'a str),
}

/// What a store answered: a value, a list, or nothing.
pub struct Stored(JsValue);

impl Stored {
    /// The bytes, if there is a value.
    ///
    /// # Errors
    ///
    /// [`IdbError::Broken`] when it is something else.
    pub fn bytes(&self) -> Result<Option<Vec<u8>>, IdbError> {
        if self.0.is_undefined() {
            return Ok(None);
        }
        let bytes: Option<&Uint8Array> = self.0.dyn_ref();
        Ok(Some(bytes.ok_or(IdbError::Broken)?.to_vec()))
    }

    /// The text, if there is a value.
    ///
    /// # Errors
    ///
    /// [`IdbError::Broken`] when it is something else.
    pub fn text(&self) -> Result<Option<String>, IdbError> {
        if self.0.is_undefined() {
            return Ok(None);
        }
        self.0.as_string().map(Some).ok_or(IdbError::Broken)
    }

    /// The number.
    ///
    /// # Errors
    ///
    /// [`IdbError::Broken`] when it is something else.
    pub fn number(&self) -> Result<usize, IdbError> {
        // The browser counts in floating point, exactly up to 2^53.
        let number = self.0.as_f64().map(|it| it as usize);
        number.ok_or(IdbError::Broken)
    }

    /// The texts of a list.
    ///
    /// # Errors
    ///
    /// [`IdbError::Broken`] when one of them is something else.
    pub fn texts(&self) -> Result<Vec<String>, IdbError> {
        let list: &Array = self.0.unchecked_ref();
        let mut texts = vec![];
        for index in 0..list.length() {
            texts.push(list.get(index).as_string().ok_or(IdbError::Broken)?);
        }
        Ok(texts)
    }
}

/// One transaction: does all of `steps`, each in the store it names, or none of them.
///
/// When this is `Ok`, what was written is on the medium. The answers are in the order of `steps`.
///
/// # Errors
///
/// [`IdbError`]; then nothing was written.
pub async fn transact(steps: &[(&str, Ask<'_>)]) -> Result<Vec<Stored>, IdbError> {
    let connection = open().await?;
    let transaction = begin(&connection.0, steps)?;
    let requests = match ask_all(&transaction, steps) {
        Ok(requests) => requests,
        Err(_) => {
            // What was asked before the one that failed must not be done alone.
            let _ = transaction.abort();
            return Err(IdbError::Broken);
        }
    };
    // No event comes before the next turn, so none was missed.
    let end = Promise::new(&mut |complete, abort| {
        transaction.set_oncomplete(Some(&complete));
        transaction.set_onabort(Some(&abort));
    });
    if end.await.is_err() {
        return Err(reason(transaction.error(), IdbError::Broken));
    }
    let mut answers = vec![];
    for request in requests {
        answers.push(Stored(request.result().map_err(|_| IdbError::Broken)?));
    }
    Ok(answers)
}

/// Begins a transaction whose commit waits for the medium.
fn begin(database: &IdbDatabase, steps: &[(&str, Ask)]) -> Result<IdbTransaction, IdbError> {
    let stores = Array::new();
    let mut mode = "readonly";
    for (store, ask) in steps {
        stores.push(&(*store).into());
        if matches!(
            ask,
            Ask::PutBytes(..) | Ask::PutText(..) | Ask::Delete(_) | Ask::DeleteAll(_)
        ) {
            mode = "readwrite";
        }
    }
    let options = Object::new();
    let begun = Reflect::set(&options, &"durability".into(), &"strict".into())
        .and_then(|_| Reflect::get(database, &"transaction".into()))
        .and_then(|it| it.dyn_into::<Function>())
        .and_then(|it| it.call3(database, &stores, &mode.into(), &options));
    Ok(begun.map_err(|_| IdbError::Broken)?.unchecked_into())
}

fn ask_all(
    transaction: &IdbTransaction,
    steps: &[(&str, Ask)],
) -> Result<Vec<IdbRequest>, JsValue> {
    let mut requests = vec![];
    for (store, ask) in steps {
        requests.push(ask_one(&transaction.object_store(store)?, *ask)?);
    }
    Ok(requests)
}

fn ask_one(store: &IdbObjectStore, ask: Ask) -> Result<IdbRequest, JsValue> {
    match ask {
        Ask::Get(key) => store.get(&key.into()),
        Ask::Keys => store.get_all_keys(),
        Ask::KeysFrom(from, most) => {
            let range = IdbKeyRange::lower_bound(&from.into())?;
            store.get_all_keys_with_key_and_limit(&range, most)
        }
        Ask::Count => store.count(),
        Ask::Values => store.get_all(),
        Ask::PutBytes(key, bytes) => store.put_with_key(&Uint8Array::from(bytes), &key.into()),
        Ask::PutText(key, text) => store.put_with_key(&text.into(), &key.into()),
        Ask::Delete(key) => store.delete(&key.into()),
        Ask::DeleteAll(name) => {
            let (from, to) = ([name, "/"].concat(), [name, AFTER_A_SLASH].concat());
            store.delete(&*IdbKeyRange::bound(&from.into(), &to.into())?)
        }
    }
}

/// The character after the slash.
const AFTER_A_SLASH: &str = "0";

fn reason(error: Option<DomException>, otherwise: IdbError) -> IdbError {
    match error {
        Some(error) if error.name() == "QuotaExceededError" => IdbError::Full,
        _ => otherwise,
    }
}
