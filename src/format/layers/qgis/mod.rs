//! QGIS: a style for each layer and a project that opens them all. Labels in French for every code,
//! shapes and colours by category, forms in which only the answers can be typed.
//!
//! Written for QGIS 3.22 and later; `script/check_qgis` opens the result with QGIS itself.

mod project;
mod style;

pub(super) use project::project;
pub(super) use style::style;
