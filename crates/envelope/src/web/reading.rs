//! The bytes of one file, in order.

use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStreamDefaultReader;

use super::Body;

/// Reads a file from its beginning.
///
/// A blob is read as a stream, which Chromium does several times faster than slice by slice.
pub(super) struct FileReader {
    stream: Option<ReadableStreamDefaultReader>,
    /// What the browser has read, of which `at` bytes were taken.
    piece: Uint8Array,
    at: u32,
    /// How many bytes were taken in all.
    taken: u64,
}

impl FileReader {
    pub(super) fn open(body: Body<'_>) -> Self {
        let (stream, piece) = match body {
            Body::Blob(blob) => {
                let reader = blob.stream().get_reader();
                (
                    Some(reader.unchecked_into()),
                    Uint8Array::new_with_length(0),
                )
            }
            Body::Bytes(bytes) => (None, bytes.clone()),
        };
        Self {
            stream,
            piece,
            at: 0,
            taken: 0,
        }
    }

    /// How many bytes were taken.
    pub(super) fn taken(&self) -> u64 {
        self.taken
    }

    /// The next `len` bytes; nothing when there are fewer, or they cannot be read.
    pub(super) async fn take(&mut self, len: u32) -> Option<Uint8Array> {
        self.taken += u64::from(len);
        if self.left() >= len {
            return Some(self.next_of_piece(len));
        }
        let bytes = Uint8Array::new_with_length(len);
        let mut filled = 0;
        while filled < len {
            if self.left() == 0 {
                self.piece = self.read().await?;
                self.at = 0;
            }
            let more = self.left().min(len - filled);
            bytes.set(self.next_of_piece(more).as_ref(), filled);
            filled += more;
        }
        Some(bytes)
    }

    /// Whether nothing is left: a file that grew is not the file that was announced.
    pub(super) async fn is_over(&mut self) -> bool {
        self.left() == 0 && self.read().await.is_none()
    }

    fn left(&self) -> u32 {
        self.piece.length() - self.at
    }

    fn next_of_piece(&mut self, len: u32) -> Uint8Array {
        let start = self.at;
        self.at += len;
        self.piece.subarray(start, self.at)
    }

    /// What the browser reads next.
    async fn read(&mut self) -> Option<Uint8Array> {
        let stream = self.stream.as_ref()?;
        let read = JsFuture::from(stream.read()).await.ok()?;
        let value = Reflect::get(&read, &"value".into()).ok()?;
        value.dyn_into().ok()
    }
}

impl Drop for FileReader {
    fn drop(&mut self) {
        if let Some(stream) = &self.stream {
            // Whether the browser has anything to stop does not matter.
            let stopped = stream.cancel_with_reason(&JsValue::UNDEFINED);
            wasm_bindgen_futures::spawn_local(async {
                let _ = JsFuture::from(stopped).await;
            });
        }
    }
}
