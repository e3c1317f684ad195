//! Preferences and drafts, in the browser's local storage: small and synchronous. The notebook is
//! never kept here.

use gloo_storage::{LocalStorage, Storage};
use serde_json::Value;

use crate::domain::identity::{DeviceNumber, WalkId};
use crate::format::preferences::{Draft, Preferences};

use super::clock;

const PREFERENCES: &str = "eclaireuse.preferences";
const DRAFT: &str = "eclaireuse.draft.";

/// What the device remembers; the defaults where it cannot.
pub fn preferences() -> Preferences {
    LocalStorage::get(PREFERENCES)
        .map_or_else(|_| Preferences::default(), |kept: Value| Preferences::read(&kept))
}

/// Writes the preferences. Where local storage is refused the app goes on without.
pub fn keep_preferences(preferences: &Preferences) {
    if let Err(error) = LocalStorage::set(PREFERENCES, preferences) {
        super::screen::log(&format!("preferences not kept: {error}"));
    }
}

/// Drafts left by pages that died, in the order of their keys.
pub fn drafts() -> Vec<Draft> {
    let mut keys: Vec<String> = Vec::new();
    if let Ok(Some(storage)) = web_sys::window().map_or(Ok(None), |window| window.local_storage()) {
        let length = storage.length().unwrap_or(0);
        let all = (0..length).filter_map(|index| storage.key(index).ok().flatten());
        // They are few: put in place one by one, which is less to load than a sort.
        for key in all.filter(|key| key.starts_with(DRAFT)) {
            keys.insert(keys.partition_point(|known| *known < key), key);
        }
    }
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
