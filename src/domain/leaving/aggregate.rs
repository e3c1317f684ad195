//! What the observations of a constat say together, as it leaves: made only of what its reader may
//! read, and of no value that fewer than five devices produce. Several voices on one device count as
//! one: five observations by one phone are not five people.

use std::collections::{BTreeMap, BTreeSet};

use super::privacy::{FEWEST_DEVICES, SMALLEST_CELL};
use crate::domain::code::{Code, codes};
use crate::domain::date::CalendarDate;
use crate::domain::deliberation::constat::middle;
use crate::domain::identity::{DeviceNumber, RecordId};
use crate::domain::observation::Observation;
use crate::domain::observation::place::Place;
use crate::domain::observation::scale::{Level, Rating};
use crate::domain::walk::Walk;

codes! {
    /// A value of a constat that is computed: the code is its column in the layer.
    Together {
        Observations "nb_obs" "Observations" "Observations" "map-pin",
        Walks "nb_marches" "Marches" "Walks" "footprints",
        Voices "nb_voix" "Voix" "Voices" "users",
        FeelingMean "ress_moy" "Ressenti moyen" "Mean feeling" "scale",
        FeelingMin "ress_min" "Ressenti le plus bas" "Lowest feeling" "scale",
        Uneasy "mal_aise" "Mal à l’aise" "Uneasy" "scale",
        LightingMin "ecl_min" "Éclairage le plus bas" "Lowest lighting" "lamp",
        Moments "moments" "Moments" "Moments" "clock",
        Avoided "g_evite" "Lieu évité" "Avoided" "scale",
        AvoidedBy "g_evitepar" "Évité par" "Avoided by" "users",
        AvoidedWhen "g_quand" "Évité quand" "Avoided when" "clock",
        Reasons "g_motifs" "Pourquoi" "Why" "list",
        FirstDate "date_1" "Première observation" "First observation" "calendar",
        LastDate "date_n" "Dernière observation" "Last observation" "calendar",
        Point "point" "Point" "Point" "map-pin",
    }
}

/// A value with those who produced it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Told {
    /// The value as text, codes with `|` between them; empty when it cannot be told.
    pub value: String,
    /// The devices that said anything in this respect.
    pub devices: BTreeSet<DeviceNumber>,
    /// When it is not computed anew: the local date of the release whose value stays.
    pub kept: Option<CalendarDate>,
}

/// What the observations of a constat say together.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Aggregate {
    /// The values, by column.
    pub values: BTreeMap<Together, Told>,
}

/// An observation with its walk's sheet and the device that wrote it.
pub type Member<'a> = (&'a Observation, &'a Walk, DeviceNumber);

/// Values with the devices that said each.
#[derive(Default)]
struct Sayings<V: Ord>(BTreeMap<V, BTreeSet<DeviceNumber>>);

