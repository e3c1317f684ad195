//! The plan: the marks of the map in a drawing that any browser shows. North is up; a finger moves
//! it, buttons bring it closer.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::Marks;
use crate::app::view::marks::{Look, Mark, Overlay, Shape};
use crate::domain::observation::place::{LocalFrame, Place};
use crate::domain::observation::scale::Polarity;
use crate::format::markup::escaped;
use crate::platform::map::MapEvent;
use crate::platform::screen;
use crate::text::GroundWords;
use crate::ui::parts::{button, el};

const PLAN: &str = "surface-plan";
/// Observations nearer to each other than this (CSS pixels) are drawn as one.
const CLUSTER_PX: f64 = 40.0;
/// A finger that moved less (CSS pixels) tapped.
const STILL_PX: f64 = 8.0;
/// A finger that stayed so long (ms) means the place.
const HOLD_MS: u32 = 500;
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

/// A finger on the plan.
#[derive(Clone, PartialEq)]
struct Touch {
    from: (f64, f64),
    at: (f64, f64),
    centre: Place,
    /// The mark it began on, when that can be moved.
    mark: Option<(Overlay, String)>,
    moved: bool,
    held: bool,
    /// Tells this touch apart from the next one.
    number: u32,
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
    let touch: RwSignal<Option<Touch>> = RwSignal::new(None);
    let numbers = StoredValue::new(0_u32);

    let dragged = Memo::new(move |_| {
        let touch = touch.get()?;
        let (set, id) = touch.mark.filter(|_| touch.moved)?;
        Some((set, id, touch.at))
    });
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
            draw(*set, &marks, projection, plan.size.get(), &mut drawing);
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

    let at = |event: &web_sys::Event| -> Option<(f64, f64)> {
        let event = event.dyn_ref::<web_sys::MouseEvent>()?;
        let (right, down) = screen::place_in_element(event);
        let (wide, high) = screen::element(PLAN).map(|element| screen::size_of(&element))?;
        Some((right * wide, down * high))
    };
    let pressed = {
        let on = on.clone();
        move |event: web_sys::Event| {
            let Some(here) = at(&event) else { return };
            let mark = screen::marked_target(&event, ["data-overlay", "data-id"])
                .and_then(|(set, id)| Some((Overlay::from_name(&set)?, id)))
                .filter(|(set, _)| draggable.contains(set));
            if let Some(event) = event.dyn_ref::<web_sys::PointerEvent>() {
                screen::hold_pointer(event);
            }
            numbers.update_value(|number| *number += 1);
            let number = numbers.get_value();
            let can_hold = mark.is_none();
            touch.set(Some(Touch {
                from: here,
                at: here,
                centre: plan.centre(),
                mark,
                moved: false,
                held: false,
                number,
            }));
            if !can_hold {
                return;
            }
            let on = on.clone();
            leptos::task::spawn_local(async move {
                gloo_timers::future::TimeoutFuture::new(HOLD_MS).await;
                let still = touch
                    .try_get_untracked()
                    .flatten()
                    .is_some_and(|touch| touch.number == number && !touch.moved);
                if !still {
                    return;
                }
                touch.update(|touch| touch.iter_mut().for_each(|touch| touch.held = true));
                if let Some(place) = untrack(|| plan.projection()).place(here) {
                    on(MapEvent::Held(place));
                }
            });
        }
    };
    let moved = move |event: web_sys::Event| {
        let Some(here) = at(&event) else { return };
        let Some(mut now) = touch.get_untracked() else { return };
        if now.held {
            return;
        }
        now.at = here;
        let (across, down) = (here.0 - now.from.0, here.1 - now.from.1);
        now.moved |= across.hypot(down) > STILL_PX;
        if now.moved && now.mark.is_none() {
            let metres = plan.metres_a_pixel.get_untracked();
            let frame = LocalFrame::around(now.centre);
            if let Ok(centre) = frame.place_from_local((-across * metres, down * metres)) {
                plan.fly(centre);
            }
        }
        touch.set(Some(now));
    };
    let released = {
        let on = on.clone();
        move |event: web_sys::Event| {
            let Some(ended) = touch.try_update(Option::take).flatten() else { return };
            let Some(place) = untrack(|| plan.projection()).place(ended.at) else { return };
            match ended.mark {
                _ if ended.held => {}
                Some((set, id)) if ended.moved => on(MapEvent::Dragged(set, id, place)),
                _ if ended.moved => {}
                _ => {
                    // The pointer is held by the plan: what is under it is asked for anew.
                    let under = event
                        .dyn_ref::<web_sys::MouseEvent>()
                        .and_then(screen::element_under)
                        .and_then(|element| {
                            let set = element.get_attribute("data-overlay")?;
                            Some((set, element.get_attribute("data-id")?))
                        });
                    match under {
                        Some((set, _)) if set == CLUSTER => {
                            plan.fly(place);
                            plan.zoom(0.4);
                        }
                        Some((set, id)) => {
                            if let Some(set) = Overlay::from_name(&set) {
                                on(MapEvent::Tapped(set, id, place));
                            }
                        }
                        None => on(MapEvent::Point(place)),
                    }
                }
            }
        }
    };
    let keys = move |event: web_sys::Event| {
        let Some(event) = event.dyn_ref::<web_sys::KeyboardEvent>() else { return };
        let bearing = match event.key().as_str() {
            "ArrowUp" => 0.0,
            "ArrowRight" => 90.0,
            "ArrowDown" => 180.0,
            "ArrowLeft" => 270.0,
            "+" => return plan.zoom(0.7),
            "-" => return plan.zoom(1.4),
            _ => return,
        };
        event.prevent_default();
        plan.fly(plan.centre().moved(bearing, 60.0 * plan.metres_a_pixel.get_untracked()));
    };
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
        .on("pointermove", moved)
        .on("pointerup", released)
        .on("pointercancel", move |_| touch.set(None))
        .on("contextmenu", menu)
        .on("keydown", keys)
        .view();
    el("div").class("surface-whole").child(drawing).child(controls).view()
}

