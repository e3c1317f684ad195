//! Éclaireuse: a notebook for exploratory walks that works without a network.
//!
//! Five rooms, each of which may only see the ones it stands on:
//!
//! | room | what lives there | sees |
//! |---|---|---|
//! | [`domain`] | what a walk is: places, observations, revisions, the taxonomy | nothing of ours |
//! | [`format`] | what we write down: records, bundles, the planner's layers | `domain`, `text` |
//! | [`text`] | what we say, one struct per language | `domain` |
//! | [`app`] | what the app does: `Event` in, `Effect`s out | `domain`, `format`, `text` |
//! | `platform`, `ui` | the browser and what one sees of it; wasm only | `app` and below |
//!
//! Where to start: [`app::Model::update`] is the whole behaviour, [`domain::observation`] the
//! thing it is all about.

pub mod app;
pub mod domain;
pub mod format;
pub mod text;

#[cfg(target_arch = "wasm32")]
pub mod platform;
#[cfg(target_arch = "wasm32")]
pub mod ui;
