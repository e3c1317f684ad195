//! Which screen is open: the part after `#` in the address, so that the app works under any path
//! of any static host and the back button works.

use crate::domain::code::Code;
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::taxonomy::Principle;

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
    /// The six principles.
    Principles(WalkId),
    /// The categories of a principle.
    Categories(WalkId, Principle),
    /// An observation.
    Observation(WalkId, RecordId, Panel),
    /// Backup, layers, taking a notebook in, wiping.
    HandOver(WalkId),
    /// Language, theme, storage.
    Settings,
}

impl Route {
    /// The route of an address's fragment, with or without its `#`; home for anything unknown.
    pub fn parse(fragment: &str) -> Self {
        let path = fragment.trim_start_matches('#').trim_matches('/');
        let parts: Vec<&str> = path.split('/').collect();
        let walk = |text: &str| WalkId::parse(text);
        let parsed = match parts.as_slice() {
            ["nouvelle"] => Some(Self::NewWalk),
            ["reglages"] => Some(Self::Settings),
            ["marche", id] => walk(id).map(Self::Walk),
            ["marche", id, "fiche"] => walk(id).map(Self::Sheet),
            ["marche", id, "notice"] => walk(id).map(Self::Notice),
            ["marche", id, "arrets"] => walk(id).map(Self::Stops),
            ["marche", id, "dire"] => walk(id).map(Self::Principles),
            ["marche", id, "transmettre"] => walk(id).map(Self::HandOver),
            ["marche", id, "dire", principle] => walk(id)
                .zip(Principle::from_code(principle))
                .map(|(id, principle)| Self::Categories(id, principle)),
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
        match self {
            Self::Home => "#/".into(),
            Self::NewWalk => "#/nouvelle".into(),
            Self::Settings => "#/reglages".into(),
            Self::Walk(walk) => format!("#/marche/{walk}"),
            Self::Sheet(walk) => format!("#/marche/{walk}/fiche"),
            Self::Notice(walk) => format!("#/marche/{walk}/notice"),
            Self::Stops(walk) => format!("#/marche/{walk}/arrets"),
            Self::Principles(walk) => format!("#/marche/{walk}/dire"),
            Self::Categories(walk, principle) => {
                format!("#/marche/{walk}/dire/{}", principle.code())
            }
            Self::HandOver(walk) => format!("#/marche/{walk}/transmettre"),
            Self::Observation(walk, id, panel) => {
                let slug = panel.slug();
                let slash = if slug.is_empty() { "" } else { "/" };
                format!("#/marche/{walk}/observation/{id}{slash}{slug}")
            }
        }
    }

    /// The walk a screen belongs to.
    pub fn walk(self) -> Option<WalkId> {
        match self {
            Self::Home | Self::NewWalk | Self::Settings => None,
            Self::Sheet(walk)
            | Self::Notice(walk)
            | Self::Walk(walk)
            | Self::Stops(walk)
            | Self::Principles(walk)
            | Self::Categories(walk, _)
            | Self::Observation(walk, _, _)
            | Self::HandOver(walk) => Some(walk),
        }
    }

    /// Where "back" leads.
    pub fn parent(self) -> Self {
        match self {
            Self::Home | Self::NewWalk | Self::Settings | Self::Walk(_) => Self::Home,
            Self::Sheet(walk)
            | Self::Notice(walk)
            | Self::Stops(walk)
            | Self::Principles(walk)
            | Self::HandOver(walk)
            | Self::Observation(walk, _, Panel::Summary) => Self::Walk(walk),
            Self::Categories(walk, _) => Self::Principles(walk),
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
            Route::Walk(walk),
            Route::Sheet(walk),
            Route::Notice(walk),
            Route::Stops(walk),
            Route::Principles(walk),
            Route::Categories(walk, Principle::ActTogether),
            Route::HandOver(walk),
        ];
        routes.extend(Panel::ALL.map(|(panel, _)| Route::Observation(walk, id, panel)));
        for route in routes {
            assert_eq!(Route::parse(&route.fragment()), route);
        }
    }

    #[test]
    fn an_unknown_address_is_home() {
        for fragment in ["", "#", "#/marche/x", "#/marche//dire", "#/../../etc", "#/marche/1/2/3/4"]
        {
            assert_eq!(Route::parse(fragment), Route::Home, "{fragment}");
        }
    }
}
