//! No file leaves the workshop before what must be settled is: the worker looks at it again, in the
//! campaign as it stands on disk.

use super::ExchangeError;
use crate::app::workshop::Workshop;
use crate::app::workshop::departing::Departing;
use crate::domain::code::Language;
use crate::domain::leaving::settling::{Settling, Unsettled};
use crate::domain::leaving::{Audience, Choice};
use crate::text::DepartureWords;

fn of(workshop: &Workshop, choice: &Choice) -> Result<Departing, ExchangeError> {
    workshop.departing(choice).ok_or(ExchangeError::NotHere)
}

fn told(why: Unsettled, language: Language) -> ExchangeError {
    ExchangeError::Told(DepartureWords::of(language).why_not(why))
}

/// What leaves in the planner's bundle, and what is settled of it.
///
/// # Errors
/// Why there is no file, in a sentence; when the campaign is not here.
pub fn settled_bundle(
    workshop: &Workshop,
    choice: &Choice,
    language: Language,
) -> Result<Departing, ExchangeError> {
    let departing = of(workshop, choice)?;
    departing.settling.of_bundle().map_err(|why| told(why, language))?;
    Ok(departing)
}

/// What is settled of a document.
///
/// # Errors
/// As [`settled_bundle`].
pub fn settled_document(
    workshop: &Workshop,
    audience: Audience,
    language: Language,
) -> Result<Settling, ExchangeError> {
    let settling = of(workshop, &Choice::all(audience))?.settling;
    settling.of_document().map_err(|why| told(why, language))?;
    Ok(settling)
}
