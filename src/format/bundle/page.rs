//! What one reads in a browser: walks, observations and where their photos go.
//!
//! Every text of a record goes through [`escaped`]; nothing else may put one on the page.

use std::collections::{BTreeMap, BTreeSet};

use super::page_text::{PageText, count};
use crate::domain::code::{Code, Language};
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::ledger::record::{Body, Record};
use crate::domain::observation::Observation;
use crate::domain::observation::photo::MediaId;
use crate::domain::observation::scale::{GeoSource, Level, Polarity, Rating, Scale};
use crate::domain::observation::taxonomy::Category;
use crate::domain::walk::Walk;
use crate::domain::walk::notebook::Notebook;
use crate::domain::walk::stop::StopName;
use crate::format::markup::escaped;

/// The top of the page, before anything is known of its content.
pub(super) fn head(language: Language) -> String {
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         img-src data:; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"{}\">\n\
         <title>{} – Éclaireuse</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
        language.code(),
        super::manifest::FORMAT,
        PageText::of(language).notebook,
    )
}

/// Readable in the dark and in the hand, and on paper without wasting any.
const STYLE: &str = "\
:root { color-scheme: light dark; --quiet: color-mix(in srgb, CanvasText 65%, Canvas); --line: color-mix(in srgb, CanvasText 20%, Canvas); }
* { box-sizing: border-box; }
body { max-width: 44rem; margin: 0 auto; padding: 1rem; font: 1.0625rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 1.5rem 0 .25rem; }
h2 { font-size: 1.3rem; line-height: 1.25; margin: 2.5rem 0 .25rem; }
h3 { font-size: 1.1rem; line-height: 1.3; margin: 0; }
p { margin: .35rem 0; }
.quiet { color: var(--quiet); font-size: .95rem; }
.mark { border: .2rem dashed currentColor; border-radius: .5rem; padding: .5rem .75rem; font-weight: 700; }
article { border-top: 1px solid var(--line); padding: 1rem 0; break-inside: avoid; }
.number { display: inline-block; min-width: 1.9em; padding: 0 .4em; margin-inline-end: .4em; border: 2px solid currentColor; border-radius: 1em; text-align: center; font-variant-numeric: tabular-nums; }
.problem .number { border-radius: .2em; }
blockquote { margin: .6rem 0; padding-inline-start: .8rem; border-inline-start: .25rem solid var(--line); white-space: pre-line; font-size: 1.15rem; }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .1rem .8rem; margin: .6rem 0; font-size: .95rem; }
dt { color: var(--quiet); }
dd { margin: 0; }
figure { margin: .75rem 0; break-inside: avoid; }
img { display: block; max-width: 100%; max-height: 90vh; height: auto; border-radius: .35rem; }
@media print {
  :root { color-scheme: light; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  h2 { break-after: avoid; }
  img { max-height: 9cm; }
}
";

/// One piece of the page, in reading order.
pub(super) enum Piece {
    /// The title of a walk and what is known of it.
    WalkHead(WalkId),
    /// An observation, up to its photos.
    Observation(WalkId, RecordId, usize),
    /// A photo of the observation of that number.
    Photo(MediaId, usize),
    /// The end of an observation.
    ObservationEnd,
    /// A photo that belongs to no observation shown here.
    OtherPhoto(MediaId),
    /// A photo that was taken back, or of an observation that was: carried, not shown.
    HiddenPhoto(MediaId),
}

impl Piece {
    /// The photo that it is the place of.
    pub(super) fn photo(&self) -> Option<MediaId> {
        match *self {
            Self::Photo(id, _) | Self::OtherPhoto(id) | Self::HiddenPhoto(id) => Some(id),
            Self::WalkHead(_) | Self::Observation(..) | Self::ObservationEnd => None,
        }
    }
}

/// The walks as they stand.
#[derive(Default)]
pub(super) struct Walks {
    notebooks: BTreeMap<WalkId, Notebook>,
    photos: BTreeSet<(WalkId, RecordId)>,
}

impl Walks {
    /// Takes a record in.
    pub(super) fn take(&mut self, record: Record) {
        let walk = record.envelope.walk;
        if let Body::Photo(photo) = &record.body {
            self.photos.insert((walk, photo.id));
        }
        self.notebooks.entry(walk).or_default().take(record);
    }

    /// The pieces of the page. Each photo of `named` is there once.
    pub(super) fn pieces(&self, named: impl Iterator<Item = MediaId>) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut placed = BTreeSet::new();
        let mut withdrawn = BTreeSet::new();
        for (walk, notebook) in &self.notebooks {
            pieces.push(Piece::WalkHead(*walk));
            let mut number = 0;
            for observation in notebook.all_observations() {
                let photos = notebook.photos_of(observation.id).map(|photo| photo.media);
                if observation.withdrawn {
                    withdrawn.extend(photos);
                    continue;
                }
                number += 1;
                pieces.push(Piece::Observation(*walk, observation.id, number));
                pieces.extend(
                    photos.filter(|id| placed.insert(*id)).map(|id| Piece::Photo(id, number)),
                );
                pieces.push(Piece::ObservationEnd);
            }
        }
        let standing: BTreeSet<MediaId> = self.standing_photos().collect();
        let (mut others, mut hidden) = (Vec::new(), Vec::new());
        for id in named.filter(|id| !placed.contains(id)) {
            if standing.contains(&id) && !withdrawn.contains(&id) {
                others.push(Piece::OtherPhoto(id));
            } else {
                hidden.push(Piece::HiddenPhoto(id));
            }
        }
        pieces.append(&mut others);
        pieces.append(&mut hidden);
        pieces
    }

    fn standing_photos(&self) -> impl Iterator<Item = MediaId> {
        self.photos.iter().filter_map(|(walk, id)| {
            match &self.notebooks.get(walk)?.record(*id)?.body {
                Body::Photo(photo) if !photo.withdrawn => Some(photo.media),
                _ => None,
            }
        })
    }

    /// The markup of a walk's head.
    pub(super) fn walk_head(&self, id: WalkId, language: Language) -> String {
        let words = PageText::of(language);
        let Some(notebook) = self.notebooks.get(&id) else { return String::new() };
        let mut page = String::new();
        let walk = notebook.walk(id);
        let title = walk.map(|walk| walk.title.as_str()).filter(|title| !title.is_empty());
        page += &format!("<h2>{}</h2>\n", isolated(title.unwrap_or(words.untitled)));
        if let Some(walk) = walk {
            if walk.training {
                page += &format!("<p class=\"mark\">{}</p>\n", words.training);
            }
            page += &sheet(walk, language);
        }
        let observations = count(notebook.observation_count(), words.observation, language);
        let photos = count(notebook.photo_count(), words.photo, language);
        page += &format!("<p class=\"quiet\">{observations}, {photos}</p>\n");
        if notebook.observation_count() == 0 {
            page += &format!("<p>{}</p>\n", words.empty);
        }
        page
    }

    /// The markup of an observation, without its photos and its end.
    pub(super) fn observation(
        &self,
        walk: WalkId,
        id: RecordId,
        number: usize,
        language: Language,
    ) -> String {
        let Some(notebook) = self.notebooks.get(&walk) else { return String::new() };
        let Some(observation) = notebook.observation(id) else { return String::new() };
        // Without its sheet, a walk still has observations to read.
        let blank = Walk::blank(walk, observation.made);
        let walk = notebook.walk(walk).unwrap_or(&blank);
        let words = PageText::of(language);
        let kind = match observation.polarity {
            Some(Polarity::Negative) => "problem",
            Some(Polarity::Positive) => "strength",
            _ => "neither",
        };
        let mut page = format!(
            "<article class=\"{kind}\" id=\"o{}\">\n<h3><span class=\"number\">{number}</span>{}</h3>\n",
            observation.id,
            escaped(observation.category.label(language)),
        );
        page +=
            &format!("<p class=\"quiet\">{}</p>\n", when_and_where(observation, walk, language));
        if notebook.is_clashing(id) {
            page += &format!("<p class=\"mark\">{}</p>\n", words.clash);
        }
        let tongue = observation.words_language.code();
        if !observation.words.is_empty() {
            let said = escaped(&observation.words);
            page += &format!("<blockquote dir=\"auto\" lang=\"{tongue}\">{said}</blockquote>\n");
        }
        if !observation.idea.is_empty() {
            page += &format!(
                "<p><b>{}</b>{}<bdi lang=\"{tongue}\">{}</bdi></p>\n",
                words.idea,
                words.colon,
                escaped(&observation.idea)
            );
        }
        page + &answers(observation, walk, language)
    }
}

