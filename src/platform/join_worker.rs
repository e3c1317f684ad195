//! The worker's side of joining: links are followed where nobody waits for a screen.

use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, FileReaderSync};

use super::disk::Disk;
use super::notebook_worker::{BlobSource, Job};
use super::store;
use crate::app::exchange::taking_in::TakingIn;
use crate::app::exchange::{Done, ExchangeError};
use crate::domain::identity::WalkId;
use crate::format::fragment::{self, Invitation, NotInvited};
use crate::text::{FileWords, Words};

/// Follows the link that invites to a walk, then looks for its kit where the app is hosted. What
/// would change a walk that is here is told and not done, unless a person accepted it.
pub(super) async fn join(job: &Job, payload: &str, accepted: bool) -> Result<Done, ExchangeError> {
    if !payload.contains("rejoindre/") {
        // The page was opened without an invitation: it asks for one.
        return Err(ExchangeError::NotInvited);
    }
    let language = job.message.language;
    let t = FileWords::of(language);
    let invitation = fragment::read(payload).map_err(|why| {
        let why = match why {
            NotInvited::AnotherLink => t.invitation_another,
            NotInvited::Damaged => t.invitation_damaged,
            NotInvited::Newer => t.invitation_newer,
        };
        ExchangeError::Told(why.to_owned())
    })?;
    let mut looking = TakingIn::new(&Disk, language, 1).only_looking();
    let mut taken = TakingIn::new(&Disk, language, 1).accepting(accepted);
    let (walk, lines) = match invitation {
        Invitation::Walk(walk, key) => {
            if let Some(key) = key {
                looking.expect_key(walk, key);
                taken.expect_key(walk, key);
            }
            (walk, Vec::new())
        }
        Invitation::Lines(lines) => (looking.invitation(lines.clone()).await?, lines),
    };
    let hosted = hosted_kit(walk).await;
    if !accepted {
        if let Some(Ok(source)) = hosted.clone().map(BlobSource::new) {
            // What is wrong with it is told when it is taken.
            drop(looking.file("", source, &mut |_, _| {}).await);
        }
        if looking.changes_what_is_here() {
            return Ok(Done::Foreseen(looking.foreseen()));
        }
    }
    if !lines.is_empty() {
        taken.invitation(lines).await?;
    }
    // The same-origin copy may be older, newer or absent; what the link carried is safe already.
    if let Some(blob) = hosted {
        let read = match BlobSource::new(blob) {
            Ok(source) => taken.file("", source, &mut |_, _| {}).await,
            Err(why) => Err(why),
        };
        if let Err(why) = read {
            taken.problem(why.words(Words::of(language)));
        }
    }
    if !taken.has(walk) {
        let known = store::known_keys(walk).await.map_err(ExchangeError::Unreadable)?;
        if known.is_empty() {
            return Err(ExchangeError::Told(t.kit_absent.to_owned()));
        }
    }
    Ok(Done::TakenIn(taken.joined(walk).await?))
}

/// `marches/<walk>.zip` beside the app, when its host has it and there is a network.
async fn hosted_kit(walk: WalkId) -> Option<Blob> {
    let scope = js_sys::global();
    let fetch = js_sys::Reflect::get(&scope, &"fetch".into()).ok()?.dyn_into::<Function>().ok()?;
    let address = format!("./marches/{walk}.zip");
    let promise = fetch.call1(&scope, &address.into()).ok()?.dyn_into::<Promise>().ok()?;
    let answer = JsFuture::from(promise).await.ok()?;
    let get = |name: &str| js_sys::Reflect::get(&answer, &name.into()).ok();
    if !get("ok")?.as_bool()? {
        return None;
    }
    let blob = get("blob")?.dyn_into::<Function>().ok()?;
    let promise = blob.call0(&answer).ok()?.dyn_into::<Promise>().ok()?;
    let blob = JsFuture::from(promise).await.ok()?.dyn_into::<Blob>().ok()?;
    // Some hosts answer with a page of their own where they have no such file.
    let start = blob.slice_with_f64_and_f64(0.0, 2.0).ok()?;
    let start = FileReaderSync::new().ok()?.read_as_array_buffer(&start).ok()?;
    (Uint8Array::new(&start).to_vec() == b"PK").then_some(blob)
}
