//! Which screen is open: the part after `#` in the address, so that the app works under any path
//! of any static host and the back button works.

use crate::domain::code::Code;
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::observation::place::Place;
use crate::domain::observation::taxonomy::Principle;
use crate::domain::walk::stop::StopId;

/// What is asked about an observation, one question a screen.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Panel {
    /// Everything at a glance.
    Summary,
    /// Severity and frequency.
    Severity,
    /// Who is there, and who avoids the place.
    People,
    /// Words and ideas.
    Words,
    /// Where it is.
    Place,
    /// The lamp.
    Lamp,
    /// The other ratings.
    Ratings,
    /// Other categories.
    Also,
    /// Voices, source, sharing, moment.
    More,
    /// A photo being prepared.
    Photo,
}

impl Panel {
    const ALL: [(Self, &'static str); 10] = [
        (Self::Summary, ""),
        (Self::Severity, "gravite"),
        (Self::People, "gens"),
        (Self::Words, "mots"),
        (Self::Place, "lieu"),
        (Self::Lamp, "lampe"),
        (Self::Ratings, "notes"),
        (Self::Also, "aussi"),
        (Self::More, "plus"),
        (Self::Photo, "photo"),
    ];

    fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(panel, _)| *panel == self).map_or("", |(_, slug)| slug)
    }
}

/// A step of preparing a walk.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Step {
    /// The line and its stops.
    Line,
    /// Perimeter, reference layers, basemap.
    Ground,
    /// Grid, notice, roles, actors.
    Grid,
    /// The kit: file, QR code.
    Kit,
    /// The sheet to print.
    Print,
}

impl Step {
    /// Every step, in the order in which they are taken.
    pub const ALL: [Self; 5] = [Self::Line, Self::Ground, Self::Grid, Self::Kit, Self::Print];

    fn slug(self) -> &'static str {
        match self {
            Self::Line => "parcours",
            Self::Ground => "terrain",
            Self::Grid => "grille",
            Self::Kit => "partage",
            Self::Print => "feuille",
        }
    }
}

/// A room of the mediator's workshop.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Room {
    /// Phones, notebooks, what is missing.
    Cockpit,
    /// What was written on paper is typed in.
    Entry,
    /// What belongs together.
    Group,
    /// The constats.
    Constats,
    /// Texts read again before they leave.
    Reread,
    /// The same stops on two walks.
    Compare,
    /// Dots, order.
    Decide,
    /// For a screen on the wall: one constat at a time.
    Wall,
    /// Figures.
    Figures,
    /// The préconisations.
    Preconisations,
    /// The planner's layers, before they leave.
    Layers,
    /// The answers that come back.
    Answers,
    /// You said, we did.
    Told,
    /// The booklet and the sheets for each actor.
    Booklet,
    /// The review walk.
    Review,
}

impl Room {
    const ALL: [(Self, &'static str); 15] = [
        (Self::Cockpit, ""),
        (Self::Entry, "saisie"),
        (Self::Group, "regrouper"),
        (Self::Constats, "constats"),
        (Self::Reread, "relire"),
        (Self::Compare, "comparer"),
        (Self::Decide, "decider"),
        (Self::Wall, "mur"),
        (Self::Figures, "chiffres"),
        (Self::Preconisations, "preconisations"),
        (Self::Layers, "couches"),
        (Self::Answers, "reponses"),
        (Self::Told, "vous-avez-dit"),
        (Self::Booklet, "carnet"),
        (Self::Review, "bilan"),
    ];

    fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(room, _)| *room == self).map_or("", |(_, slug)| slug)
    }
}

/// Which of the app's pages a screen is on. Each is a program of its own: a walker's phone starts
/// without what only a map or a laptop needs, and a map that fails takes nothing down with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Page {
    /// The walker's list and questions, `./`.
    #[default]
    Walk,
    /// Joining a walk, what a QR code opens; `rejoindre.html`.
    Join,
    /// On the ground: the map, the forms of the stops, photos; `terrain.html`.
    Ground,
    /// The mediator's, before the walk; `preparation.html`.
    Desk,
    /// The mediator's, after it; `atelier.html`.
    Workshop,
}

