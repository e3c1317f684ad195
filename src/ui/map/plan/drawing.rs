//! What draws the plan: marks and a scale as a picture.

use std::fmt::Write;

use super::{CLUSTER, METRES_A_PIXEL, Projection, TOGETHER};
use crate::app::view::marks::{Look, Mark, Overlay, Shape};
use crate::app::view::together::{Gathered, gather};
use crate::domain::observation::place::{LocalFrame, Place};
use crate::domain::observation::scale::Polarity;
use crate::format::markup::escaped;

/// Observations nearer to each other than this (CSS pixels) are drawn as one.
const CLUSTER_PX: f64 = 40.0;
/// The same where one of them may be dragged, with a mouse as a rule: those that said the same thing stand
/// close, and each must be to be had while the constat beside it is in sight.
const DRAGGED_CLUSTER_PX: f64 = 12.0;

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
        draw(*overlay, marks, projection, ((wide, high), false), &mut drawing);
    }
    scale(metres, (wide, high), &mut drawing);
    format!("<svg viewBox=\"0 0 {wide} {high}\" aria-hidden=\"true\">{drawing}</svg>")
}

/// Writing to a text does not fail.
macro_rules! add {
    ($text:expr, $($what:tt)*) => { let _ = write!($text, $($what)*); };
}

pub(super) fn draw(
    set: Overlay,
    marks: &[Mark],
    projection: Projection,
    (size, draggable): ((f64, f64), bool),
    text: &mut String,
) {
    if set == Overlay::Observations {
        let within = if draggable { DRAGGED_CLUSTER_PX } else { CLUSTER_PX };
        return observations(marks, projection, (size, within), text);
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
fn observations(
    marks: &[Mark],
    projection: Projection,
    (size, within_px): ((f64, f64), f64),
    text: &mut String,
) {
    let drawn = marks.iter().filter_map(|mark| {
        let Shape::Point(place) = mark.shape else { return None };
        let at = projection.pixel(place);
        is_in_sight(at, size).then_some((mark, at))
    });
    let nearest = 1.0 / (projection.pixels_a_metre * METRES_A_PIXEL.start());
    for Gathered { marks, at: (x, y), parts } in gather(drawn, within_px, nearest) {
        if marks.len() > 1 {
            let ids: Vec<_> = marks.iter().map(|mark| escaped(&mark.id).to_string()).collect();
            let (set, ids) = if parts { (CLUSTER, &ids[..1]) } else { (TOGETHER, &ids[..]) };
            add!(
                text,
                "<g data-overlay=\"{set}\" data-id=\"{}\" transform=\"translate({x:.1} {y:.1})\">",
                ids.join(" ")
            );
            finger(text);
            if marks.iter().any(|mark| matches!(mark.look, Look::Observation { chosen: true, .. }))
            {
                text.push_str("<circle class=\"plan-chosen\" r=\"21\"/>");
            }
            add!(
                text,
                "<circle class=\"plan-cluster\" r=\"17\"/><text class=\"plan-count\" y=\"5\">{}</text></g>",
                marks.len()
            );
            continue;
        }
        for mark in marks {
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
pub(super) fn scale(metres_a_pixel: f64, (_, high): (f64, f64), text: &mut String) {
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
