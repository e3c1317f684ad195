//! No file leaves the workshop before what must be settled is: the worker looks at it again, in the
//! campaign as it stands on disk.

use super::ExchangeError;
use crate::app::workshop::Workshop;
use crate::domain::code::Language;
use crate::domain::leaving::settling::{Settling, Unsettled};
use crate::domain::leaving::{Audience, Choice};
use crate::text::DepartureWords;

fn of(workshop: &Workshop, choice: &Choice) -> Result<Settling, ExchangeError> {
    let departing = workshop.departing(choice).ok_or(ExchangeError::NotHere)?;
    Ok(departing.settling)
}

fn told(why: Unsettled, language: Language) -> ExchangeError {
    ExchangeError::Told(DepartureWords::of(language).why_not(why))
}

/// What is settled of the planner's bundle.
///
/// # Errors
/// Why there is no file, in a sentence; when the campaign is not here.
pub fn settled_bundle(
    workshop: &Workshop,
    choice: &Choice,
    language: Language,
) -> Result<Settling, ExchangeError> {
    let settling = of(workshop, choice)?;
    settling.of_bundle().map_err(|why| told(why, language))?;
    Ok(settling)
}

/// The same of a document.
///
/// # Errors
/// As [`settled_bundle`].
pub fn settled_document(
    workshop: &Workshop,
    audience: Audience,
    language: Language,
) -> Result<Settling, ExchangeError> {
    let settling = of(workshop, &Choice::all(audience))?;
    settling.of_document().map_err(|why| told(why, language))?;
    Ok(settling)
}
