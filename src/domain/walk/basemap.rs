//! The map under everything: one file of tiles, kept with the walk.

use crate::domain::observation::photo::MediaId;

/// A PMTiles archive that belongs to a walk. Its bytes are stored apart, under their SHA-256.
#[derive(Clone, PartialEq, Debug)]
pub struct Basemap {
    /// The name of its bytes.
    pub media: MediaId,
    /// Bytes.
    pub size: u64,
    /// Whether its tiles are drawings (vector) or pictures (raster).
    pub vector: bool,
    /// Smallest and largest zoom level.
    pub zooms: (u8, u8),
    /// West, south, east, north in ten-millionths of a degree.
    pub bounds_e7: [i32; 4],
    /// Who must be named beside the map.
    pub attribution: String,
}

/// The media type under which its bytes are stored.
pub const BASEMAP_TYPE: &str = "application/vnd.pmtiles";
/// Longest attribution.
pub const ATTRIBUTION_MAX: usize = 300;
