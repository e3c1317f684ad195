//! A basemap: one PMTiles archive of version 3, read whole before it is kept. What its header says
//! is compared with its tiles, and the tiles decide: the map on the phones says little of what it
//! cannot draw. An archive that the map would not open as it is gets packed again.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Seek, SeekFrom};

use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

use super::FileProblem;
use super::basemap_said::{BasemapProblem, BasemapRemark};
use super::map_schema::{DrawnLayers, drawn};
use super::packed::{self, Packing};
use super::pmtiles::{Archive, Contents, Entry, HEADER, Header, pack};
use super::remark::Remark;
use super::tile_content::TileContent;
use crate::domain::observation::photo::MediaId;
use crate::domain::walk::basemap::{ATTRIBUTION_MAX, Basemap};

/// A basemap has at most so many bytes: it is read whole on phones with little memory.
pub const BASEMAP_MAX: u64 = 24 << 20;
/// A tile has at most so many bytes when unpacked.
const TILE_MAX: u64 = 8 << 20;
/// Streets are drawn from this zoom on.
const STREETS_FROM: u8 = 13;
/// A walk is looked at from this zoom on.
const WALK_FROM: u8 = 15;

/// A basemap that was read.
#[derive(Clone, PartialEq, Debug)]
pub struct FoundBasemap {
    /// What it is.
    pub basemap: Basemap,
    /// What should be known of it.
    pub remarks: Vec<Remark>,
    /// Its bytes, where they are not those of the file: packed again as the map reads them.
    pub packed: Option<Vec<u8>>,
}

/// What of the metadata is looked at, each still as text: the rest is anybody's.
#[derive(Deserialize)]
struct Metadata<'a> {
    #[serde(borrow)]
    attribution: Option<&'a RawValue>,
    #[serde(borrow)]
    vector_layers: Option<&'a RawValue>,
    /// Where an archive was made of MBTiles: its layers once more, as text.
    #[serde(borrow)]
    json: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Named<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
}

fn said(value: Option<&RawValue>) -> Option<String> {
    serde_json::from_str(value?.get()).ok()
}

