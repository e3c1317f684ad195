//! The browser's private file system: files that no one sees but this app, written by workers so that
//! they are on the disk when the writing returns.

use js_sys::{AsyncIterator, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetDirectoryOptions,
    FileSystemGetFileOptions, FileSystemReadWriteOptions, FileSystemRemoveOptions,
    FileSystemSyncAccessHandle,
};

use super::indexed_db::{Tried, name_of};
use super::screen;
use crate::format::journal::FrameReader;

/// How often, and after how long (ms), a file that another worker has open is asked for again.
const TRIES: u32 = 10;
const TRY_AGAIN_MS: u32 = 100;
/// Bytes read or written at a time.
pub(super) const PIECE: usize = 1 << 18;

/// Calls a method that promises something; `None` where there is no such method or no such thing.
async fn promised(of: &JsValue, method: &str, with: &JsValue) -> Option<Tried<JsValue>> {
    let method: Function = Reflect::get(of, &method.into()).ok()?.dyn_into().ok()?;
    let promise: Promise = method.call1(of, with).ok()?.dyn_into().ok()?;
    Some(JsFuture::from(promise).await)
}

/// The root of this origin's private files; `None` where the browser has none, or allows none.
///
/// # Errors
/// When it cannot be reached now.
pub(super) async fn root() -> Tried<Option<FileSystemDirectoryHandle>> {
    let Some(storage) = screen::of_navigator("storage") else { return Ok(None) };
    match promised(&storage, "getDirectory", &JsValue::UNDEFINED).await {
        Some(Ok(root)) => Ok(root.dyn_into().ok()),
        Some(Err(why)) => match name_of(&why).as_str() {
            "SecurityError" | "NotAllowedError" | "NotSupportedError" => Ok(None),
            _ => Err(why),
        },
        None => Ok(None),
    }
}

/// Whether files are written here so that they are on the disk when the writing returns: in workers, and
/// in Chrome on Android only since 109.
pub(super) fn writes_at_once() -> bool {
    let handle = Reflect::get(&js_sys::global(), &"FileSystemFileHandle".into());
    let methods = handle.and_then(|handle| Reflect::get(&handle, &"prototype".into()));
    methods.is_ok_and(|methods| {
        methods.is_object()
            && Reflect::has(&methods, &"createSyncAccessHandle".into()).unwrap_or(false)
    })
}

/// Whether a folder is at the root, told by a page too; also where that cannot be seen.
pub(super) async fn may_be_there(folder: &str) -> bool {
    match root().await {
        Ok(Some(root)) => {
            let found = promised(&root, "getDirectoryHandle", &folder.into()).await;
            !matches!(found, Some(Err(why)) if name_of(&why) == "NotFoundError")
        }
        Ok(None) => false,
        Err(_) => true,
    }
}

/// A folder in a folder.
///
/// # Errors
/// When it is not there, or cannot be made.
pub(super) async fn folder(
    of: &FileSystemDirectoryHandle,
    name: &str,
    create: bool,
) -> Tried<FileSystemDirectoryHandle> {
    let options = FileSystemGetDirectoryOptions::new();
    options.set_create(create);
    let found = JsFuture::from(of.get_directory_handle_with_options(name, &options)).await?;
    found.dyn_into()
}

async fn file(
    of: &FileSystemDirectoryHandle,
    name: &str,
    create: bool,
) -> Tried<FileSystemFileHandle> {
    let options = FileSystemGetFileOptions::new();
    options.set_create(create);
    JsFuture::from(of.get_file_handle_with_options(name, &options)).await?.dyn_into()
}

/// The names in a folder.
///
/// # Errors
/// When it cannot be read.
pub(super) async fn names(of: &FileSystemDirectoryHandle) -> Tried<Vec<String>> {
    let keys: AsyncIterator = of.keys();
    let mut names = Vec::new();
    loop {
        let next = JsFuture::from(keys.next()?).await?;
        if Reflect::get(&next, &"done".into())?.is_truthy() {
            return Ok(names);
        }
        names.extend(Reflect::get(&next, &"value".into())?.as_string());
    }
}

/// Removes a file or a folder with all that is in it; one that is not there is removed.
///
/// # Errors
/// When it stays.
pub(super) async fn remove(of: &FileSystemDirectoryHandle, name: &str) -> Tried<()> {
    let options = FileSystemRemoveOptions::new();
    options.set_recursive(true);
    match JsFuture::from(of.remove_entry_with_options(name, &options)).await {
        Err(why) if name_of(&why) != "NotFoundError" => Err(why),
        _ => Ok(()),
    }
}

