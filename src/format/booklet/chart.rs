//! The map in the documents: drawn from the walks themselves, in vectors, so that it is sharp in print
//! and needs no basemap. Shapes and numbers carry the meaning, so that it is read in grey.

use std::fmt::Write;

use super::Book;
use super::markup::escaped;
use crate::domain::identity::RecordId;
use crate::domain::observation::place::{LocalFrame, Place};
use crate::domain::observation::scale::Polarity;

/// Width of the drawing, in units of its own (a tenth of a millimetre on paper, about).
const WIDTH: f64 = 1700.0;
/// Least and most height.
const HEIGHTS: (f64, f64) = (500.0, 1500.0);
/// Free space around.
const MARGIN: f64 = 110.0;

/// The line and the stops of the walks, with the constats given. `None` when nothing has a place.
pub(super) fn chart(book: &Book<'_>, constats: &[RecordId], label: &str) -> Option<String> {
    let mut lines: Vec<Vec<Place>> = Vec::new();
    let mut stops: Vec<(u16, Place)> = Vec::new();
    for walk in book.campaign.walks() {
        let (line, _) = walk.line();
        if !line.is_empty() && !lines.contains(&line) {
            lines.push(line);
        }
        for stop in &walk.stops {
            if let Some(place) = stop.place
                && !stops.contains(&(stop.number, place))
            {
                stops.push((stop.number, place));
            }
        }
    }
    let points: Vec<(RecordId, Place)> =
        constats.iter().filter_map(|id| Some((*id, book.place_of(*id)?))).collect();
    let all: Vec<Place> = lines
        .iter()
        .flatten()
        .copied()
        .chain(stops.iter().map(|(_, place)| *place))
        .chain(points.iter().map(|(_, place)| *place))
        .collect();
    let drawing = Drawing::around(&all)?;
    let mut svg = format!(
        "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {:.0}\" role=\"img\" aria-label=\"{}\" \
         xmlns=\"http://www.w3.org/2000/svg\">",
        drawing.height,
        escaped(label)
    );
    for line in &lines {
        let path: Vec<String> = line
            .iter()
            .map(|place| {
                let (x, y) = drawing.at(*place);
                format!("{x:.1},{y:.1}")
            })
            .collect();
        let _ = write!(
            svg,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"#555\" stroke-width=\"9\" \
             stroke-dasharray=\"26 16\" stroke-linejoin=\"round\"/>",
            path.join(" ")
        );
    }
    for (number, place) in &stops {
        let (x, y) = drawing.at(*place);
        let _ = write!(
            svg,
            "<g><circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"27\" fill=\"#fff\" stroke=\"#111\" \
             stroke-width=\"5\"/><text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"34\" \
             font-weight=\"700\" text-anchor=\"middle\" fill=\"#111\">{number}</text></g>",
            y + 12.0
        );
    }
    let mut taken: Vec<(f64, f64)> = stops.iter().map(|(_, place)| drawing.at(*place)).collect();
    for (id, place) in &points {
        let Some(constat) = book.constat(*id) else { continue };
        let (x, y) = free(drawing.at(*place), &mut taken);
        let shape = if constat.polarity == Some(Polarity::Positive) {
            format!(
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"17\" fill=\"#fff\" stroke=\"#111\" stroke-width=\"7\"/>"
            )
        } else {
            format!(
                "<path d=\"M{:.1} {:.1}l20 34h-40z\" fill=\"#111\" stroke=\"#fff\" stroke-width=\"3\"/>",
                x,
                y - 20.0
            )
        };
        let _ = write!(
            svg,
            "<g>{shape}<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"32\" font-weight=\"700\" \
             fill=\"#111\" stroke=\"#fff\" stroke-width=\"8\" paint-order=\"stroke\">C{:02}</text></g>",
            x + 24.0,
            y + 12.0,
            constat.number
        );
    }
    drawing.north_and_scale(&mut svg);
    svg.push_str("</svg>\n");
    Some(svg)
}

