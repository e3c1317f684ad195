//! A stop and who it is: an id that no renumbering changes, and the stops that were taken out.

use crate::domain::identity::WalkId;
use crate::domain::observation::place::Place;
use crate::domain::walk::Walk;

/// Which stop it is, for as long as the walk is kept; its number and name are only what is shown.
///
/// Five bytes, ten hexadecimal digits: a QR code carries one for each stop, and among three hundred
/// stops of a campaign two would get the same one in seven of a hundred million. The highest bit
/// says that it was made; without it the id was derived from a number, so that the two never meet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct StopId(pub(in crate::domain) u64);

/// The bit of an id that was made.
const MADE: u64 = 1 << 39;

impl StopId {
    /// The id of 16 random bytes; `count` tells apart those made of the same.
    pub fn made(random: u128, count: u64) -> Self {
        let folded = (random >> 64) as u64 ^ random as u64;
        Self(scattered(folded ^ scattered(count)) >> 25 | MADE)
    }

    /// The id of a stop that versions before 0.5 knew by its number: the same on every device.
    pub fn of_number(walk: WalkId, number: u16) -> Self {
        let folded = (walk.0 >> 64) as u64 ^ walk.0 as u64;
        Self(scattered(folded) >> 41 << 16 | u64::from(number))
    }

    /// Whether it was derived from a number.
    pub fn is_derived(self) -> bool {
        self.0 & MADE == 0
    }

    /// The number that it was derived from; of one that was made nothing that means anything.
    fn low_number(self) -> u16 {
        u16::try_from(self.0 & 0xffff).unwrap_or_default()
    }

    /// The id written as ten hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 10 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        u64::from_str_radix(text, 16).ok().map(Self)
    }
}

impl std::fmt::Display for StopId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:010x}", self.0)
    }
}

/// Bits in which near numbers are no longer near (the finalizer of SplitMix64).
fn scattered(mut bits: u64) -> u64 {
    bits = bits.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ bits >> 31
}

/// A stop as something said of it knows it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct StopRef {
    /// Which one.
    pub id: StopId,
    /// Its number when it was said. Written for versions before 0.5, and shown where the sheet does
    /// not know the stop.
    pub number: u16,
}

impl StopRef {
    /// The stop that versions before 0.5 wrote as a number.
    pub fn numbered(walk: WalkId, number: u16) -> Self {
        Self { id: StopId::of_number(walk, number), number }
    }
}

/// A place where the group stops, planned beforehand.
#[derive(Clone, PartialEq, Debug)]
pub struct Stop {
    /// Which one it is.
    pub id: StopId,
    /// Its number on the sheet, from 1; of a former stop the last it had.
    pub number: u16,
    /// What it is called.
    pub name: String,
    /// Where it is, when that was said.
    pub place: Option<Place>,
    /// When the group should be there: minutes after the start.
    pub minute: Option<u16>,
}

impl Stop {
    /// A stop that has a name and no place yet, known by its number as before 0.5. One that a
    /// person makes gets an id of its own.
    pub fn named(number: u16, name: impl Into<String>) -> Self {
        let id = StopId::of_number(WalkId::default(), number);
        Self { id, number, name: name.into(), place: None, minute: None }
    }

    /// As what is said of it knows it.
    pub fn known(&self) -> StopRef {
        StopRef { id: self.id, number: self.number }
    }
}

/// What a stop is called where it is shown.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct StopName {
    /// Whether it is no longer on the sheet.
    pub former: bool,
    /// Its number, or the last it had.
    pub number: u16,
    /// What it is called; empty when nobody said or nobody knows any more.
    pub name: String,
}

/// A stop this near (metres) is where the group is.
pub const AT_STOP_M: f64 = 40.0;

/// A fix of this accuracy (metres) or better may say by itself at which stop the group is.
pub const STOP_ACCURACY_M: f64 = 25.0;
/// A worse one may ask, up to this accuracy (metres): stops stand some hundred metres apart.
pub const PROPOSED_WITHIN_M: f64 = 100.0;

/// No more former stops than this are kept; the oldest go first.
pub const FORMER_MOST: usize = 60;

impl Walk {
    /// A stop of the sheet that stands.
    pub fn standing(&self, id: StopId) -> Option<&Stop> {
        self.stops.iter().find(|stop| stop.id == id)
    }

    /// A stop of the sheet, a former one included.
    pub fn stop(&self, id: StopId) -> Option<&Stop> {
        self.standing(id).or_else(|| self.former_stops.iter().find(|stop| stop.id == id))
    }

