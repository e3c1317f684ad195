//! A walk: one outing of a group, what is known of it beforehand, and its planned stops.

pub mod actor;
pub mod basemap;
pub mod grid;
pub mod kit;
pub mod notebook;
pub mod perimeter;
pub mod phone_check;
pub mod profile;
pub mod readiness;
pub mod reference_layer;
pub mod route_draft;
pub mod sheet_change;
pub mod stop;
pub mod stop_form;
pub mod training;

use crate::domain::code::codes;
use crate::domain::date::CalendarDate;
use crate::domain::identity::WalkId;
use crate::domain::observation::moment::Moment;
use crate::domain::observation::place::Place;
use crate::domain::observation::zone;
use crate::domain::stamp::Stamp;
use crate::domain::walk::actor::{Actor, GroupRole};
use crate::domain::walk::grid::Grid;
pub use crate::domain::walk::stop::Stop;

/// Version of the privacy notice whose words are in `text`.
pub const NOTICE_VERSION: &str = "1.1";

codes! {
    /// `type_mar`: what the walk is for.
    WalkKind {
        Scouting "scouting" "Repérage" "Scouting" "compass",
        Exploratory "exploratory" "Marche exploratoire" "Exploratory walk" "footprints",
        Restitution "restitution" "Marche de restitution" "Feedback walk" "megaphone",
        Review "review" "Marche-bilan" "Review walk" "check",
    }
}

codes! {
    /// `meteo`.
    Weather {
        Clear "clear" "Dégagé" "Clear" "sun",
        Cloudy "cloudy" "Nuageux" "Cloudy" "cloud",
        Rain "rain" "Pluie" "Rain" "cloud-rain",
        Fog "fog" "Brouillard" "Fog" "cloud-fog",
        Wind "wind" "Vent" "Wind" "wind",
        SnowIce "snow_ice" "Neige, verglas" "Snow, ice" "snowflake",
    }
}

codes! {
    /// `jour_type`.
    DayKind {
        Weekday "weekday" "Jour de semaine" "Weekday" "calendar",
        Saturday "saturday" "Samedi" "Saturday" "calendar",
        SundayHoliday "sunday_holiday" "Dimanche, férié" "Sunday, holiday" "calendar",
        SchoolBreak "school_break" "Vacances scolaires" "School break" "calendar",
    }
}

codes! {
    /// `saison`: meteorological seasons of the northern hemisphere.
    Season {
        Spring "spring" "Printemps" "Spring" "flower-2",
        Summer "summer" "Été" "Summer" "sun",
        Autumn "autumn" "Automne" "Autumn" "leaf",
        Winter "winter" "Hiver" "Winter" "snowflake",
    }
}

impl Season {
    /// The season of a local month, 1..=12.
    pub fn of_month(month: u8) -> Self {
        match month {
            3..=5 => Self::Spring,
            6..=8 => Self::Summer,
            9..=11 => Self::Autumn,
            _ => Self::Winter,
        }
    }
}

codes! {
    /// `theme`: what the walk looks at. A theme decides what comes first, not what exists.
    Theme {
        Safety "safety" "Sécurité" "Safety" "shield",
        Lighting "lighting" "Éclairage" "Lighting" "lightbulb",
        Gender "gender" "Place des femmes" "Women’s place" "venus",
        Mobility "mobility" "Déplacements" "Mobility" "bus",
        Shops "shops" "Commerces" "Shops" "store",
        SharingSpace "sharing_space" "Partage de l’espace" "Sharing space" "users",
        School "school" "Abords de l’école" "Around school" "baby",
    }
}

codes! {
    /// `ages`: age bands present.
    AgeBand {
        Under15 "u15" "Moins de 15 ans" "Under 15" "baby",
        From15To17 "a15_17" "15–17 ans" "15–17" "user",
        From18To25 "a18_25" "18–25 ans" "18–25" "user",
        From26To45 "a26_45" "26–45 ans" "26–45" "user",
        From46To65 "a46_65" "46–65 ans" "46–65" "user",
        Over65 "o65" "Plus de 65 ans" "Over 65" "user",
    }
}

codes! {
    /// `mobilite`: mobility situations present.
    Mobility {
        Pram "pram" "Poussette" "Pram" "baby",
        Wheelchair "wheelchair" "Fauteuil" "Wheelchair" "accessibility",
        CaneWalker "cane_walker" "Canne, déambulateur" "Cane, walker" "accessibility",
        Trolley "trolley" "Caddie" "Trolley" "store",
        LowVision "low_vision" "Malvoyance" "Low vision" "eye-off",
    }
}