/// A picture of some overlays, to be printed: what lies in the bounds (west, south, east, north in
/// degrees), at a size in CSS pixels.
pub(in crate::ui) fn still(
    overlays: &[(Overlay, Vec<Mark>)],
    [west, south, east, north]: [f64; 4],
    (wide, high): (f64, f64),
) -> String {
    let corners = Place::from_lon_lat(west, south).ok().zip(Place::from_lon_lat(east, north).ok());
    let middle = Place::from_lon_lat((west + east) / 2.0, (south + north) / 2.0);
    let (Some((low, far)), Ok(middle)) = (corners, middle) else { return String::new() };
    let (across, along) = LocalFrame::around(low).local_from_place(far);
    let metres = (across / (wide - 50.0)).max(along / (high - 50.0)).max(*METRES_A_PIXEL.start());
    let projection = Projection {
        frame: LocalFrame::around(middle),
        pixels_a_metre: 1.0 / metres,
        middle: (wide / 2.0, high / 2.0),
    };
    let mut drawing = String::new();
    for (overlay, marks) in overlays {
        draw(*overlay, marks, projection, (wide, high), &mut drawing);
    }
    scale(metres, (wide, high), &mut drawing);
    format!("<svg viewBox=\"0 0 {wide} {high}\" aria-hidden=\"true\">{drawing}</svg>")
}

/// The set that a group of observations says it is of.
const CLUSTER: &str = "cluster";

/// Writing to a text does not fail.
macro_rules! add {
    ($text:expr, $($what:tt)*) => { let _ = write!($text, $($what)*); };
}