    /// Which stop something was said of.
    ///
    /// A phone of before 0.5 that walks with a sheet of today says only a number. It is taken for the
    /// stop that has it, unless stops before it came or went: then nobody can know which was meant.
    pub fn stop_id(&self, said: StopRef) -> StopId {
        let by_number = || {
            let is_number = said.id == StopId::of_number(self.id, said.number);
            let is_shifted = self.former_stops.iter().any(|stop| stop.number <= said.number);
            let by_number = || self.stops.iter().find(|stop| stop.number == said.number);
            let found = (is_number && !is_shifted).then(by_number).flatten()?;
            // One that had a number before it had an id would have been found by that.
            (!self.was_numbered(found.id)).then_some(found.id)
        };
        if self.stop(said.id).is_some() { said.id } else { by_number().unwrap_or(said.id) }
    }

    /// Whether an id was derived from a number on this walk.
    fn was_numbered(&self, id: StopId) -> bool {
        id == StopRef::numbered(self.id, id.low_number()).id
    }

    /// The stop that an address leads to; one of before 0.5 carries its number.
    pub fn addressed(&self, id: StopId) -> StopId {
        self.stop_id(StopRef { id, number: id.low_number() })
    }

    /// Whether something was said of a stop.
    pub fn is_at(&self, said: Option<StopRef>, id: StopId) -> bool {
        said.is_some_and(|said| self.stop_id(said) == id)
    }

    /// The stop that something was said of, a former one included.
    pub fn stop_said(&self, said: StopRef) -> Option<&Stop> {
        self.stop(self.stop_id(said))
    }

    /// What to call the stop that something was said of. There is always a number.
    pub fn stop_name(&self, said: StopRef) -> StopName {
        let id = self.stop_id(said);
        let stop = self.stop(id);
        StopName {
            former: self.standing(id).is_none(),
            number: stop.map_or(said.number, |stop| stop.number),
            name: stop.map_or(String::new(), |stop| stop.name.clone()),
        }
    }

    /// The stop nearest to a place, within [`AT_STOP_M`].
    pub fn stop_at(&self, place: Place) -> Option<&Stop> {
        self.stops
            .iter()
            .filter_map(|stop| Some((stop, stop.place?.metres_to(place))))
            .filter(|(_, metres)| *metres <= AT_STOP_M)
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(stop, _)| stop)
    }

    /// The stop where a phone is that was measured at a place, give or take some metres: only when
    /// that is [`STOP_ACCURACY_M`] or better, and no other stop fits as well. See
    /// [`Self::stop_proposed`] for the others.
    pub fn stop_of(&self, place: Place, accuracy_m: f64) -> Option<&Stop> {
        let near = self.stop_at(place).filter(|_| accuracy_m <= STOP_ACCURACY_M)?;
        let metres = |stop: &Stop| stop.place.map(|at| at.metres_to(place));
        let nearest = metres(near)?;
        let fits = |other: &Stop| metres(other).is_some_and(|m| m - nearest <= accuracy_m);
        let is_alone = !self.stops.iter().any(|other| other.id != near.id && fits(other));
        is_alone.then_some(near)
    }

    /// The nearest stop where the phone may be as well, for a person to say: within [`AT_STOP_M`] of
    /// the circle it was measured in. A circle wider than [`PROPOSED_WITHIN_M`] says nothing of stops.
    pub fn stop_proposed(&self, place: Place, accuracy_m: f64) -> Option<&Stop> {
        let metres = |stop: &Stop| stop.place.map(|at| at.metres_to(place));
        let near = self.stops.iter().filter_map(|stop| Some((stop, metres(stop)?)));
        near.filter(|(_, m)| accuracy_m <= PROPOSED_WITHIN_M && *m <= AT_STOP_M + accuracy_m)
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(stop, _)| stop)
    }

    /// A stop at the end of the list, of 16 random bytes.
    pub fn add_stop(&mut self, random: u128) {
        let number = self.stops.iter().map(|stop| stop.number).max().unwrap_or(0) + 1;
        let all = || self.stops.iter().chain(&self.former_stops).map(|stop| stop.id);
        let id = free_id(random, |id| all().any(|other| other == id));
        self.stops.push(Stop { id, ..Stop::named(number, "") });
    }

    /// Keeps as former stops those that an earlier revision of the sheet had and this one has not.
    /// Phones may have walked with it and say what the device that prepares cannot know yet; only a
    /// stop that had neither name nor place, nor a number that was ever all there was of it, is let
    /// go. One that is back is former no more.
    pub fn remember(&mut self, before: &Self) {
        let gone = before.former_stops.iter().chain(&before.stops);
        for stop in gone {
            let has_something =
                !stop.name.is_empty() || stop.place.is_some() || stop.id.is_derived();
            if has_something && self.stop(stop.id).is_none() {
                self.former_stops.push(Stop { minute: None, ..stop.clone() });
            }
        }
        let Self { stops, former_stops, .. } = self;
        former_stops.retain(|former| !stops.iter().any(|stop| stop.id == former.id));
        let most = former_stops.len().saturating_sub(FORMER_MOST);
        former_stops.drain(..most);
    }
}

