//! AES-256-GCM of the browser's WebCrypto.

use js_sys::{Array, Object, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AesGcmParams, Crypto, CryptoKey, SubtleCrypto};

use super::SealFilesError;
use crate::header::PayloadKey;
use crate::stream::chunk_nonce;

#[wasm_bindgen]
extern "C" {
    /// The same in a page and in a worker.
    #[wasm_bindgen(thread_local_v2, js_name = crypto)]
    static CRYPTO: Option<Crypto>;
}

/// Seals chunks with one payload's key, which this program cannot read any more.
pub(super) struct Cipher {
    subtle: SubtleCrypto,
    key: CryptoKey,
}

impl Cipher {
    pub(super) async fn new(payload_key: &PayloadKey) -> Result<Self, SealFilesError> {
        let failed = |_| SealFilesError::Crypto;
        let crypto = CRYPTO.with(Option::clone).ok_or(SealFilesError::Crypto)?;
        let subtle = crypto.subtle();
        let bytes = Uint8Array::from(&payload_key[..]);
        let bytes_object: &Object = bytes.unchecked_ref();
        let usages = Array::of1(&"encrypt".into());
        let key = subtle.import_key_with_str("raw", bytes_object, "AES-GCM", false, &usages);
        let key = JsFuture::from(key.map_err(failed)?).await;
        bytes.fill(0, 0, bytes.length());
        Ok(Self {
            subtle,
            key: key.map_err(failed)?.unchecked_into(),
        })
    }

    /// The sealed chunk: its ciphertext and its tag.
    pub(super) async fn seal(
        &self,
        index: u64,
        last: bool,
        chunk: &Uint8Array,
    ) -> Result<Uint8Array, SealFilesError> {
        let failed = |_: JsValue| SealFilesError::Crypto;
        let nonce = Uint8Array::from(&chunk_nonce(index, last)[..]);
        let how = AesGcmParams::new("AES-GCM", nonce.unchecked_ref());
        let sealed = self
            .subtle
            .encrypt_with_object_and_buffer_source(&how, &self.key, chunk)
            .map_err(failed)?;
        let sealed = JsFuture::from(sealed).await.map_err(failed)?;
        Ok(Uint8Array::new(&sealed))
    }
}
