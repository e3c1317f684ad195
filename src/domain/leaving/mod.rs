//! What leaves the workshop for planners or for everybody: which things, which of their words, and
//! what stays. The screen shows it before anything is written, and the files are written from it.

pub mod aggregate;
mod answered;
pub mod answering;
pub mod clearing;
pub mod commune;
pub mod figures;
pub mod home;
mod numbers;
pub mod places;
pub mod planner_field;
pub mod privacy;
pub mod pseudonym;
pub mod release;
pub mod rereading;
mod sameness;
pub mod settling;
pub mod tables;
pub mod unfinished;

use std::collections::BTreeMap;

use crate::domain::campaign::Campaign;
use crate::domain::code::codes;
use crate::domain::deliberation::lifecycle::Status;
use crate::domain::deliberation::preconisation::Horizon;
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::leaving::aggregate::{Aggregate, Readers, Together, held_back};
use crate::domain::leaving::home::Away;
use crate::domain::leaving::privacy::shareable_count;
use crate::domain::leaving::unfinished::{Unfinished, horizon_of};
use crate::domain::observation::Observation;
use crate::domain::observation::amend::TextField;
use crate::domain::observation::place::Place;
use crate::domain::observation::scale::Sharing;
use crate::domain::observation::taxonomy::Principle;
use crate::domain::stamp::Stamp;
use crate::domain::walk::Walk;
use crate::domain::walk::actor::ActorKind;

codes! {
    /// Who the files are for.
    Audience {
        Partners "partenaires" "Partenaires" "Partners" "handshake",
        Public "public" "Public" "Public" "users",
    }
}

/// What is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    /// Who it is for.
    pub audience: Audience,
    /// Whether what is marked internal leaves too. Only for partners; ignored for the public.
    pub with_internal: bool,
    /// Whether points are rounded to a thousandth of a degree, about a hundred metres.
    pub coarse: bool,
    /// Only what was said on this walk.
    pub walk: Option<WalkId>,
    /// Only what was said on walks of this cycle; empty for all.
    pub cycle: String,
    /// Only what this body should do.
    pub lead: Option<ActorKind>,
    /// Only what is asked by this term.
    pub horizon: Option<Horizon>,
    /// Only what stands here in its life.
    pub status: Option<Status>,
    /// Only what is about this principle.
    pub principle: Option<Principle>,
}

impl Choice {
    /// Everything that such readers may have.
    pub fn all(audience: Audience) -> Self {
        Self {
            audience,
            with_internal: false,
            coarse: false,
            walk: None,
            cycle: String::new(),
            lead: None,
            horizon: None,
            status: None,
            principle: None,
        }
    }

    /// Whether it is a part only: some rows of what such readers may have.
    pub fn is_part(&self) -> bool {
        let whole = Self {
            with_internal: self.with_internal,
            coarse: self.coarse,
            ..Self::all(self.audience)
        };
        !self.is_public() && *self != whole
    }

    /// How far a thing must be allowed to go in order to leave.
    pub fn least(&self) -> Sharing {
        match self.audience {
            Audience::Public => Sharing::Public,
            Audience::Partners if self.with_internal => Sharing::Internal,
            Audience::Partners => Sharing::Partners,
        }
    }

    fn is_public(&self) -> bool {
        self.audience == Audience::Public
    }

    /// Whether some préconisations are looked for, so that only what belongs to them leaves.
    fn looks_for_some(&self) -> bool {
        self.lead.is_some() || self.horizon.is_some() || self.status.is_some()
    }

    /// A place as it leaves.
    pub fn place(&self, place: Place) -> Place {
        if !self.coarse {
            return place;
        }
        let round = |degrees: f64| (degrees * 1000.0).round() / 1000.0;
        Place::from_lon_lat(round(place.lon()), round(place.lat())).unwrap_or(place)
    }

    /// A walk as it leaves: to the public without the free text on the circumstances and without
    /// the number of facilitators when it is small.
    pub fn walk(&self, walk: &Walk) -> Walk {
        let mut leaves = walk.clone();
        if self.is_public() {
            leaves.context.clear();
            if self.hides_the_day(walk) {
                leaves.date = month(&walk.date);
                leaves.ages.clear();
                leaves.languages.clear();
                leaves.mobility.clear();
                leaves.starts_at.clear();
                leaves.ends_at.clear();
            }
            leaves.participants.facilitators = shareable_count(leaves.participants.facilitators);
        }
        leaves
    }