/// A text whose own direction does not disturb what stands around it.
fn isolated(text: &str) -> String {
    format!("<bdi>{}</bdi>", escaped(text))
}

fn sheet(walk: &Walk, language: Language) -> String {
    let mut parts = vec![walk.kind.label(language).to_owned(), walk.date.clone()];
    if !walk.starts_at.is_empty() {
        parts.push(walk.starts_at.clone());
    }
    parts.extend(walk.weather.map(|weather| weather.label(language).to_owned()));
    for text in [&walk.reference, &walk.commissioner, &walk.operator, &walk.context] {
        if !text.is_empty() {
            parts.push(text.clone());
        }
    }
    let parts: Vec<String> = parts.iter().map(|part| isolated(part)).collect();
    format!("<p class=\"quiet\">{}</p>\n", parts.join(" · "))
}

fn when_and_where(observation: &Observation, walk: &Walk, language: Language) -> String {
    let words = PageText::of(language);
    let mut parts = Vec::new();
    parts.extend(observation.polarity.map(|polarity| polarity.label(language).to_owned()));
    let when = observation.when(walk);
    if when.date() != walk.date {
        parts.push(when.date());
    }
    parts.push(when.hour_minute());
    parts.push(observation.moment(walk).label(language).to_owned());
    if let Some(StopName { former, number, name }) =
        observation.stop.map(|said| walk.stop_name(said))
    {
        let dash = if name.is_empty() { "" } else { " – " };
        let what = if former { words.former_stop } else { words.stop };
        parts.push(format!("{what} {number}{dash}{name}"));
    }
    if !observation.place_name.is_empty() {
        parts.push(observation.place_name.clone());
    }
    parts.extend(observation.place_kind.map(|kind| kind.label(language).to_owned()));
    if !observation.finished {
        parts.push(words.unfinished.to_owned());
    }
    let parts: Vec<String> = parts.iter().map(|part| isolated(part)).collect();
    parts.join(" · ")
}

