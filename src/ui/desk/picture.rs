//! A drawing of what was read of a file, with the walk as it is known, before it is taken: a place in another
//! town is seen there.

use leptos::prelude::*;

use crate::app::view::marks::{self, Look, Mark, Overlay, Shape};
use crate::domain::ledger::record::Body;
use crate::domain::observation::place::Place;
use crate::platform::screen;
use crate::ui::map::still;
use crate::ui::parts::{el, nothing};
use crate::ui::session::Session;

/// No more points are drawn: a drawing of this size shows no more.
const POINTS_DRAWN: usize = 400;
/// Wide and high, in pixels of the drawing.
const SIZE: (f64, f64) = (360.0, 220.0);

/// The drawing of what was read.
pub(super) fn file_picture(session: Session, id: &'static str, found: &Body) -> AnyView {
    let (mut perimeter, mut route, mut stops) =
        session.now(|model| (marks::perimeter(model), marks::route(model), marks::stops(model)));
    let mut reference = Vec::new();
    match found {
        Body::Perimeter(found) => {
            let shape = Shape::Area(found.polygons.clone());
            perimeter = vec![Mark { id: "found".to_owned(), shape, look: Look::Plain }];
        }
        Body::Walk(found) => {
            if found.route.len() > 1 {
                route = marks::line(&found.route);
            }
            let number = |stop: &crate::domain::walk::Stop| {
                let look = Look::Stop { number: stop.number, near: false, closed: false };
                Some(Mark::point(stop.number, stop.place?, look))
            };
            if !found.stops.is_empty() {
                stops = found.stops.iter().filter_map(number).collect();
            }
        }
        Body::Layer(found) => {
            let step = found.points.len().div_ceil(POINTS_DRAWN).max(1);
            let points = found.points.iter().step_by(step).enumerate();
            reference = points
                .map(|(rank, point)| {
                    Mark::point(rank, point.place, Look::Reference { label: String::new() })
                })
                .collect();
        }
        _ => return nothing(),
    }
    let overlays = [
        (Overlay::Perimeter, perimeter),
        (Overlay::Route, route),
        (Overlay::Reference, reference),
        (Overlay::Stops, stops),
    ];
    let shapes = overlays.iter().flat_map(|(_, marks)| marks).flat_map(|mark| places(&mark.shape));
    let Some(bounds) = marks::around(shapes) else { return nothing() };
    let markup = still(&overlays, bounds, SIZE);
    Effect::new(move |_: Option<()>| {
        if let Some(element) = screen::element(id) {
            screen::draw(&element, &markup);
        }
    });
    let words = session.desk_words().drawn;
    el("div")
        .class("file-picture surface-plan")
        .attr("id", id)
        .attr("role", "img")
        .attr("aria-label", words)
        .view()
}

fn places(shape: &Shape) -> Vec<Place> {
    match shape {
        Shape::Point(place) => vec![*place],
        Shape::Line(line) => line.clone(),
        Shape::Area(areas) => areas.iter().flatten().flatten().copied().collect(),
    }
}
