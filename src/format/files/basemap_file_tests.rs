//! Archives made by hand, bent in the ways of other programs.

use super::*;
use crate::format::files::packed::by_hand::{ALL, Pack, brotli, raw, zlib, zstd};
use crate::format::files::packed::gzip;
use crate::format::files::pmtiles::by_hand::id;
use crate::format::files::tile_content::{drawing, write_varint};
use crate::text::BasemapWords;
use proptest::prelude::*;
use std::io::Cursor;

/// An archive made by hand, apart from how the app writes one.
struct Made {
    metadata: String,
    tiles: Vec<(u64, Vec<u8>)>,
    kind: u8,
    /// How directory and metadata are packed, and the number that says so.
    inside: (u8, Pack),
    /// How tiles are packed, and the number that says so.
    packing: (u8, Pack),
    bounds_e7: [i32; 4],
}

const BOUNDS: [i32; 4] = [22_000_000, 498_000_000, 23_000_000, 499_000_000];
const LISTED: &str = r#"{"attribution":"Essai","vector_layers":[{"id":"roads"}]}"#;

impl Made {
    /// Two tiles of zoom 8 in the north of France with streets in them, as they are.
    fn plain() -> Self {
        let tile = drawing(&["roads", "water"]);
        Self {
            metadata: LISTED.into(),
            tiles: vec![(id(8, 129, 86), tile.clone()), (id(8, 129, 87), tile)],
            kind: 1,
            inside: (1, raw),
            packing: (1, raw),
            bounds_e7: BOUNDS,
        }
    }

    fn pictures(tile: &[u8]) -> Self {
        let mut made = Self { kind: 2, ..Self::plain() };
        for (_, old) in &mut made.tiles {
            *old = tile.to_vec();
        }
        made
    }

    fn bytes(&self) -> Vec<u8> {
        let mut tiles = self.tiles.clone();
        tiles.sort();
        let packed: Vec<Vec<u8>> = tiles.iter().map(|(_, tile)| (self.packing.1)(tile)).collect();
        let mut directory = Vec::new();
        write_varint(tiles.len() as u64, &mut directory);
        let mut before = 0;
        for (id, _) in &tiles {
            write_varint(id - before, &mut directory);
            before = *id;
        }
        directory.extend(vec![1; tiles.len()]);
        for tile in &packed {
            write_varint(tile.len() as u64, &mut directory);
        }
        directory.extend((0..tiles.len()).map(|n| u8::from(n == 0)));
        let directory = (self.inside.1)(&directory);
        let metadata = (self.inside.1)(self.metadata.as_bytes());
        let data = packed.concat();
        let mut bytes = b"PMTiles\x03".to_vec();
        let mut at = HEADER as u64;
        for length in [directory.len(), metadata.len(), 0, data.len()] {
            bytes.extend(at.to_le_bytes());
            bytes.extend((length as u64).to_le_bytes());
            at += length as u64;
        }
        for _ in 0..3 {
            bytes.extend((tiles.len() as u64).to_le_bytes());
        }
        bytes.extend([1, self.inside.0, self.packing.0, self.kind, 8, 8]);
        for position in self.bounds_e7 {
            bytes.extend(position.to_le_bytes());
        }
        bytes.resize(HEADER, 0);
        [bytes, directory, metadata, data].concat()
    }

    fn found(&self) -> FoundBasemap {
        read(Cursor::new(self.bytes())).expect("taken")
    }

    fn problem(&self) -> FileProblem {
        problem(&self.bytes())
    }
}

fn problem(bytes: &[u8]) -> FileProblem {
    read(Cursor::new(bytes)).expect_err("refused")
}

fn said(remarks: &[BasemapRemark]) -> Vec<Remark> {
    remarks.iter().cloned().map(Remark::Basemap).collect()
}

fn with_layers(names: &[&str], metadata: &str) -> Made {
    let mut made = Made { metadata: metadata.into(), ..Made::plain() };
    for (_, tile) in &mut made.tiles {
        *tile = drawing(names);
    }
    made
}

