//! Photos: read upright, scaled, covered with opaque blocks, re-encoded. The picture stays on the
//! JavaScript side; only the small JPEG that is kept passes through here, once, to be named.

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{CanvasRenderingContext2d, File, HtmlCanvasElement, ImageBitmap};

use super::store;
use crate::app::event::ReadyPhoto;
use crate::app::problem::NoPhoto;
use crate::domain::observation::photo::{
    LONGEST_SIDE_PX, MediaId, ends_as_jpeg, fitted, jpeg_size,
};

const MEDIA_TYPE: &str = "image/jpeg";
/// Small enough for a share sheet, fine enough to read a sign.
const QUALITY: f64 = 0.82;
/// The ink of the blocks.
const BLOCK: &str = "#000";
/// A block that was only tapped is this large, in parts of the picture's width.
const TAPPED: f64 = 0.12;
/// Where a JPEG tells its size, at the latest.
const HEAD_BYTES: f64 = 262_144.0;
/// How much of its end is looked at: padding is shorter.
const LAST_BYTES: f64 = 65_536.0;

/// An opaque block, in parts of the picture's width and height.
#[derive(Clone, Copy, Debug)]
struct Block {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

/// A picture being prepared.
pub struct Sketch {
    picture: HtmlCanvasElement,
    blocks: Vec<Block>,
}

impl Sketch {
    /// Shows the picture with its blocks.
    pub fn draw(&self, onto: &HtmlCanvasElement) {
        onto.set_width(self.picture.width());
        onto.set_height(self.picture.height());
        if let Some(context) = context(onto) {
            drop(context.draw_image_with_html_canvas_element(&self.picture, 0.0, 0.0));
            self.cover(&context);
        }
    }

    fn cover(&self, context: &CanvasRenderingContext2d) {
        let (width, height) = (f64::from(self.picture.width()), f64::from(self.picture.height()));
        context.set_fill_style_str(BLOCK);
        for block in &self.blocks {
            context.fill_rect(
                (block.left * width).floor(),
                (block.top * height).floor(),
                (block.width * width).ceil(),
                (block.height * height).ceil(),
            );
        }
    }

    /// The finger went down.
    pub fn begin_block(&mut self, (left, top): (f64, f64)) {
        self.blocks.push(Block { left, top, width: 0.0, height: 0.0 });
    }

    /// The finger moved.
    pub fn stretch_block(&mut self, from: (f64, f64), to: (f64, f64)) {
        if let Some(block) = self.blocks.last_mut() {
            *block = Block {
                left: from.0.min(to.0),
                top: from.1.min(to.1),
                width: (from.0 - to.0).abs(),
                height: (from.1 - to.1).abs(),
            };
        }
    }

    /// The finger went up: a mere tap covers what was tapped.
    pub fn end_block(&mut self) {
        let shape = self.shape();
        if let Some(block) = self.blocks.last_mut()
            && block.width < 0.02
            && block.height * shape < 0.02
        {
            *block = centred(block.left, block.top, shape);
        }
    }

    /// A block in the middle, for those who have no finger on the screen.
    pub fn add_block(&mut self) {
        self.blocks.push(centred(0.5, 0.5, self.shape()));
    }

    /// Takes the last block away.
    pub fn remove_last(&mut self) {
        self.blocks.pop();
    }

    /// Moves the last block, in parts of the picture, and makes it larger on every side.
    pub fn move_last(&mut self, right: f64, down: f64, larger: f64) {
        if let Some(block) = self.blocks.last_mut() {
            block.left = (block.left + right - larger).clamp(-0.5, 1.0);
            block.top = (block.top + down - larger).clamp(-0.5, 1.0);
            block.width = (block.width + 2.0 * larger).clamp(0.02, 2.0);
            block.height = (block.height + 2.0 * larger).clamp(0.02, 2.0);
        }
    }

    /// Height over width.
    fn shape(&self) -> f64 {
        f64::from(self.picture.height()) / f64::from(self.picture.width().max(1))
    }
}

fn centred(x: f64, y: f64, shape: f64) -> Block {
    let height = TAPPED / shape.max(0.01);
    Block { left: x - TAPPED / 2.0, top: y - height / 2.0, width: TAPPED, height }
}

fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok().flatten()?.dyn_into().ok()
}

async fn bytes_of(blob: &web_sys::Blob) -> Option<Uint8Array> {
    let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer))
}