impl Page {
    /// Its file, relative to the app's folder.
    pub fn file(self) -> &'static str {
        match self {
            Self::Walk => "./",
            Self::Join => "rejoindre.html",
            Self::Ground => "terrain.html",
            Self::Desk => "preparation.html",
            Self::Workshop => "atelier.html",
        }
    }

    /// Where it begins when its address names no screen, on a phone whose open walk is this one.
    pub fn beginning(self, current: Option<WalkId>) -> Route {
        match (self, current) {
            (Self::Walk, Some(walk)) => Route::Walk(walk),
            // There is no map without a walk.
            (Self::Walk | Self::Ground, None) => Route::Home,
            (Self::Join, _) => Route::Join,
            (Self::Ground, Some(walk)) => Route::Map(walk),
            (Self::Desk, Some(walk)) => Route::Sheet(walk),
            (Self::Desk, None) => Route::NewWalk,
            (Self::Workshop, _) => Route::Campaigns,
        }
    }
}

/// A screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Route {
    /// The walks on this device.
    #[default]
    Home,
    /// A new walk's sheet.
    NewWalk,
    /// The sheet of a walk.
    Sheet(WalkId),
    /// The privacy notice of a walk.
    Notice(WalkId),
    /// The observations of a walk, newest first.
    Walk(WalkId),
    /// The observations of a walk by stop.
    Stops(WalkId),
    /// The observations of a walk that were withdrawn.
    Withdrawn(WalkId),
    /// The six principles; with a place when it was chosen on the map.
    Principles(WalkId, Option<Place>),
    /// The categories of a principle; with the place likewise.
    Categories(WalkId, Principle, Option<Place>),
    /// An observation.
    Observation(WalkId, RecordId, Panel),
    /// Backup, layers, taking a notebook in, wiping.
    HandOver(WalkId),
    /// Language, theme, storage.
    Settings,
    /// Everything that is stored is read and checked.
    Check,
    /// A walk is joined by the link of its QR code; what the link carries stays in the address.
    Join,
    /// The map of a walk.
    Map(WalkId),
    /// The map, to place an observation.
    Placing(WalkId, RecordId),
    /// The form of a stop.
    StopForm(WalkId, StopId),
    /// A step of preparing a walk.
    Prepare(WalkId, Step),
    /// The answer to a receipt is typed; one that was scanned stays in the address.
    Receipt(WalkId),
    /// The campaigns on this device.
    Campaigns,
    /// A room of a campaign.
    Campaign(WalkId, Room),
    /// A constat of a campaign.
    Constat(WalkId, RecordId),
}

impl Route {
    /// The route of an address's fragment, with or without its `#`; home for anything unknown.
    pub fn parse(fragment: &str) -> Self {
        let path = fragment.trim_start_matches('#').trim_matches('/');
        let parts: Vec<&str> = path.split('/').collect();
        let walk = |text: &str| WalkId::parse(text);
        let place = |text: &str| {
            let (lon, lat) = text.split_once(',')?;
            Place::from_e7(lon.parse().ok()?, lat.parse().ok()?)
        };
        let parsed = match parts.as_slice() {
            ["nouvelle"] => Some(Self::NewWalk),
            ["reglages"] => Some(Self::Settings),
            ["verifier"] => Some(Self::Check),
            ["rejoindre", ..] => Some(Self::Join),
            ["marche", id, "carte"] => walk(id).map(Self::Map),
            ["marche", id, "carte", observation] => walk(id)
                .zip(RecordId::parse(observation))
                .map(|(id, observation)| Self::Placing(id, observation)),
            // Before 0.5 an address carried the stop's number.
            ["marche", id, "arret", stop] => walk(id).and_then(|id| {
                let by_number = || Some(StopId::of_number(id, stop.parse().ok()?));
                StopId::parse(stop).or_else(by_number).map(|stop| Self::StopForm(id, stop))
            }),
            ["marche", id, "preparer", slug] => walk(id)
                .zip(Step::ALL.into_iter().find(|step| step.slug() == *slug))
                .map(|(id, step)| Self::Prepare(id, step)),
            ["marche", id, "recu", ..] => walk(id).map(Self::Receipt),
            ["atelier"] => Some(Self::Campaigns),
            ["atelier", id, "constat", constat] => walk(id)
                .zip(RecordId::parse(constat))
                .map(|(id, constat)| Self::Constat(id, constat)),
            ["atelier", id, rest @ ..] => {
                let slug = rest.first().copied().unwrap_or_default();
                let room = Room::ALL.iter().find(|(_, known)| *known == slug);
                walk(id).zip(room).map(|(id, (room, _))| Self::Campaign(id, *room))
            }
            ["marche", id] => walk(id).map(Self::Walk),
            ["marche", id, "fiche"] => walk(id).map(Self::Sheet),
            ["marche", id, "notice"] => walk(id).map(Self::Notice),
            ["marche", id, "arrets"] => walk(id).map(Self::Stops),
            ["marche", id, "retirees"] => walk(id).map(Self::Withdrawn),
            ["marche", id, "dire"] => walk(id).map(|id| Self::Principles(id, None)),
            ["marche", id, "dire", "a", at] => {
                walk(id).zip(place(at)).map(|(id, at)| Self::Principles(id, Some(at)))
            }
            ["marche", id, "transmettre"] => walk(id).map(Self::HandOver),
            ["marche", id, "dire", principle] => walk(id)
                .zip(Principle::from_code(principle))
                .map(|(id, principle)| Self::Categories(id, principle, None)),
            ["marche", id, "dire", principle, "a", at] => walk(id)
                .zip(Principle::from_code(principle))
                .zip(place(at))
                .map(|((id, principle), at)| Self::Categories(id, principle, Some(at))),
            ["marche", id, "observation", observation, rest @ ..] => {
                let slug = rest.first().copied().unwrap_or_default();
                let panel = Panel::ALL.iter().find(|(_, known)| *known == slug);
                walk(id).zip(RecordId::parse(observation)).zip(panel).map(
                    |((id, observation), (panel, _))| Self::Observation(id, observation, *panel),
                )
            }
            _ => None,
        };
        parsed.unwrap_or_default()
    }

