//! What left, on disk: releases, what was said of them since, and what a mediator let go.

use std::collections::{BTreeMap, BTreeSet};

use crate::format::json::Json;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::super::{Fields as Body, Notes, Written, list, quoted};
use crate::domain::code::Code;
use crate::domain::date::CalendarDate;
use crate::domain::deliberation::phone_clock::MOST_OFF_S;
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::leaving::aggregate::{Aggregate, Together, Told};
use crate::domain::leaving::release::{
    Clearance, ERRATUM_MAX, Erratum, RESPECT_MAX, Release, ReleasedRow, ToldClock,
};
use crate::domain::leaving::tables::PublishedTable;
use crate::domain::ledger::record::Envelope;
use crate::domain::observation::place::Place;

/// The layer whose rows the others name by their place.
const CONSTATS: &str = "constats";
/// Longest text of what was asked for, in characters.
const ASKED_MAX: usize = 1000;
/// Longest name of a table, in characters.
const NAME_MAX: usize = 200;

fn object(build: impl FnOnce(&mut Written)) -> String {
    let mut written = Written::default();
    build(&mut written);
    written.finish()
}

pub(super) fn write_release(release: &Release, w: &mut Written) {
    w.code("audience", Some(release.audience));
    w.flag("with_internal", release.with_internal);
    w.flag("part", release.part);
    w.code("what", Some(release.what));
    w.stamp("made", release.made);
    w.raw("layers", &list(layers(&release.rows).into_iter()));
    let aggregates = release.aggregates.iter().map(|(constat, aggregate)| {
        let all: BTreeSet<DeviceNumber> =
            aggregate.values.values().flat_map(|told| told.devices.iter().copied()).collect();
        let all: Vec<DeviceNumber> = all.into_iter().collect();
        object(|w| {
            w.text("constat", &constat.to_string());
            w.raw("by", &list(all.iter().map(|device| quoted(&device.to_string()))));
            for (column, told) in &aggregate.values {
                w.object(column.code(), written_value(told, &all));
            }
        })
    });
    w.raw("aggregates", &list(aggregates));
    let tables = release.tables.iter().map(|table| {
        object(|w| {
            w.text("name", &table.name);
            let cell = |cell: &Option<u32>| cell.map_or("null".into(), |count| count.to_string());
            w.raw("cells", &list(table.cells.iter().map(cell)));
            w.raw("devices", &list(table.devices.iter().map(ToString::to_string)));
        })
    });
    w.raw("tables", &list(tables));
    let clock = |(walk, phone, behind_s): &ToldClock| {
        let behind = behind_s.map_or("null".into(), |behind| behind.to_string());
        list([quoted(&walk.to_string()), quoted(&phone.to_string()), behind].into_iter())
    };
    w.raw("clocks", &list(release.clocks.iter().map(clock)));
    w.text("asked", &release.asked);
    w.text("same_as", &release.same_as.map_or(String::new(), |same| same.to_string()));
}

/// Ids and digests, which are most of the line, in the letters of base64.
fn short(bytes: &[u8]) -> String {
    quoted(&URL_SAFE_NO_PAD.encode(bytes))
}

fn long<const N: usize>(text: &Json) -> Option<[u8; N]> {
    URL_SAFE_NO_PAD.decode(text.as_str()?).ok()?.try_into().ok()
}

/// The rows by layer, constats first: each `[id, hash, constat, longitude, latitude, says]`, of which
/// the constat is its place among the constats, -1 for none; what is missing at the end is not there.
fn layers(rows: &[ReleasedRow]) -> Vec<String> {
    let of_layer =
        |name: &str| -> Vec<&ReleasedRow> { rows.iter().filter(|row| row.layer == name).collect() };
    let mut names: Vec<&str> = rows.iter().map(|row| row.layer.as_str()).collect();
    names.sort_unstable_by_key(|name| (*name != CONSTATS, *name));
    names.dedup();
    let places: BTreeMap<RecordId, usize> =
        of_layer(CONSTATS).iter().map(|row| row.id).zip(0..).collect();
    let row = |row: &ReleasedRow| {
        let mut cells = vec![short(&row.id.0.to_be_bytes()), short(&row.hash.to_be_bytes())];
        if row.of.is_some() || row.place.is_some() || !row.says.is_empty() {
            let at = row.of.and_then(|of| places.get(&of));
            cells.push(at.map_or("-1".to_owned(), ToString::to_string));
        }
        if row.place.is_some() || !row.says.is_empty() {
            let place = row.place.map(Place::e7);
            let number = |number: Option<i32>| number.map_or("null".into(), |it| it.to_string());
            cells.extend([number(place.map(|it| it.0)), number(place.map(|it| it.1))]);
        }
        if !row.says.is_empty() {
            cells.push(quoted(&row.says));
        }
        list(cells.into_iter())
    };
    let layer = |name: &&str| {
        object(|w| {
            w.text("layer", name);
            w.raw("rows", &list(of_layer(name).into_iter().map(row)));
        })
    };
    names.iter().map(layer).collect()
}

fn written_value(told: &Told, all: &[DeviceNumber]) -> Written {
    let mut value = Written::default();
    value.text("is", &told.value);
    if told.devices.len() < all.len() {
        let said = all.iter().zip(0..).filter(|(device, _)| told.devices.contains(device));
        value.raw("of", &list(said.map(|(_, at): (_, usize)| at.to_string())));
    }
    value.text("kept", &told.kept.map_or(String::new(), |date| date.to_string()));
    value
}

