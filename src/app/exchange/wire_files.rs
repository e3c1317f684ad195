//! What is asked of files that other people made, and what they leave open, as messages.

use super::wire::{Parts, Written, count};
use crate::app::effect::{FileAsked, Reading};
use crate::domain::observation::place::Place;
use crate::format::files::SpokenQuestion;

pub(super) fn write_asked(asked: &FileAsked) -> Written {
    let (name, index) = write_reading(asked.reading);
    let places = asked.known.iter().map(|place| {
        let (lon, lat) = place.e7();
        format!("{lon} {lat}")
    });
    let places: Vec<String> = places.collect();
    let answers = asked.answers.iter().flat_map(|(about, value)| [about, value]);
    Written::of("read").with(name).with(count(index)).texts(answers).texts(&places)
}

pub(super) fn read_asked(parts: &mut Parts<'_>) -> Option<FileAsked> {
    let reading = read_reading(parts.text()?, parts.count()?)?;
    let answers = parts.texts()?;
    let answers = answers.chunks_exact(2).filter_map(|pair| match pair {
        [about, value] => Some((about.clone(), value.clone())),
        _ => None,
    });
    let answers = answers.collect();
    let place = |text: &String| {
        let (lon, lat) = text.split_once(' ')?;
        Place::from_e7(lon.parse().ok()?, lat.parse().ok()?)
    };
    let known = parts.texts()?.iter().filter_map(place).collect();
    Some(FileAsked { reading, known, answers })
}

pub(super) fn write_questions(written: Written, questions: &[SpokenQuestion]) -> Written {
    questions.iter().fold(written.with(count(questions.len())), |written, question| {
        let SpokenQuestion { about, asks, options, chosen } = question;
        let chosen = chosen.map_or_else(String::new, |at| at.to_string());
        let options = options.iter().flat_map(|(value, words)| [value, words]);
        written.texts([about, asks, &chosen].into_iter().chain(options))
    })
}

pub(super) fn read_questions(parts: &mut Parts<'_>) -> Option<Vec<SpokenQuestion>> {
    let mut questions = Vec::new();
    for _ in 0..parts.count()? {
        let texts = parts.texts()?;
        let [about, asks, chosen, options @ ..] = texts.as_slice() else { return None };
        let options = options.chunks_exact(2).filter_map(|pair| match pair {
            [value, words] => Some((value.clone(), words.clone())),
            _ => None,
        });
        questions.push(SpokenQuestion {
            about: about.clone(),
            asks: asks.clone(),
            options: options.collect(),
            chosen: chosen.parse().ok(),
        });
    }
    Some(questions)
}

fn write_reading(reading: Reading) -> (&'static str, usize) {
    match reading {
        Reading::PerimeterNames => ("names", 0),
        Reading::Perimeter(index) => ("perimeter", index),
        Reading::Points => ("points", 0),
        Reading::Route => ("route", 0),
        Reading::Basemap => ("basemap", 0),
    }
}

fn read_reading(name: &str, index: usize) -> Option<Reading> {
    Some(match name {
        "names" => Reading::PerimeterNames,
        "perimeter" => Reading::Perimeter(index),
        "points" => Reading::Points,
        "route" => Reading::Route,
        "basemap" => Reading::Basemap,
        _ => return None,
    })
}