/// The names of the layers, of those that have one; none when there is no list of them.
fn layers(metadata: &Metadata<'_>) -> BTreeSet<String> {
    if let Some(list) = metadata.vector_layers {
        let layers: Vec<&RawValue> = serde_json::from_str(list.get()).unwrap_or_default();
        let named =
            |layer: &RawValue| said(serde_json::from_str::<Named<'_>>(layer.get()).ok()?.id);
        return layers.into_iter().filter_map(named).collect();
    }
    let inner = said(metadata.json).unwrap_or_default();
    let inner = serde_json::from_str::<Metadata<'_>>(&inner).ok();
    inner
        .filter(|inner| inner.vector_layers.is_some())
        .map(|inner| layers(&inner))
        .unwrap_or_default()
}

/// Reads a basemap: what it is, and what should be known of it.
///
/// # Errors
/// When it is not a PMTiles archive of version 3 with tiles in it that the map draws, whole and
/// small enough.
pub fn read(source: impl Read + Seek) -> Result<FoundBasemap, FileProblem> {
    let bytes = whole(source)?;
    let start = bytes.first_chunk::<HEADER>().ok_or(FileProblem::CutShort)?;
    let header = Header::read(start);
    if !header.fits(bytes.len() as u64) {
        return Err(FileProblem::CutShort);
    }
    if header.tiles.length == 0 || header.root.length == 0 {
        return Err(FileProblem::NoTiles);
    }
    let vector = match header.kind {
        1 => true,
        2..=5 => false,
        kind => return Err(BasemapProblem::Kind(kind).into()),
    };
    let mut archive = Archive::open(&bytes, header).ok_or(BasemapProblem::Unreadable)?;
    let tiles = Tiles::look(&archive, vector);
    archive.entries.retain(|entry| !tiles.damaged.contains(&(entry.offset, entry.length)));
    if archive.entries.is_empty() {
        return Err(match tiles.different {
            0 => FileProblem::NoTiles,
            _ => BasemapProblem::Unlike { drawings: vector }.into(),
        });
    }
    let zooms = archive.zooms().ok_or(BasemapProblem::Unreadable)?;
    let (bounds_e7, bounds_right) = archive.bounds_e7().ok_or(BasemapProblem::Unreadable)?;
    let mut text = archive.metadata().unwrap_or_default();
    let metadata = serde_json::from_str::<Metadata<'_>>(&text).ok();
    let attribution = metadata.as_ref().and_then(|metadata| said(metadata.attribution));
    let attribution: String =
        without_tags(&attribution.unwrap_or_default()).chars().take(ATTRIBUTION_MAX).collect();

    let listed = metadata.as_ref().map(layers).unwrap_or_default();
    // The map goes by the list: one of another schema is written anew.
    let is_listed_right = match (drawn(&tiles.layers), drawn(&listed)) {
        (DrawnLayers::Whole(found), DrawnLayers::Whole(listed)) => found == listed,
        _ => true,
    };
    let mut remarks = Vec::new();
    if attribution.is_empty() {
        remarks.push(Remark::NoAttribution);
    }
    let mut remark = |remark: BasemapRemark| remarks.push(Remark::Basemap(remark));
    if vector && !has_streets(&tiles.layers, &listed)? {
        remark(BasemapRemark::NoStreets);
    }
    if !bounds_right {
        remark(BasemapRemark::BoundsFound);
    }
    if tiles.avif {
        remark(BasemapRemark::Avif);
    }
    if zooms.1 < STREETS_FROM {
        remark(BasemapRemark::Coarse(zooms.1));
    }
    if zooms.0 > WALK_FROM {
        remark(BasemapRemark::Near(zooms.0));
    }
    if !tiles.damaged.is_empty() {
        remark(BasemapRemark::Damaged(tiles.damaged.len(), tiles.different));
    }
    let (from, to) = archive.header.zooms;
    let is_asked_for = from <= zooms.0 && zooms.1 <= to;
    if !is_listed_right {
        let layers: Vec<_> = tiles.layers.iter().map(|id| json!({ "id": id })).collect();
        text = json!({ "attribution": attribution, "vector_layers": layers }).to_string();
    }
    let is_drawn_as_it_is =
        archive.is_readable && tiles.is_readable && is_asked_for && is_listed_right;
    let packed = (!is_drawn_as_it_is).then(|| repacked(&archive, &text, zooms, bounds_e7));
    if let Some(packed) = &packed {
        if packed.len() as u64 > BASEMAP_MAX {
            return Err(BasemapProblem::TooLargePacked { limit: BASEMAP_MAX }.into());
        }
        if tiles.damaged.is_empty() || tiles.strangest != Packing::Gzip {
            remark(BasemapRemark::Repacked(tiles.strangest));
        }
    }
    let kept = packed.as_deref().unwrap_or(&bytes);
    let basemap = Basemap {
        media: MediaId::of(kept),
        size: kept.len() as u64,
        vector,
        zooms,
        bounds_e7,
        attribution,
    };
    Ok(FoundBasemap { basemap, remarks, packed })
}

/// The bytes of a file that begins as a PMTiles archive of version 3 and is not too large.
fn whole(mut source: impl Read + Seek) -> Result<Vec<u8>, FileProblem> {
    let cut = |_: io::Error| FileProblem::CutShort;
    let size = source.seek(SeekFrom::End(0)).map_err(cut)?;
    source.seek(SeekFrom::Start(0)).map_err(cut)?;
    if size == 0 {
        return Err(FileProblem::Empty);
    }
    let mut bytes = Vec::new();
    source.by_ref().take(HEADER as u64).read_to_end(&mut bytes).map_err(cut)?;
    if bytes.trim_ascii_start().starts_with(b"<") {
        return Err(FileProblem::HtmlPage);
    }
    // Version 1 and 2 begin with two letters only.
    match bytes.get(..8) {
        Some([b'P', b'M', b'T', b'i', b'l', b'e', b's', 3]) => {}
        Some([b'P', b'M', b'T', b'i', b'l', b'e', b's', version]) => {
            return Err(FileProblem::BasemapVersion(*version));
        }
        Some([b'P', b'M', version @ (1 | 2), ..]) => {
            return Err(FileProblem::BasemapVersion(*version));
        }
        _ => return Err(FileProblem::NotPmtiles),
    }
    if size > BASEMAP_MAX {
        return Err(FileProblem::TooLarge { limit: BASEMAP_MAX });
    }
    bytes.reserve_exact(usize::try_from(size).unwrap_or_default());
    source.read_to_end(&mut bytes).map_err(cut)?;
    Ok(bytes)
}

/// Whether streets are drawn. The tiles tell; where they have none, what the metadata list may: a
/// map of a forest has no street.
fn has_streets(found: &BTreeSet<String>, listed: &BTreeSet<String>) -> Result<bool, FileProblem> {
    match (drawn(found), drawn(listed)) {
        (DrawnLayers::Whole(_), _) => Ok(true),
        (DrawnLayers::NoStreets, _) => Ok(false),
        (DrawnLayers::MapboxStreets, _) => Err(BasemapProblem::MapboxStreets.into()),
        (DrawnLayers::Nothing, _) if found.is_empty() => Err(FileProblem::NoTiles),
        (DrawnLayers::Nothing, DrawnLayers::Whole(_)) => Ok(false),
        (DrawnLayers::Nothing, _) => {
            Err(BasemapProblem::Layers(found.iter().cloned().collect()).into())
        }
    }
}

/// The contents of a tile as somebody asked for them, and how they are packed.
fn opened(bytes: &[u8], said: u8, vector: bool) -> Option<(Packing, TileContent)> {
    packed::open(bytes, said, TILE_MAX, |bytes| {
        TileContent::of(bytes).filter(|content| content.is_picture() != vector)
    })
}

/// What all tiles together are.
struct Tiles {
    /// Contents that differ: a tile of the sea stands for many.
    different: usize,
    /// Those of them that cannot be drawn: where they are, and how long.
    damaged: BTreeSet<(u64, u64)>,
    /// The names of all layers.
    layers: BTreeSet<String>,
    /// Whether one of them is AVIF.
    avif: bool,
    /// Whether the map opens all of them as they are.
    is_readable: bool,
    /// A packing that the map does not open, where there is one.
    strangest: Packing,
}

impl Tiles {
    fn look(archive: &Archive<'_>, vector: bool) -> Self {
        let said = archive.header.packing;
        let expected = Packing::on_the_map(said);
        let mut tiles = Self {
            different: 0,
            damaged: BTreeSet::new(),
            layers: BTreeSet::new(),
            avif: false,
            is_readable: true,
            strangest: Packing::Gzip,
        };
        let mut seen = BTreeSet::new();
        for entry in &archive.entries {
            if !seen.insert((entry.offset, entry.length)) {
                continue;
            }
            tiles.different += 1;
            let Some((packing, content)) =
                archive.tile(entry).and_then(|bytes| opened(bytes, said, vector))
            else {
                tiles.damaged.insert((entry.offset, entry.length));
                tiles.is_readable = false;
                continue;
            };
            tiles.is_readable &= expected == Some(packing);
            if !matches!(packing, Packing::Raw | Packing::Gzip) {
                tiles.strangest = packing;
            }
            match content {
                TileContent::Drawing(layers) => tiles.layers.extend(layers),
                TileContent::Avif => tiles.avif = true,
                TileContent::Picture => {}
            }
        }
        tiles
    }
}

/// The archive with drawings packed as gzip and pictures as they are.
fn repacked(
    archive: &Archive<'_>,
    metadata: &str,
    zooms: (u8, u8),
    bounds_e7: [i32; 4],
) -> Vec<u8> {
    let header = &archive.header;
    let vector = header.kind == 1;
    let mut tiles = Vec::new();
    // Where a tile was: where it is now. What stood for many still does.
    let mut moved: BTreeMap<(u64, u64), Option<(u64, u64)>> = BTreeMap::new();
    let mut entries = Vec::new();
    for entry in &archive.entries {
        let place = moved.entry((entry.offset, entry.length)).or_insert_with(|| {
            let bytes = archive.tile(entry)?;
            let way = |bytes: &[u8]| {
                let content = TileContent::of(bytes)?;
                (content.is_picture() != vector).then(|| bytes.to_vec())
            };
            let offset = tiles.len() as u64;
            match packed::open(bytes, header.packing, TILE_MAX, way)? {
                (Packing::Gzip, _) if vector => tiles.extend(bytes),
                (_, inner) if vector => tiles.extend(packed::gzip(&inner)),
                (_, inner) => tiles.extend(inner),
            }
            Some((offset, tiles.len() as u64 - offset))
        });
        if let Some((offset, length)) = *place {
            entries.push(Entry { offset, length, ..*entry });
        }
    }
    let metadata = if metadata.is_empty() { "{}" } else { metadata };
    pack(&Contents {
        metadata: metadata.to_owned(),
        kind: header.kind,
        packing: if vector { 2 } else { 1 },
        zooms,
        bounds_e7,
        entries,
        tiles,
    })
}

/// Attributions are often written with links; only their words are shown.
fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.replace("&copy;", "©").replace("&amp;", "&").trim().to_owned()
}

#[cfg(test)]
#[path = "basemap_file_tests.rs"]
mod tests;
