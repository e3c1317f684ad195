//! The browser's adapters in a real browser: what is written is there, whole, and comes back.

#![cfg(target_arch = "wasm32")]

use eclaireuse::app::effect::Entry;
use eclaireuse::app::event::{Chance, StorageReport};
use eclaireuse::app::problem::{NoPhoto, NotStored};
use eclaireuse::app::{Effect, Event, Model};
use eclaireuse::domain::code::Language;
use eclaireuse::domain::identity::{DeviceNumber, WalkId};
use eclaireuse::domain::ledger::record::{Envelope, SIGNED};
use eclaireuse::domain::observation::photo::{MediaId, is_bare_jpeg};
use eclaireuse::domain::walk::Walk;
use eclaireuse::format::preferences::{ColourTheme, Draft, Memo, Preferences};
use eclaireuse::format::signature::{Over, Signed, compressed, id_of, name_of, text};
use eclaireuse::platform::{clock, eraser, memory, photo, room, signing, store};
use futures_channel::oneshot;
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Waits for the one event that an adapter answers with.
async fn answer(ask: impl FnOnce(eclaireuse::platform::Dispatch)) -> Event {
    let (send, receive) = oneshot::channel();
    let send = RefCell::new(Some(send));
    ask(Rc::new(move |event| {
        if let Some(send) = send.take() {
            drop(send.send(event));
        }
    }));
    receive.await.expect("an answer")
}

/// A walk's sheet as the app writes it.
fn walk() -> (WalkId, Vec<Entry>) {
    let mut model = Model::default();
    let chance = clock::chance();
    let sheet =
        Walk { title: "Marche « d’essai » 🌙".into(), ..Walk::blank(WalkId(0), chance.at) };
    let effects = model.update(Event::WalkCreated(Box::new(sheet), chance));
    for effect in effects {
        if let Effect::Store { walk, entries, .. } = effect {
            return (walk, entries);
        }
    }
    panic!("a walk that is created is stored");
}

fn bytes(length: u32) -> Uint8Array {
    let bytes: Vec<u8> = (0..length).map(|i| (i.wrapping_mul(2_654_435_761) >> 11) as u8).collect();
    Uint8Array::from(bytes.as_slice())
}

#[wasm_bindgen_test]
async fn a_record_and_its_photo_are_there_when_it_is_said() {
    let (walk, entries) = walk();
    let photo = bytes(300_000);
    let id = MediaId::of(&photo.to_vec());
    store::hold_media(id, "image/jpeg", photo.clone());
    let said = answer(|dispatch| store::write(7, walk, entries.clone(), vec![id], dispatch)).await;
    assert_eq!(said, Event::Stored(7));
    assert!(store::held_media().iter().all(|(held, ..)| *held != id), "no longer in memory");
    let stored = store::media(id).await.unwrap().expect("the photo");
    assert_eq!((stored.media_type.as_str(), stored.bytes.to_vec()), ("image/jpeg", photo.to_vec()));
    // The number that the phone has on the walk is found before its lines, and is none of them.
    let first = answer(|dispatch| store::load_walk(walk, false, dispatch)).await;
    assert!(matches!(first, Event::NumbersFound(of, numbers) if of == walk && numbers.len() == 1));
    let stored = store::chunk(walk, None).await.unwrap();
    let lines: Vec<String> = stored.into_iter().map(|(_, line)| line).collect();
    assert_eq!(lines, [entries[0].line.clone()]);
    let listed = answer(store::list_walks).await;
    assert!(matches!(listed, Event::WalksListed(lines) if lines.contains(&entries[0].line)));
}

#[wasm_bindgen_test]
async fn a_photo_that_is_nowhere_is_not_called_saved() {
    let (walk, entries) = walk();
    let said =
        answer(|dispatch| store::write(8, walk, entries, vec![MediaId([9; 32])], dispatch)).await;
    assert_eq!(said, Event::StoreFailed(8, NotStored::ReadBackDiffers));
}

#[wasm_bindgen_test]
async fn storing_twice_changes_nothing() {
    let (walk, entries) = walk();
    for _ in 0..2 {
        store::put(&entries, &[]).await.unwrap();
    }
    assert_eq!(store::known_keys(walk).await.unwrap().len(), 1);
}

#[wasm_bindgen_test]
async fn a_connection_that_the_browser_closed_is_opened_again() {
    let (walk, entries) = walk();
    store::put(&entries, &[]).await.unwrap();
    store::close_connection();
    let (_, more) = self::walk();
    store::put(&more, &[]).await.unwrap();
    store::close_connection();
    assert_eq!(store::known_keys(walk).await.unwrap().len(), 1);
}

/// Asks for the database as a page of another version does; fails when it has to wait.
async fn asked_for(method: &str, version: Option<u32>) -> Result<JsValue, JsValue> {
    let factory = Reflect::get(&js_sys::global(), &"indexedDB".into())?;
    let arguments = Array::of1(&"eclaireuse".into());
    if let Some(version) = version {
        arguments.push(&version.into());
    }
    let ask: Function = Reflect::get(&factory, &method.into())?.dyn_into()?;
    let request = ask.apply(&factory, &arguments)?;
    let promise = Promise::new(&mut |resolve, reject| {
        for (name, heard) in [("onsuccess", &resolve), ("onerror", &reject), ("onblocked", &reject)]
        {
            Reflect::set(&request, &name.into(), heard).unwrap();
        }
    });
    JsFuture::from(promise).await?;
    Reflect::get(&request, &"result".into())
}