/// The tiles of an archive as the map's own library reads it: first directory, header's packings.
fn on_the_map(bytes: &[u8]) -> Vec<(u64, Vec<u8>)> {
    let header = Header::read(bytes.first_chunk().unwrap());
    let archive = Archive::open(bytes, header).unwrap();
    assert!(archive.is_readable, "the map reads no other directory");
    let (from, to) = archive.header.zooms;
    let zooms = archive.zooms().unwrap();
    assert!(from <= zooms.0 && zooms.1 <= to, "the map asks for no other tile");
    let tile = |entry: &Entry| {
        let bytes = archive.tile(entry).unwrap();
        match archive.header.packing {
            0 | 1 => bytes.to_vec(),
            2 => {
                let mut inner = Vec::new();
                flate2::read::GzDecoder::new(bytes).read_to_end(&mut inner).unwrap();
                inner
            }
            other => panic!("the map opens no packing {other}"),
        }
    };
    archive.entries.iter().map(|entry| (entry.id, tile(entry))).collect()
}

#[test]
fn an_archive_says_what_it_is() {
    let metadata = r#"{"attribution":"<a href='x'>&copy; OpenStreetMap</a> contributors","vector_layers":[{"id":"roads"}]}"#;
    let made = Made { metadata: metadata.into(), ..Made::plain() };
    let FoundBasemap { basemap, remarks, packed } = made.found();
    assert_eq!(remarks, said(&[BasemapRemark::Coarse(8)]));
    assert_eq!(packed, None, "the file stays as it is");
    assert_eq!(basemap.attribution, "© OpenStreetMap contributors");
    assert_eq!((basemap.vector, basemap.zooms), (true, (8, 8)));
    assert_eq!(basemap.bounds_e7, BOUNDS);
    assert_eq!(basemap.media, MediaId::of(&made.bytes()));
    assert_eq!(basemap.size, made.bytes().len() as u64);
    let nobody = Made { metadata: "{}".into(), ..Made::plain() };
    assert_eq!(nobody.found().remarks.first(), Some(&Remark::NoAttribution));
}

#[test]
fn what_is_not_a_basemap_is_named() {
    assert_eq!(problem(b""), FileProblem::Empty);
    assert_eq!(problem(b"\n<!DOCTYPE html><title>404"), FileProblem::HtmlPage);
    assert_eq!(problem(b"PM\x02\x00and so on"), FileProblem::BasemapVersion(2));
    assert_eq!(problem(b"PMTiles\x04and so on"), FileProblem::BasemapVersion(4));
    assert_eq!(problem(b"SQLite format 3"), FileProblem::NotPmtiles);
    let whole = Made::plain().bytes();
    let mut empty = whole.clone();
    empty[64..72].fill(0);
    assert_eq!(problem(&empty), FileProblem::NoTiles);
    for end in [9, 100, 130, whole.len() - 1] {
        assert_eq!(problem(&whole[..end]), FileProblem::CutShort, "{end}");
    }
    let none = Made { tiles: Vec::new(), ..Made::plain() };
    assert_eq!(none.problem(), FileProblem::NoTiles);
    let mut lost = whole;
    lost[HEADER..HEADER + 5].fill(0xff);
    assert_eq!(problem(&lost), BasemapProblem::Unreadable.into());
}

#[test]
fn kinds_that_the_map_does_not_draw_are_named_for_what_they_are() {
    for kind in [0, 6, 7] {
        let made = Made { kind, ..Made::plain() };
        assert_eq!(made.problem(), BasemapProblem::Kind(kind).into());
        for t in [BasemapWords::FRENCH, BasemapWords::ENGLISH] {
            let words = BasemapProblem::Kind(kind).words(t);
            assert!(words.contains("PMTiles") && words.contains(['M', 'm']), "{words}");
        }
    }
    // Drawings that are called pictures, and pictures that are called drawings.
    let drawings = Made { kind: 5, ..Made::plain() };
    assert_eq!(drawings.problem(), BasemapProblem::Unlike { drawings: false }.into());
    let pictures = Made { kind: 1, ..Made::pictures(b"\x89PNG\r\n\x1a\n") };
    assert_eq!(pictures.problem(), BasemapProblem::Unlike { drawings: true }.into());
}

#[test]
fn pictures_are_taken_and_avif_is_said() {
    let png = Made::pictures(b"\x89PNG\r\n\x1a\n").found();
    assert!(!png.basemap.vector && png.packed.is_none());
    let avif = Made { kind: 5, ..Made::pictures(b"\0\0\0\x1cftypavif....") }.found();
    assert!(avif.remarks.contains(&Remark::Basemap(BasemapRemark::Avif)));
    let wrapped = Made { packing: (2, zlib), ..Made::pictures(b"\x89PNG\r\n\x1a\n") }.found();
    let tiles = on_the_map(&wrapped.packed.expect("packed again"));
    assert!(tiles.iter().all(|(_, tile)| tile == b"\x89PNG\r\n\x1a\n"));
}

