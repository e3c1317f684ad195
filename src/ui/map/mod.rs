//! Where things are: a map when there is a basemap and the browser can draw one, else a plan that
//! shows the same marks and gives the same events. What is under it never knows which of the two it
//! is.

mod plan;

pub(in crate::ui) use plan::still;

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::parts::{all, button, el, follow, nothing, paragraph};
use super::session::Session;
use crate::app::view::marks::{self, Mark, Overlay};
use crate::domain::observation::place::Place;
use crate::domain::walk::basemap::Basemap;
use crate::format::preferences::ColourTheme;
use crate::platform::map::{self, MapEvent, MapHandle, MapOptions};
use crate::platform::screen;

/// Marks of an overlay, followed.
pub(super) type Marks = Arc<dyn Fn() -> Vec<Mark> + Send + Sync>;

/// What a page wants drawn and told.
pub(super) struct Wanted {
    /// The overlays, in any order.
    pub(super) overlays: Vec<(Overlay, Marks)>,
    /// Overlays whose points can be moved.
    pub(super) draggable: Vec<Overlay>,
    /// What to show first: west, south, east, north in degrees.
    pub(super) bounds: Option<[f64; 4]>,
    /// The basemap, when there is one.
    pub(super) basemap: Option<Basemap>,
    /// Called with what happens.
    pub(super) on: Rc<dyn Fn(MapEvent)>,
}

/// The basemap of the open walk.
pub(super) fn basemap_of_walk(session: Session) -> Option<Basemap> {
    session.now(|model| model.notebook.basemap().map(|(_, found)| found.clone()))
}

/// Which of the two is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Shown {
    /// The map is on its way.
    Opening,
    /// The map.
    Map,
    /// The plan, and whether that is because the map failed.
    Plan { failed: bool },
}

/// The map or the plan of a page, to be asked and moved.
#[derive(Clone, Copy)]
pub(super) struct Surface {
    shown: RwSignal<Shown>,
    map: StoredValue<Option<MapHandle>, LocalStorage>,
    plan: plan::View,
}

impl Surface {
    /// What is in the middle.
    pub(super) fn centre(self) -> Option<Place> {
        match self.shown.get_untracked() {
            Shown::Map => self.map.with_value(|map| map.as_ref().and_then(MapHandle::centre)),
            _ => Some(self.plan.centre()),
        }
    }

    /// Shows what lies within west, south, east, north in degrees.
    pub(super) fn fit(self, bounds: [f64; 4]) {
        self.plan.fit(bounds);
        self.map.with_value(|map| map.iter().for_each(|map| map.fit(bounds)));
    }

    /// Moves there.
    pub(super) fn fly(self, place: Place) {
        self.plan.fly(place);
        self.map.with_value(|map| map.iter().for_each(|map| map.fly(place)));
    }
}

const MAP: &str = "surface-map";

/// The map or the plan.
pub(super) fn surface(session: Session, wanted: Wanted) -> (Surface, AnyView) {
    let theme = session.select(|model| model.preferences.theme);
    surface_dressed(session, wanted, Arc::new(move || theme.get()))
}

/// Whether this browser can show more than the plan.
pub(super) fn can_draw() -> bool {
    map::has_webgl()
}