#[wasm_bindgen_test]
async fn a_later_version_never_waits_behind_this_page() {
    let (walk, entries) = walk();
    store::put(&entries, &[]).await.unwrap();
    let later = asked_for("open", Some(2)).await.expect("it does not wait");
    // This version cannot use what the later one made, and says so.
    assert_eq!(store::put(&entries, &[]).await, Err(NotStored::Newer));
    let close: Function = Reflect::get(&later, &"close".into()).unwrap().unchecked_into();
    close.call0(&later).unwrap();
    asked_for("deleteDatabase", None).await.expect("nobody holds it");
    // The next use opens it again.
    store::put(&entries, &[]).await.unwrap();
    assert_eq!(store::known_keys(walk).await.unwrap().len(), 1);
    asked_for("deleteDatabase", None).await.expect("nobody holds it");
    store::put_many(&entries).await.unwrap();
    asked_for("deleteDatabase", None).await.expect("nobody holds it");
}

#[wasm_bindgen_test]
async fn a_wiped_walk_is_gone_and_a_photo_of_two_walks_stays() {
    let mut model = Model::default();
    let picture = bytes(1000);
    let id = MediaId::of(&picture.to_vec());
    let mut walks = Vec::new();
    for number in 0..2_u32 {
        let Chance { at, random } = clock::chance();
        let chance = Chance { at: at.at(at.utc_ms + i64::from(number)), random };
        let sheet = Walk { title: "x".into(), ..Walk::blank(WalkId(0), at) };
        let mut entries = Vec::new();
        let mut keep = |effects: Vec<Effect>| {
            for effect in effects {
                if let Effect::Store { entries: more, .. } = effect {
                    entries.extend(more);
                }
            }
        };
        keep(model.update(Event::WalkCreated(Box::new(sheet), chance)));
        let category = eclaireuse::domain::observation::taxonomy::Category::all().next().unwrap();
        keep(model.update(Event::CategoryTapped(category, clock::chance())));
        let observation = model.notebook.all_observations().next().unwrap().id;
        let ready = eclaireuse::app::event::ReadyPhoto {
            media: id,
            media_type: "image/jpeg".into(),
            size: 1000,
            pixels: (1, 1),
            blocks: 0,
        };
        keep(model.update(Event::PhotoReady(observation, ready, clock::chance())));
        store::put(&entries, &[(id, "image/jpeg".into(), picture.clone())]).await.unwrap();
        walks.push(model.open.unwrap());
    }
    eraser::wipe(walks[0]).await.unwrap();
    assert!(store::known_keys(walks[0]).await.unwrap().is_empty());
    assert!(store::has_media(id).await.unwrap(), "the other walk has it too");
    eraser::wipe(walks[1]).await.unwrap();
    assert!(!store::has_media(id).await.unwrap());
}

#[wasm_bindgen_test]
async fn the_storage_is_measured() {
    let measured = answer(room::measure).await;
    let Event::StorageMeasured(StorageReport { used, quota, persisted }) = measured else {
        panic!("{measured:?}")
    };
    assert!(used.is_some() && quota.is_some_and(|quota| quota > 0) && persisted.is_some());
}

#[wasm_bindgen_test]
fn preferences_and_drafts_come_back_at_once() {
    let preferences = Preferences {
        language: Language::En.code().into(),
        theme: ColourTheme::Night,
        ..Preferences::default()
    };
    let memos = preferences.memos();
    memory::remember(&memos);
    assert_eq!(memory::preferences(), preferences);
    let number = Memo::device("a", "00c0ffee");
    assert!(memory::remember_once(&number) && memory::remember_once(&number));
    assert!(!memory::remember_once(&Memo::device("a", "11111111")));
    assert_eq!(memory::preferences().walks.get("a").unwrap().device, "00c0ffee");
    memory::remember(&Memo::forgotten("a"));
    assert_eq!(memory::preferences(), preferences);
    let draft = |text: &str| Draft {
        walk: "w".into(),
        observation: "o".into(),
        field: "words".into(),
        text: text.into(),
        revision: 3,
        language: "fr".into(),
    };
    memory::keep_draft(&draft("il fait"));
    memory::keep_draft(&draft("il fait noir"));
    assert_eq!(memory::drafts(), [draft("il fait noir")]);
    memory::drop_draft(&draft("il fait"));
    assert_eq!(memory::drafts().len(), 1, "something newer was typed there");
    memory::drop_draft(&draft("il fait noir"));
    assert!(memory::drafts().is_empty());
}

fn file(bytes: &[u8], name: &str) -> web_sys::File {
    let parts = Array::of1(&Uint8Array::from(bytes));
    web_sys::File::new_with_u8_array_sequence(&parts, name).unwrap()
}