/// A file that is open for this worker alone.
pub(super) struct Open(FileSystemSyncAccessHandle);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl Open {
    /// Opens a file, and makes it where it is not there. What another worker has open is waited for a
    /// little: one that ended with its page may still hold it.
    ///
    /// # Errors
    /// When it cannot be opened, or where this engine does not write at once: what is not on the disk
    /// when the writing returns is no copy.
    pub(super) async fn new(of: &FileSystemDirectoryHandle, name: &str) -> Tried<Self> {
        Self::opened(of, name, true).await
    }

    /// The same of a file that is there.
    ///
    /// # Errors
    /// As [`Self::new`], and when it is not there.
    pub(super) async fn old(of: &FileSystemDirectoryHandle, name: &str) -> Tried<Self> {
        Self::opened(of, name, false).await
    }

    async fn opened(of: &FileSystemDirectoryHandle, name: &str, create: bool) -> Tried<Self> {
        let mut handle = Self::held(of, name, create).await;
        // Its name stands and its bytes are gone: what is made under it is another file.
        if create && matches!(&handle, Err(why) if name_of(why) == "NotFoundError") {
            remove(of, name).await?;
            handle = Self::held(of, name, create).await;
        }
        let handle = handle?;
        let open = Self(handle.unchecked_into());
        let size: Function = Reflect::get(&open.0, &"getSize".into())?.dyn_into()?;
        // A promise, in engines of before 2023.
        match size.call0(&open.0)?.as_f64() {
            Some(_) => Ok(open),
            None => Err(js_sys::Error::new("files are not written at once here").into()),
        }
    }

    async fn held(of: &FileSystemDirectoryHandle, name: &str, create: bool) -> Tried<JsValue> {
        let file = file(of, name, create).await?;
        let mut tries = 0;
        loop {
            match JsFuture::from(file.create_sync_access_handle()).await {
                Err(why) if name_of(&why) == "NoModificationAllowedError" && tries < TRIES => {
                    tries += 1;
                    gloo_timers::future::TimeoutFuture::new(TRY_AGAIN_MS).await;
                }
                held => return held,
            }
        }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bytes")]
    pub(super) fn size(&self) -> Tried<u64> {
        Ok(self.0.get_size()? as u64)
    }

    /// Reads from here; fewer bytes at the end of the file.
    pub(super) fn read(&self, at: u64, into: &mut [u8]) -> Tried<usize> {
        let options = FileSystemReadWriteOptions::new();
        #[expect(clippy::cast_precision_loss, reason = "files are smaller than 2^53 bytes")]
        options.set_at(at as f64);
        let read = self.0.read_with_u8_array_and_options(into, &options)?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bytes")]
        Ok(read as usize)
    }

    /// Writes all of it from here, and waits until it is on the disk.
    pub(super) fn write(&self, at: u64, bytes: &[u8]) -> Tried<()> {
        let mut done = 0;
        while let Some(rest) = bytes.get(done..).filter(|rest| !rest.is_empty()) {
            let options = FileSystemReadWriteOptions::new();
            #[expect(clippy::cast_precision_loss, reason = "files are smaller than 2^53 bytes")]
            options.set_at((at + done as u64) as f64);
            let written =
                self.0.write_with_js_u8_array_and_options(&Uint8Array::from(rest), &options)?;
            if written <= 0.0 {
                return Err(js_sys::Error::new("nothing more was written").into());
            }
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bytes")]
            {
                done += written as usize;
            }
        }
        self.0.flush()
    }

    /// Empties it.
    pub(super) fn clear(&self) -> Tried<()> {
        self.0.truncate_with_u32(0)
    }

    /// Hears every line.
    pub(super) fn each(&self, mut heard: impl FnMut(u64, &[u8])) -> Tried<FrameReader> {
        let (mut lines, mut piece, mut at) = (FrameReader::default(), vec![0; PIECE], 0);
        loop {
            let read = self.read(at, &mut piece)?;
            if read == 0 {
                return Ok(lines);
            }
            lines.piece(piece.get(..read).unwrap_or_default(), &mut heard);
            at += read as u64;
        }
    }
}
