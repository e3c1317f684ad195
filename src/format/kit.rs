//! Which stored lines of a walk its kit holds, and which of them its QR code carries.

use std::collections::BTreeMap;

use super::fragment::{self, PAYLOAD_MAX};
use super::signature::{self, Over, Signed};
use super::v1;
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::ledger::record::Body;
use crate::domain::walk::kit;
use crate::domain::walk::notebook::Notebook;

/// The stored lines of a walk's kit, the newest revision of each thing, the sheet first. `lines` are
/// those on disk by key, `notebook` what they add up to.
pub fn lines<'a>(
    lines: &'a BTreeMap<String, String>,
    notebook: &Notebook,
    walk: WalkId,
) -> Vec<&'a str> {
    ranked(lines, notebook, walk).into_iter().map(|(_, line)| line).collect()
}

/// What a record is to a link: the first two are what a walk cannot do without.
const SHEET: u8 = 0;
const ASK: u8 = 1;
const PERIMETER: u8 = 2;
const LAYER: u8 = 3;
const BASEMAP: u8 = 4;
const STONE: u8 = 5;

fn ranked<'a>(
    lines: &'a BTreeMap<String, String>,
    notebook: &Notebook,
    walk: WalkId,
) -> Vec<(u8, &'a str)> {
    let mut kit: Vec<(u8, &str)> = Vec::new();
    for line in lines.values() {
        let Ok(read) = v1::read_line(line) else { continue };
        let shown = notebook.record(read.record.envelope.id).map(|record| record.digest);
        if read.record.envelope.walk != walk
            || !kit::travels(&read.record)
            || shown != Some(read.record.digest)
        {
            continue;
        }
        let rank = match read.record.body {
            Body::Walk(_) => SHEET,
            Body::Unknown => ASK,
            Body::Perimeter(_) => PERIMETER,
            Body::Basemap(_) => BASEMAP,
            Body::Erased(_) => STONE,
            _ => LAYER,
        };
        kit.push((rank, line));
    }
    kit.sort_by_key(|(rank, _)| *rank);
    kit
}

/// What the device that prepared a walk signed of its sheet and kit as they stand.
pub fn signature<'a>(
    lines: &'a BTreeMap<String, String>,
    notebook: &Notebook,
    walk: WalkId,
) -> Option<&'a str> {
    signed(lines, notebook, walk).map(|(line, _)| line)
}

fn signed<'a>(
    lines: &'a BTreeMap<String, String>,
    notebook: &Notebook,
    walk: WalkId,
) -> Option<(&'a str, Signed)> {
    let sheet = notebook.record(RecordId(walk.0))?;
    let name = signature::name_of(lines.get(&v1::key(sheet))?);
    let id = signature::id_of(walk, sheet.envelope.device, Over::Kit);
    let first = format!("{walk}/{id}/");
    let row = lines.range(first.clone()..).take_while(|(key, _)| key.starts_with(&first));
    let (_, line) = row.last()?;
    let read = Signed::read(line).filter(|signed| signed.covers.contains(&name))?;
    Some((line, read))
}

/// What the QR code of a walk carries.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Carried {
    /// See [`fragment`].
    pub payload: String,
    /// Whether the sheet is in it, with every question of a review walk; else only the walk's id.
    pub whole: bool,
    /// Whether the perimeter is in it.
    pub with_perimeter: bool,
}

