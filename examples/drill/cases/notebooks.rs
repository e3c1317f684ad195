//! Lines and notebooks, whole and bent.

use std::collections::BTreeSet;
use std::io::Cursor;

use eclaireuse::app::exchange::taking_in::take_in;
use eclaireuse::domain::code::Language;
use eclaireuse::domain::observation::photo::MediaId;
use eclaireuse::format::bundle::{BundleProblem, Item, Part, Reader};
use eclaireuse::format::{photo_bytes, v1};

use super::bending::{self, Dice};
use super::samples::{MADE, Samples, written};
use super::{Case, envelopes, law};
use crate::shelf::{Memory, now};

/// One line.
pub(super) fn line(dice: &mut Dice, samples: &Samples) -> Case {
    let line = if dice.one_in(400) {
        large_line(dice, samples)
    } else {
        let (one, other) = (dice.next(), dice.next());
        bending::line(dice, dice_pick(one, samples), dice_pick(other, samples))
    };
    Case::of(line.len(), move || {
        let Ok(read) = v1::read_line(&line) else { return Ok(()) };
        law(read.record.digest == v1::digest(&line), || "another digest".into())?;
        law(read.not_understood.len() <= 16, || "remarks without end".into())?;
        law(read.record.envelope.revision <= 100_000, || "a revision beyond all".into())
    })
}

fn dice_pick(number: u64, samples: &Samples) -> &str {
    &samples.lines[(number % samples.lines.len() as u64) as usize]
}

/// Up to a megabyte of one thing within a line.
fn large_line(dice: &mut Dice, samples: &Samples) -> String {
    let line = dice_pick(dice.next(), samples);
    let piece =
        *dice.pick(&["{\"\":0},", "0,", "[],", "\"a\",", "[[[[", "{\"a\":", "\\u0041", ","]);
    let large = piece.repeat((300_000 + dice.below(700_000)) / piece.len());
    match line.split_once("\"body\":{") {
        Some((head, rest)) if dice.one_in(2) => format!("{head}\"body\":{{\"x\":[{large}0],{rest}"),
        _ => line.replacen(":[", &format!(":[{large}"), 1),
    }
}

/// Some lines, a few of them bent.
fn lines(dice: &mut Dice, samples: &Samples) -> Vec<String> {
    let most = if dice.one_in(20) { 200 } else { 12 };
    let count = 1 + dice.below(most);
    let from = dice.below(samples.lines.len());
    let mut lines: Vec<String> =
        samples.lines.iter().cycle().skip(from).take(count).cloned().collect();
    for _ in 0..dice.below(4) {
        let at = dice.below(lines.len());
        let other = dice.next();
        let bent = bending::line(dice, &lines[at], dice_pick(other, samples));
        lines[at] = bent;
    }
    if dice.one_in(400) {
        lines.push(large_line(dice, samples));
    }
    lines
}

/// A notebook whose wrapping is sound: each line is taken as it stands, or said.
pub(super) fn notebook(dice: &mut Dice, samples: &Samples) -> Case {
    let lines = lines(dice, samples);
    let file = written(dice.below(3), &lines, &samples.photos);
    let given: BTreeSet<String> =
        lines.into_iter().filter(|line| !line.trim().is_empty()).collect();
    Case::of(file.len(), move || {
        let reader =
            Reader::open(Cursor::new(&file[..])).map_err(|why| format!("refused: {why:?}"))?;
        let (mut taken, mut said) = (BTreeSet::new(), 0);
        for item in reader {
            match item {
                Item::Record { line, .. } => {
                    law(given.contains(&line), || format!("altered: {line:.200}"))?;
                    law(taken.insert(line), || "one line twice".into())?;
                }
                Item::Photo { id, bytes, .. } => {
                    law(MediaId::of(&bytes) == id, || "an altered photo".into())?;
                }
                Item::Problem(
                    BundleProblem::LineUnreadable { .. }
                    | BundleProblem::TooLarge { what: Part::Line | Part::Records },
                ) => said += 1,
                Item::Problem(_) => {}
            }
        }
        let left = given.len() - taken.len();
        law(left <= said, || format!("{left} lines not taken, {said} said"))
    })
}

/// A notebook whose wrapping is bent: what is altered is never taken in silence.
pub(super) fn envelope(dice: &mut Dice, samples: &Samples) -> Case {
    let (file, given) = envelopes::bent(dice, samples);
    let sound: Vec<_> = samples
        .files
        .iter()
        .filter_map(|(file, _)| Reader::open(Cursor::new(&file[..])).ok()?.manifest().cloned())
        .collect();
    Case::of(file.len(), move || {
        let Ok(reader) = Reader::open(Cursor::new(&file[..])) else { return Ok(()) };
        // A manifest that was itself bent says what it likes.
        let is_told = reader.manifest().is_none_or(|manifest| sound.contains(manifest));
        let (mut altered, mut problems) = (None, 0);
        for item in reader {
            match item {
                Item::Record { line, .. } if !given.contains(&line) => altered = Some(line),
                Item::Record { .. } => {}
                Item::Photo { id, bytes, .. } => {
                    law(MediaId::of(&bytes) == id, || "an altered photo".into())?;
                }
                Item::Problem(_) => problems += 1,
            }
        }
        law(altered.is_none() || problems > 0 || !is_told, || {
            format!("altered in silence: {:.200}", altered.unwrap_or_default())
        })
    })
}

/// The way through the app: what is stored is what the file said, and every photo is named and bare.
pub(super) fn taking_in(dice: &mut Dice, samples: &Samples) -> Case {
    let (file, given) = if dice.one_in(3) {
        let (file, _) = envelopes::bent(dice, samples);
        (file, None)
    } else {
        let lines = lines(dice, samples);
        let file = written(dice.below(3), &lines, &samples.photos);
        (file, Some(lines.into_iter().collect::<BTreeSet<_>>()))
    };
    Case::of(file.len(), move || {
        let shelf = Memory { at_once: 5_000, ..Memory::default() };
        let files = vec![("one".to_owned(), Ok(Cursor::new(&file[..])))];
        let taken = now(take_in(&shelf, Language::Fr, MADE, files, false, |_, _| {}));
        let records = shelf.records.borrow();
        if let Ok(report) = &taken {
            law(report.records_new == records.len(), || "counted wrong".into())?;
            law(report.problems.len() <= 40, || "problems without end".into())?;
        }
        let mut named = String::new();
        for line in records.values() {
            // What a group copied from erased words is taken out of its own lines, which say so.
            if let Some(given) = given.as_ref().filter(|_| !line.contains("\"was\"")) {
                law(given.contains(line), || format!("stored altered: {line:.200}"))?;
            }
            named.push_str(line);
        }
        for (id, bytes) in shelf.photos.borrow().iter() {
            law(MediaId::of(bytes) == *id, || "an altered photo is stored".into())?;
            law(named.contains(&id.to_string()), || "a photo that nothing names".into())?;
            law(photo_bytes::is_bare(bytes), || "a photo that carries more".into())?;
        }
        Ok(())
    })
}