fn draw(set: Overlay, marks: &[Mark], projection: Projection, size: (f64, f64), text: &mut String) {
    if set == Overlay::Observations {
        return observations(marks, projection, size, text);
    }
    for mark in marks {
        match &mark.shape {
            Shape::Area(polygons) => {
                let mut path = String::new();
                for ring in polygons.iter().flatten() {
                    outline(ring, projection, &mut path);
                    path.push('z');
                }
                add!(text, "<path class=\"plan-perimeter\" d=\"{path}\"/>");
            }
            Shape::Line(line) => {
                let mut path = String::new();
                outline(line, projection, &mut path);
                add!(text, "<path class=\"plan-route-edge\" d=\"{path}\"/>");
                add!(
                    text,
                    "<path class=\"plan-route\" data-overlay=\"{}\" data-id=\"{}\" d=\"{path}\"/>",
                    set.name(),
                    escaped(&mark.id)
                );
            }
            Shape::Point(place) => point(set, mark, *place, projection, size, text),
        }
    }
}

fn outline(places: &[Place], projection: Projection, path: &mut String) {
    for (rank, place) in places.iter().enumerate() {
        let (x, y) = projection.pixel(*place);
        add!(path, "{}{x:.1} {y:.1}", if rank == 0 { 'M' } else { 'L' });
    }
}

fn is_in_sight((x, y): (f64, f64), (wide, high): (f64, f64)) -> bool {
    (-40.0..wide + 40.0).contains(&x) && (-40.0..high + 40.0).contains(&y)
}

fn point(
    set: Overlay,
    mark: &Mark,
    place: Place,
    projection: Projection,
    size: (f64, f64),
    text: &mut String,
) {
    let (x, y) = projection.pixel(place);
    if let Look::Position { accuracy_m, heading, coarse } = &mark.look {
        let radius = accuracy_m * projection.pixels_a_metre;
        let class = if *coarse { "plan-accuracy plan-coarse" } else { "plan-accuracy" };
        add!(text, "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\"/>");
        if let Some(heading) = heading {
            add!(
                text,
                "<path class=\"plan-heading\" transform=\"translate({x:.1} {y:.1}) rotate({heading:.0})\" d=\"M-11 -9L0 -30L11 -9z\"/>"
            );
        }
        add!(text, "<circle class=\"plan-here\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"8\"/>");
        return;
    }
    if !is_in_sight((x, y), size) {
        return;
    }
    add!(
        text,
        "<g data-overlay=\"{}\" data-id=\"{}\" transform=\"translate({x:.1} {y:.1})\">",
        set.name(),
        escaped(&mark.id)
    );
    match &mark.look {
        Look::Stop { number, near, closed } => {
            let class = match (near, closed) {
                (true, _) => "plan-stop plan-near",
                (_, true) => "plan-stop plan-closed",
                _ => "plan-stop",
            };
            let mark = if *closed { "✓" } else { "" };
            finger(text);
            add!(text, "<circle class=\"{class}\" r=\"14\"/>");
            add!(text, "<text class=\"plan-number\" y=\"5\">{number}{mark}</text>");
        }
        Look::Reference { label } => {
            add!(text, "<circle class=\"plan-reference\" r=\"4\"/>");
            // Labels only where there is room for them.
            if projection.pixels_a_metre > 2.5 {
                add!(text, "<text class=\"plan-label\" y=\"18\">{}</text>", escaped(label));
            } else {
                add!(text, "<circle class=\"plan-finger\" r=\"14\"/>");
            }
        }
        Look::Vertex { chosen } => {
            finger(text);
            let radius = if *chosen { 10 } else { 7 };
            add!(text, "<circle class=\"plan-vertex\" r=\"{radius}\"/>");
        }
        _ => {
            finger(text);
            text.push_str("<path class=\"plan-thing\" d=\"M0 0l-9 -20a10.5 10.5 0 1 1 18 0z\"/>");
        }
    }
    text.push_str("</g>");
}

/// As large as a thumb wants.
fn finger(text: &mut String) {
    text.push_str("<circle class=\"plan-finger\" r=\"24\"/>");
}