    /// An observation as it leaves: with the words that may, and to the public without what could
    /// point at somebody. A place, an hour and "a mother with a pram" can be one person; so the
    /// hour stays and the answers on who is there and who avoids the place stay in the
    /// constats, where they are those of five observations at least.
    pub fn observation(&self, campaign: &Campaign, observation: &Observation) -> Observation {
        let observation = &*campaign.with_told_clock(observation);
        let words =
            |field| campaign.words_for(observation, field, self.least()).unwrap_or_default();
        let mut leaves = Observation {
            words: words(TextField::Words),
            idea: words(TextField::Idea),
            place_name: words(TextField::PlaceName),
            lamp_ref: words(TextField::LampRef),
            ..observation.clone()
        };
        if self.is_public() {
            let walk = campaign.walk(observation.walk);
            let said = walk.map_or(observation.made, |walk| observation.when(walk));
            leaves.made = self.day(walk, said);
            (leaves.made_by_fix, leaves.behind_ms) = (None, None);
            leaves.told = Some(leaves.made);
            leaves.moment_said =
                leaves.moment_said.or_else(|| walk.map(|walk| observation.moment(walk)));
            leaves.present.clear();
            leaves.dominant = None;
            leaves.avoided = None;
            leaves.avoided_by.clear();
            leaves.avoided_when.clear();
            leaves.reasons.clear();
            leaves.strategies.clear();
        }
        leaves
    }

    /// How much its readers may read.
    pub fn readers(&self) -> Readers {
        match (self.audience, self.with_internal) {
            (Audience::Public, _) => Readers::Public,
            (Audience::Partners, false) => Readers::Partners,
            (Audience::Partners, true) => Readers::Inner,
        }
    }

    /// Whether an observation leaves to such readers, whatever part they asked for.
    pub fn lets(&self, campaign: &Campaign, observation: &Observation, walk: &Walk) -> bool {
        observation.sharing() as u8 >= self.least() as u8
            && observation.category.is_known()
            && home::away(campaign, observation, walk).is_none()
    }

    /// What the observations of a constat say together, as it leaves, on screen and on paper: only
    /// those that leave themselves, nothing that fewer than five devices say, and nothing that
    /// changes since an earlier release by fewer than five devices.
    pub fn aggregate(&self, campaign: &Campaign, constat: RecordId) -> Aggregate {
        let members = campaign.members(constat);
        let members: Vec<_> = members
            .into_iter()
            .filter(|(observation, walk)| self.lets(campaign, observation, walk))
            .filter_map(|(observation, walk)| {
                let record = campaign.notebooks.get(&walk.id)?.record(observation.id)?;
                Some((observation, walk, record.envelope.device))
            })
            .collect();
        let releases = campaign.releases();
        let earlier: Vec<_> = releases
            .iter()
            .filter_map(|(_, release)| {
                let to = Choice {
                    with_internal: release.with_internal,
                    ..Choice::all(release.audience)
                };
                let on = release.made.calendar_date()?;
                let own = release.aggregates.iter().position(|(of, _)| *of == constat)?;
                Some((to.readers(), on, release.aggregates.get(own..=own)?))
            })
            .collect();
        let mut now = Aggregate::of(&members);
        if members.iter().any(|(_, walk, _)| self.hides_the_day(walk)) {
            now.to_the_month();
        }
        if self.is_public() {
            // Everybody could take the lowest for what one alone said.
            now.values.remove(&Together::FeelingMin);
            now.values.remove(&Together::LightingMin);
        }
        held_back(now, constat, &earlier, self.readers())
    }

    /// Whether a walk was so small that its readers learn the month and not the day.
    pub fn hides_the_day(&self, walk: &Walk) -> bool {
        self.is_public() && walk.participants.total.is_none_or(|total| total < FEWEST_OF_A_PROFILE)
    }