/// The link of a walk. Sheet and questions go together or not at all: a phone that has only some of
/// the questions would not know that there are others. Points and tiles are never small enough. What says
/// that something is gone takes the room that is left, the kit has all of it.
pub fn link(of: &BTreeMap<String, String>, notebook: &Notebook, walk: WalkId) -> Carried {
    let kit = ranked(of, notebook, walk);
    let of_rank = |ranks: std::ops::RangeInclusive<u8>| -> Vec<&str> {
        kit.iter().filter(|(rank, _)| ranks.contains(rank)).map(|(_, line)| *line).collect()
    };
    let needed = of_rank(SHEET..=ASK);
    let has_sheet = kit.first().is_some_and(|(rank, _)| *rank == SHEET);
    let bare = Some(&needed)
        .filter(|_| has_sheet)
        .and_then(|needed| fragment::payload(needed, &[], PAYLOAD_MAX));
    let Some(bare) = bare else {
        let key = signed(of, notebook, walk).map(|(_, signed)| signature::fingerprint(&signed.key));
        let payload =
            key.map_or_else(|| fragment::name(walk), |key| fragment::name_with(walk, key));
        return Carried { payload, whole: false, with_perimeter: false };
    };
    // Who prepared it comes before the perimeter, which can come another way.
    let signature: Vec<&str> = signature(of, notebook, walk).into_iter().collect();
    let signed = fragment::payload(&needed, &signature, PAYLOAD_MAX).unwrap_or(bare);
    let mut others: Vec<&str> =
        signature.into_iter().chain(of_rank(PERIMETER..=PERIMETER)).collect();
    let full = fragment::payload(&needed, &others, PAYLOAD_MAX).unwrap_or_else(|| signed.clone());
    let with_perimeter = full != signed;
    others.extend(of_rank(STONE..=STONE));
    let payload = fragment::payload(&needed, &others, PAYLOAD_MAX).unwrap_or(full);
    Carried { payload, whole: true, with_perimeter }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::deliberation::Deliberation;
    use crate::domain::deliberation::answer::Ask;
    use crate::domain::identity::DeviceNumber;
    use crate::domain::ledger::Statement;
    use crate::domain::ledger::record::Envelope;
    use crate::domain::observation::place::Place;
    use crate::domain::stamp::Stamp;
    use crate::domain::walk::Walk;
    use crate::domain::walk::perimeter::Perimeter;
    use crate::format::fragment::Invitation;

    const WALK: WalkId = WalkId(0x0192_f3a0_0000_7000_8000_0000_0000_0001);
    const AT: Stamp = Stamp { utc_ms: 1_762_364_520_000, offset_min: 60 };

    fn envelope(kind: &str, id: RecordId) -> Envelope {
        let device = DeviceNumber(1);
        Envelope { kind: kind.into(), id, walk: WALK, device, revision: 1, at: AT }
    }

    fn kit_of(asks: u128) -> (BTreeMap<String, String>, Notebook) {
        let mut lines = vec![];
        let walk = Walk { title: "Marche-bilan".into(), ..Walk::blank(WALK, AT) };
        let body = Body::Walk(Box::new(walk));
        lines.push(v1::write_line(&envelope("walk", RecordId(WALK.0)), &body).0);
        let here = Place::from_lon_lat(2.2935, 49.8709).unwrap();
        let ring = [0.0, 120.0, 240.0, 0.0].map(|bearing| here.moved(bearing, 300.0)).to_vec();
        let perimeter = Perimeter { polygons: vec![vec![ring]], ..Perimeter::default() };
        let body = Body::Perimeter(Box::new(perimeter));
        lines.push(v1::write_line(&envelope("perimeter", RecordId::made(AT.utc_ms, 7)), &body).0);
        for number in 0..asks {
            let preconisation = RecordId::made(AT.utc_ms, number * 0x9e37_79b9_7f4a_7c15);
            let ask = Ask {
                preconisation,
                number: format!("PR-C{number:02}-P1"),
                title: "Réparer les lampes".into(),
                answer: "C’est fait.".into(),
                stop: crate::domain::walk::stop::StopRef::numbered(WALK, 1),
                place: Some(here),
                withdrawn: false,
            };
            let envelope = envelope(kit::ASK, Ask::id(preconisation, DeviceNumber(1)));
            let says = Deliberation::Ask(ask);
            lines.push(v1::write_deliberation(&envelope, &Statement { over: None, says }).0);
        }
        let mut by_key = BTreeMap::new();
        let mut notebook = Notebook::default();
        for line in lines {
            let read = v1::read_line(&line).unwrap();
            by_key.insert(v1::key(&read.record), line);
            notebook.take(read.record);
        }
        (by_key, notebook)
    }

    fn carried(link: &Carried) -> usize {
        match fragment::read(&link.payload) {
            Ok(Invitation::Lines(lines)) => lines.len(),
            _ => 0,
        }
    }

    #[test]
    fn a_code_carries_the_sheet_and_the_perimeter() {
        let (by_key, notebook) = kit_of(0);
        let link = link(&by_key, &notebook, WALK);
        assert!(link.whole && link.with_perimeter);
        assert_eq!(carried(&link), 2);
        assert!(lines(&by_key, &notebook, WALK)[0].contains("\"walk\""));
    }

    #[test]
    fn a_code_carries_all_the_questions_or_only_names_the_walk() {
        let (by_key, notebook) = kit_of(2);
        let few = link(&by_key, &notebook, WALK);
        assert!(few.whole && carried(&few) >= 3);
        let (by_key, notebook) = kit_of(30);
        assert_eq!(lines(&by_key, &notebook, WALK).len(), 32);
        let many = link(&by_key, &notebook, WALK);
        assert_eq!((many.whole, many.with_perimeter, carried(&many)), (false, false, 0));
        assert_eq!(fragment::read(&many.payload), Ok(Invitation::Walk(WALK, None)));
        assert_eq!(link(&BTreeMap::new(), &notebook, WALK).payload, fragment::name(WALK));
    }
}
