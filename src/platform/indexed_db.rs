//! IndexedDB as the browser has it: requests are waited for by promises whose two ends are the
//! request's own listeners, so that waiting costs no closures and an error keeps its name.
//!
//! A transaction ends by itself when nothing more is asked of it. All that is asked before the first
//! answer, and all that is asked right after an answer, belongs to the same one.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbFactory, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransaction,
    IdbTransactionMode,
};

#[wasm_bindgen]
extern "C" {
    /// web-sys has the three arguments only among what may still change.
    type StrictDatabase;
    #[wasm_bindgen(method, catch, js_name = transaction)]
    fn begin(
        this: &StrictDatabase,
        stores: &Array,
        mode: IdbTransactionMode,
        options: &Object,
    ) -> Result<IdbTransaction, JsValue>;

    /// web-sys knows this word as one that always is there and may go.
    type EndedByWord;
    #[wasm_bindgen(method, catch, js_name = commit)]
    fn end(this: &EndedByWord) -> Result<(), JsValue>;
}

/// What the browser said when it refused, as it said it.
pub(super) type Tried<T> = Result<T, JsValue>;

/// The name of a refusal: `QuotaExceededError`, `VersionError`, …; empty when the browser gave none.
pub(super) fn name_of(refusal: &JsValue) -> String {
    let name = Reflect::get(refusal, &"name".into()).ok();
    name.and_then(|name| name.as_string()).unwrap_or_default()
}

/// A request that was made: its answer.
pub(super) struct Asked(IdbRequest, JsFuture);

impl Asked {
    /// Listens to a request; to be called in the same turn in which it was made.
    pub(super) fn of(request: IdbRequest) -> Self {
        let promise = Promise::new(&mut |resolve, reject| {
            request.set_onsuccess(Some(&resolve));
            request.set_onerror(Some(&reject));
        });
        Self(request, promise.into())
    }

    /// Its answer.
    ///
    /// # Errors
    /// What went wrong, by the browser's own word.
    pub(super) async fn answer(self) -> Tried<JsValue> {
        match self.1.await {
            Ok(_) => self.0.result(),
            Err(_) => {
                let error = self.0.error().ok().flatten();
                Err(error.map_or(JsValue::NULL, JsValue::from))
            }
        }
    }

    /// Its answer, when that is a text.
    ///
    /// # Errors
    /// As [`Asked::answer`].
    pub(super) async fn text(self) -> Tried<Option<String>> {
        Ok(self.answer().await?.as_string())
    }

    /// The texts of its answer.
    ///
    /// # Errors
    /// As [`Asked::answer`].
    pub(super) async fn texts(self) -> Tried<Vec<String>> {
        let answer = self.answer().await?;
        Ok(answer.unchecked_into::<Array>().iter().filter_map(|text| text.as_string()).collect())
    }
}

/// What the browser says when it lost all that was there.
const LOST: &str = "total";

/// A database that was opened.
pub(super) struct Opened {
    pub(super) database: IdbDatabase,
    /// Whether its stores had to be made.
    pub(super) made: bool,
    /// Whether the browser says that it lost what was there.
    pub(super) lost: bool,
}

/// Opens a database, and makes these stores when it was not there. Where the browser says that it lost
/// what was there, that is written into the first of them under this key, with the making: it is said
/// to one connection only, which may end before it tells anybody.
///
/// # Errors
/// When the browser refuses.
pub(super) async fn open(
    name: &str,
    version: u32,
    stores: &'static [&'static str],
    loss: Option<&'static str>,
) -> Tried<Opened> {
    let factory = Reflect::get(&js_sys::global(), &"indexedDB".into())?;
    let request = factory.unchecked_into::<IdbFactory>().open_with_u32(name, version)?;
    let opening = request.clone();
    let (made, lost) = (Rc::new(Cell::new(false)), Rc::new(Cell::new(false)));
    let (is_made, is_lost) = (made.clone(), lost.clone());
    let makes = Closure::once(move |event: JsValue| {
        is_made.set(true);
        let said = Reflect::get(&event, &"dataLoss".into()).ok();
        is_lost.set(said.and_then(|said| said.as_string()).as_deref() == Some(LOST));
        let database: IdbDatabase = opening.result().unwrap_or_default().unchecked_into();
        let mut mark = loss;
        for store in stores {
            // A store that cannot be made ends the opening, which then fails.
            let made = database.create_object_store(store);
            if let (Some(key), Ok(store), true) = (mark.take(), made, is_lost.get()) {
                drop(store.put_with_key(&LOST.into(), &key.into()));
            }
        }
    });
    request.set_onupgradeneeded(Some(makes.as_ref().unchecked_ref::<Function>()));
    let database = Asked::of(request.into()).answer().await?.unchecked_into();
    Ok(Opened { database, made: made.get(), lost: lost.get() })
}

/// Begins to read.
///
/// # Errors
/// When the connection is closed.
pub(super) fn reading(database: &IdbDatabase, stores: &[&str]) -> Tried<IdbTransaction> {
    begin(database, stores, IdbTransactionMode::Readonly)
}

/// Begins to write, so that the end of it is told only when it is on the disk.
///
/// # Errors
/// When the connection is closed.
pub(super) fn writing(database: &IdbDatabase, stores: &[&str]) -> Tried<IdbTransaction> {
    begin(database, stores, IdbTransactionMode::Readwrite)
}

fn begin(
    database: &IdbDatabase,
    stores: &[&str],
    mode: IdbTransactionMode,
) -> Tried<IdbTransaction> {
    let options = Object::new();
    Reflect::set(&options, &"durability".into(), &"strict".into())?;
    let stores: Array = stores.iter().map(|store| JsValue::from_str(store)).collect();
    database.unchecked_ref::<StrictDatabase>().begin(&stores, mode, &options)
}

/// Ends a transaction of which nothing more is asked, and waits until it is on the disk. It is ended by
/// word: one that only runs out is undone when its page goes away meanwhile, and a page that is being
/// hidden keeps its last words just then.
///
/// # Errors
/// When it was undone, by the browser's own word; then nothing of it is there.
pub(super) async fn durable(transaction: &IdbTransaction) -> Tried<()> {
    let promise = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    });
    // Where the word is not known it runs out; where it has been undone already, that is heard.
    drop(transaction.unchecked_ref::<EndedByWord>().end());
    match JsFuture::from(promise).await {
        Ok(_) => Ok(()),
        Err(_) => Err(transaction.error().map_or(JsValue::NULL, JsValue::from)),
    }
}

/// All keys from one on, up to another one and without it.
///
/// # Errors
/// When the first is not before the second.
pub(super) fn range(first: &str, without_first: bool, end: &str) -> Tried<IdbKeyRange> {
    IdbKeyRange::bound_with_lower_open_and_upper_open(
        &first.into(),
        &end.into(),
        without_first,
        true,
    )
}

/// One value.
///
/// # Errors
/// When the transaction has ended.
pub(super) fn get(store: &IdbObjectStore, key: &str) -> Tried<Asked> {
    store.get(&key.into()).map(Asked::of)
}
