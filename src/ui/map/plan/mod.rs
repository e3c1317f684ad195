//! The plan: the marks of the map in a drawing that any browser shows. North is up; a finger moves
//! it, buttons bring it closer.

mod drawing;
mod touching;

use std::rc::Rc;

use leptos::prelude::*;

pub(in crate::ui) use self::drawing::still;
use self::drawing::{draw, scale};
use self::touching::Finger;
use super::Marks;
use crate::app::view::marks::{Overlay, Shape};
use crate::domain::observation::place::{LocalFrame, Place};
use crate::platform::map::MapEvent;
use crate::platform::screen;
use crate::text::GroundWords;
use crate::ui::parts::{button, el};

const PLAN: &str = "surface-plan";
/// The set that a group of observations says it is of.
const CLUSTER: &str = "cluster";
/// The same of a group that coming closer does not part; its id is the ids of all, with spaces.
const TOGETHER: &str = "together";
/// Metres in a CSS pixel, nearest and farthest.
const METRES_A_PIXEL: std::ops::RangeInclusive<f64> = 0.05..=60.0;

/// What the plan shows.
#[derive(Clone, Copy)]
pub(super) struct View {
    centre: RwSignal<Place>,
    metres_a_pixel: RwSignal<f64>,
    size: RwSignal<(f64, f64)>,
    /// Degrees to be shown once the size is known.
    wanted: RwSignal<Option<[f64; 4]>>,
    moved: RwSignal<bool>,
}

impl View {
    pub(super) fn new(bounds: Option<[f64; 4]>) -> Self {
        // Without anything to show: Amiens, whose profile is built in.
        let (lon, lat) = crate::domain::walk::profile::PIERRE_ROLLIN.around;
        let centre = middle(bounds.unwrap_or([lon, lat, lon, lat]));
        Self {
            centre: RwSignal::new(centre),
            metres_a_pixel: RwSignal::new(1.0),
            size: RwSignal::new((360.0, 480.0)),
            wanted: RwSignal::new(bounds),
            moved: RwSignal::new(false),
        }
    }

    pub(super) fn centre(self) -> Place {
        self.centre.get_untracked()
    }

    /// Shows what lies within west, south, east, north in degrees.
    pub(super) fn fit(self, bounds: [f64; 4]) {
        self.centre.set(middle(bounds));
        self.wanted.set(Some(bounds));
        self.moved.set(false);
        self.measure();
    }

    pub(super) fn fly(self, place: Place) {
        self.centre.set(place);
        self.moved.set(true);
    }

    /// What the plan shows when it was moved, else what was asked for.
    pub(super) fn bounds_or(self, bounds: Option<[f64; 4]>) -> Option<[f64; 4]> {
        if !self.moved.get_untracked() {
            return bounds;
        }
        let (wide, high) = self.size.get_untracked();
        let metres = self.metres_a_pixel.get_untracked();
        let centre = self.centre();
        let reach = |pixels: f64| pixels / 2.0 * metres;
        Some([
            centre.moved(270.0, reach(wide)).lon(),
            centre.moved(180.0, reach(high)).lat(),
            centre.moved(90.0, reach(wide)).lon(),
            centre.moved(0.0, reach(high)).lat(),
        ])
    }

    fn zoom(self, by: f64) {
        self.metres_a_pixel.update(|metres| {
            *metres = (*metres * by).clamp(*METRES_A_PIXEL.start(), *METRES_A_PIXEL.end());
        });
        self.moved.set(true);
    }

    /// Takes the size of its element, and shows what was wanted.
    fn measure(self) {
        let Some(element) = screen::element(PLAN) else { return };
        let (wide, high) = screen::size_of(&element);
        if wide < 1.0 || high < 1.0 {
            return;
        }
        if self.size.get_untracked() != (wide, high) {
            self.size.set((wide, high));
        }
        if let Some([west, south, east, north]) = self.wanted.try_update(Option::take).flatten() {
            let corner = |lon, lat| Place::from_lon_lat(lon, lat);
            if let (Ok(low), Ok(high_corner)) = (corner(west, south), corner(east, north)) {
                let (across, along) = LocalFrame::around(low).local_from_place(high_corner);
                // A margin of a thumb on each side.
                let metres =
                    (across / (wide - 80.0).max(80.0)).max(along / (high - 80.0).max(80.0));
                let metres = metres.clamp(*METRES_A_PIXEL.start(), *METRES_A_PIXEL.end());
                self.metres_a_pixel.set(metres);
            }
        }
    }

