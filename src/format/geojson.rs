//! GeoJSON (RFC 7946), the one place where it is written: WGS 84, longitude then latitude. It is
//! written straight into a text that can be carried away while it grows.

use std::fmt::Write;

use crate::domain::observation::place::Place;

/// Where a feature is.
#[derive(Clone, Copy)]
pub enum Geometry<'a> {
    /// A point.
    Point(Place),
    /// A line.
    Line(&'a [Place]),
    /// Polygons: each a list of rings, the first one its outline.
    Areas(&'a [Vec<Vec<Place>>]),
}

/// A collection of features being written.
pub struct Collection {
    decimals: usize,
    is_empty: bool,
}

impl Collection {
    /// Begins one, with a name if it is a layer; coordinates have so many decimals (six are a tenth
    /// of a metre).
    pub fn begin(name: Option<&str>, decimals: usize, into: &mut String) -> Self {
        into.push_str(r#"{"type":"FeatureCollection""#);
        if let Some(name) = name {
            into.push_str(r#","name":"#);
            string(name, into);
        }
        into.push_str(r#","features":["#);
        Self { decimals, is_empty: true }
    }

    /// One feature, its properties written by `say`.
    pub fn feature(
        &mut self,
        geometry: Geometry<'_>,
        into: &mut String,
        say: impl FnOnce(&mut Properties<'_>),
    ) {
        into.push_str(if self.is_empty { "\n" } else { ",\n" });
        self.is_empty = false;
        into.push_str(r#"{"type":"Feature","properties":{"#);
        say(&mut Properties { into, is_empty: true });
        into.push_str(r#"},"geometry":{"type":"#);
        let position = |place: &Place, into: &mut String| self.position(*place, into);
        let line = |places: &Vec<Place>, into: &mut String| list(places, into, position);
        match geometry {
            Geometry::Point(place) => {
                into.push_str(r#""Point","coordinates":"#);
                position(&place, into);
            }
            Geometry::Line(places) => {
                into.push_str(r#""LineString","coordinates":"#);
                list(places, into, position);
            }
            Geometry::Areas(polygons) => {
                into.push_str(r#""MultiPolygon","coordinates":"#);
                list(polygons, into, |rings, into| list(rings, into, line));
            }
        }
        into.push_str("}}");
    }

    /// Ends it.
    pub fn end(self, into: &mut String) {
        into.push_str("\n]}\n");
    }

    fn position(&self, place: Place, into: &mut String) {
        let decimals = self.decimals;
        // Writing to a text does not fail.
        let _ = write!(into, "[{:.decimals$},{:.decimals$}]", place.lon(), place.lat());
    }
}

/// The properties of a feature being written.
pub struct Properties<'a> {
    into: &'a mut String,
    is_empty: bool,
}

impl Properties<'_> {
    /// A text.
    pub fn text(&mut self, name: &str, text: &str) {
        self.name(name);
        string(text, self.into);
    }

    /// A whole number.
    pub fn whole(&mut self, name: &str, number: i64) {
        self.name(name);
        let _ = write!(self.into, "{number}");
    }

    /// A real number, finite; with a point, so that a whole one is still read as a real.
    pub fn real(&mut self, name: &str, number: f64) {
        self.name(name);
        let text = number.to_string();
        self.into.push_str(&text);
        if !text.contains('.') {
            self.into.push_str(".0");
        }
    }

    /// Yes or no.
    pub fn flag(&mut self, name: &str, flag: bool) {
        self.name(name);
        self.into.push_str(if flag { "true" } else { "false" });
    }

    /// Nothing known: the key is there all the same.
    pub fn unknown(&mut self, name: &str) {
        self.name(name);
        self.into.push_str("null");
    }

    fn name(&mut self, name: &str) {
        if !self.is_empty {
            self.into.push(',');
        }
        self.is_empty = false;
        string(name, self.into);
        self.into.push(':');
    }
}

fn list<T>(items: &[T], into: &mut String, one: impl Fn(&T, &mut String)) {
    into.push('[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            into.push(',');
        }
        one(item, into);
    }
    into.push(']');
}

/// A JSON string.
fn string(text: &str, into: &mut String) {
    // Strings always serialise.
    into.push_str(&serde_json::to_string(text).unwrap_or_default());
}