/// An id of 16 random bytes that is not taken.
pub(super) fn free_id(random: u128, is_taken: impl Fn(StopId) -> bool) -> StopId {
    let mut count = 0;
    loop {
        let id = StopId::made(random, count);
        if !is_taken(id) {
            return id;
        }
        count += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::stamp::Stamp;

    fn walk(stops: Vec<Stop>) -> Walk {
        let made = Stamp { utc_ms: 1_793_891_700_000, offset_min: 60 };
        Walk { stops, ..Walk::blank(WalkId::made(made.utc_ms, 7), made) }
    }

    #[test]
    fn the_nearest_stop_counts_only_when_near() {
        let here = Place::from_lon_lat(2.2935, 49.8709).unwrap();
        let walk = walk(vec![
            Stop::named(1, "Sans lieu"),
            Stop { place: Some(here.moved(90.0, 41.0)), ..Stop::named(2, "Loin") },
            Stop { place: Some(here.moved(0.0, 39.0)), ..Stop::named(3, "Près") },
        ]);
        assert_eq!(walk.stop_at(here).map(|stop| stop.number), Some(3));
        assert_eq!(walk.stop_at(here.moved(180.0, 20.0)), None);
    }

    #[test]
    fn a_stop_is_claimed_by_a_good_fix_that_fits_no_other() {
        let here = Place::from_lon_lat(2.2935, 49.8709).unwrap();
        let at = |number, bearing, metres| Stop {
            place: Some(here.moved(bearing, metres)),
            ..Stop::named(number, "")
        };
        let one = walk(vec![at(1, 0.0, 10.0), Stop::named(2, "Sans lieu")]);
        let two = walk(vec![at(1, 0.0, 10.0), at(2, 180.0, 22.0)]);
        let same = walk(vec![at(1, 0.0, 10.0), at(2, 0.0, 10.0)]);
        for (walk, accuracy_m, claims, proposes) in [
            (&one, 6.0, true, true),
            (&one, 25.0, true, true),
            (&one, 25.1, false, true),
            (&one, 100.0, false, true),
            (&one, 2000.0, false, false),
            (&two, 6.0, true, true),
            (&two, 12.1, false, true),
            (&same, 3.0, false, true),
        ] {
            let said = |stop: Option<&Stop>| stop.map(|stop| stop.number) == Some(1);
            let found = said(walk.stop_of(here, accuracy_m));
            assert_eq!(found, claims, "{accuracy_m} of {}", walk.stops.len());
            assert_eq!(said(walk.stop_proposed(here, accuracy_m)), proposes, "{accuracy_m}");
        }
        assert_eq!(one.stop_of(here.moved(180.0, 31.0), 6.0), None);
        assert!(one.stop_proposed(here.moved(180.0, 33.0), 6.0).is_some());
        assert_eq!(one.stop_proposed(here.moved(180.0, 60.0), 6.0), None);
    }

    #[test]
    fn an_id_reads_back_and_what_is_made_is_never_what_is_derived() {
        let walk = WalkId::made(1_762_364_520_000, 5);
        for count in 0..500u16 {
            let made = StopId::made(u128::MAX / 3, u64::from(count));
            let derived = StopId::of_number(walk, count);
            assert!(!made.is_derived() && derived.is_derived());
            for id in [made, derived] {
                assert_eq!(StopId::parse(&id.to_string()), Some(id));
            }
        }
        assert_eq!(StopId::parse("+000000001"), None);
        assert_eq!(StopId::parse("12"), None);
        // Stored data hold it: it may never come out otherwise.
        assert_eq!(StopId::of_number(walk, 3).to_string(), "071ea30003");
    }

    #[test]
    fn a_number_said_by_an_older_phone_finds_its_stop_only_when_nothing_moved() {
        let mut sheet = walk(Vec::new());
        for random in 1..=3 {
            sheet.add_stop(random);
            sheet.stops.last_mut().expect("one").name = format!("Arrêt {random}");
        }
        let before = sheet.clone();
        let said = StopRef::numbered(sheet.id, 2);
        assert_eq!(sheet.stop_name(said).name, "Arrêt 2");
        assert_eq!(sheet.addressed(said.id), sheet.stops[1].id);
        sheet.stops.remove(0);
        sheet.remember(&before);
        for (stop, number) in sheet.stops.iter_mut().zip(1..) {
            stop.number = number;
        }
        let name = sheet.stop_name(said);
        assert_eq!((name.former, name.number, name.name.as_str()), (true, 2, ""));
    }

    #[test]
    fn a_stop_that_comes_back_is_former_no_more() {
        let before = walk(vec![Stop::named(1, "Le mail"), Stop::named(2, "La gare")]);
        let mut fewer = Walk { stops: before.stops[1..].to_vec(), ..before.clone() };
        fewer.remember(&before);
        assert_eq!(fewer.stop_name(before.stops[0].known()).name, "Le mail");
        assert!(fewer.stop_name(before.stops[0].known()).former);
        let mut again = before.clone();
        again.remember(&fewer);
        assert_eq!(again, before);
    }
}