    fn projection(self) -> Projection {
        let (wide, high) = self.size.get();
        Projection {
            frame: LocalFrame::around(self.centre.get()),
            pixels_a_metre: 1.0 / self.metres_a_pixel.get(),
            middle: (wide / 2.0, high / 2.0),
        }
    }
}

/// The middle of a box in degrees. It may come from a file's header, which may say anything.
fn middle([west, south, east, north]: [f64; 4]) -> Place {
    Place::from_lon_lat((west + east) / 2.0, (south + north) / 2.0).unwrap_or(Place::ZERO)
}

/// Places to pixels and back.
#[derive(Clone, Copy)]
struct Projection {
    frame: LocalFrame,
    pixels_a_metre: f64,
    middle: (f64, f64),
}

impl Projection {
    fn pixel(self, place: Place) -> (f64, f64) {
        let (east, north) = self.frame.local_from_place(place);
        (self.middle.0 + east * self.pixels_a_metre, self.middle.1 - north * self.pixels_a_metre)
    }

    fn place(self, (x, y): (f64, f64)) -> Option<Place> {
        let east = (x - self.middle.0) / self.pixels_a_metre;
        let north = (self.middle.1 - y) / self.pixels_a_metre;
        self.frame.place_from_local((east, north)).ok()
    }
}

pub(super) fn view(
    plan: View,
    sets: &[(Overlay, Marks)],
    draggable: &[Overlay],
    on: Rc<dyn Fn(MapEvent)>,
    t: &'static GroundWords,
) -> AnyView {
    let mut sets = sets.to_vec();
    sets.sort_by_key(|(set, _)| *set);
    let draggable = draggable.to_vec();
    let movable = draggable.clone();
    let finger = Finger::of(plan);
    let dragged = finger.dragged();
    // The size is known once the page is drawn.
    Effect::new(move |_: Option<()>| plan.measure());
    StoredValue::new_local(screen::on_scroll(move || plan.measure()));
    Effect::new(move |_: Option<()>| {
        let projection = plan.projection();
        let metres = plan.metres_a_pixel.get();
        let mut drawing = String::new();
        for (set, marks) in &sets {
            let mut marks = marks();
            if let Some((dragged, id, at)) = dragged.get()
                && dragged == *set
                && let Some(place) = projection.place(at)
            {
                for mark in marks.iter_mut().filter(|mark| mark.id == id) {
                    mark.shape = Shape::Point(place);
                }
            }
            let how = (plan.size.get(), movable.contains(set));
            draw(*set, &marks, projection, how, &mut drawing);
        }
        scale(metres, plan.size.get(), &mut drawing);
        let (wide, high) = plan.size.get();
        let markup = format!(
            "<svg viewBox=\"0 0 {wide:.0} {high:.0}\" width=\"{wide:.0}\" height=\"{high:.0}\" aria-hidden=\"true\">{drawing}</svg>"
        );
        if let Some(element) = screen::element(PLAN) {
            screen::draw(&element, &markup);
        }
    });

    let pressed = {
        let on = on.clone();
        move |event: web_sys::Event| finger.pressed(&event, &draggable, on.clone())
    };
    let released = move |event: web_sys::Event| finger.released(&event, &*on);
    let menu = move |event: web_sys::Event| event.prevent_default();
    let control = |picture, words: &'static str, by: f64| {
        button("surface-button")
            .attr("aria-label", words)
            .on_click(move || plan.zoom(by))
            .icon(picture)
            .view()
    };
    let controls = el("div")
        .class("surface-controls")
        .attr("data-again", "")
        .child(control("plus", t.zoom_in, 0.6))
        .child(control("minus", t.zoom_out, 1.6))
        .view();
    let drawing = el("div")
        .class("surface-plan")
        .attr("id", PLAN)
        .attr("tabindex", "0")
        .attr("role", "application")
        .attr("aria-label", t.plan_label)
        .on("pointerdown", pressed)
        .on("pointermove", move |event| finger.moved(&event))
        .on("pointerup", released)
        .on("pointercancel", move |_| finger.lost())
        .on("contextmenu", menu)
        .on("keydown", move |event| touching::key(plan, &event))
        .view();
    el("div").class("surface-whole").child(drawing).child(controls).view()
}