pub(super) fn write_erratum(one: &Erratum, w: &mut Written) {
    w.text("release", &one.release.to_string());
    w.text("why", &one.why);
}

pub(super) fn write_clearance(one: &Clearance, w: &mut Written) {
    w.text("thing", &one.thing.to_string());
    w.text("respect", &one.respect);
    w.text("read", &format!("{:016x}", one.read));
    w.flag("withdrawn", one.withdrawn);
}

fn read_rows(f: &Body<'_>) -> Vec<ReleasedRow> {
    let mut rows: Vec<ReleasedRow> = Vec::new();
    let mut constats: Vec<RecordId> = Vec::new();
    for layer in f.list("layers").filter_map(Body::of) {
        let name: String =
            layer.get_text("layer").unwrap_or_default().chars().take(RESPECT_MAX).collect();
        let read = |value: &Json| -> Option<ReleasedRow> {
            let cells = value.as_array()?;
            let at = |at: usize| cells.get(at);
            let degrees = |it: &Json| it.as_i64();
            let place = at(3).and_then(degrees).zip(at(4).and_then(degrees));
            let of = at(2).and_then(Json::as_u64).and_then(|at| usize::try_from(at).ok());
            Some(ReleasedRow {
                layer: name.clone(),
                id: RecordId(u128::from_be_bytes(long(at(0)?)?)),
                hash: u64::from_be_bytes(long(at(1)?)?),
                of: of.and_then(|at| constats.get(at).copied()),
                place: place.and_then(|(lon, lat)| Place::from_e7(lon, lat)),
                says: at(5).and_then(Json::as_str).unwrap_or_default().to_owned(),
            })
        };
        let read: Vec<ReleasedRow> = layer.list("rows").filter_map(read).collect();
        if name == CONSTATS {
            constats.extend(read.iter().map(|row| row.id));
        }
        rows.extend(read);
    }
    rows
}

fn read_value(f: &Body<'_>, by: &[DeviceNumber], notes: &mut Notes) -> Told {
    let said = f.get("of").map(|_| {
        let said = f.list("of").filter_map(Json::as_u64);
        let said = said.filter_map(|at| by.get(usize::try_from(at).ok()?).copied());
        said.collect()
    });
    Told {
        value: f.text("is", NAME_MAX, notes),
        devices: said.unwrap_or_else(|| by.iter().copied().collect()),
        kept: f.get_text("kept").and_then(CalendarDate::parse),
    }
}

fn read_aggregate(value: &Json, notes: &mut Notes) -> Option<(RecordId, Aggregate)> {
    let f = Body::of(value)?;
    let constat = RecordId::parse(f.get_text("constat")?)?;
    let by = f.list("by").filter_map(|device| DeviceNumber::parse(device.as_str()?));
    let by: Vec<DeviceNumber> = by.collect();
    let mut values = BTreeMap::new();
    for column in Together::ALL {
        if let Some(said) = f.get(column.code()).and_then(Body::of) {
            values.insert(*column, read_value(&said, &by, notes));
        }
    }
    Some((constat, Aggregate { values }))
}

fn read_table(value: &Json) -> Option<PublishedTable> {
    let f = Body::of(value)?;
    let cell = |value: &Json| value.as_u64().and_then(|count| u32::try_from(count).ok());
    Some(PublishedTable {
        name: f.get_text("name")?.chars().take(NAME_MAX).collect(),
        cells: f.list("cells").map(cell).collect(),
        devices: f.list("devices").map(|value| cell(value).unwrap_or(0)).collect(),
    })
}

fn read_clock(value: &Json) -> Option<ToldClock> {
    let part = |at: usize| value.as_array()?.get(at);
    let walk = WalkId::parse(part(0)?.as_str()?)?;
    let phone = DeviceNumber::parse(part(1)?.as_str()?)?;
    let behind_s = part(2).and_then(Json::as_i64);
    Some((walk, phone, behind_s.filter(|behind| behind.saturating_abs() <= MOST_OFF_S)))
}

pub(super) fn read_release(
    envelope: &Envelope,
    f: &Body<'_>,
    notes: &mut Notes,
) -> Option<Release> {
    let mut aggregates = Vec::new();
    for value in f.list("aggregates") {
        aggregates.extend(read_aggregate(value, notes));
    }
    Some(Release {
        audience: f.code("audience", notes)?,
        with_internal: f.flag("with_internal"),
        part: f.flag("part"),
        what: f.code("what", notes)?,
        made: f.stamp("made", notes)?,
        by: envelope.device,
        rows: read_rows(f),
        aggregates,
        tables: f.list("tables").filter_map(read_table).collect(),
        clocks: f.list("clocks").filter_map(read_clock).collect(),
        asked: f.text("asked", ASKED_MAX, notes),
        same_as: f.get_text("same_as").and_then(RecordId::parse),
    })
}

pub(super) fn read_erratum(f: &Body<'_>, notes: &mut Notes) -> Option<Erratum> {
    Some(Erratum { release: f.id("release", notes)?, why: f.text("why", ERRATUM_MAX, notes) })
}

pub(super) fn read_clearance(f: &Body<'_>, notes: &mut Notes) -> Option<Clearance> {
    Some(Clearance {
        thing: f.id("thing", notes)?,
        respect: f.text("respect", RESPECT_MAX, notes),
        read: u64::from_str_radix(f.get_text("read")?, 16).ok()?,
        withdrawn: f.flag("withdrawn"),
    })
}
