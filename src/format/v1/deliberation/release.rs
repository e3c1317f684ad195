//! What left, on disk: releases, what was said of them since, and what a mediator let go.

use serde_json::Value;

use super::super::{Fields as Body, Notes, Written, list, quoted};
use crate::domain::code::Code;
use crate::domain::date::CalendarDate;
use crate::domain::identity::{DeviceNumber, RecordId};
use crate::domain::leaving::aggregate::{Aggregate, Together, Told};
use crate::domain::leaving::release::{
    Clearance, ERRATUM_MAX, Erratum, RESPECT_MAX, Release, ReleasedRow,
};
use crate::domain::leaving::tables::PublishedTable;
use crate::domain::ledger::record::Envelope;
use crate::domain::observation::photo::MediaId;

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
    let rows = release.rows.iter().map(|row| {
        format!("[{},{},\"{:016x}\"]", quoted(&row.layer), quoted(&row.id.to_string()), row.hash)
    });
    w.raw("rows", &list(rows));
    let aggregates = release.aggregates.iter().map(|(constat, aggregate)| {
        object(|w| {
            w.text("constat", &constat.to_string());
            for (column, told) in &aggregate.values {
                w.object(column.code(), written_value(told));
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
    w.text("files", &release.files.map_or(String::new(), |media| media.to_string()));
}

fn written_value(told: &Told) -> Written {
    let mut value = Written::default();
    value.text("is", &told.value);
    let devices: Vec<String> = told.devices.iter().map(ToString::to_string).collect();
    value.texts("of", &devices.iter().map(String::as_str).collect::<Vec<_>>());
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

fn read_row(value: &Value) -> Option<ReleasedRow> {
    let [layer, id, hash] = value.as_array()?.as_slice() else { return None };
    Some(ReleasedRow {
        layer: layer.as_str()?.chars().take(RESPECT_MAX).collect(),
        id: RecordId::parse(id.as_str()?)?,
        hash: u64::from_str_radix(hash.as_str()?, 16).ok()?,
    })
}

fn read_value(f: &Body<'_>, notes: &mut Notes) -> Told {
    Told {
        value: f.text("is", NAME_MAX, notes),
        devices: f.codes("of", DeviceNumber::parse, notes).into_iter().collect(),
        kept: f.get_text("kept").and_then(CalendarDate::parse),
    }
}

fn read_aggregate(value: &Value, notes: &mut Notes) -> Option<(RecordId, Aggregate)> {
    let f = Body::of(value)?;
    let constat = RecordId::parse(f.get_text("constat")?)?;
    let values = Together::ALL.iter().filter_map(|column| {
        let said = f.get(column.code()).and_then(Body::of)?;
        Some((*column, read_value(&said, notes)))
    });
    Some((constat, Aggregate { values: values.collect() }))
}

fn read_table(value: &Value) -> Option<PublishedTable> {
    let f = Body::of(value)?;
    let cell = |value: &Value| value.as_u64().and_then(|count| u32::try_from(count).ok());
    Some(PublishedTable {
        name: f.get_text("name")?.chars().take(NAME_MAX).collect(),
        cells: f.list("cells").map(cell).collect(),
        devices: f.list("devices").map(|value| cell(value).unwrap_or(0)).collect(),
    })
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
        rows: f.list("rows").filter_map(read_row).collect(),
        aggregates,
        tables: f.list("tables").filter_map(read_table).collect(),
        files: f.odd("files", f.get_text("files").and_then(MediaId::parse), notes),
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