#[test]
fn layers_are_found_in_the_tiles_when_nothing_lists_them() {
    let taken = [
        &["roads", "earth"][..],
        &["transportation", "building", "water"],
        &["streets", "land", "street_labels"],
    ];
    for names in taken {
        for metadata in ["{}", LISTED, r#"{"vector_layers":[{"id":"other"}]}"#, "not JSON"] {
            let found = with_layers(names, metadata).found();
            assert!(
                !found.remarks.contains(&Remark::Basemap(BasemapRemark::NoStreets)),
                "{names:?}"
            );
        }
    }
    // A list of another schema than the tiles': the map goes by the list, so it is written anew.
    let found = with_layers(&["streets", "buildings"], LISTED).found();
    let again = read(Cursor::new(found.packed.expect("another list"))).unwrap();
    assert_eq!((again.basemap, again.packed), (found.basemap, None));
    let mapbox = with_layers(&["road", "building", "water", "landuse"], LISTED);
    assert_eq!(mapbox.problem(), BasemapProblem::MapboxStreets.into());
    let own = with_layers(&["quartier"], r#"{"vector_layers":[{"id":"quartier"}]}"#);
    assert_eq!(own.problem(), BasemapProblem::Layers(vec!["quartier".into()]).into());
    let no_streets = with_layers(&["buildings"], "{}").found();
    assert!(no_streets.remarks.contains(&Remark::Basemap(BasemapRemark::NoStreets)));
    // A map of a wood lists streets and has none.
    let wood = with_layers(&["earth"], LISTED).found();
    assert!(wood.remarks.contains(&Remark::Basemap(BasemapRemark::NoStreets)));
    // A list inside text, as MBTiles keep it.
    let inner = r#"{"json":"{\"vector_layers\":[{\"id\":\"roads\"}]}"}"#;
    assert!(with_layers(&["earth"], inner).found().packed.is_none());
    assert_eq!(with_layers(&[], LISTED).problem(), FileProblem::NoTiles);
}

#[test]
fn empty_or_impossible_bounds_come_from_the_tiles() {
    // Two tiles of zoom 8, one under the other: 1.40625 degrees wide.
    let tiles = [14_062_500, 489_224_993, 28_125_000, 507_364_551];
    let nonsense = [
        [0; 4],
        [23_000_000, 498_000_000, 22_000_000, 499_000_000],
        [498_000_000, 22_000_000, 499_000_000, 23_000_000],
        [i32::MAX, i32::MIN, i32::MIN, i32::MAX],
    ];
    for bounds_e7 in nonsense {
        let found = Made { bounds_e7, ..Made::plain() }.found();
        assert_eq!(found.basemap.bounds_e7, tiles, "{bounds_e7:?}");
        assert!(found.remarks.contains(&Remark::Basemap(BasemapRemark::BoundsFound)));
        assert_eq!(found.packed, None);
    }
    // What is true of the world is true of the tiles only where they are.
    let world = [-1_800_000_000, -850_000_000, 1_800_000_000, 850_000_000];
    let found = Made { bounds_e7: world, ..Made::plain() }.found();
    assert_eq!(found.basemap.bounds_e7, tiles);
    assert_eq!(found.remarks, said(&[BasemapRemark::Coarse(8)]));
}

#[test]
fn what_the_map_does_not_open_is_packed_again() {
    let packings = [((3, brotli as Pack), "brotli"), ((4, zstd), "zstd"), ((2, zlib), "zlib")];
    for (packing, name) in packings {
        let made = Made { packing, inside: (2, gzip), ..Made::plain() };
        let found = made.found();
        let packed = found.packed.expect(name);
        assert_eq!(on_the_map(&packed), on_the_map(&Made::plain().bytes()), "{name}");
        assert_eq!(found.basemap.media, MediaId::of(&packed));
        let t = BasemapWords::FRENCH;
        let words: Vec<String> = found
            .remarks
            .iter()
            .filter_map(|remark| match remark {
                Remark::Basemap(remark) => Some(remark.words(t)),
                _ => None,
            })
            .collect();
        assert!(words.iter().any(|words| words.contains(name)), "{words:?}");
        let again = read(Cursor::new(packed)).unwrap();
        assert_eq!((again.basemap, again.packed), (found.basemap, None), "once is enough");
    }
}

#[test]
fn zooms_come_from_the_tiles() {
    for zooms in [[18, 18], [0, 7], [9, 3]] {
        let mut bytes = Made::plain().bytes();
        bytes[100..102].copy_from_slice(&zooms);
        let found = read(Cursor::new(bytes)).unwrap();
        assert_eq!(found.basemap.zooms, (8, 8));
        let packed = found.packed.expect("the map would ask for no tile");
        assert_eq!(on_the_map(&packed), on_the_map(&Made::plain().bytes()));
    }
    // Wider than the tiles is no harm, and said by many.
    let mut bytes = Made::plain().bytes();
    bytes[100..102].copy_from_slice(&[0, 15]);
    assert_eq!(read(Cursor::new(bytes)).unwrap().packed, None);
}

#[test]
fn damaged_tiles_are_counted_and_left_out() {
    let mut made = Made { packing: (2, gzip), ..Made::plain() };
    made.tiles.push((id(8, 128, 86), b"<html>busy</html>".to_vec()));
    made.bounds_e7 = [0; 4];
    let found = made.found();
    assert_eq!(found.basemap.bounds_e7[0], 14_062_500, "it covers nothing in the west");
    assert!(found.remarks.contains(&Remark::Basemap(BasemapRemark::Damaged(1, 3))));
    assert_eq!(on_the_map(&found.packed.unwrap()), on_the_map(&Made::plain().bytes()));
}

#[test]
fn every_word_of_a_basemap_names_what_to_do() {
    for t in [BasemapWords::FRENCH, BasemapWords::ENGLISH] {
        let problems = [
            BasemapProblem::Unreadable,
            BasemapProblem::Kind(0),
            BasemapProblem::Kind(6),
            BasemapProblem::Kind(9),
            BasemapProblem::Unlike { drawings: true },
            BasemapProblem::Unlike { drawings: false },
            BasemapProblem::TooLargePacked { limit: BASEMAP_MAX },
            BasemapProblem::MapboxStreets,
            BasemapProblem::Layers((0..9).map(|n| format!("couche{n}")).collect()),
        ];
        for problem in problems {
            let words = problem.words(t);
            let safe = words.contains("Rien n’a changé") || words.contains("Nothing has changed");
            assert!(safe && !words.ends_with("changé.") && !words.ends_with("changed."), "{words}");
            assert!(!words.contains("couche6"), "{words}");
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_are_taken_or_refused(
        bytes in proptest::collection::vec(any::<u8>(), 0..300),
        magic in any::<bool>(),
    ) {
        let mut bytes = bytes;
        if magic {
            bytes.splice(..bytes.len().min(8), *b"PMTiles\x03");
        }
        drop(read(Cursor::new(bytes)));
    }

    #[test]
    fn a_bent_archive_is_taken_or_refused(at in 0_usize..400, to in any::<u8>(), packed in any::<bool>()) {
        let packing = if packed { (2, gzip as Pack) } else { (1, raw as Pack) };
        let mut bytes = Made { packing, inside: packing, ..Made::plain() }.bytes();
        let at = at % bytes.len();
        bytes[at] = to;
        if let Ok(found) = read(Cursor::new(bytes.clone())) {
            let kept = found.packed.unwrap_or(bytes);
            prop_assert_eq!(found.basemap.media, MediaId::of(&kept));
            // Whatever was taken, the map opens every tile of it.
            prop_assert!(!on_the_map(&kept).is_empty());
            let again = read(Cursor::new(&kept)).unwrap();
            prop_assert_eq!((again.basemap, again.packed), (found.basemap, None));
        }
    }

    #[test]
    fn however_it_was_packed_the_map_draws_the_same(
        tiles in 0_usize..ALL.len(),
        inside in 0_usize..ALL.len(),
        said_tiles in 0_u8..6,
        said_inside in 0_u8..6,
    ) {
        let made = Made {
            packing: (said_tiles, ALL[tiles].1),
            inside: (said_inside, ALL[inside].1),
            ..Made::plain()
        };
        let found = made.found();
        let kept = found.packed.unwrap_or_else(|| made.bytes());
        prop_assert_eq!(on_the_map(&kept), on_the_map(&Made::plain().bytes()));
        prop_assert_eq!(found.basemap.attribution, "Essai");
    }
}