/// A picture made by the browser itself.
async fn drawn(width: u32, height: u32) -> web_sys::File {
    let document = web_sys::window().unwrap().document().unwrap();
    let canvas: web_sys::HtmlCanvasElement =
        document.create_element("canvas").unwrap().unchecked_into();
    canvas.set_width(width);
    canvas.set_height(height);
    let context: web_sys::CanvasRenderingContext2d =
        canvas.get_context("2d").unwrap().unwrap().unchecked_into();
    context.set_fill_style_str("#c33");
    context.fill_rect(0.0, 0.0, f64::from(width), f64::from(height));
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        canvas.to_blob_with_type(&resolve, "image/jpeg").unwrap();
    });
    let blob: web_sys::Blob = JsFuture::from(promise).await.unwrap().unchecked_into();
    web_sys::File::new_with_blob_sequence(&Array::of1(&blob), "image.jpg").unwrap()
}

#[wasm_bindgen_test]
async fn a_photo_is_scaled_covered_and_bare() {
    let mut sketch = photo::read(drawn(4000, 2000).await).await.expect("a picture");
    sketch.begin_block((0.5, 0.5));
    sketch.stretch_block((0.5, 0.5), (1.0, 1.0));
    sketch.end_block();
    let ready = photo::finish(sketch).await.expect("a photo");
    assert_eq!(
        (ready.pixels, ready.blocks, ready.media_type.as_str()),
        ((1600, 800), 1, "image/jpeg")
    );
    let held = store::held_media().into_iter().find(|(id, ..)| *id == ready.media).expect("held");
    let bytes = held.2.to_vec();
    assert_eq!((MediaId::of(&bytes), bytes.len() as u64), (ready.media, ready.size));
    assert!(is_bare_jpeg(&bytes), "no metadata");

    // Read back: black under the block, red beside it.
    let again = photo::read(file(&bytes, "again.jpg")).await.expect("it is a picture");
    let document = web_sys::window().unwrap().document().unwrap();
    let canvas: web_sys::HtmlCanvasElement =
        document.create_element("canvas").unwrap().unchecked_into();
    again.draw(&canvas);
    let context: web_sys::CanvasRenderingContext2d =
        canvas.get_context("2d").unwrap().unwrap().unchecked_into();
    let pixel = |x: f64, y: f64| context.get_image_data(x, y, 1.0, 1.0).unwrap().data().to_vec();
    let (covered, open) = (pixel(1200.0, 600.0), pixel(300.0, 300.0));
    assert!(covered[..3].iter().all(|channel| *channel < 20), "{covered:?}");
    assert!(open[0] > 150, "{open:?}");
}

#[wasm_bindgen_test]
async fn what_is_not_a_picture_is_said_to_be_so() {
    let refused = photo::read(file(b"not a picture at all", "image.jpg")).await.err();
    assert_eq!(refused, Some(NoPhoto::Unreadable));
    let heic = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1";
    assert_eq!(photo::read(file(heic, "IMG_0001.HEIC")).await.err(), Some(NoPhoto::Heic));
}

#[wasm_bindgen_test]
async fn fifty_megapixels_are_scaled_while_they_are_read() {
    let sketch = photo::read(drawn(8660, 5774).await).await.expect("a picture");
    let ready = photo::finish(sketch).await.expect("a photo");
    assert_eq!(ready.pixels, (1600, 1067));
}

/// 500 lines, signed by this browser with a key of a walk.
async fn signed(walk: WalkId) -> (Envelope, Signed) {
    let (device, revision, at) = (DeviceNumber(7), 1, clock::chance().at);
    let id = id_of(walk, device, Over::Notebook);
    let envelope = Envelope { kind: SIGNED.into(), id, walk, device, revision, at };
    let covers = (0..500).map(|line| name_of(&line.to_string())).collect();
    let began = js_sys::Date::now();
    let key = signing::key(walk).await.expect("a key");
    let text = text(&envelope, false, &covers);
    let signature = signing::sign(walk, text.as_bytes()).await.expect("a signature");
    wasm_bindgen_test::console_log!("signed in {} ms", js_sys::Date::now() - began);
    (envelope, Signed { key: compressed(&key).expect("a point"), whole: false, covers, signature })
}

#[wasm_bindgen_test]
async fn what_this_browser_signs_holds_for_the_core() {
    let (one, other) = (walk().0, walk().0);
    let (envelope, mine) = signed(one).await;
    assert!(mine.holds(&envelope));
    let began = js_sys::Date::now();
    assert!(Signed::read(&mine.line(&envelope).0).is_some_and(|read| read.holds(&envelope)));
    wasm_bindgen_test::console_log!("verified in {} ms", js_sys::Date::now() - began);
    let mut changed = mine.clone();
    changed.covers.insert(name_of("another"));
    assert!(!changed.holds(&envelope));
    // Kept, one for each walk, and forgotten with it.
    assert_eq!(signed(one).await.1.key, mine.key);
    assert_ne!(signed(other).await.1.key, mine.key);
    signing::forget(one).await;
    assert_ne!(signed(one).await.1.key, mine.key);
}
