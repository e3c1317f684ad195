//! `arrets.csv`: the planned stops with what the group rated there, for those who compare stops.

use super::csv::{Sheet, harmless};
use crate::domain::notebook::Notebook;
use crate::domain::privacy::shareable_count;
use crate::domain::stop_form::{StopForm, stop_rating_code};
use crate::domain::walk::{Stop, Walk};

/// A line for each form of a stop, and one for each stop without a form. The ratings are those the
/// group agreed on; of the single voices only their number leaves, and not when it is under five.
pub(super) fn csv(notebook: &Notebook, walk: &Walk) -> String {
    let ratings = (0..9).map(stop_rating_code);
    let names = ["arret_num", "nom", "lon", "lat", "minute", "nb_obs", "quitte", "nb_voix"];
    let mut csv = Sheet::of(names.into_iter().chain(ratings));
    for stop in &walk.stops {
        let forms: Vec<&StopForm> = notebook
            .stop_forms()
            .filter(|(_, form)| form.stop == stop.number)
            .map(|(_, form)| form)
            .collect();
        if forms.is_empty() {
            row(notebook, stop, None, &mut csv);
        }
        for form in forms {
            row(notebook, stop, Some(form), &mut csv);
        }
    }
    csv.finish()
}

fn row(notebook: &Notebook, stop: &Stop, form: Option<&StopForm>, csv: &mut Sheet) {
    let observations = notebook.newest_first().filter(|o| o.stop == Some(stop.number)).count();
    let degrees = |value: Option<f64>| value.map_or(String::new(), |value| format!("{value:.6}"));
    let voices = form.and_then(|form| {
        let voices = u16::try_from(form.voices.len()).ok().filter(|voices| *voices > 0);
        shareable_count(voices)
    });
    let mut cells = vec![
        stop.number.to_string(),
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
