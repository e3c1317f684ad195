//! Where things stand that leave: of a constat the place its group chose, else the middle of enough
//! devices; to the public never finer than the stop or the street section.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::aggregate::Aggregate;
use super::{Audience, Choice};
use crate::domain::campaign::Campaign;
use crate::domain::code::Language;
use crate::domain::deliberation::constat::Constat;
use crate::domain::identity::RecordId;
use crate::domain::observation::Position;
use crate::domain::observation::amend::TextField;
use crate::domain::observation::place::Place;
use crate::domain::observation::scale::GeoSource;
use crate::domain::observation::taxonomy::Category;
use crate::domain::walk::Walk;

/// Sections of a walk's route.
pub mod section {
    use crate::domain::observation::place::{LocalFrame, Place};
    use crate::domain::walk::Walk;

    /// No section is longer than this, metres.
    const LONGEST_M: f64 = 100.0;
    /// A stop or section within this reach (metres) is where it is.
    const REACH_M: f64 = 100.0;

    /// The middles of the pieces of the route, cut at its corners and every hundred metres.
    fn middles(walk: &Walk) -> Vec<Place> {
        let (line, _) = walk.line();
        let mut middles = Vec::new();
        for (from, to) in line.iter().zip(line.iter().skip(1)) {
            let (metres, bearing) = (from.metres_to(*to), from.bearing_to(*to));
            let mut at = 0.0;
            while at < metres {
                let piece = (metres - at).min(LONGEST_M);
                middles.push(from.moved(bearing, at + piece / 2.0));
                at += LONGEST_M;
            }
        }
        middles
    }

    /// The stop, else the section, within reach.
    pub fn of(walk: &Walk, place: Place) -> Option<Place> {
        let nearest = |places: Vec<Place>| {
            let near = places.into_iter().map(|one| (one, one.metres_to(place)));
            let near = near.filter(|(_, metres)| *metres <= REACH_M);
            near.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(one, _)| one)
        };
        let stops = walk.stops.iter().filter_map(|stop| stop.place).collect();
        nearest(stops).or_else(|| nearest(middles(walk)))
    }

    /// Metres from the walk's route and stops; `None` when nobody said where it goes.
    pub fn metres_from(walk: &Walk, place: Place) -> Option<f64> {
        let (line, _) = walk.line();
        let frame = LocalFrame::around(place);
        let points: Vec<(f64, f64)> = line.iter().map(|one| frame.local_from_place(*one)).collect();
        let to_piece = |from: (f64, f64), to: (f64, f64)| {
            let along = (to.0 - from.0, to.1 - from.1);
            let length = along.0.mul_add(along.0, along.1 * along.1);
            let part = if length > 0.0 {
                (-(from.0 * along.0 + from.1 * along.1) / length).clamp(0.0, 1.0)
            } else {
                0.0
            };
            (from.0 + part * along.0).hypot(from.1 + part * along.1)
        };
        let pieces = points.iter().zip(points.iter().skip(1)).map(|(a, b)| to_piece(*a, *b));
        let stops = walk.stops.iter().filter_map(|stop| stop.place);
        let stops = stops.map(|stop| stop.metres_to(place));
        let alone = points.iter().map(|one| one.0.hypot(one.1));
        pieces.chain(stops).chain(alone).min_by(f64::total_cmp)
    }
}

impl Choice {
    /// The place of an observation as it leaves.
    pub fn observed_place(&self, walk: &Walk, place: Place) -> Place {
        if self.audience == Audience::Partners {
            return self.place(place);
        }
        section::of(walk, place).map_or_else(|| coarse(place), |place| self.place(place))
    }

    /// How a place is known, as it leaves: to everybody it is a stop's or a section's, never measured.
    pub fn position(&self, known: Position) -> Position {
        if self.audience == Audience::Partners {
            return known;
        }
        let source = if known.source == GeoSource::Stop { GeoSource::Stop } else { GeoSource::Map };
        Position { source, accuracy_m: None, ..known }
    }

