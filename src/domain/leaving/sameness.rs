//! Whether a cell that came back says what is here: people and spreadsheets write the same in more than
//! one form.

use crate::domain::observation::place::Place;
use crate::domain::walk::training::EXERCISE_MARK;

/// Whether a point is where it was written: within three metres, or rounded to a thousandth of a degree
/// as in the files that show no exact place.
pub(super) fn is_at(place: Place, x: f64, y: f64) -> bool {
    let near = |given: f64, here: f64| (given - here).abs() < 3e-5;
    let rounded = |here: f64| (here * 1000.0).round() / 1000.0;
    (near(x, place.lon()) && near(y, place.lat()))
        || (near(x, rounded(place.lon())) && near(y, rounded(place.lat())))
}

/// A title without the mark that files of an exercise carry.
pub(super) fn unmarked(given: &str) -> &str {
    given.trim_start().strip_prefix(EXERCISE_MARK).unwrap_or(given)
}

/// Whether two texts say the same but for spaces and line ends.
pub(super) fn same_text(a: &str, b: &str) -> bool {
    a.split_whitespace().eq(b.split_whitespace())
}

/// Whether a cell says what is here: the same text, the same number (`1,0`), the same several codes
/// in another form (`a, b`).
pub(super) fn same_value(given: &str, here: &str) -> bool {
    if same_text(given, here) || given.to_lowercase() == here.to_lowercase() {
        return true;
    }
    let number = |text: &str| text.trim().replace(',', ".").parse::<f64>().ok();
    if let (Some(a), Some(b)) = (number(given), number(here)) {
        return (a - b).abs() < 1e-9;
    }
    let parts = |text: &str| {
        let parts = text.split(['|', ',', ';']).map(str::trim).filter(|part| !part.is_empty());
        parts.map(str::to_lowercase).collect::<Vec<_>>()
    };
    here.starts_with('|') && parts(given) == parts(here)
}

/// Whether a number is another one that lost the zeros it began with.
pub(super) fn lost_zeros(given: &str, here: &str) -> bool {
    here.starts_with('0')
        && here.bytes().all(|byte| byte.is_ascii_digit())
        && here.trim_start_matches('0') == given.trim()
}