impl<V: Ord + Clone> Sayings<V> {
    fn of(members: &[Member<'_>], says: impl Fn(&Observation, &Walk) -> Vec<V>) -> Self {
        let mut all: BTreeMap<V, BTreeSet<DeviceNumber>> = BTreeMap::new();
        for (observation, walk, device) in members {
            for value in says(observation, walk) {
                all.entry(value).or_default().insert(*device);
            }
        }
        Self(all)
    }

    /// All who said anything.
    fn devices(&self) -> BTreeSet<DeviceNumber> {
        self.0.values().flatten().copied().collect()
    }

    /// What enough devices said, each value by itself.
    fn by_many(&self) -> impl DoubleEndedIterator<Item = &V> {
        self.0.iter().filter(|(_, devices)| devices.len() >= FEWEST_DEVICES).map(|(value, _)| value)
    }

    fn told(&self, value: Option<String>) -> Told {
        Told { value: value.unwrap_or_default(), devices: self.devices(), kept: None }
    }

    fn list(&self, text: impl Fn(&V) -> String) -> Told {
        let entries: Vec<String> = self.by_many().map(text).collect();
        self.told(Some(entries.join("|")))
    }
}

fn codes_of<C: Code>(members: &[Member<'_>], says: impl Fn(&Observation, &Walk) -> Vec<C>) -> Told {
    // In the order of the code's table, whatever their names.
    let place = |code: C| C::ALL.iter().position(|one| *one == code).unwrap_or_default();
    let sayings = Sayings::of(members, |it, walk| says(it, walk).into_iter().map(place).collect());
    sayings.list(|at| C::ALL.get(*at).map_or(String::new(), |code| code.code().to_owned()))
}

impl Aggregate {
    /// Of some observations. Whoever calls it gives only those that its readers may read.
    pub fn of(members: &[Member<'_>]) -> Self {
        let everybody = Sayings::of(members, |_, _| vec![()]);
        let many = |sayings: BTreeSet<DeviceNumber>| sayings.len() >= FEWEST_DEVICES;
        let is_told = many(everybody.devices());
        let mut values = BTreeMap::new();
        let observations = is_told.then(|| members.len().to_string());
        values.insert(Together::Observations, everybody.told(observations));

        let walks = Sayings::of(members, |_, walk| vec![walk.id]);
        let counted = walks.by_many().count();
        values.insert(Together::Walks, walks.told((counted > 0).then(|| counted.to_string())));

        let voices = Sayings::of(members, |it, _| it.voices.into_iter().collect());
        let most = voices.by_many().rfind(|voices| **voices >= SMALLEST_CELL);
        values.insert(Together::Voices, voices.told(most.map(ToString::to_string)));

        values.extend(feelings(members));
        let lighting = levels(members, |it| it.rating(Rating::Lighting));
        let lowest = lighting.by_many().next().map(ToString::to_string);
        values.insert(Together::LightingMin, lighting.told(lowest));

        values.insert(Together::Moments, codes_of(members, |it, walk| vec![it.moment(walk)]));
        let avoided = Sayings::of(members, |it, _| it.avoided.into_iter().collect());
        let said = avoided.by_many().next_back().map(|avoided| u8::from(*avoided).to_string());
        values.insert(Together::Avoided, avoided.told(said));
        values.insert(Together::AvoidedBy, codes_of(members, |it, _| it.avoided_by.clone()));
        values.insert(Together::AvoidedWhen, codes_of(members, |it, _| it.avoided_when.clone()));
        values.insert(Together::Reasons, codes_of(members, |it, _| it.reasons.clone()));

        let dates = Sayings::of(members, |it, walk| vec![it.when(walk).date()]);
        let first = dates.by_many().next().cloned();
        let last = dates.by_many().next_back().cloned();
        values.insert(Together::FirstDate, dates.told(first));
        values.insert(Together::LastDate, dates.told(last));

        let placed = Sayings::of(members, |it, walk| {
            it.position(walk).map(|position| position.place.e7()).into_iter().collect()
        });
        let places = members.iter().filter_map(|(it, walk, _)| it.position(walk));
        let places: Vec<Place> = places.map(|position| position.place).collect();
        let point = many(placed.devices()).then(|| middle(&places)).flatten().map(point_text);
        values.insert(Together::Point, placed.told(point));
        Self { values }
    }

    /// Tells the month of its dates and not the day.
    pub fn to_the_month(&mut self) {
        for column in [Together::FirstDate, Together::LastDate] {
            if let Some(told) = self.values.get_mut(&column) {
                told.value = super::month(&told.value);
            }
        }
    }

    /// What of it is told; `None` when nothing is.
    pub fn told(&self) -> Option<Self> {
        let told = self.values.iter().filter(|(_, told)| !told.value.is_empty());
        let values: BTreeMap<Together, Told> = told.map(|(of, one)| (*of, one.clone())).collect();
        (!values.is_empty()).then_some(Self { values })
    }

    /// A value as text; empty when it cannot be told.
    pub fn text(&self, column: Together) -> &str {
        self.values.get(&column).map_or("", |told| told.value.as_str())
    }

    /// A number; `None` when it cannot be told.
    pub fn number<N: std::str::FromStr>(&self, column: Together) -> Option<N> {
        self.text(column).parse().ok()
    }

    /// The codes of a list.
    pub fn codes<C: Code>(&self, column: Together) -> Vec<C> {
        self.text(column).split('|').filter_map(C::from_code).collect()
    }

    /// How many do not feel at ease, of how many.
    pub fn uneasy(&self) -> Option<(usize, usize)> {
        let (uneasy, of) = self.text(Together::Uneasy).split_once('/')?;
        Some((uneasy.parse().ok()?, of.parse().ok()?))
    }

    /// The middle of their places.
    pub fn point(&self) -> Option<Place> {
        let (lon, lat) = self.text(Together::Point).split_once(',')?;
        Place::from_e7(lon.parse().ok()?, lat.parse().ok()?)
    }

    /// When any of its values is that of an earlier release: the date of the last such.
    pub fn kept(&self) -> Option<CalendarDate> {
        self.values.values().filter_map(|told| told.kept).max()
    }
}

fn point_text(place: Place) -> String {
    let (lon, lat) = place.e7();
    format!("{lon},{lat}")
}

fn levels(members: &[Member<'_>], of: impl Fn(&Observation) -> Option<Level>) -> Sayings<u8> {
    Sayings::of(members, |it, _| of(it).map(Level::value).into_iter().collect())
}

/// A mean hides the one who is afraid, and shows her when everybody else is known: so it is told from
/// five devices on, the lowest where five devices said the very same, and how many are uneasy when
/// five devices are and five, or none, are not.
#[expect(clippy::cast_precision_loss, reason = "counts of observations")]
fn feelings(members: &[Member<'_>]) -> Vec<(Together, Told)> {
    let feelings = levels(members, |it| it.feeling);
    let said: Vec<u8> =
        members.iter().filter_map(|(it, ..)| it.feeling.map(Level::value)).collect();
    let sum: usize = said.iter().map(|level| usize::from(*level)).sum();
    let is_told = feelings.devices().len() >= FEWEST_DEVICES;
    let mean = is_told.then(|| format!("{:.2}", sum as f64 / said.len() as f64));
    let lowest = feelings.by_many().next().map(ToString::to_string);
    let uneasy = Sayings::of(members, |it, _| {
        it.feeling.map(|level| level.value() < 2).into_iter().collect::<Vec<bool>>()
    });
    let sides = [true, false].map(|side| uneasy.0.get(&side).map_or(0, BTreeSet::len));
    let is_told = sides[0] >= FEWEST_DEVICES && (sides[1] == 0 || sides[1] >= FEWEST_DEVICES);
    let counted = said.iter().filter(|level| **level < 2).count();
    let counted = is_told.then(|| format!("{counted}/{}", said.len()));
    vec![
        (Together::FeelingMean, feelings.told(mean)),
        (Together::FeelingMin, feelings.told(lowest)),
        (Together::Uneasy, uneasy.told(counted)),
    ]
}

/// What was published of constats together, for whom and on which local date.
pub type Published<'a> = (Readers, CalendarDate, &'a [(RecordId, Aggregate)]);

/// What a constat may publish now, given all that was published of it: a value changes only when at
/// least five devices came or went since each publication that said something else, else it stays as
/// it was published. `earlier` are the releases in order; a value that was made for readers who may
/// read more is never given to those who may read less, it is left out.
pub fn held_back(
    mut now: Aggregate,
    constat: RecordId,
    earlier: &[Published<'_>],
    readers: Readers,
) -> Aggregate {
    for (column, told) in &mut now.values {
        let published: Vec<_> = earlier
            .iter()
            .filter_map(|(to, on, aggregates)| {
                let (_, aggregate) = aggregates.iter().find(|(id, _)| *id == constat)?;
                let said = aggregate.values.get(column)?;
                (!said.value.is_empty()).then_some((*to, *on, said))
            })
            .collect();
        let is_close =
            |said: &Told| said.devices.symmetric_difference(&told.devices).count() < FEWEST_DEVICES;
        let differs =
            published.iter().any(|(_, _, said)| said.value != told.value && is_close(said));
        if !differs {
            continue;
        }
        // The last one that such readers may have, made for nobody who may read more.
        let stays = published.iter().rev().find(|(to, _, said)| *to <= readers && is_close(said));
        *told = match stays {
            Some((_, on, said)) => Told { kept: Some(*on), ..(*said).clone() },
            None => Told::default(),
        };
    }
    now
}

/// How much some readers may read, the narrowest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Readers {
    /// Everybody.
    Public,
    /// Partners.
    Partners,
    /// Partners who also have what is internal.
    Inner,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::code::Language;
    use crate::domain::identity::WalkId;
    use crate::domain::observation::taxonomy::Category;
    use crate::domain::stamp::Stamp;

    fn walk() -> Walk {
        Walk::blank(WalkId(1), Stamp { utc_ms: 1_762_364_520_000, offset_min: 60 })
    }

    fn said(feelings: &[(u32, u8)]) -> Aggregate {
        let walk = walk();
        let category = Category::from_code("street_lighting").unwrap();
        let all: Vec<(Observation, DeviceNumber)> = feelings
            .iter()
            .map(|(device, feeling)| {
                let id = RecordId(u128::from(*device));
                let begun = Observation::begun(id, &walk, walk.made, category, None, Language::Fr);
                (Observation { feeling: Level::new(*feeling), ..begun }, DeviceNumber(*device))
            })
            .collect();
        let members: Vec<Member<'_>> = all.iter().map(|(it, by)| (it, &walk, *by)).collect();
        Aggregate::of(&members)
    }

    #[test]
    fn five_observations_by_one_phone_are_not_five_people() {
        let one_phone = said(&[(1, 0), (1, 0), (1, 0), (1, 0), (1, 0)]);
        assert!(one_phone.values.values().all(|told| told.value.is_empty()));
        let five = said(&[(1, 0), (2, 0), (3, 0), (4, 0), (5, 0)]);
        assert_eq!(five.text(Together::Observations), "5");
        assert_eq!((five.text(Together::FeelingMin), five.uneasy()), ("0", Some((5, 5))));
    }

    #[test]
    fn the_one_who_is_afraid_is_no_minimum() {
        let six = said(&[(1, 0), (2, 2), (3, 2), (4, 2), (5, 2), (6, 2)]);
        assert_eq!(six.text(Together::FeelingMin), "2");
        assert_eq!(six.uneasy(), None, "one of six would be told");
    }

    /// Two releases are subtracted from each other: 6 × 1.67 − 5 × 2 = 0, she is afraid.
    #[test]
    fn two_releases_subtracted_tell_nobody() {
        let constat = RecordId(9);
        let before = said(&[(1, 2), (2, 2), (3, 2), (4, 2), (5, 2)]);
        let after = said(&[(1, 2), (2, 2), (3, 2), (4, 2), (5, 2), (6, 0)]);
        let count = |of: &Aggregate| of.number::<f64>(Together::Observations).unwrap();
        let mean = |of: &Aggregate| of.number::<f64>(Together::FeelingMean).unwrap();
        let sum = |of: &Aggregate| count(of) * mean(of);
        assert!((sum(&after) - sum(&before)).abs() < 0.1, "without a ledger it is told");

        let on = CalendarDate::of(2026, 3, 1).unwrap();
        let published = [(constat, before.clone())];
        for readers in [Readers::Public, Readers::Partners] {
            let earlier = [(Readers::Public, on, &published[..])];
            let now = held_back(after.clone(), constat, &earlier, readers);
            assert_eq!((count(&now), mean(&now)), (5.0, 2.0));
            assert_eq!(now.kept(), Some(on), "and it is marked so");
        }
        // What only those may read who read more is not handed down: it is left out.
        let earlier = [(Readers::Inner, on, &published[..])];
        let now = held_back(after, constat, &earlier, Readers::Public);
        assert_eq!(now.text(Together::FeelingMean), "");
        // Five who came are enough.
        let many: Vec<(u32, u8)> = (1..=10).map(|device| (device, 1)).collect();
        let earlier = [(Readers::Public, on, &published[..])];
        let now = held_back(said(&many), constat, &earlier, Readers::Public);
        assert_eq!((count(&now), now.kept()), (10.0, None));
    }
}
