//! What a walk is. No browser, no clock, no randomness, no hash order: time and ids come in from
//! outside, so that everything here can be replayed.
//!
//! - A **walk** ([`walk`]) is one outing of a group, with its stops and what is known of it.
//! - An **observation** ([`observation`]) is something said about one place at one moment.
//! - A **fix** ([`fix`]) is what the phone measured of its own position; a **place** ([`place`])
//!   is a point on the ground, wherever it came from.
//! - A **record** ([`record`]) is one revision of one of these, by the one device that may write it.
//! - The **taxonomy** ([`taxonomy`], [`scale`], [`gender`]) is data: stable codes, labels per
//!   language.

pub mod actor;
pub mod amend;
pub mod answering;
pub mod basemap;
pub mod campaign;
pub mod cluster;
pub mod code;
pub mod date;
pub mod deliberation;
pub mod figures;
pub mod fix;
pub mod folding;
pub mod gender;
pub mod grid;
pub mod identity;
pub mod kit;
pub mod leaving;
pub mod moment;
pub mod notebook;
pub mod numbering;
pub mod observation;
pub mod perimeter;
pub mod photo;
pub mod place;
pub mod planner_field;
pub mod privacy;
pub mod profile;
pub mod record;
pub mod reference_layer;
pub mod report;
pub mod rereading;
pub mod review;
pub mod revisions;
pub mod route_draft;
pub mod scale;
pub mod stamp;
pub mod statement;
pub mod stop;
pub mod stop_form;
pub mod taxonomy;
pub mod training;
pub mod walk;
