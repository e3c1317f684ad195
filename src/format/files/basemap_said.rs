//! What is wrong with a basemap, and what should be known of one, said to a person.

use super::packed::Packing;
use crate::text::BasemapWords;

/// Why a PMTiles archive cannot be the basemap of a walk, though it is one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BasemapProblem {
    /// Its directories cannot be read.
    Unreadable,
    /// Its tiles are of a kind that the map does not draw: the number in the header.
    Kind(u8),
    /// Not one of its tiles is what the header says: drawings, or pictures.
    Unlike {
        /// Whether the header says drawings.
        drawings: bool,
    },
    /// Packed again as the map reads it, it has more bytes than a phone can carry.
    TooLargePacked {
        /// Bytes.
        limit: u64,
    },
    /// Its drawings follow Mapbox Streets, which the map does not draw.
    MapboxStreets,
    /// Its layers are of nobody that the map knows: their names.
    Layers(Vec<String>),
}

/// Something about a basemap that was taken that should be known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BasemapRemark {
    /// It was packed in a way that the map does not open, and is now packed as gzip.
    Repacked(Packing),
    /// So many of so many different tiles cannot be read and are left out.
    Damaged(usize, usize),
    /// Its bounds say nothing that can be: they come from its tiles.
    BoundsFound,
    /// Its pictures are AVIF, which older phones do not show.
    Avif,
    /// It has no streets.
    NoStreets,
    /// Its nearest zoom, too far for streets.
    Coarse(u8),
    /// Its farthest zoom, so near that nothing is seen of it before.
    Near(u8),
}

/// So many names of layers are said.
const NAMES: usize = 6;

impl BasemapProblem {
    /// It in words.
    pub fn words(&self, t: &BasemapWords) -> String {
        match self {
            Self::Unreadable => t.unreadable.into(),
            Self::Kind(0) => t.kind_unsaid.into(),
            Self::Kind(6) => t.kind_mlt.into(),
            Self::Kind(number) => (t.kind_later)(*number),
            Self::Unlike { drawings: true } => t.no_drawings.into(),
            Self::Unlike { drawings: false } => t.no_pictures.into(),
            Self::TooLargePacked { limit } => (t.too_large_packed)(*limit >> 20),
            Self::MapboxStreets => t.mapbox_streets.into(),
            Self::Layers(names) => {
                let short = |name: &String| name.chars().take(30).collect::<String>();
                let mut said: Vec<String> = names.iter().take(NAMES).map(short).collect();
                if names.len() > NAMES {
                    said.push("…".into());
                }
                (t.layers)(&said.join(", "))
            }
        }
    }
}

impl BasemapRemark {
    /// It in words.
    pub fn words(&self, t: &BasemapWords) -> String {
        match self {
            Self::Repacked(Packing::Raw | Packing::Gzip) => t.repacked_mended.into(),
            Self::Repacked(packing) => (t.repacked)(packing.name()),
            Self::Damaged(count, of) => (t.damaged)(*count, *of),
            Self::BoundsFound => t.bounds_found.into(),
            Self::Avif => t.avif.into(),
            Self::NoStreets => t.no_streets.into(),
            Self::Coarse(zoom) => (t.coarse)(*zoom),
            Self::Near(zoom) => (t.near)(*zoom),
        }
    }
}
