//! Geographic data written as XML: GPX of watches, phones and planning programs, and KML. Heights are not
//! read, and times only counted.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::FileProblem;
use super::feature::{Fault, Feature, FileFeatures, FileShape, RawPosition};

/// What the program is in while it reads.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Name,
    Coordinates,
    TrackPosition,
}

/// Reads a text that begins like XML.
///
/// # Errors
/// When it is neither GPX nor KML; its root is told.
pub(super) fn read(text: &str) -> Result<FileFeatures, FileProblem> {
    let (text, brackets) = with_brackets(text);
    let (text, references) = with_references(&text);
    let mended = brackets + references;
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    let mut read =
        Read { of: FileFeatures { mended, ..FileFeatures::default() }, ..Read::default() };
    let mut root: Option<String> = None;
    loop {
        let before = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        match reader.read_event() {
            Ok(Event::Start(element)) => {
                root.get_or_insert_with(|| local(&element));
                read.begins(&element, false);
            }
            Ok(Event::Empty(element)) => {
                root.get_or_insert_with(|| local(&element));
                read.begins(&element, true);
            }
            Ok(Event::Text(words)) => {
                read.says(&words.decode().map(std::borrow::Cow::into_owned).unwrap_or_default());
            }
            Ok(Event::CData(words)) => {
                read.says(&words.decode().map(std::borrow::Cow::into_owned).unwrap_or_default());
            }
            Ok(Event::GeneralRef(entity)) => read.says(&meaning(&entity).to_string()),
            Ok(Event::End(element)) => read.ends(element.local_name().as_ref()),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(_) => {
                read.of.fault = Some(Fault::at(&text, before));
                break;
            }
        }
    }
    if read.depth > 0 && read.of.fault.is_none() {
        read.of.fault = Some(Fault::at(&text, text.len()));
    }
    match root.as_deref() {
        Some("gpx" | "kml") => Ok(read.whole()),
        None => Err(FileProblem::Broken(read.of.fault.unwrap_or_else(|| Fault::at(&text, 0)))),
        Some(other) => Err(FileProblem::OtherXml(other.to_owned())),
    }
}

fn local(element: &BytesStart<'_>) -> String {
    String::from_utf8_lossy(element.local_name().as_ref()).into_owned()
}

/// The text with every `&` that begins no reference written as one, and how many there were.
fn with_references(text: &str) -> (String, usize) {
    let (mut whole, mut count) = (String::with_capacity(text.len()), 0);
    let mut in_data = false;
    for (rank, part) in text.split('&').enumerate() {
        if rank > 0 {
            let name = part.get(..part.find(';').unwrap_or(0)).unwrap_or_default();
            let is_number = name.strip_prefix('#').is_some_and(|number| {
                !number.is_empty() && number.chars().all(|c| c.is_ascii_hexdigit() || c == 'x')
            });
            let is_reference = is_number || ["amp", "lt", "gt", "quot", "apos"].contains(&name);
            let is_word =
                (2..=8).contains(&name.len()) && name.chars().all(|c| c.is_ascii_alphanumeric());
            if in_data || is_reference || is_word {
                whole.push('&');
            } else {
                whole.push_str("&amp;");
                count += 1;
            }
        }
        whole.push_str(part);
        for (at, _) in part.match_indices("<![CDATA[").chain(part.match_indices("]]>")) {
            in_data = part.get(at..).is_some_and(|rest| rest.starts_with('<'));
        }
    }
    (whole, count)
}

/// The text with every `<` that can begin nothing written as one, and how many there were.
fn with_brackets(text: &str) -> (String, usize) {
    let (mut whole, mut count) = (String::with_capacity(text.len()), 0);
    let mut in_data = false;
    for (rank, part) in text.split('<').enumerate() {
        let opens = part.chars().next().is_none_or(|c| c.is_alphabetic() || "/!?_".contains(c));
        if rank > 0 && !in_data && !opens {
            whole.push_str("&lt;");
            count += 1;
        } else if rank > 0 {
            whole.push('<');
        }
        in_data = (in_data || part.starts_with("![CDATA[")) && !part.contains("]]>");
        whole.push_str(part);
    }
    (whole, count)
}

