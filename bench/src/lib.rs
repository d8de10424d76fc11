//! The envelope as a contender in the browser: sealed as the app seals, to readers it makes up.
#![cfg(target_arch = "wasm32")]

use core::ops::ControlFlow;

use envelope::web::{Body, Sink, SinkFull, WebFile, seal_files};
use envelope::{Identity, Label, Recipient, seal_document};
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Blob;

/// Seals to as many readers as an envelope has room for.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Contender {
    recipients: Vec<Recipient>,
}

#[wasm_bindgen]
impl Contender {
    /// Makes eight readers.
    ///
    /// # Errors
    ///
    /// When the browser has no randomness.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Result<Contender, JsValue> {
        let recipient = |_| Identity::generate().map(|it| it.recipient());
        let recipients = (0..8).map(recipient).collect::<Result<_, _>>();
        Ok(Contender {
            recipients: recipients.map_err(|_| JsValue::from("no randomness"))?,
        })
    }

    /// Seals a report, and answers how long the envelope is.
    ///
    /// # Errors
    ///
    /// When it cannot be sealed.
    pub fn report(&self, document: &[u8]) -> Result<usize, JsValue> {
        seal_document(&self.recipients, Label::Report, document)
            .map(|it| it.len())
            .map_err(|_| JsValue::from("not sealed"))
    }

    /// Seals a file on the device's disk that travels with a small report, and answers how long
    /// the envelope is. Each piece is let go of when it is sealed.
    ///
    /// # Errors
    ///
    /// When it cannot be sealed.
    pub async fn file(&self, blob: Blob) -> Result<f64, JsValue> {
        self.seal(Body::Blob(&blob)).await
    }

    /// The same with bytes that are in memory already, as every other contender has them.
    ///
    /// # Errors
    ///
    /// When it cannot be sealed.
    pub async fn bytes(&self, bytes: Uint8Array) -> Result<f64, JsValue> {
        self.seal(Body::Bytes(&bytes)).await
    }
}

impl Contender {
    async fn seal(&self, body: Body<'_>) -> Result<f64, JsValue> {
        let mut sink = Counting(0);
        let file = WebFile {
            name: "a",
            media_type: "application/octet-stream",
            body,
        };
        seal_files(
            &self.recipients,
            Label::Report,
            b"{}",
            &[file],
            u64::MAX,
            &mut sink,
            &mut |_, _| ControlFlow::Continue(()),
        )
        .await
        .map_err(|_| JsValue::from("not sealed"))?;
        Ok(sink.0 as f64)
    }
}

struct Counting(u64);

impl Sink for Counting {
    async fn take(&mut self, piece: Uint8Array) -> Result<(), SinkFull> {
        self.0 += u64::from(piece.length());
        Ok(())
    }
}
