//! Files that a person picked, and bytes that stay in the browser's memory.

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::JsValue;
use web_sys::{Blob, File, HtmlInputElement};

use super::page::window;

/// Something that holds bytes outside of this program's memory.
pub enum Held {
    /// A file on the device.
    File(Blob),
    /// Bytes in the browser's memory; overwritten when dropped.
    Bytes(Uint8Array),
    /// The same, to be moved to another program instead of being copied.
    Moved(Uint8Array),
}

/// The file changed, moved or was taken away since it was picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

impl Held {
    /// A copy of these bytes, to be moved.
    #[must_use]
    pub fn moved(bytes: &[u8]) -> Self {
        Self::Moved(Uint8Array::from(bytes))
    }

    /// The same file or bytes once more; bytes are not copied.
    #[must_use]
    pub fn again(&self) -> Self {
        match self {
            Self::File(blob) => Self::File(blob.clone()),
            Self::Bytes(bytes) | Self::Moved(bytes) => Self::Bytes(bytes.clone()),
        }
    }

    /// How many bytes there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        match self {
            // The browser counts in floating point, exactly up to 2^53.
            Self::File(blob) => blob.size() as u64,
            Self::Bytes(bytes) | Self::Moved(bytes) => u64::from(bytes.length()),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The first bytes, as many as there are up to `most`.
    ///
    /// # Errors
    ///
    /// [`Unreadable`].
    pub async fn beginning(&self, most: u32) -> Result<Vec<u8>, Unreadable> {
        match self {
            Self::File(blob) => {
                let slice = blob.slice_with_f64_and_f64(0.0, f64::from(most));
                read(&slice.map_err(|_| Unreadable)?).await
            }
            Self::Bytes(bytes) | Self::Moved(bytes) => {
                Ok(bytes.subarray(0, most.min(bytes.length())).to_vec())
            }
        }
    }

    /// All bytes, copied into this program's memory.
    ///
    /// # Errors
    ///
    /// [`Unreadable`].
    pub async fn bytes(&self) -> Result<Vec<u8>, Unreadable> {
        match self {
            Self::File(blob) => read(blob).await,
            Self::Bytes(bytes) | Self::Moved(bytes) => Ok(bytes.to_vec()),
        }
    }

    pub(super) fn of(value: JsValue) -> Option<Self> {
        match value.dyn_into::<Blob>() {
            Ok(blob) => Some(Self::File(blob)),
            Err(value) => value.dyn_into().ok().map(Self::Bytes),
        }
    }

    pub(super) fn value(&self) -> &JsValue {
        match self {
            Self::File(blob) => blob,
            Self::Bytes(bytes) | Self::Moved(bytes) => bytes,
        }
    }

    /// Overwrites bytes in the browser's memory; a file on the device stays as it is.
    pub fn wipe(&self) {
        if let Self::Bytes(bytes) | Self::Moved(bytes) = self {
            bytes.fill(0, 0, bytes.length());
        }
    }
}

async fn read(blob: &Blob) -> Result<Vec<u8>, Unreadable> {
    let buffer: Promise = blob.array_buffer();
    let buffer = buffer.await.map_err(|_| Unreadable)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// A file that a person picked.
pub struct Picked {
    /// What it is called on the device.
    pub name: String,
    /// Its media type as the browser guesses it, perhaps empty.
    pub media_type: String,
    /// Its bytes.
    pub held: Held,
}

/// The files picked in the input element `id`, which forgets them.
#[must_use]
pub fn picked(id: &str) -> Vec<Picked> {
    let element = window().document().and_then(|it| it.get_element_by_id(id));
    let input: Option<HtmlInputElement> = element.and_then(|it| it.dyn_into().ok());
    let Some(input) = input else { return vec![] };
    let files = input.files();
    let count = files.as_ref().map_or(0, |it| it.length());
    let picked = (0..count).filter_map(|at| Some(described(files.as_ref()?.get(at)?)));
    let picked = picked.collect();
    // So that the same file can be picked again after it was removed.
    input.set_value("");
    picked
}

fn described(file: File) -> Picked {
    Picked {
        name: file.name(),
        media_type: file.type_(),
        held: Held::File(file.into()),
    }
}