/// Observations: one by one where there is room, counted together where there is not.
fn observations(marks: &[Mark], projection: Projection, size: (f64, f64), text: &mut String) {
    type Drawn<'a> = (&'a Mark, (f64, f64));
    let mut cells: BTreeMap<(i64, i64), Vec<Drawn<'_>>> = BTreeMap::new();
    for mark in marks {
        let Shape::Point(place) = mark.shape else { continue };
        let at = projection.pixel(place);
        if is_in_sight(at, size) {
            #[expect(clippy::cast_possible_truncation, reason = "pixels in sight")]
            let cell = |pixel: f64| (pixel / CLUSTER_PX).floor() as i64;
            cells.entry((cell(at.0), cell(at.1))).or_default().push((mark, at));
        }
    }
    // Closest in, nothing is counted together any more: every observation can be reached.
    let apart = projection.pixels_a_metre * METRES_A_PIXEL.start() > 0.5;
    for found in cells.values() {
        if let [(first, _), rest @ ..] = found.as_slice()
            && !rest.is_empty()
            && !apart
        {
            #[expect(clippy::cast_precision_loss, reason = "a few thousand at most")]
            let count = found.len() as f64;
            let x = found.iter().map(|(_, at)| at.0).sum::<f64>() / count;
            let y = found.iter().map(|(_, at)| at.1).sum::<f64>() / count;
            add!(
                text,
                "<g data-overlay=\"{CLUSTER}\" data-id=\"{}\" transform=\"translate({x:.1} {y:.1})\"><circle class=\"plan-finger\" r=\"24\"/><circle class=\"plan-cluster\" r=\"17\"/><text class=\"plan-count\" y=\"5\">{}</text></g>",
                escaped(&first.id),
                found.len()
            );
            continue;
        }
        for (mark, (x, y)) in found {
            let Look::Observation { principle, polarity, coarse, chosen } = mark.look else {
                continue;
            };
            add!(
                text,
                "<g class=\"plan-observation{}\" data-hue=\"{principle}\" data-overlay=\"{}\" data-id=\"{}\" transform=\"translate({x:.1} {y:.1})\">",
                if coarse { " plan-coarse" } else { "" },
                Overlay::Observations.name(),
                escaped(&mark.id)
            );
            finger(text);
            if chosen {
                text.push_str("<circle class=\"plan-chosen\" r=\"20\"/>");
            }
            let (shape, down) = match polarity {
                Some(Polarity::Negative) => {
                    ("<path class=\"plan-shape\" d=\"M0 -13L14 12H-14z\"/>", 9)
                }
                Some(Polarity::Positive) => ("<circle class=\"plan-shape\" r=\"12\"/>", 5),
                _ => ("<path class=\"plan-shape\" d=\"M-11 -11H11V11H-11z\"/>", 5),
            };
            text.push_str(shape);
            // A category of a later version has no number.
            let number = if principle == 0 { "?".to_owned() } else { principle.to_string() };
            add!(text, "<text class=\"plan-principle\" y=\"{down}\">{number}</text></g>");
        }
    }
}

/// How long so many metres are.
fn scale(metres_a_pixel: f64, (_, high): (f64, f64), text: &mut String) {
    const LENGTHS_M: [f64; 11] =
        [2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0];
    let most = 90.0 * metres_a_pixel;
    let metres = LENGTHS_M.into_iter().rev().find(|metres| *metres <= most).unwrap_or(2.0);
    let (from, to, y) = (12.0, 12.0 + metres / metres_a_pixel, high - 14.0);
    add!(
        text,
        "<path class=\"plan-scale\" d=\"M{from} {:.1}V{y:.1}H{to:.1}V{:.1}\"/>",
        y - 6.0,
        y - 6.0
    );
    add!(
        text,
        "<text class=\"plan-label plan-metres\" x=\"{from}\" y=\"{:.1}\">{metres} m</text>",
        y - 10.0
    );
}
