//! The training walk: invented from end to end, marked as such, and made to practise with.

use crate::domain::identity::WalkId;
use crate::domain::observation::place::Place;
use crate::domain::stamp::Stamp;
use crate::domain::walk::stop::StopId;
use crate::domain::walk::{Participants, Stop, Theme, Walk};

/// What every title of an exercise begins with in files that leave.
pub const EXERCISE_MARK: &str = "[EXERCICE] ";

/// An invented walk around a place (or around the profile's city), made at a given moment.
/// Its stops and its line are drawn by rule and stand for no real place.
pub fn training_walk(id: WalkId, made: Stamp, around: Option<Place>) -> Walk {
    let (lon, lat) = crate::domain::walk::profile::PIERRE_ROLLIN.around;
    let centre = around.or_else(|| Place::from_lon_lat(lon, lat).ok());
    let names = ["Le départ", "L’allée", "Le passage", "Le square", "L’arrêt de bus", "L’école"];
    let mut stops = Vec::new();
    let mut route = Vec::new();
    if let Some(centre) = centre {
        for (index, name) in (0u16..).zip(names) {
            let place = centre.moved(-60.0 + 48.0 * f64::from(index), 130.0);
            stops.push(Stop {
                place: Some(place),
                minute: Some(index * 15),
                id: StopId::of_number(id, index + 1),
                ..Stop::named(index + 1, name)
            });
            route.push(place);
            route.push(centre.moved(-36.0 + 48.0 * f64::from(index), 150.0));
        }
        route.pop();
    }
    Walk {
        training: true,
        title: "Marche d’exercice".into(),
        reference: "EXERCICE".into(),
        cycle: "exercice".into(),
        themes: vec![Theme::Safety, Theme::Lighting, Theme::Gender],
        commissioner: "un commanditaire inventé".into(),
        operator: "une équipe inventée".into(),
        participants: Participants { total: Some(8), ..Participants::default() },
        around: centre,
        stops,
        route,
        ..Walk::blank(id, made)
    }
}