    /// When something was said, as it leaves to the public: the day, or the first of the month.
    fn day(&self, walk: Option<&Walk>, at: Stamp) -> Stamp {
        let (_, _, day) = at.year_month_day();
        let local = at.utc_ms + i64::from(at.offset_min) * 60_000;
        let before = if walk.is_none_or(|walk| self.hides_the_day(walk)) {
            i64::from(day).saturating_sub(1) * DAY_MS
        } else {
            0
        };
        Stamp { utc_ms: at.utc_ms - local.rem_euclid(DAY_MS) - before, ..at }
    }
}

/// The first day of the month of a date; what is no date stays as it is.
fn month(date: &str) -> String {
    date.get(..8).map_or_else(|| date.to_owned(), |month| format!("{month}01"))
}

/// Participants from which on the profile of a group leaves to the public.
const FEWEST_OF_A_PROFILE: u16 = 10;

const DAY_MS: i64 = 86_400_000;

/// What stays, and why.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct StaysBehind {
    /// Observations that may not go so far.
    pub observations: usize,
    /// Constats that may not, or that nobody agreed on yet.
    pub constats: usize,
    /// Préconisations that may not, or whose constat does not.
    pub preconisations: usize,
    /// Observations that leave without what somebody wrote: nobody read it again for these readers.
    pub without_words: usize,
    /// Photos of what leaves that do not: their observation may not go so far.
    pub photos: usize,
    /// Observations that may be somebody's home, and why.
    pub homes: Vec<(RecordId, Away)>,
    /// Constats without a place that may be shown: the group put none by hand, and too few devices
    /// said where.
    pub constats_without_place: Vec<RecordId>,
    /// Observations of a category that only a later version knows: the layers name a principle for
    /// each row, and here nobody knows which.
    pub later_observations: Vec<RecordId>,
    /// Constats of such a category.
    pub later_constats: Vec<RecordId>,
    /// Constats and préconisations that the group has not finished.
    pub unfinished: Vec<Unfinished>,
}

/// What leaves, by id, in the order in which it is written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Leaving {
    /// Walks.
    pub walks: Vec<WalkId>,
    /// Observations with their number within the walk, from 1 (see [`crate::domain::deliberation::numbering`]).
    pub observations: Vec<(RecordId, usize)>,
    /// Constats.
    pub constats: Vec<RecordId>,
    /// Préconisations.
    pub preconisations: Vec<RecordId>,
    /// Photos, by their records, with the observation they show.
    pub photos: Vec<(RecordId, RecordId)>,
    /// What the observations of each of its constats say together, as it leaves.
    pub aggregates: BTreeMap<RecordId, Aggregate>,
    /// What does not leave.
    pub stays: StaysBehind,
}