/// The map or the plan, in a look of its own; the plan has always that of the page.
pub(super) fn surface_dressed(
    session: Session,
    wanted: Wanted,
    look: Arc<dyn Fn() -> ColourTheme + Send + Sync>,
) -> (Surface, AnyView) {
    let t = session.ground_words();
    let Wanted { overlays, draggable, bounds, basemap, on } = wanted;
    let has_map = basemap.is_some() && map::has_webgl();
    let first = if has_map { Shown::Opening } else { Shown::Plan { failed: false } };
    let start = bounds.or_else(|| {
        let bounds = basemap.as_ref()?.bounds_e7.map(|e7| f64::from(e7) / 1e7);
        Some(bounds)
    });
    let surface = Surface {
        shown: RwSignal::new(first),
        map: StoredValue::new_local(None),
        plan: plan::View::new(start),
    };
    let Surface { shown, map: handle, .. } = surface;
    let tiles_failed = RwSignal::new(false);
    let heard: Rc<dyn Fn(MapEvent)> = {
        let on = on.clone();
        Rc::new(move |event| match event {
            MapEvent::Failed => {
                let _ = shown.try_set(Shown::Plan { failed: true });
            }
            MapEvent::BasemapFailed => {
                let _ = tiles_failed.try_set(true);
            }
            event => on(event),
        })
    };

    if let Some(basemap) = basemap.filter(|_| has_map) {
        let wanted_sets = draggable.clone();
        let look = look.clone();
        // After the page is drawn: the map needs its element. Again when it is asked for again.
        Effect::new(move |_: Option<()>| {
            if shown.get() != Shown::Opening {
                return;
            }
            let Some(element) = screen::element(MAP) else { return };
            let options = MapOptions {
                theme: untrack(|| look()),
                basemap: basemap.clone(),
                bounds: surface.plan.bounds_or(bounds),
                labels: [t.map_label, t.zoom_in, t.zoom_out, t.north_up],
                draggable: wanted_sets.clone(),
            };
            let heard = heard.clone();
            leptos::task::spawn_local(async move {
                match map::open(&element, options, heard).await {
                    // The page may have been left meanwhile: dropping the handle closes the map.
                    Ok(map) if shown.try_get_untracked() == Some(Shown::Opening) => {
                        handle.set_value(Some(map));
                        shown.set(Shown::Map);
                    }
                    Ok(_) => {}
                    Err(why) => {
                        screen::log(&why);
                        let _ = shown.try_set(Shown::Plan { failed: true });
                    }
                }
            });
        });
    }
    for (overlay, marks) in overlays.clone() {
        Effect::new(move |_: Option<()>| {
            if shown.get() == Shown::Map {
                let text = marks::geojson(&marks());
                handle.with_value(|map| map.iter().for_each(|map| map.set(overlay, &text)));
            }
        });
    }
    Effect::new(move |_: Option<()>| {
        let theme = look();
        if shown.get() == Shown::Map {
            handle.with_value(|map| map.iter().for_each(|map| map.dress(theme)));
        }
    });
    // The map's memory goes with the page.
    on_cleanup(move || {
        handle.try_update_value(Option::take);
    });

    // The map's element must stay the same from its opening on.
    let is_plan = Memo::new(move |_| matches!(shown.get(), Shown::Plan { .. }));
    let on = StoredValue::new_local(on);
    let drawn = follow(move || {
        if is_plan.get() {
            plan::view(surface.plan, &overlays, &draggable, on.get_value(), t)
        } else {
            el("div").class("surface-map").attr("id", MAP).attr("data-again", "").view()
        }
    });
    let said = follow(move || {
        let words = match (shown.get(), tiles_failed.get()) {
            (Shown::Plan { failed: true }, _) => t.map_failed,
            (_, true) => t.basemap_failed,
            (Shown::Opening, _) => t.map_opening,
            _ => return nothing(),
        };
        paragraph("surface-said", words)
    });
    // Whoever finds the map slow, or too much, has the plan.
    let choice = follow(move || {
        if !has_map {
            return nothing();
        }
        let (words, picture, next) = match shown.get() {
            Shown::Opening => return nothing(),
            Shown::Map => (t.show_plan, "milestone", Shown::Plan { failed: false }),
            Shown::Plan { .. } => (t.show_map, "map", Shown::Opening),
        };
        let change = move || {
            handle.update_value(|map| drop(map.take()));
            shown.set(next);
        };
        button("surface-button surface-choice")
            .attr("aria-label", words)
            .on_click(change)
            .icon(picture)
            .view()
    });
    let status = el("div").attr("role", "status").child(said).view();
    let view = el("div").class("surface").child(all(vec![drawn, status, choice])).view();
    (surface, view)
}
