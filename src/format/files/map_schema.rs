//! Whose names a basemap's drawings go by. Three schemas are free and in use; `public/map_style.js`
//! has a style for each, and tells them apart by the same layer: the one of the streets.

use std::collections::BTreeSet;

/// A schema that the map draws.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum MapSchema {
    /// Protomaps, of version 3 or 4.
    Protomaps,
    /// OpenMapTiles, as Planetiler and tilemaker write it.
    OpenMapTiles,
    /// Shortbread, as VersaTiles writes it.
    Shortbread,
}

/// Each schema with the layer of its streets, and the others that are drawn of it.
const DRAWN: [(MapSchema, &str, &[&str]); 3] = [
    (MapSchema::Protomaps, "roads", &["landuse", "natural", "water", "buildings"]),
    (
        MapSchema::OpenMapTiles,
        "transportation",
        &["landcover", "landuse", "water", "waterway", "building"],
    ),
    (
        MapSchema::Shortbread,
        "streets",
        &["land", "ocean", "water_polygons", "water_lines", "buildings"],
    ),
];
/// The layer of the streets in Mapbox Streets.
const MAPBOX_STREETS: &str = "road";

/// What is drawn of some layers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum DrawnLayers {
    /// A map with streets, of this schema.
    Whole(MapSchema),
    /// Something, but no street.
    NoStreets,
    /// Nothing to find one's way by: it is Mapbox Streets.
    MapboxStreets,
    /// Nothing.
    Nothing,
}

/// What is drawn of some layers.
pub(super) fn drawn(layers: &BTreeSet<String>) -> DrawnLayers {
    if let Some((schema, ..)) = DRAWN.iter().find(|(_, streets, _)| layers.contains(*streets)) {
        return DrawnLayers::Whole(*schema);
    }
    if layers.contains(MAPBOX_STREETS) {
        return DrawnLayers::MapboxStreets;
    }
    let others = DRAWN.iter().flat_map(|(_, _, others)| others.iter());
    let any = others.into_iter().any(|layer| layers.contains(*layer));
    if any { DrawnLayers::NoStreets } else { DrawnLayers::Nothing }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(names: &[&str]) -> DrawnLayers {
        drawn(&names.iter().map(|name| (*name).to_owned()).collect())
    }

    #[test]
    fn schemas_are_told_by_their_streets() {
        let protomaps = ["boundaries", "buildings", "earth", "landuse", "places", "roads", "water"];
        assert_eq!(of(&protomaps), DrawnLayers::Whole(MapSchema::Protomaps));
        let openmaptiles =
            ["building", "landuse", "transportation", "transportation_name", "water"];
        assert_eq!(of(&openmaptiles), DrawnLayers::Whole(MapSchema::OpenMapTiles));
        let shortbread = ["buildings", "land", "street_labels", "streets", "water_polygons"];
        assert_eq!(of(&shortbread), DrawnLayers::Whole(MapSchema::Shortbread));
        assert_eq!(of(&["landuse", "water", "building", "road"]), DrawnLayers::MapboxStreets);
        assert_eq!(of(&["buildings", "mine"]), DrawnLayers::NoStreets);
        assert_eq!(of(&["quartier"]), DrawnLayers::Nothing);
        assert_eq!(of(&[]), DrawnLayers::Nothing);
    }

    /// What is promised at the desk is drawn on the phone.
    #[test]
    fn the_style_of_the_map_draws_these_layers() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/public/map_style.js");
        let style = std::fs::read_to_string(path).unwrap();
        for (_, streets, others) in DRAWN {
            assert!(style.contains(&format!(": \"{streets}\",")), "{streets} tells a schema");
            for layer in others.iter().chain([&streets]) {
                assert!(style.contains(&format!("from(\"{layer}\"")), "{layer} is drawn");
            }
        }
    }
}