codes! {
    /// `garants`: guarantor roles present.
    Guarantor {
        Elected "elected" "Élu·e" "Elected official" "landmark",
        Landlord "landlord" "Bailleur" "Landlord" "building",
        CityService "city_service" "Service de la ville" "City service" "wrench",
        Police "police" "Police" "Police" "shield",
        Transport "transport" "Transport" "Transport" "bus",
        State "state" "État" "State" "flag",
    }
}

/// How many people walked. Counts, never names.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Participants {
    /// Residents who walked.
    pub total: Option<u16>,
    /// Women among them.
    pub women: Option<u16>,
    /// Men among them.
    pub men: Option<u16>,
    /// Under 18 among them.
    pub minors: Option<u16>,
    /// Facilitators, beside the residents.
    pub facilitators: Option<u16>,
}

/// The notice as the mediator words it for her walk.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct OwnNotice {
    /// Its version, kept with who heard it.
    pub version: String,
    /// Its sentences, one a line.
    pub text: String,
}

/// Longest notice, in characters.
pub const NOTICE_MAX: usize = 3000;

/// A walk as its mediator described it.
#[derive(Clone, PartialEq, Debug)]
pub struct Walk {
    /// Its id, shared by all phones of the walk.
    pub id: WalkId,
    /// Whether it is the training walk: invented, to practise with.
    pub training: bool,
    /// What people call it.
    pub title: String,
    /// The readable reference used in files.
    pub reference: String,
    /// What it is for.
    pub kind: WalkKind,
    /// The campaign it belongs to, to compare before and after.
    pub cycle: String,
    /// Local date, `YYYY-MM-DD`.
    pub date: String,
    /// Planned local start, `HH:MM`, or empty.
    pub starts_at: String,
    /// Local end, `HH:MM`, or empty.
    pub ends_at: String,
    /// Weather that day.
    pub weather: Option<Weather>,
    /// Kind of day.
    pub day_kind: Option<DayKind>,
    /// Works, market, match that day.
    pub context: String,
    /// What it looks at.
    pub themes: Vec<Theme>,
    /// Commissioning body.
    pub commissioner: String,
    /// Facilitating organisation.
    pub operator: String,
    /// Who is told and answers questions about the data, as the notice names it.
    pub contact: String,
    /// Counts.
    pub participants: Participants,
    /// Age bands present.
    pub ages: Vec<AgeBand>,
    /// ISO 639-1 codes of the languages spoken, separated by spaces.
    pub languages: String,
    /// Mobility situations present.
    pub mobility: Vec<Mobility>,
    /// Guarantors present.
    pub guarantors: Vec<Guarantor>,
    /// INSEE code of the commune as text, or empty when unknown.
    pub commune: String,
    /// Name of the commune.
    pub commune_name: String,
    /// The neighbourhood, as people call it.
    pub quarter: String,
    /// What people of the group take care of.
    pub roles: Vec<GroupRole>,
    /// The bodies of the place.
    pub actors: Vec<Actor>,
    /// What comes first and what is not asked.
    pub grid: Grid,
    /// The notice in the mediator's own words, when she changed the standard one.
    pub own_notice: Option<OwnNotice>,
    /// A point of the neighbourhood: where the sun is looked up when nothing else is known.
    pub around: Option<Place>,
    /// Planned stops, in order.
    pub stops: Vec<Stop>,
    /// Stops that were taken out, oldest first, with their last number: what was said of them must
    /// still find their name and place.
    pub former_stops: Vec<Stop>,
    /// Planned line, drawn beforehand; never a recorded track.
    pub route: Vec<Place>,
    /// Above this accuracy (metres) a fix is called coarse.
    pub coarse_above_m: u16,
    /// When the sheet was made.
    pub made: Stamp,
}

/// Coarse above this many metres, unless the walk says otherwise.
pub const COARSE_ABOVE_M: u16 = 25;

impl Walk {
    /// An empty sheet.
    pub fn blank(id: WalkId, made: Stamp) -> Self {
        Self {
            id,
            training: false,
            title: String::new(),
            reference: String::new(),
            kind: WalkKind::Exploratory,
            cycle: String::new(),
            date: made.date(),
            starts_at: String::new(),
            ends_at: String::new(),
            weather: None,
            day_kind: None,
            context: String::new(),
            themes: vec![Theme::Safety, Theme::Lighting, Theme::Gender],
            commissioner: String::new(),
            operator: String::new(),
            contact: String::new(),
            participants: Participants::default(),
            ages: Vec::new(),
            languages: String::from("fr"),
            mobility: Vec::new(),
            guarantors: Vec::new(),
            commune: String::new(),
            commune_name: String::new(),
            quarter: String::new(),
            roles: Vec::new(),
            actors: Vec::new(),
            grid: Grid::default(),
            own_notice: None,
            around: None,
            stops: Vec::new(),
            former_stops: Vec::new(),
            route: Vec::new(),
            coarse_above_m: COARSE_ABOVE_M,
            made,
        }
    }

