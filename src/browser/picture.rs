//! Pictures drawn anew by the browser, in a worker.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::JsValue;
use web_sys::{
    Blob, ImageBitmap, ImageEncodeOptions, OffscreenCanvas, OffscreenCanvasRenderingContext2d,
};

use super::file::Held;

/// How much of a picture's fineness is kept, from 0 to 1; from here on nobody sees a difference.
const QUALITY: f64 = 0.92;

/// The same picture as JPEG, upright, and with nothing but what can be seen; nothing when the
/// browser cannot show the file.
pub async fn redraw(file: &Held) -> Option<Held> {
    let bitmap = bitmap(file.value()).await?;
    let (width, height) = (bitmap.width(), bitmap.height());
    let canvas = OffscreenCanvas::new(width, height).ok()?;
    let context = canvas.get_context("2d").ok()??;
    let context: OffscreenCanvasRenderingContext2d = context.dyn_into().ok()?;
    // What can be seen through would be black in a JPEG picture.
    context.set_fill_style_str("#fff");
    context.fill_rect(0.0, 0.0, f64::from(width), f64::from(height));
    let drawn = context.draw_image_with_image_bitmap(&bitmap, 0.0, 0.0);
    bitmap.close();
    drawn.ok()?;
    let how = ImageEncodeOptions::new();
    how.set_type("image/jpeg");
    how.set_quality(QUALITY);
    let encoded = canvas.convert_to_blob_with_options(&how).ok()?.await.ok()?;
    let encoded: Blob = encoded.dyn_into().ok()?;
    Some(Held::File(encoded))
}

/// Turned upright, as its own orientation says.
async fn bitmap(file: &JsValue) -> Option<ImageBitmap> {
    let scope = js_sys::global();
    let create = Reflect::get(&scope, &"createImageBitmap".into()).ok()?;
    let create: Function = create.dyn_into().ok()?;
    let promise: Promise = create.call1(&scope, file).ok()?.dyn_into().ok()?;
    promise.await.ok()?.dyn_into().ok()
}