    /// The address's fragment, with its `#`.
    pub fn fragment(self) -> String {
        // Longitude first, in ten-millionths of a degree.
        let chosen = |at: Option<Place>| {
            at.map(Place::e7).map_or(String::new(), |(lon, lat)| format!("/a/{lon},{lat}"))
        };
        match self {
            Self::Home => "#/".into(),
            Self::NewWalk => "#/nouvelle".into(),
            Self::Settings => "#/reglages".into(),
            Self::Check => "#/verifier".into(),
            Self::Join => "#/rejoindre".into(),
            Self::Map(walk) => format!("#/marche/{walk}/carte"),
            Self::Placing(walk, id) => format!("#/marche/{walk}/carte/{id}"),
            Self::StopForm(walk, stop) => format!("#/marche/{walk}/arret/{stop}"),
            Self::Prepare(walk, step) => format!("#/marche/{walk}/preparer/{}", step.slug()),
            Self::Receipt(walk) => format!("#/marche/{walk}/recu"),
            Self::Campaigns => "#/atelier".into(),
            Self::Campaign(id, room) => format!("#/atelier/{id}/{}", room.slug()),
            Self::Constat(id, constat) => format!("#/atelier/{id}/constat/{constat}"),
            Self::Walk(walk) => format!("#/marche/{walk}"),
            Self::Sheet(walk) => format!("#/marche/{walk}/fiche"),
            Self::Notice(walk) => format!("#/marche/{walk}/notice"),
            Self::Stops(walk) => format!("#/marche/{walk}/arrets"),
            Self::Withdrawn(walk) => format!("#/marche/{walk}/retirees"),
            Self::Principles(walk, at) => format!("#/marche/{walk}/dire{}", chosen(at)),
            Self::Categories(walk, principle, at) => {
                format!("#/marche/{walk}/dire/{}{}", principle.code(), chosen(at))
            }
            Self::HandOver(walk) => format!("#/marche/{walk}/transmettre"),
            Self::Observation(walk, id, panel) => {
                let slug = panel.slug();
                let slash = if slug.is_empty() { "" } else { "/" };
                format!("#/marche/{walk}/observation/{id}{slash}{slug}")
            }
        }
    }

    /// The page a screen is on; `None` for those that both have.
    pub fn page(self) -> Option<Page> {
        match self {
            Self::NewWalk | Self::Sheet(_) | Self::Prepare(..) => Some(Page::Desk),
            Self::Join | Self::Receipt(_) => Some(Page::Join),
            Self::Campaigns | Self::Campaign(..) | Self::Constat(..) => Some(Page::Workshop),
            Self::Map(_)
            | Self::Placing(..)
            | Self::StopForm(..)
            | Self::Check
            | Self::Observation(_, _, Panel::Photo) => Some(Page::Ground),
            Self::Settings => None,
            _ => Some(Page::Walk),
        }
    }

    /// The address of a screen, seen from a page: its fragment, with the file of the other page
    /// in front where it is on that.
    pub fn address(self, from: Page) -> String {
        match self.page() {
            Some(page) if page != from => format!("{}{}", page.file(), self.fragment()),
            _ => self.fragment(),
        }
    }