    /// The version of the notice that is read to the group.
    pub fn notice_version(&self) -> &str {
        self.own_notice.as_ref().map_or(NOTICE_VERSION, |notice| &notice.version)
    }

    /// The drawn line, or else the line through the placed stops in their order.
    /// The flag is `true` for the drawn one.
    pub fn line(&self) -> (Vec<Place>, bool) {
        if self.route.len() >= 2 {
            return (self.route.clone(), true);
        }
        let through_stops: Vec<Place> = self.stops.iter().filter_map(|stop| stop.place).collect();
        if through_stops.len() >= 2 { (through_stops, false) } else { (Vec::new(), false) }
    }

    /// A place that stands for the whole walk: its own point, or its first stop, or its line.
    pub fn reference_place(&self) -> Option<Place> {
        self.around
            .or_else(|| self.stops.iter().find_map(|stop| stop.place))
            .or_else(|| self.route.first().copied())
    }

    /// The moment in which the walk starts, when a place is known; night walks are named by it.
    pub fn moment(&self) -> Option<Moment> {
        let place = self.reference_place()?;
        Some(Moment::at(place, self.start()))
    }

    /// Whether a moment is not on the day of the walk, the evening before and the night after
    /// included.
    pub fn is_another_day(&self, at: Stamp) -> bool {
        let days =
            CalendarDate::parse(&self.date).and_then(|day| Some(day.days_to(at.calendar_date()?)));
        days.is_some_and(|days| days.abs() > 1)
    }

    /// The planned start on the wall clock of its day; `None` when nobody said.
    pub fn start_on_its_day(&self) -> Option<Stamp> {
        self.on_its_day(&self.starts_at)
    }

    /// The planned end, on the next day when it is before the start; `None` when nobody said.
    pub fn end_on_its_day(&self) -> Option<Stamp> {
        let mut end = self.on_its_day(&self.ends_at)?;
        if self.start_on_its_day().is_some_and(|start| end < start) {
            end.utc_ms += 86_400_000;
        }
        Some(end)
    }

    /// The planned start on the wall clock of the day the sheet was made, else that moment itself.
    pub fn start(&self) -> Stamp {
        self.start_on_its_day().unwrap_or(self.made)
    }

    /// An hour of its day, by the legal time of its place then; where that is not known, by the clock
    /// that the sheet was made on, perhaps in another season.
    fn on_its_day(&self, hour: &str) -> Option<Stamp> {
        let by_sheet = wall_clock(&self.date, hour, self.made.offset_min)?;
        let there = self.reference_place().and_then(|at| zone::offset_min(at, by_sheet.utc_ms));
        there.and_then(|offset| wall_clock(&self.date, hour, offset)).or(Some(by_sheet))
    }
}

/// The stamp of a local date and time at a given offset.
fn wall_clock(date: &str, time: &str, offset_min: i16) -> Option<Stamp> {
    if !crate::domain::stamp::is_date(date) || !crate::domain::stamp::is_time(time) {
        return None;
    }
    let number = |text: &str, from: usize, to: usize| text.get(from..to)?.parse::<u8>().ok();
    let year = date.get(0..4)?.parse::<i32>().ok()?;
    let month = ::time::Month::try_from(number(date, 5, 7)?).ok()?;
    let day = ::time::Date::from_calendar_date(year, month, number(date, 8, 10)?).ok()?;
    let local = day.with_hms(number(time, 0, 2)?, number(time, 3, 5)?, 0).ok()?.assume_utc();
    Some(Stamp {
        utc_ms: local.unix_timestamp() * 1000 - i64::from(offset_min) * 60_000,
        offset_min,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk() -> Walk {
        let made = Stamp { utc_ms: 1_793_891_700_000, offset_min: 60 };
        Walk { starts_at: "21:30".into(), ..Walk::blank(WalkId(1), made) }
    }

    #[test]
    fn the_start_is_read_on_the_wall_clock() {
        let walk = walk();
        assert_eq!(
            (walk.start().date(), walk.start().hour_minute()),
            (walk.date.clone(), "21:30".into())
        );
        let open = Walk { starts_at: String::new(), ..walk };
        assert_eq!(open.start(), open.made);
    }

    #[test]
    fn without_a_drawn_line_the_stops_make_one() {
        let here = Place::from_lon_lat(2.2935, 49.8709).unwrap();
        let mut walk = walk();
        assert_eq!(walk.line(), (Vec::new(), false));
        for number in 1..=3 {
            let place = Some(here.moved(90.0, 50.0 * f64::from(number)));
            walk.stops.push(Stop { place, ..Stop::named(number, "") });
        }
        assert_eq!(walk.line().0.len(), 3);
        walk.route = vec![here, here.moved(0.0, 10.0)];
        assert_eq!(walk.line(), (walk.route.clone(), true));
    }
}
