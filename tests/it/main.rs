//! Everything that needs no browser.

mod phone;
mod stories;