/// A character by its number, or one of the five of XML; a space for any other.
fn meaning(entity: &BytesRef<'_>) -> char {
    if let Ok(Some(character)) = entity.resolve_char_ref() {
        return character;
    }
    match &**entity {
        b"amp" => '&',
        b"apos" => '\'',
        b"quot" => '"',
        b"lt" => '<',
        b"gt" => '>',
        b"eacute" => 'é',
        b"egrave" => 'è',
        b"agrave" => 'à',
        _ => ' ',
    }
}

#[derive(Default)]
struct Read {
    of: FileFeatures,
    tracks: Vec<Feature>,
    routes: Vec<Feature>,
    places: Vec<Feature>,
    depth: usize,
    within: Option<Within>,
    /// The element whose name is waited for: a track, a route, a point, a placemark.
    named: Option<&'static str>,
    words: String,
    /// Positions that were no numbers.
    unread: usize,
}

impl Read {
    fn begins(&mut self, element: &BytesStart<'_>, empty: bool) {
        let name = element.local_name();
        let name = name.as_ref();
        self.depth += usize::from(!empty);
        match name {
            b"trk" => {
                self.tracks.push(lines());
                self.named = Some("trk");
            }
            b"trkseg" => push_line(self.tracks.last_mut()),
            b"rte" => {
                self.routes.push(lines());
                push_line(self.routes.last_mut());
                self.named = Some("rte");
            }
            b"trkpt" => self.add(element, |read| read.tracks.last_mut()),
            // Garmin keeps the shape of the way between two corners in an extension of the first.
            b"rtept" | b"rpt" => self.add(element, |read| read.routes.last_mut()),
            b"wpt" => {
                let at = self.position(element).unwrap_or((f64::NAN, f64::NAN));
                self.places.push(Feature {
                    shapes: vec![FileShape::Points(vec![at])],
                    ..Feature::default()
                });
                self.named = (!empty).then_some("wpt");
            }
            b"Placemark" => {
                self.places.push(Feature::default());
                self.named = Some("Placemark");
            }
            b"Polygon" => self.shape(FileShape::Areas(vec![Vec::new()])),
            b"LineString" => self.shape(FileShape::Lines(Vec::new())),
            b"Track" => self.shape(FileShape::Lines(vec![Vec::new()])),
            b"Point" => self.shape(FileShape::Points(Vec::new())),
            b"time" | b"when" => self.of.times = true,
            b"name" if !empty => self.within = Some(Within::Name),
            b"coordinates" if !empty => self.within = Some(Within::Coordinates),
            b"coord" if !empty => self.within = Some(Within::TrackPosition),
            _ => {}
        }
    }

    fn says(&mut self, words: &str) {
        if self.within.is_some() {
            self.words.push_str(words);
        }
    }

    fn ends(&mut self, name: &[u8]) {
        self.depth = self.depth.saturating_sub(1);
        match (name, self.within) {
            (b"name", Some(Within::Name)) => self.call(),
            (b"coordinates", Some(Within::Coordinates)) => self.drawn(),
            (b"coord", Some(Within::TrackPosition)) => {
                let mut numbers = self.words.split_whitespace().map(|text| text.parse().ok());
                let at = numbers.next().flatten().zip(numbers.next().flatten());
                if let (Some(at), Some(FileShape::Lines(lines))) = (at, self.last_shape()) {
                    lines.last_mut().into_iter().for_each(|line| line.push(at));
                }
            }
            (b"wpt" | b"trk" | b"rte" | b"Placemark", _) => self.named = None,
            _ => {}
        }
        self.words.clear();
        self.within = None;
    }

    /// What is open has this name.
    fn call(&mut self) {
        let feature = match self.named {
            Some("trk") => self.tracks.last_mut(),
            Some("rte") => self.routes.last_mut(),
            Some(_) => self.places.last_mut(),
            None => None,
        };
        let words = self.words.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(feature) = feature.filter(|_| !words.is_empty()) {
            feature.values.entry("name".to_owned()).or_insert(words);
        }
    }

    fn shape(&mut self, shape: FileShape) {
        self.places.last_mut().into_iter().for_each(|place| place.shapes.push(shape.clone()));
    }

    fn last_shape(&mut self) -> Option<&mut FileShape> {
        self.places.last_mut()?.shapes.last_mut()
    }

