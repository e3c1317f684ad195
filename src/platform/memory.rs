//! Preferences and drafts, in the browser's local storage: small and synchronous. The notebook is
//! never kept here.

use gloo_storage::{LocalStorage, Storage};

use crate::domain::identity::{DeviceNumber, WalkId};
use crate::format::json::{self, Json, quoted};
use crate::format::preferences::{Draft, Memo, ONE_VALUE, Preferences};

use super::clock;

const NAME: &str = "eclaireuse.";
const DRAFT: &str = "eclaireuse.draft.";
/// Before each text of the workshop that is being typed.
const TYPED: &str = "eclaireuse.typed.";
const PROBE: &str = "eclaireuse.probe";

/// What is kept under a key, as JSON: one way to read for all of it, which is the least to load.
fn kept(key: &str) -> Option<Json> {
    json::read(&LocalStorage::raw().get_item(key).ok()??).ok()
}

/// A text kept under a key.
fn kept_text(key: &str) -> Option<String> {
    match kept(key)? {
        Json::String(text) => Some(text),
        _ => None,
    }
}

/// Keeps what is written as JSON already; `false`, said, when the browser refuses.
fn keep(key: &str, json: &str) -> bool {
    let refused = LocalStorage::raw().set_item(key, json).err();
    if let Some(error) = &refused {
        super::screen::log(&format!("not kept: {}", super::screen::describe(error)));
    }
    refused.is_none()
}

fn keys(wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    if let Ok(Some(storage)) = web_sys::window().map_or(Ok(None), |window| window.local_storage()) {
        let length = storage.length().unwrap_or(0);
        let all = (0..length).filter_map(|index| storage.key(index).ok().flatten());
        // They are few: put in place one by one, which is less to load than a sort.
        for key in all.filter(|key| wanted(key)) {
            keys.insert(keys.partition_point(|known| *known < key), key);
        }
    }
    keys
}

/// What the device remembers; the defaults where it cannot.
pub fn preferences() -> Preferences {
    let memos = keys(|key| key.starts_with(NAME) && !is_passing(key)).into_iter();
    let memos = memos.filter_map(|key| {
        let text = kept_text(&key)?;
        Some(Memo { name: key.strip_prefix(NAME)?.to_owned(), text })
    });
    let one_value = kept(&format!("{NAME}{ONE_VALUE}")).unwrap_or_default();
    Preferences::read(&one_value, &memos.collect::<Vec<_>>())
}

/// Remembers these, up to the first that is refused. Where local storage is refused the app goes
/// on without.
pub fn remember(memos: &[Memo]) {
    for memo in memos {
        let key = format!("{NAME}{}", memo.name);
        if memo.text.is_empty() {
            LocalStorage::delete(key);
        } else if !keep(&key, &memo.write()) {
            return;
        }
    }
}

/// Remembers what must never be overwritten; `false` when something else stands there already.
pub fn remember_once(memo: &Memo) -> bool {
    let kept = kept_text(&format!("{NAME}{}", memo.name));
    if kept.is_none() {
        remember(std::slice::from_ref(memo));
    }
    kept.is_none_or(|kept| kept == memo.text)
}

fn is_draft(key: &str) -> bool {
    key.starts_with(DRAFT)
}

/// Whether a key of local storage holds nothing that other tabs remember: what is being typed, and what
/// is written only to see whether writing works (`offline.js`).
pub fn is_passing(key: &str) -> bool {
    is_draft(key) || key.starts_with(TYPED) || key == PROBE
}

/// Drafts left by pages that died, in the order of their keys.
pub fn drafts() -> Vec<Draft> {
    let keys = keys(is_draft);
    keys.iter().filter_map(|key| Draft::read(&kept(key)?)).collect()
}

/// Writes a draft; it is there when this returns.
pub fn keep_draft(draft: &Draft) {
    keep(&format!("{DRAFT}{}", draft.key()), &draft.write());
}

/// Removes a draft, unless something newer was typed there meanwhile.
pub fn drop_draft(draft: &Draft) {
    let key = format!("{DRAFT}{}", draft.key());
    if kept(&key).and_then(|kept| Draft::read(&kept)).is_some_and(|kept| kept == *draft) {
        LocalStorage::delete(&key);
    }
}

/// Forgets everything that names a thing or a walk, drafts and typed texts of other tabs included.
pub fn forget(id: &str) {
    let Ok(Some(storage)) = web_sys::window().map_or(Ok(None), |window| window.local_storage())
    else {
        return;
    };
    let is_about = |key: &str| {
        let text = storage.get_item(key).ok().flatten().unwrap_or_default();
        key.starts_with(NAME) && (key.contains(id) || text.contains(id))
    };
    keys(is_about).into_iter().for_each(LocalStorage::delete);
}

/// The number of this device on a walk; empty where it has none.
pub fn walk_device(walk: WalkId) -> String {
    kept_text(&format!("{NAME}walk.{walk}.device")).unwrap_or_default()
}

/// The number of this device in a campaign, made when it is first asked for.
pub fn campaign_device(campaign: WalkId) -> DeviceNumber {
    let name = format!("eclaireuse.campaign.{campaign}");
    if let Some(device) = kept_text(&name).as_deref().and_then(DeviceNumber::parse) {
        return device;
    }
    let device = DeviceNumber(u32::try_from(clock::chance().random >> 96).unwrap_or_default() | 1);
    keep(&name, &quoted(&device.to_string()));
    device
}

/// Keeps a text of the workshop as far as it is typed, with the statements that stood where it was
/// begun; it is there when this returns.
pub fn keep_typed(field: &str, text: &str, seen: &[u64]) {
    let seen: Vec<String> = seen.iter().map(|digest| format!("\"{digest:016x}\"")).collect();
    keep(&format!("{TYPED}{field}"), &format!("[{},[{}]]", quoted(text), seen.join(",")));
}

/// The text that was being typed into a field when a page ended.
pub fn typed(field: &str) -> Option<(String, Vec<u64>)> {
    let typed = kept(&format!("{TYPED}{field}"))?;
    let [text, seen] = typed.as_array()? else { return None };
    let seen = seen.as_array()?.iter().filter_map(Json::as_str);
    let seen = seen.filter_map(|digest| u64::from_str_radix(digest, 16).ok());
    Some((text.as_str()?.to_owned(), seen.collect()))
}

/// Forgets it: it is a record by now. What was typed there since stays.
pub fn drop_typed(field: &str, text: &str) {
    if typed(field).is_some_and(|(kept, _)| kept == text) {
        LocalStorage::delete(format!("{TYPED}{field}"));
    }
}
