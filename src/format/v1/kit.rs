//! What a walk is prepared with beside its sheet: perimeter, reference layers, basemap; and the
//! forms of its stops.

use crate::format::json::Json;

use super::stop::{read_stop, write_stop};
use super::{Fields, Notes, Written, list, point, quoted, read_point, shown};
use crate::domain::ledger::record::Envelope;
use crate::domain::observation::photo::MediaId;
use crate::domain::observation::place::Place;
use crate::domain::walk::basemap::{ATTRIBUTION_MAX, Basemap};
use crate::domain::walk::perimeter::Perimeter;
use crate::domain::walk::reference_layer::{
    LABEL_MAX, POINTS_MAX, ReferenceKind, ReferenceLayer, ReferencePoint,
};
use crate::domain::walk::stop_form::{StopForm, StopRatings, VOICES_MAX, stop_rating_code};

pub(super) fn write_perimeter(perimeter: &Perimeter, body: &mut Written) {
    body.text("code_qp", &perimeter.code_qp);
    body.text("lib_qp", &perimeter.lib_qp);
    body.text("insee_com", &perimeter.insee_com);
    body.text("lib_com", &perimeter.lib_com);
    let ring = |ring: &Vec<Place>| list(ring.iter().copied().map(point));
    let polygon = |rings: &Vec<Vec<Place>>| list(rings.iter().map(ring));
    body.raw("polygons", &list(perimeter.polygons.iter().map(polygon)));
}

pub(super) fn read_perimeter(body: &Fields<'_>, notes: &mut Notes) -> Option<Perimeter> {
    let mut ring = |value: &Json| {
        let mut places = Vec::new();
        for value in value.as_array().into_iter().flatten() {
            match read_point(value) {
                Some(place) => places.push(place),
                None => notes.say("polygons", &shown(value)),
            }
        }
        places
    };
    let polygons = body
        .list("polygons")
        .map(|rings| rings.as_array().into_iter().flatten().map(&mut ring).collect())
        .collect();
    Some(Perimeter {
        code_qp: body.text("code_qp", 8, notes),
        lib_qp: body.text("lib_qp", 100, notes),
        insee_com: body.text("insee_com", 5, notes),
        lib_com: body.text("lib_com", 100, notes),
        polygons,
    })
}

pub(super) fn write_layer(layer: &ReferenceLayer, body: &mut Written) {
    body.code("what", Some(layer.kind));
    body.text("name", &layer.name);
    body.text("source", &layer.source);
    let points = layer.points.iter().map(|reference| {
        let (lon_e7, lat_e7) = reference.place.e7();
        format!("[{lon_e7},{lat_e7},{}]", quoted(&reference.label))
    });
    body.raw("points", &list(points));
}

pub(super) fn read_layer(body: &Fields<'_>, notes: &mut Notes) -> Option<ReferenceLayer> {
    let mut points = Vec::new();
    for value in body.list("points").take(POINTS_MAX) {
        let read = match value.as_array() {
            Some([lon, lat, label]) => lon
                .as_i64()
                .zip(lat.as_i64())
                .and_then(|(lon, lat)| Place::from_e7(lon, lat))
                .zip(label.as_str()),
            _ => None,
        };
        match read {
            Some((place, label)) => points
                .push(ReferencePoint { label: label.chars().take(LABEL_MAX).collect(), place }),
            None => notes.say("points", &shown(value)),
        }
    }
    Some(ReferenceLayer {
        kind: body.code("what", notes).unwrap_or(ReferenceKind::Other),
        name: body.text("name", 80, notes),
        source: body.text("source", ATTRIBUTION_MAX, notes),
        points,
    })
}

pub(super) fn write_basemap(basemap: &Basemap, body: &mut Written) {
    body.text("sha256", &basemap.media.to_string());
    body.number("bytes", i64::try_from(basemap.size).ok());
    body.flag("vector", basemap.vector);
    let (from, to) = basemap.zooms;
    body.raw("zooms", &format!("[{from},{to}]"));
    body.raw("bounds", &list(basemap.bounds_e7.iter().map(ToString::to_string)));
    body.text("attribution", &basemap.attribution);
}

pub(super) fn read_basemap(body: &Fields<'_>, notes: &mut Notes) -> Option<Basemap> {
    let media = body.get_text("sha256").and_then(MediaId::parse);
    let zoom = |which: usize| {
        let zoom = body.list("zooms").nth(which)?.as_i64()?;
        u8::try_from(zoom).ok()
    };
    let bound = |which: usize| {
        let bound = body.list("bounds").nth(which)?.as_i64()?;
        i32::try_from(bound).ok()
    };
    Some(Basemap {
        media: body.odd("sha256", media, notes)?,
        size: body.number("bytes", notes)?,
        vector: body.flag("vector"),
        zooms: (zoom(0).unwrap_or(0), zoom(1).unwrap_or(0)),
        bounds_e7: [bound(0)?, bound(1)?, bound(2)?, bound(3)?],
        attribution: body.text("attribution", ATTRIBUTION_MAX, notes),
    })
}

fn ratings(ratings: &StopRatings) -> String {
    let mut written = Written::default();
    for (index, level) in ratings.iter().enumerate() {
        written.level(stop_rating_code(index), *level);
    }
    written.finish()
}

fn read_ratings(fields: &Fields<'_>, notes: &mut Notes) -> StopRatings {
    std::array::from_fn(|index| fields.level(stop_rating_code(index), notes))
}

pub(super) fn write_stop_form(form: &StopForm, body: &mut Written) {
    write_stop(body, Some(form.stop));
    body.stamp("made", form.made);
    body.flag("closed", form.closed);
    if !form.voices.is_empty() {
        body.raw("voices", &list(form.voices.iter().map(ratings)));
    }
    body.raw("common", &ratings(&form.common));
}

pub(super) fn read_stop_form(
    envelope: &Envelope,
    body: &Fields<'_>,
    notes: &mut Notes,
) -> Option<StopForm> {
    let voices = body.list("voices").filter_map(Fields::of).take(VOICES_MAX);
    Some(StopForm {
        stop: read_stop(body, envelope.walk, notes)?,
        made: body.stamp_said("made", notes)?,
        closed: body.flag("closed"),
        voices: voices.map(|voice| read_ratings(&voice, notes)).collect(),
        common: body
            .get("common")
            .and_then(Fields::of)
            .map_or([None; 9], |common| read_ratings(&common, notes)),
    })
}