/// HEIC and its relatives say so in their first box.
fn is_heic(head: &[u8]) -> bool {
    let brand = head.get(8..12).unwrap_or_default();
    head.get(4..8) == Some(b"ftyp")
        && [&b"heic"[..], b"heix", b"heif", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"]
            .contains(&brand)
}

/// Reads a picture: upright, no longer than [`LONGEST_SIDE_PX`], without its metadata.
///
/// # Errors
/// When this browser cannot read it, or not in its memory.
pub async fn read(file: File) -> Result<Sketch, NoPhoto> {
    let head = match file.slice_with_f64_and_f64(0.0, HEAD_BYTES) {
        Ok(head) => bytes_of(&head).await,
        Err(_) => None,
    };
    let head = head.ok_or(NoPhoto::Changed)?.to_vec();
    // A picture much larger than what is kept is scaled while it is decoded.
    let size = jpeg_size(&head);
    let large = size.is_some_and(|(width, height)| width.min(height) >= LONGEST_SIDE_PX);
    // A panorama would be a thread; where there is no memory for all of it, a thread is what there is.
    let as_kept = size.map(|(width, height)| fitted(width, height, LONGEST_SIDE_PX));
    let is_panorama = as_kept.is_some_and(|(width, height)| width.max(height) > LONGEST_SIDE_PX);
    let mut decoded = bitmap(&file, large && !is_panorama).await;
    if large && is_panorama && decoded.is_none() {
        decoded = bitmap(&file, true).await;
    }
    let bitmap = match decoded {
        Some(bitmap) => bitmap,
        None if is_heic(&head) => return Err(NoPhoto::Heic),
        None if large && is_whole(&file).await => return Err(NoPhoto::TooLarge),
        None => return Err(NoPhoto::Unreadable),
    };
    let picture = scaled(&bitmap);
    bitmap.close();
    picture.map(|picture| Sketch { picture, blocks: Vec::new() }).ok_or(NoPhoto::TooLarge)
}

async fn is_whole(file: &File) -> bool {
    let from = (file.size() - LAST_BYTES).max(0.0);
    match file.slice_with_f64(from) {
        Ok(last) => bytes_of(&last).await.is_some_and(|last| ends_as_jpeg(&last.to_vec())),
        Err(_) => false,
    }
}

/// Decodes a file, upright.
async fn bitmap(file: &File, large: bool) -> Option<ImageBitmap> {
    let options = Object::new();
    Reflect::set(&options, &"imageOrientation".into(), &"from-image".into()).ok()?;
    if large {
        Reflect::set(&options, &"resizeWidth".into(), &LONGEST_SIDE_PX.into()).ok()?;
        Reflect::set(&options, &"resizeQuality".into(), &"high".into()).ok()?;
    }
    let window = web_sys::window()?;
    let create = Reflect::get(&window, &"createImageBitmap".into()).ok()?;
    let create = create.dyn_into::<js_sys::Function>().ok()?;
    let promise = create.call2(&window, file, &options).ok()?.dyn_into::<Promise>().ok()?;
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

fn scaled(bitmap: &ImageBitmap) -> Option<HtmlCanvasElement> {
    let (width, height) = fitted(bitmap.width(), bitmap.height(), LONGEST_SIDE_PX);
    if width == 0 || height == 0 {
        return None;
    }
    let document = web_sys::window()?.document()?;
    let canvas = document.create_element("canvas").ok()?.dyn_into::<HtmlCanvasElement>().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context = context(&canvas)?;
    // A picture with holes becomes white behind them, not black.
    context.set_fill_style_str("#fff");
    context.fill_rect(0.0, 0.0, f64::from(width), f64::from(height));
    context
        .draw_image_with_image_bitmap_and_dw_and_dh(
            bitmap,
            0.0,
            0.0,
            f64::from(width),
            f64::from(height),
        )
        .ok()?;
    Some(canvas)
}

/// Burns the blocks in, encodes, and holds the bytes until they are stored.
///
/// # Errors
/// When the browser cannot encode it.
pub async fn finish(sketch: Sketch) -> Result<ReadyPhoto, NoPhoto> {
    let canvas = &sketch.picture;
    sketch.cover(&context(canvas).ok_or(NoPhoto::TooLarge)?);
    let promise = Promise::new(&mut |resolve, reject| {
        let done = Closure::once_into_js(move |blob: JsValue| resolve.call1(&JsValue::NULL, &blob));
        let asked = canvas.to_blob_with_type_and_encoder_options(
            done.unchecked_ref(),
            MEDIA_TYPE,
            &QUALITY.into(),
        );
        if let Err(error) = asked {
            drop(reject.call1(&JsValue::NULL, &error));
        }
    });
    let blob = JsFuture::from(promise).await.ok().and_then(|blob| blob.dyn_into().ok());
    let blob: web_sys::Blob = blob.ok_or(NoPhoto::TooLarge)?;
    let bytes = bytes_of(&blob).await.ok_or(NoPhoto::TooLarge)?;
    let media = MediaId::of(&bytes.to_vec());
    let ready = ReadyPhoto {
        media,
        media_type: MEDIA_TYPE.to_owned(),
        size: u64::from(bytes.length()),
        pixels: (canvas.width(), canvas.height()),
        blocks: u16::try_from(sketch.blocks.len()).unwrap_or(u16::MAX),
    };
    store::hold_media(media, MEDIA_TYPE, bytes);
    // The memory of a canvas is freed by making it small, long before it is collected.
    canvas.set_width(0);
    Ok(ready)
}

/// An address for a stored picture, to be given back with [`release`].
pub async fn address(media: MediaId) -> Option<String> {
    let held = store::held_media().into_iter().find(|(id, ..)| *id == media);
    let (media_type, bytes) = match held {
        Some((_, media_type, bytes)) => (media_type, bytes),
        None => store::media(media).await.ok()?.map(|stored| (stored.media_type, stored.bytes))?,
    };
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(&media_type);
    let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&Array::of1(&bytes), &options);
    web_sys::Url::create_object_url_with_blob(&blob.ok()?).ok()
}

/// Gives an address back.
pub fn release(address: &str) {
    drop(web_sys::Url::revoke_object_url(address));
}
