//! Everything that needs no browser.

mod answers;
mod answers_laws;
mod booklet;
mod bundles;
mod exchange;
mod golden;
mod house;
#[path = "../../examples/campaign/invented.rs"]
mod invented;
mod jobs;
mod laptops;
mod later;
mod layers;
mod merging;
mod notebook_file;
mod numbering;
mod pages;
mod phone;
mod planner;
mod postgis;
mod preparation;
mod review;
mod several_writers;
mod stops;
mod stories;
mod tabs;
mod tempdir;
mod tidy;
mod unread;
mod workshop;
