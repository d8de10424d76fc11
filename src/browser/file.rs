//! Files that a person picked, and bytes that stay in the browser's memory.

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::JsValue;
use web_sys::{Blob, BlobPropertyBag, File, HtmlElement, HtmlInputElement, Url};

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

    /// The bytes from one place to another.
    ///
    /// # Errors
    ///
    /// [`Unreadable`].
    pub async fn part(&self, from: u64, to: u64) -> Result<Vec<u8>, Unreadable> {
        match self {
            Self::File(blob) => {
                let slice = blob.slice_with_f64_and_f64(from as f64, to as f64);
                read(&slice.map_err(|_| Unreadable)?).await
            }
            Self::Bytes(bytes) | Self::Moved(bytes) => {
                let end = |at: u64| u32::try_from(at).map_err(|_| Unreadable);
                Ok(bytes.subarray(end(from)?, end(to)?).to_vec())
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

/// Hands the person a file, as their browser hands over what is downloaded.
pub fn save(name: &str, media_type: &str, held: &Held) {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let pieces = Array::of1(held.value());
    let Ok(blob) = Blob::new_with_blob_sequence_and_options(&pieces, &options) else {
        return;
    };
    let document = window().document();
    let link = document.and_then(|it| it.create_element("a").ok());
    let link: Option<HtmlElement> = link.and_then(|it| it.dyn_into().ok());
    let (Some(link), Ok(address)) = (link, Url::create_object_url_with_blob(&blob)) else {
        return;
    };
    let set = |name: &str, value: &str| link.set_attribute(name, value);
    if set("href", &address).and(set("download", name)).is_ok() {
        link.click();
    }
    // The browser has taken hold of the bytes by then.
    let _ = Url::revoke_object_url(&address);
}

/// Several pieces as one file.
#[must_use]
pub fn joined(pieces: &[Held]) -> Option<Held> {
    let pieces: Array = pieces.iter().map(|it| it.value().clone()).collect();
    Blob::new_with_blob_sequence(&pieces).ok().map(Held::File)
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