impl Leaving {
    /// What of a campaign leaves.
    pub fn of(campaign: &Campaign, choice: &Choice) -> Self {
        // Filters are not offered for the public: what two of them leave can be subtracted.
        let whole = Choice { coarse: choice.coarse, ..Choice::all(choice.audience) };
        let choice = if choice.is_public() { &whole } else { choice };
        let mut leaving = Self::default();
        let may = |sharing: Sharing| sharing as u8 >= choice.least() as u8;
        let is_chosen = |walk: &Walk| {
            choice.walk.is_none_or(|wanted| walk.id == wanted)
                && (choice.cycle.is_empty() || walk.cycle == choice.cycle)
        };
        leaving.walks = campaign
            .walks()
            .into_iter()
            .filter(|walk| is_chosen(walk))
            .map(|walk| walk.id)
            .collect();
        let every_walk = choice.walk.is_none() && choice.cycle.is_empty();
        for (id, constat) in campaign.constats() {
            let status = campaign.status(id);
            if choice.principle.is_some_and(|principle| constat.principle() != Some(principle)) {
                continue;
            }
            let members = campaign.members(id);
            if !every_walk && !members.iter().any(|(_, walk)| is_chosen(walk)) {
                continue;
            }
            let wanted: Vec<_> = campaign
                .preconisations(id)
                .into_iter()
                .filter(|(asked, one)| {
                    choice.lead.is_none_or(|lead| campaign.lead_of(*asked) == Some(lead))
                        && choice.horizon.is_none_or(|horizon| {
                            horizon_of(campaign, *asked, one) == Some(horizon)
                        })
                        && choice.status.is_none_or(|wanted| campaign.status(*asked) == wanted)
                })
                .collect();
            // A constat that is itself what is looked for leaves even when nothing is asked.
            let is_meant = choice.horizon.is_none()
                && choice.lead.is_none_or(|lead| campaign.lead_of_constat(id) == Some(lead))
                && choice.status.is_none_or(|wanted| status == wanted);
            if choice.looks_for_some() && wanted.is_empty() && !is_meant {
                continue;
            }
            if may(constat.sharing)
                && let Some(unfinished) = unfinished::of_constat(campaign, id)
            {
                leaving.stays.unfinished.push(unfinished);
                leaving.stays.preconisations += wanted.len();
                continue;
            }
            let agreed = choice.audience == Audience::Partners
                || (status.is_agreed() && status != Status::Duplicate);
            if !agreed || !may(constat.sharing) || choice.is_about_hidden_ones(campaign, id) {
                leaving.stays.constats += 1;
                leaving.stays.preconisations += wanted.len();
                continue;
            }
            if !constat.category.is_known() {
                leaving.stays.later_constats.push(id);
                leaving.stays.preconisations += wanted.len();
                continue;
            }
            let aggregate = choice.aggregate(campaign, id);
            if choice.constat_place(campaign, id, &aggregate).is_none() {
                leaving.stays.constats_without_place.push(id);
                leaving.stays.preconisations += wanted.len();
                continue;
            }
            for (asked, one) in wanted {
                let agreed = !choice.is_public() || campaign.status(asked).is_agreed();
                if !agreed || !may(one.sharing) {
                    leaving.stays.preconisations += 1;
                } else if let Some(unfinished) = unfinished::of_preconisation(campaign, asked, one)
                {
                    leaving.stays.unfinished.push(unfinished);
                } else {
                    leaving.preconisations.push(asked);
                }
            }
            leaving.constats.push(id);
            leaving.aggregates.insert(id, aggregate);
        }
        for (walk, notebook) in &campaign.notebooks {
            if !leaving.walks.contains(walk) {
                continue;
            }
            let numbers = campaign.numbers(*walk);
            for observation in notebook.all_observations() {
                if observation.withdrawn
                    || campaign.is_removed(observation.id)
                    || choice
                        .principle
                        .is_some_and(|wanted| observation.principle() != Some(wanted))
                {
                    continue;
                }
                let belongs = campaign.constat_of(observation.id);
                if choice.looks_for_some()
                    && belongs.is_none_or(|constat| {
                        leaving
                            .constats
                            .binary_search_by_key(&order(campaign, constat), |known| {
                                order(campaign, *known)
                            })
                            .is_err()
                    })
                {
                    continue;
                }
                let number = numbers.of(observation.id).unwrap_or_default();
                leaving.observation(campaign, choice, observation, number);
            }
        }
        leaving
    }

    fn observation(
        &mut self,
        campaign: &Campaign,
        choice: &Choice,
        observation: &Observation,
        number: usize,
    ) {
        let shared = observation.sharing() as u8 >= choice.least() as u8;
        let walk = campaign.walk(observation.walk);
        let away = walk.and_then(|walk| home::away(campaign, observation, walk));
        let may = shared && observation.category.is_known() && away.is_none();
        for photo in campaign.photos_of(observation.id) {
            if may {
                self.photos.push((photo.id, observation.id));
            } else {
                self.stays.photos += 1;
            }
        }
        if !shared {
            self.stays.observations += 1;
            return;
        }
        if let Some(away) = away.filter(|_| observation.category.is_known()) {
            self.stays.homes.push((observation.id, away));
            return;
        }
        if !may {
            self.stays.later_observations.push(observation.id);
            return;
        }
        let stays = |field| {
            !observation.text(field).is_empty()
                && campaign.words_for(observation, field, choice.least()).is_none()
        };
        if [TextField::Words, TextField::Idea].into_iter().any(stays) {
            self.stays.without_words += 1;
        }
        self.observations.push((observation.id, number));
    }
}

/// Where a constat stands among those that leave: by number.
fn order(campaign: &Campaign, constat: RecordId) -> (u16, RecordId) {
    (campaign.constat(constat).map_or(0, |constat| constat.number), constat)
}
