//! What we write down: the only place that knows JSON, CSV and ZIP.
//!
//! - [`v1`] one record as one line of JSON, as stored and as carried in notebooks.
//! - [`adversary`] who has only the files that leave, and attacks them before they do.
//! - [`answers`] the files in which planners give answers back.
//! - [`bundle`] the notebook file: manifest, records, photos; as `.zip` and as readable `.html`.
//! - [`files`] other people's files: perimeters, reference points, routes.
//! - [`kit`] which lines a walk's kit holds, [`fragment`] the small part of it in the link of its
//!   QR code.
//! - [`photo_bytes`] whether a photo carries nothing but the picture.
//! - [`left_file`] what a phone remembers of a file that left it.
//! - [`journal`] the second copy of what a device stores.
//! - [`json`] JSON as far as records and messages need it.
//! - [`markup`] text where markup is read, [`geojson`] what is drawn on a map.
//! - [`layers`] the planner's layers, from one table: GeoJSON, CSV, dictionary, schema, one zip.
//!
//! A released format is never edited: a new version stands beside it.

pub mod adversary;
pub mod answers;
mod archive;
pub mod booklet;
pub mod bundle;
pub mod files;
pub mod fragment;
pub mod geojson;
pub mod journal;
pub mod json;
pub mod kit;
pub mod layers;
pub mod left_file;
pub mod markup;
pub mod photo_bytes;
pub mod preferences;
pub mod signature;
pub mod v1;
