//! Dedicated workers: a program of ours beside the page, with a memory of its own that ends with it.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};
use web_sys::{MessageEvent, Worker};

use super::file::Held;

/// What goes between a page and its worker.
pub struct Message {
    /// What it is about.
    pub words: Vec<String>,
    /// Files, or bytes in the browser's memory.
    pub held: Vec<Held>,
}

impl Message {
    /// A message of words alone.
    #[must_use]
    pub fn of_words(words: &[&str]) -> Self {
        Self {
            words: words.iter().map(|it| (*it).to_owned()).collect(),
            held: vec![],
        }
    }
}

/// A worker that has said that it is ready. It ends at once, with all it knows, when this is dropped.
pub struct Helper {
    worker: Worker,
}

impl Drop for Helper {
    fn drop(&mut self) {
        self.end();
    }
}

/// The worker's program could not be loaded or ended by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gone;

impl Helper {
    /// Ends the program at once. What it was asked for is never answered.
    pub fn end(&self) {
        self.worker.terminate();
    }

    /// Starts the program at `address` and waits for its first message.
    ///
    /// # Errors
    ///
    /// [`Gone`] when it could not be loaded or started.
    pub async fn start(address: &str) -> Result<Helper, Gone> {
        let options = Object::new();
        // Setting a member of a plain object does not fail.
        let _ = Reflect::set(&options, &"type".into(), &"module".into());
        let worker = Worker::new_with_options(address, options.unchecked_ref());
        let helper = Helper {
            worker: worker.map_err(|_| Gone)?,
        };
        helper.next().await?;
        Ok(helper)
    }

    /// Hands a message to the worker. Bytes that are [moved](Held::Moved) are not here any more
    /// afterwards.
    ///
    /// # Errors
    ///
    /// [`Gone`] when it cannot be handed over.
    pub fn tell(&self, message: &Message) -> Result<(), Gone> {
        let (value, moved) = packed(message);
        let told = self.worker.post_message_with_transfer(&value, &moved);
        told.map_err(|_| Gone)
    }

    /// The next message of the worker.
    ///
    /// # Errors
    ///
    /// [`Gone`] when it fails instead.
    pub async fn next(&self) -> Result<Message, Gone> {
        let come = Promise::new(&mut |come, failed| {
            self.worker.set_onmessage(Some(&come));
            self.worker.set_onerror(Some(&failed));
        });
        let event = come.await.map_err(|_| Gone)?;
        unpacked(event.unchecked_ref()).ok_or(Gone)
    }
}

/// The worker's side: says that it is ready, and calls `heard` with each message of the page.
pub fn serve(heard: Box<dyn Fn(Message)>) {
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(message) = unpacked(&event) {
            heard(message);
        }
    });
    let scope = js_sys::global();
    // Setting a handler of the worker's own scope does not fail.
    let _ = Reflect::set(&scope, &"onmessage".into(), heard.as_ref());
    // It listens for as long as the worker lives.
    heard.forget();
    answer(&Message::of_words(&[]));
}

/// The worker's side: hands a message to the page.
pub fn answer(message: &Message) {
    let (value, moved) = packed(message);
    let scope = js_sys::global();
    let post = Reflect::get(&scope, &"postMessage".into());
    let post: Result<Function, JsValue> = post.and_then(|it| it.dyn_into());
    // Without a page there is nobody to tell.
    let _ = post.and_then(|it| it.call2(&scope, &value, &moved));
}

/// `[[words…], held…]`, and what of it moves instead of being copied.
fn packed(message: &Message) -> (Array, Array) {
    let words: Array = message.words.iter().map(JsValue::from).collect();
    let (all, moved) = (Array::of1(&words), Array::new());
    for held in &message.held {
        all.push(held.value());
        if let Held::Moved(bytes) = held {
            moved.push(&bytes.buffer());
        }
    }
    (all, moved)
}

fn unpacked(event: &MessageEvent) -> Option<Message> {
    let all: Array = event.data().dyn_into().ok()?;
    let words: Array = all.get(0).dyn_into().ok()?;
    let words = words.iter().map(|it| it.as_string());
    let held = all.iter().skip(1).map(Held::of);
    Some(Message {
        words: words.collect::<Option<_>>()?,
        held: held.collect::<Option<_>>()?,
    })
}
