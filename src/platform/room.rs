//! How much room there is, and whether the browser promised to keep what is stored.

use js_sys::Reflect;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::Dispatch;
use crate::app::Event;
use crate::app::event::StorageReport;

/// What is known of it now.
pub(super) async fn estimate() -> StorageReport {
    let mut report = StorageReport::default();
    let storage = super::screen::of_navigator("storage");
    // Some engines have no storage manager at all; then nothing is known.
    let Some(storage) = storage.map(JsCast::unchecked_into::<web_sys::StorageManager>) else {
        return report;
    };
    if let Ok(promise) = storage.estimate()
        && let Ok(estimate) = JsFuture::from(promise).await
    {
        let number = |name: &str| {
            let value = Reflect::get(&estimate, &name.into()).ok()?.as_f64()?;
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bytes")]
            Some(value as u64)
        };
        report.used = number("usage");
        report.quota = number("quota");
    }
    if let Ok(promise) = storage.persisted()
        && let Ok(persisted) = JsFuture::from(promise).await
    {
        report.persisted = persisted.as_bool();
    }
    report
}

/// Answers with what is known of the storage.
pub fn measure(dispatch: Dispatch) {
    spawn_local(async move { dispatch(Event::StorageMeasured(estimate().await)) });
}

/// Asks the browser to keep the storage, and answers with what is known then.
pub fn persist(dispatch: Dispatch) {
    spawn_local(async move {
        let storage = super::screen::of_navigator("storage");
        if let Some(storage) = storage.map(JsCast::unchecked_into::<web_sys::StorageManager>)
            && let Ok(promise) = storage.persist()
            && let Err(error) = JsFuture::from(promise).await
        {
            let why = super::screen::describe(&error);
            super::screen::log(&format!("persistence not granted: {why}"));
        }
        dispatch(Event::StorageMeasured(estimate().await));
    });
}