/// A point that no other mark covers: beside it, when its own place is taken.
fn free(wanted: (f64, f64), taken: &mut Vec<(f64, f64)>) -> (f64, f64) {
    let is_free = |at: (f64, f64), taken: &[(f64, f64)]| {
        taken.iter().all(|(x, y)| (x - at.0).abs() > 60.0 || (y - at.1).abs() > 46.0)
    };
    let tries = (0..24).map(|step| {
        let (ring, turn) = (f64::from(step / 8), f64::from(step % 8));
        let angle = turn * std::f64::consts::FRAC_PI_4 - std::f64::consts::FRAC_PI_2;
        let reach = if step == 0 { 0.0 } else { 58.0 + ring * 50.0 };
        (wanted.0 + reach * 1.3 * angle.cos(), wanted.1 + reach * angle.sin())
    });
    let at = tries.into_iter().find(|at| is_free(*at, taken)).unwrap_or(wanted);
    taken.push(at);
    at
}

struct Drawing {
    frame: LocalFrame,
    /// Units for a metre.
    scale: f64,
    /// The middle, in metres east and north of the frame's origin.
    middle: (f64, f64),
    height: f64,
}

impl Drawing {
    fn around(places: &[Place]) -> Option<Self> {
        let frame = LocalFrame::around(*places.first()?);
        let local: Vec<(f64, f64)> =
            places.iter().map(|place| frame.local_from_place(*place)).collect();
        let bounds = |read: fn(&(f64, f64)) -> f64| {
            let low = local.iter().map(read).fold(f64::INFINITY, f64::min);
            let high = local.iter().map(read).fold(f64::NEG_INFINITY, f64::max);
            (low, high)
        };
        let ((west, east), (south, north)) = (bounds(|at| at.0), bounds(|at| at.1));
        // A single point is shown with a hundred metres around it.
        let (wide, high) = ((east - west).max(100.0), (north - south).max(30.0));
        let scale = ((WIDTH - 2.0 * MARGIN) / wide).min((HEIGHTS.1 - 2.0 * MARGIN - 60.0) / high);
        let height = (high * scale + 2.0 * MARGIN + 60.0).max(HEIGHTS.0);
        let middle = (f64::midpoint(west, east), f64::midpoint(south, north));
        Some(Self { frame, scale, middle, height })
    }

    /// A place in the drawing: x to the east, y to the south.
    fn at(&self, place: Place) -> (f64, f64) {
        let (east, north) = self.frame.local_from_place(place);
        (
            WIDTH / 2.0 + (east - self.middle.0) * self.scale,
            (self.height - 60.0) / 2.0 - (north - self.middle.1) * self.scale,
        )
    }

    /// A round number of metres that is about a fifth of the width.
    fn north_and_scale(&self, svg: &mut String) {
        let fits = WIDTH / 5.0 / self.scale;
        let metres = [10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0]
            .into_iter()
            .rfind(|metres| *metres <= fits)
            .unwrap_or(10.0);
        let (x, y, long) = (MARGIN / 2.0, self.height - 40.0, metres * self.scale);
        let _ = write!(
            svg,
            "<g stroke=\"#111\" stroke-width=\"5\" fill=\"none\"><path d=\"M{x:.1} {:.1}v20h{long:.1}v-20\"/></g>\
             <text x=\"{:.1}\" y=\"{:.1}\" font-size=\"32\" fill=\"#111\">{metres:.0} m</text>",
            y - 20.0,
            x + long + 16.0,
            y + 4.0
        );
        let x = WIDTH - MARGIN / 2.0;
        let _ = write!(
            svg,
            "<path d=\"M{x:.1} {:.1}l16 44-16-10-16 10z\" fill=\"#111\"/>\
             <text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"32\" font-weight=\"700\" \
             text-anchor=\"middle\" fill=\"#111\">N</text>",
            30.0, 112.0
        );
    }
}