    /// The walk a screen belongs to.
    pub fn walk(self) -> Option<WalkId> {
        match self {
            // A campaign is loaded by the workshop's own loop.
            Self::Home
            | Self::NewWalk
            | Self::Settings
            | Self::Check
            | Self::Join
            | Self::Campaigns
            | Self::Campaign(..)
            | Self::Constat(..) => None,
            Self::Receipt(walk)
            | Self::Sheet(walk)
            | Self::Map(walk)
            | Self::Placing(walk, _)
            | Self::StopForm(walk, _)
            | Self::Prepare(walk, _)
            | Self::Notice(walk)
            | Self::Walk(walk)
            | Self::Stops(walk)
            | Self::Withdrawn(walk)
            | Self::Principles(walk, _)
            | Self::Categories(walk, ..)
            | Self::Observation(walk, _, _)
            | Self::HandOver(walk) => Some(walk),
        }
    }

    /// Where "back" leads.
    pub fn parent(self) -> Self {
        match self {
            Self::Home
            | Self::NewWalk
            | Self::Settings
            | Self::Join
            | Self::Campaigns
            | Self::Walk(_) => Self::Home,
            Self::Check => Self::Settings,
            Self::Campaign(_, Room::Cockpit) => Self::Campaigns,
            Self::Constat(id, _) => Self::Campaign(id, Room::Constats),
            Self::Campaign(id, Room::Wall) => Self::Campaign(id, Room::Decide),
            Self::Campaign(id, _) => Self::Campaign(id, Room::Cockpit),
            Self::Receipt(walk) => Self::HandOver(walk),
            Self::StopForm(walk, _) => Self::Stops(walk),
            Self::Placing(walk, id) => Self::Observation(walk, id, Panel::Place),
            Self::Prepare(walk, Step::Print) => Self::Prepare(walk, Step::Kit),
            Self::Prepare(walk, _) => Self::Sheet(walk),
            Self::Principles(walk, Some(_)) => Self::Map(walk),
            Self::Map(walk)
            | Self::Sheet(walk)
            | Self::Notice(walk)
            | Self::Stops(walk)
            | Self::Withdrawn(walk)
            | Self::Principles(walk, None)
            | Self::HandOver(walk)
            | Self::Observation(walk, _, Panel::Summary) => Self::Walk(walk),
            Self::Categories(walk, _, at) => Self::Principles(walk, at),
            Self::Observation(walk, id, _) => Self::Observation(walk, id, Panel::Summary),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_screen_has_an_address() {
        let walk = WalkId::made(1_762_364_520_000, 5);
        let id = RecordId::made(1_762_364_520_001, 6);
        let mut routes = vec![
            Route::Home,
            Route::NewWalk,
            Route::Settings,
            Route::Check,
            Route::Walk(walk),
            Route::Sheet(walk),
            Route::Notice(walk),
            Route::Stops(walk),
            Route::Withdrawn(walk),
            Route::Principles(walk, None),
            Route::Principles(walk, Place::from_e7(22_935_000, -498_709_000)),
            Route::Categories(walk, Principle::ActTogether, None),
            Route::Categories(walk, Principle::ActTogether, Place::from_e7(-1, 498_709_000)),
            Route::HandOver(walk),
            Route::Join,
            Route::Map(walk),
            Route::Placing(walk, id),
            Route::StopForm(walk, StopId::made(12, 0)),
            Route::Receipt(walk),
            Route::Campaigns,
            Route::Constat(walk, id),
        ];
        routes.extend(Room::ALL.map(|(room, _)| Route::Campaign(walk, room)));
        routes.extend(Step::ALL.map(|step| Route::Prepare(walk, step)));
        routes.extend(Panel::ALL.map(|(panel, _)| Route::Observation(walk, id, panel)));
        for route in routes {
            assert_eq!(Route::parse(&route.fragment()), route);
        }
    }

    #[test]
    fn a_screen_of_the_other_page_is_addressed_through_its_file() {
        let walk = WalkId::made(1, 5);
        let address = Route::Sheet(walk).address(Page::Walk);
        assert_eq!(address, format!("preparation.html#/marche/{walk}/fiche"));
        assert_eq!(Route::Sheet(walk).address(Page::Desk), Route::Sheet(walk).fragment());
        assert_eq!(Route::Home.address(Page::Desk), "./#/");
        assert_eq!(
            Route::Map(walk).address(Page::Walk),
            format!("terrain.html#/marche/{walk}/carte")
        );
        assert_eq!(Route::Settings.address(Page::Desk), "#/reglages");
    }

    #[test]
    fn an_unknown_address_is_home() {
        for fragment in ["", "#", "#/marche/x", "#/marche//dire", "#/../../etc", "#/marche/1/2/3/4"]
        {
            assert_eq!(Route::parse(fragment), Route::Home, "{fragment}");
        }
    }
}