    /// Positions of KML: longitude, latitude and height with commas, spaces between.
    fn drawn(&mut self) {
        let (mut line, mut unread) = (Vec::new(), 0);
        for triple in self.words.split_whitespace() {
            let mut numbers = triple.split(',').map(str::parse::<f64>);
            match (numbers.next(), numbers.next()) {
                (Some(Ok(lon)), Some(Ok(lat))) => line.push((lon, lat)),
                _ => unread += 1,
            }
        }
        self.unread += unread;
        match self.last_shape() {
            Some(FileShape::Points(points)) => points.extend(line),
            Some(FileShape::Lines(lines)) => lines.push(line),
            Some(FileShape::Areas(areas)) => {
                areas.last_mut().into_iter().for_each(|area| area.push(line.clone()))
            }
            None => {}
        }
    }

    fn position(&mut self, element: &BytesStart<'_>) -> Option<RawPosition> {
        let mut mended = false;
        let mut number = |name: &str| {
            let attribute = element.try_get_attribute(name).ok()??;
            let text = std::str::from_utf8(&attribute.value).ok()?.trim().to_owned();
            // A program that follows the country writes a comma; one alone can be nothing else.
            let comma = !text.contains('.') && text.matches(',').count() == 1;
            mended |= comma;
            if comma { text.replace(',', ".") } else { text }.parse::<f64>().ok()
        };
        let found = number("lon").zip(number("lat"));
        self.of.mended += usize::from(mended && found.is_some());
        found
    }

    fn add(&mut self, element: &BytesStart<'_>, to: fn(&mut Self) -> Option<&mut Feature>) {
        let at = self.position(element);
        self.unread += usize::from(at.is_none());
        let Some(feature) = to(self) else { return };
        if let (Some(at), Some(FileShape::Lines(lines))) = (at, feature.shapes.last_mut()) {
            if lines.is_empty() {
                lines.push(Vec::new());
            }
            lines.last_mut().into_iter().for_each(|line| line.push(at));
        }
    }

    fn whole(mut self) -> FileFeatures {
        let has_line = |features: &[Feature]| {
            let mut lines = features.iter().flat_map(|feature| &feature.shapes);
            lines.any(
                |shape| matches!(shape, FileShape::Lines(lines) if lines.iter().any(|l| l.len() > 1)),
            )
        };
        // A track was walked, a route is a few corners of it.
        // What a watch wrote before and after a pause is one walk.
        for feature in &mut self.tracks {
            for shape in &mut feature.shapes {
                if let FileShape::Lines(segments) = shape {
                    *segments = joined(std::mem::take(segments));
                }
            }
        }
        let walked = has_line(&self.tracks) || !has_line(&self.routes);
        self.of.features = if walked { self.tracks } else { self.routes };
        self.of.features.extend(self.places);
        // What was no number is a position that is none: counted where places are made.
        if self.unread > 0 {
            let none = FileShape::Points(vec![(f64::NAN, f64::NAN); self.unread]);
            self.of.features.push(Feature { shapes: vec![none], ..Feature::default() });
        }
        self.of
    }
}

fn lines() -> Feature {
    Feature { shapes: vec![FileShape::Lines(Vec::new())], ..Feature::default() }
}

fn push_line(feature: Option<&mut Feature>) {
    if let Some(FileShape::Lines(lines)) = feature.and_then(|feature| feature.shapes.last_mut()) {
        lines.push(Vec::new());
    }
}

/// Segments of a track one after another as one line, as long as a watch was carried on between them.
fn joined(segments: Vec<Vec<RawPosition>>) -> Vec<Vec<RawPosition>> {
    /// About 300 to 500 metres, in degrees.
    const GAP: f64 = 0.005;
    let mut lines: Vec<Vec<RawPosition>> = Vec::new();
    for mut segment in segments.into_iter().filter(|segment| !segment.is_empty()) {
        let ends = lines.last().and_then(|line| line.last()).copied().zip(segment.first().copied());
        let is_near = ends.is_some_and(|(a, b)| (a.0 - b.0).abs() < GAP && (a.1 - b.1).abs() < GAP);
        match lines.last_mut().filter(|_| is_near) {
            Some(line) => line.append(&mut segment),
            None => lines.push(segment),
        }
    }
    lines
}
