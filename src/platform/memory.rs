//! Preferences and drafts, in the browser's local storage: small and synchronous. The notebook is
//! never kept here.

use gloo_storage::{LocalStorage, Storage};
use serde_json::Value;

use crate::domain::identity::{DeviceNumber, WalkId};
use crate::format::preferences::{Draft, Memo, ONE_VALUE, Preferences};

use super::clock;

const NAME: &str = "eclaireuse.";
const DRAFT: &str = "eclaireuse.draft.";

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
    let memos = keys(|key| key.starts_with(NAME) && !is_draft(key)).into_iter();
    let memos = memos.filter_map(|key| {
        let text: String = LocalStorage::get(&key).ok()?;
        Some(Memo { name: key.strip_prefix(NAME)?.to_owned(), text })
    });
    let one_value: Value = LocalStorage::get(format!("{NAME}{ONE_VALUE}")).unwrap_or_default();
    Preferences::read(&one_value, &memos.collect::<Vec<_>>())
}

/// Remembers these, up to the first that is refused. Where local storage is refused the app goes
/// on without.
pub fn remember(memos: &[Memo]) {
    for Memo { name, text } in memos {
        let key = format!("{NAME}{name}");
        if text.is_empty() {
            LocalStorage::delete(key);
        } else if let Err(error) = LocalStorage::set(key, text) {
            return super::screen::log(&format!("not remembered: {error}"));
        }
    }
}

/// Remembers what must never be overwritten; `false` when something else stands there already.
pub fn remember_once(memo: &Memo) -> bool {
    let kept: Option<String> = LocalStorage::get(format!("{NAME}{}", memo.name)).ok();
    if kept.is_none() {
        remember(std::slice::from_ref(memo));
    }
    kept.is_none_or(|kept| kept == memo.text)
}

/// Whether a key of local storage is about what is being typed.
pub fn is_draft(key: &str) -> bool {
    key.starts_with(DRAFT)
}

/// Drafts left by pages that died, in the order of their keys.
pub fn drafts() -> Vec<Draft> {
    let keys = keys(is_draft);
    keys.iter().filter_map(|key| Draft::read(&LocalStorage::get(key).ok()?)).collect()
}

/// Writes a draft; it is there when this returns.
pub fn keep_draft(draft: &Draft) {
    if let Err(error) = LocalStorage::set(format!("{DRAFT}{}", draft.key()), draft) {
        super::screen::log(&format!("draft not kept: {error}"));
    }
}

/// Removes a draft, unless something newer was typed there meanwhile.
pub fn drop_draft(draft: &Draft) {
    let key = format!("{DRAFT}{}", draft.key());
    let kept: Option<Value> = LocalStorage::get(&key).ok();
    if kept.and_then(|kept| Draft::read(&kept)).is_some_and(|kept| kept == *draft) {
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
    LocalStorage::get(format!("{NAME}walk.{walk}.device")).unwrap_or_default()
}

/// The number of this device in a campaign, made when it is first asked for.
pub fn campaign_device(campaign: WalkId) -> DeviceNumber {
    let name = format!("eclaireuse.campaign.{campaign}");
    let known: Option<String> = LocalStorage::get(&name).ok();
    if let Some(device) = known.as_deref().and_then(DeviceNumber::parse) {
        return device;
    }
    let device = DeviceNumber(u32::try_from(clock::chance().random >> 96).unwrap_or_default() | 1);
    if LocalStorage::set(&name, device.to_string()).is_err() {
        super::screen::log("the number of this device could not be kept");
    }
    device
}

/// Before each text of the workshop that is being typed.
const TYPED: &str = "eclaireuse.typed.";

/// Keeps a text of the workshop as far as it is typed, with the statements that stood where it was
/// begun; it is there when this returns.
pub fn keep_typed(field: &str, text: &str, seen: &[u64]) {
    let seen: Vec<String> = seen.iter().map(|digest| format!("{digest:016x}")).collect();
    if LocalStorage::set(format!("{TYPED}{field}"), (text, seen)).is_err() {
        super::screen::log("what is being typed could not be kept beside the page");
    }
}

/// The text that was being typed into a field when a page ended.
pub fn typed(field: &str) -> Option<(String, Vec<u64>)> {
    let (text, seen): (String, Vec<String>) = LocalStorage::get(format!("{TYPED}{field}")).ok()?;
    Some((text, seen.iter().filter_map(|digest| u64::from_str_radix(digest, 16).ok()).collect()))
}

/// Forgets it: it is a record by now.
pub fn drop_typed(field: &str) {
    LocalStorage::delete(format!("{TYPED}{field}"));
}