    /// A constat as it leaves: what it says is what the group chose, or what one of its observations
    /// says which leaves itself (of names, one that was read again). Name and kind of the place and
    /// what it is about besides are otherwise left out. What it is about and whether it is a problem
    /// is also what the group agreed on; else it is what most of those that leave say.
    pub fn constat(&self, campaign: &Campaign, id: RecordId, constat: &Constat) -> Constat {
        let members = campaign.members(id).into_iter();
        let leaving: Vec<_> = members.filter(|(it, walk)| self.lets(campaign, it, walk)).collect();
        let mut leaves = constat.clone();
        let is_read = |it| campaign.words_for(it, TextField::PlaceName, self.least());
        let is_named = !campaign.is_as_made(id, |it| &it.place_name)
            || leaving.iter().any(|(it, _)| is_read(it).as_ref() == Some(&constat.place_name));
        if campaign.is_as_made(id, |it| &it.place_kind)
            && !leaving.iter().any(|(it, _)| it.place_kind == constat.place_kind)
        {
            leaves.place_kind = None;
        }
        let says = |category: Category| leaving.iter().any(|(it, _)| it.category == category);
        if !self.is_about_told(campaign, id, says(constat.category)) {
            let mut counts: BTreeMap<Category, usize> = BTreeMap::new();
            for (it, _) in leaving.iter().filter(|(it, _)| it.category.is_known()) {
                *counts.entry(it.category).or_default() += 1;
            }
            let most = counts.into_iter().max_by_key(|(one, count)| (*count, Reverse(*one)));
            leaves.category = most.map_or(constat.category, |(category, _)| category);
        }
        if campaign.is_as_made(id, |it| &it.secondary) {
            leaves.secondary.retain(|one| says(*one) && *one != leaves.category);
        }
        if !campaign.status(id).is_agreed()
            && campaign.is_as_made(id, |it| &it.polarity)
            && !leaving.iter().any(|(it, _)| it.polarity == constat.polarity)
        {
            leaves.polarity = None;
        }
        if !is_named {
            leaves.place_name = leaves.category.label(Language::Fr).to_owned();
        }
        leaves
    }

    /// Whether what a constat is about may be told as it stands: the group chose it or agreed on it,
    /// or an observation that leaves says so.
    fn is_about_told(&self, campaign: &Campaign, id: RecordId, is_said: bool) -> bool {
        is_said || campaign.status(id).is_agreed() || !campaign.is_as_made(id, |it| &it.category)
    }

    /// Whether nobody may be told what a constat is about: it follows observations of which none
    /// leaves, and the group has not agreed on it.
    pub fn is_about_hidden_ones(&self, campaign: &Campaign, id: RecordId) -> bool {
        let members = campaign.members(id);
        !self.is_about_told(campaign, id, false)
            && !members.iter().any(|(it, walk)| self.lets(campaign, it, walk))
    }

    /// The place of a constat as it leaves: where the group put it by hand, else the middle of what
    /// enough devices said; `None` when there is neither.
    pub fn constat_place(
        &self,
        campaign: &Campaign,
        constat: RecordId,
        aggregate: &Aggregate,
    ) -> Option<Place> {
        if let Some(place) = campaign.place_by_hand(constat) {
            return Some(self.place(place));
        }
        let middle = aggregate.point()?;
        if self.audience == Audience::Partners {
            return Some(self.place(middle));
        }
        // Where one of its observations stands in the same files: that tells nothing more.
        let members = campaign.members(constat).into_iter();
        let leaving = members.filter(|(it, walk)| self.lets(campaign, it, walk));
        let places = leaving
            .filter_map(|(it, walk)| Some(self.observed_place(walk, it.position(walk)?.place)));
        let near = places.min_by(|a, b| a.metres_to(middle).total_cmp(&b.metres_to(middle)));
        near.or_else(|| Some(coarse(middle)))
    }
}

/// Where a constat stands here and in the files that left. Each is computed when it is asked for: the
/// first ones answer for most rows of a file.
pub fn of_constat(campaign: &Campaign, constat: RecordId) -> impl Iterator<Item = Place> {
    let inner = Choice { with_internal: true, ..Choice::all(Audience::Partners) };
    let choices = [Choice::all(Audience::Partners), Choice::all(Audience::Public), inner];
    let left = choices.into_iter().filter_map(move |choice| {
        choice.constat_place(campaign, constat, &choice.aggregate(campaign, constat))
    });
    campaign.place_of(constat).into_iter().chain(left)
}

/// Rounded to a thousandth of a degree.
fn coarse(place: Place) -> Place {
    let round = |degrees: f64| (degrees * 1000.0).round() / 1000.0;
    Place::from_lon_lat(round(place.lon()), round(place.lat())).unwrap_or(place)
}
