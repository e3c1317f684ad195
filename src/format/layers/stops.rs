//! `arrets.csv`: the planned stops with what the group rated there, for those who compare stops.

use super::csv::{Sheet, harmless};
use crate::domain::identity::RecordId;
use crate::domain::leaving::privacy::shareable_count;
use crate::domain::walk::Walk;
use crate::domain::walk::notebook::Notebook;
use crate::domain::walk::stop::{Stop, StopId, StopRef};
use crate::domain::walk::stop_form::{StopForm, stop_rating_code};

/// A line for each form of a stop, and one for each stop without a form; former stops of which
/// something was said come last and have no number. The ratings are those the
/// group agreed on; of the single voices only their number leaves, and not when it is under five. Of
/// observations only those are counted that leave.
pub(super) fn csv(notebook: &Notebook, walk: &Walk, leaves: impl Fn(RecordId) -> bool) -> String {
    let ratings = (0..9).map(stop_rating_code);
    let names = ["arret_num", "nom", "lon", "lat", "minute", "nb_obs", "quitte", "nb_voix"];
    let mut csv = Sheet::of(names.into_iter().chain(ratings));
    let said: Vec<Option<StopRef>> =
        notebook.newest_first().filter(|o| leaves(o.id)).map(|o| o.stop).collect();
    let count = |id: StopId| said.iter().filter(|stop| walk.is_at(**stop, id)).count();
    let former = walk
        .former_stops
        .iter()
        .filter(|stop| count(stop.id) > 0 || notebook.forms_of(walk, stop.id).next().is_some());
    for stop in walk.stops.iter().chain(former) {
        let forms: Vec<&StopForm> =
            notebook.forms_of(walk, stop.id).map(|(_, form)| form).collect();
        if forms.is_empty() {
            row(walk, stop, count(stop.id), None, &mut csv);
        }
        for form in forms {
            row(walk, stop, count(stop.id), Some(form), &mut csv);
        }
    }
    csv.finish()
}

fn row(walk: &Walk, stop: &Stop, observations: usize, form: Option<&StopForm>, csv: &mut Sheet) {
    let degrees = |value: Option<f64>| value.map_or(String::new(), |value| format!("{value:.6}"));
    let voices = form.and_then(|form| {
        let voices = u16::try_from(form.voices.len()).ok().filter(|voices| *voices > 0);
        shareable_count(voices)
    });
    let mut cells = vec![
        if walk.standing(stop.id).is_some() { stop.number.to_string() } else { String::new() },
        harmless(&stop.name),
        degrees(stop.place.map(|place| place.lon())),
        degrees(stop.place.map(|place| place.lat())),
        stop.minute.map_or(String::new(), |minute| minute.to_string()),
        observations.to_string(),
        form.map_or(String::new(), |form| u8::from(form.closed).to_string()),
        voices.map_or(String::new(), |voices| voices.to_string()),
    ];
    for index in 0..9 {
        let level = form.and_then(|form| *form.common.get(index)?);
        cells.push(level.map_or(String::new(), |level| level.value().to_string()));
    }
    csv.line(cells.iter().map(String::as_str));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::code::Language;
    use crate::domain::identity::{DeviceNumber, WalkId};
    use crate::domain::ledger::record::{Body, Envelope, Record};
    use crate::domain::observation::Observation;
    use crate::domain::observation::taxonomy::Category;
    use crate::domain::stamp::Stamp;

    #[test]
    fn a_former_stop_of_which_something_was_said_has_a_name_and_no_number() {
        let at = Stamp { utc_ms: 1_762_364_520_000, offset_min: 60 };
        let mut before = Walk::blank(WalkId::made(at.utc_ms, 7), at);
        for (random, name) in [(1, "Le porche"), (2, "Le square"), (3, "Le mail")] {
            before.add_stop(random);
            before.stops.last_mut().unwrap().name = name.into();
        }
        let mut sheet = Walk { stops: before.stops[2..].to_vec(), ..before.clone() };
        sheet.stops[0].number = 1;
        sheet.remember(&before);
        let about = Category::from_code("noise").unwrap();
        let begun = Observation::begun(RecordId(1), &sheet, at, about, None, Language::Fr);
        let it = Observation { stop: Some(before.stops[0].known()), ..begun };
        let body = Body::Observation(Box::new(it));
        let (walk, kind, device) = (sheet.id, body.kind().into(), DeviceNumber(1));
        let envelope = Envelope { kind, id: RecordId(1), walk, device, revision: 1, at };
        let mut notebook = Notebook::default();
        notebook.take(Record { envelope, body, digest: 1 });
        let rows = |leaves: bool| -> Vec<String> {
            let csv = csv(&notebook, &sheet, |_| leaves);
            csv.lines().skip(1).map(|row| row.trim_end_matches(';').to_owned()).collect()
        };
        // Nothing was said of the square: it is not told.
        assert_eq!(rows(true), ["1;Le mail;;;;0", ";Le porche;;;;1"]);
        assert_eq!(rows(false), ["1;Le mail;;;;0"], "the one who said it stays");
    }
}