fn labels<T: Code>(values: &[T], language: Language) -> String {
    let labels: Vec<&str> = values.iter().map(|value| value.label(language)).collect();
    labels.join(" · ")
}

fn label<T: Code>(value: Option<T>, language: Language) -> String {
    value.map(|value| value.label(language).to_owned()).unwrap_or_default()
}

fn step(scale: Scale, level: Option<Level>, language: Language) -> String {
    level
        .map(|level| format!("{} ({}/3)", scale.step_label(level, language), level.value()))
        .unwrap_or_default()
}

fn answers(observation: &Observation, walk: &Walk, language: Language) -> String {
    let words = PageText::of(language);
    let also: Vec<&str> =
        observation.secondary.iter().map(|category: &Category| category.label(language)).collect();
    let avoided = match observation.avoided {
        Some(true) => words.yes,
        Some(false) => words.no,
        None => "",
    };
    let mut rows: Vec<(&str, String)> = vec![
        (words.also, also.join(" · ")),
        (words.feeling, step(Scale::Feeling, observation.feeling, language)),
        (words.severity, step(Scale::Severity, observation.severity_of_problem(), language)),
        (words.frequency, label(observation.frequency, language)),
    ];
    for rating in Rating::ALL {
        let given = step(Scale::Rating(*rating), observation.rating(*rating), language);
        rows.push((rating.label(language), given));
    }
    rows.extend([
        (words.lamp_state, label(observation.lamp_state, language)),
        (words.lamp_ref, observation.lamp_ref.clone()),
        (words.present, labels(&observation.present, language)),
        (words.dominant, label(observation.dominant, language)),
        (words.avoided, avoided.to_owned()),
        (words.avoided_by, labels(&observation.avoided_by, language)),
        (words.avoided_when, labels(&observation.avoided_when, language)),
        (words.reasons, labels(&observation.reasons, language)),
        (words.strategies, labels(&observation.strategies, language)),
        (words.place, position(observation, walk, language)),
        (words.source, observation.source.label(language).to_owned()),
        (words.voices, observation.voices.map(|voices| voices.to_string()).unwrap_or_default()),
        (words.sharing, observation.sharing().label(language).to_owned()),
    ]);
    let mut list = String::from("<dl>\n");
    for (name, answer) in rows.iter().filter(|(_, answer)| !answer.is_empty()) {
        list += &format!("<dt>{}</dt><dd>{}</dd>\n", escaped(name), isolated(answer));
    }
    list + "</dl>\n"
}

fn position(observation: &Observation, walk: &Walk, language: Language) -> String {
    let Some(position) = observation.position(walk) else { return String::new() };
    let words = PageText::of(language);
    let place = format!("{:.5}, {:.5}", position.place.lat(), position.place.lon());
    match (position.source, position.accuracy_m) {
        (GeoSource::Gps, Some(metres)) => format!("{place} (± {metres:.0} m)"),
        (GeoSource::Gps, None) => place,
        (GeoSource::Map, _) => format!("{place} ({})", words.by_hand),
        (GeoSource::Stop, _) => format!("{place} ({})", GeoSource::Stop.label(language)),
    }
}
