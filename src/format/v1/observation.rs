//! An observation.

use crate::format::json::Json;

use super::{Fields, Notes, Written, stop};
use crate::domain::code::{Code, Language};
use crate::domain::ledger::record::Envelope;
use crate::domain::observation::fix::{Fix, decimetres, from_decimetres, is_believable};
use crate::domain::observation::scale::{Rating, Source};
use crate::domain::observation::taxonomy::Category;
use crate::domain::observation::{
    IDEA_MAX, LAMP_REF_MAX, Observation, PLACE_NAME_MAX, ThingPlace, WORDS_MAX,
};

pub(super) fn write_observation(o: &Observation, body: &mut Written) {
    body.stamp("made", o.made);
    body.number("made_by_fix", o.made_by_fix);
    body.text("category", o.category.code());
    let secondary: Vec<&str> = o.secondary.iter().map(|category| category.code()).collect();
    body.texts("secondary", &secondary);
    body.code("polarity", o.polarity);
    body.level("feeling", o.feeling);
    body.level("severity", o.severity);
    body.code("frequency", o.frequency);
    let mut ratings = Written::default();
    for rating in Rating::ALL {
        ratings.level(rating.code(), o.rating(*rating));
    }
    if !ratings.0.is_empty() {
        body.object("ratings", ratings);
    }
    body.code("lamp_state", o.lamp_state);
    body.text("lamp_ref", &o.lamp_ref);
    body.codes("present", &o.present);
    body.code("dominant", o.dominant);
    if let Some(avoided) = o.avoided {
        body.raw("avoided", if avoided { "true" } else { "false" });
    }
    body.codes("avoided_by", &o.avoided_by);
    body.codes("avoided_when", &o.avoided_when);
    body.codes("reasons", &o.reasons);
    body.codes("strategies", &o.strategies);
    body.text("words", &o.words);
    body.text("words_language", o.words_language.code());
    body.text("idea", &o.idea);
    body.text("place_name", &o.place_name);
    body.code("place_kind", o.place_kind);
    if let Some(fix) = o.observer {
        let mut written = Written::default();
        written.place("at", Some(fix.place));
        written.number("accuracy_dm", Some(decimetres(fix.accuracy_m)));
        written.number("time", Some(fix.at.utc_ms));
        body.object("observer", written);
    }
    if let Some(thing) = o.thing {
        let mut written = Written::default();
        written.place("at", Some(thing.place));
        written.code("source", Some(thing.source));
        written.number("accuracy_dm", thing.accuracy_m.map(decimetres));
        body.object("thing", written);
    }
    stop::write_stop(body, o.stop);
    body.code("moment", o.moment_said);
    body.code("source", Some(o.source));
    body.number("voices", o.voices);
    body.code("sharing", o.sharing_said);
    body.flag("finished", o.finished);
    body.flag("withdrawn", o.withdrawn);
}

/// `None` when there is no category or no moment at all: without them nothing can be shown. A
/// category of a later version is shown by its code.
pub(super) fn read_observation(
    envelope: &Envelope,
    body: &Fields<'_>,
    notes: &mut Notes,
) -> Option<Observation> {
    let category =
        body.odd("category", body.get_text("category").and_then(Category::read), notes)?;
    let made = body.stamp_said("made", notes)?;
    let mut ratings = [None; 8];
    if let Some(given) = body.get("ratings").and_then(Fields::of) {
        for (name, _) in given.0.as_object().into_iter().flatten() {
            match Rating::from_code(name) {
                Some(rating) => ratings[rating as usize] = given.level(name, notes),
                None => notes.say("ratings", name),
            }
        }
    }
    let accuracy = |fields: &Fields<'_>, notes: &mut Notes| {
        let read: Option<u32> = fields.number("accuracy_dm", notes);
        read.map(from_decimetres).filter(|accuracy_m| is_believable(*accuracy_m))
    };
    let observer = body.get("observer").and_then(Fields::of).and_then(|fix| {
        let place = fix.place("at", notes)?;
        let time = fix.number("time", notes)?;
        let at = super::stamp_at_the_door(time, made.offset_min.into(), "time", notes);
        Some(Fix { place, accuracy_m: accuracy(&fix, notes)?, at })
    });
    let thing = body.get("thing").and_then(Fields::of).and_then(|thing| {
        Some(ThingPlace {
            place: thing.place("at", notes)?,
            source: thing.code("source", notes)?,
            accuracy_m: accuracy(&thing, notes),
        })
    });
    Some(Observation {
        id: envelope.id,
        walk: envelope.walk,
        made,
        made_by_fix: body.number("made_by_fix", notes),
        behind_ms: None,
        told: None,
        category,
        secondary: body.codes("secondary", Category::from_code, notes),
        polarity: body.code("polarity", notes),
        feeling: body.level("feeling", notes),
        severity: body.level("severity", notes),
        frequency: body.code("frequency", notes),
        ratings,
        lamp_state: body.code("lamp_state", notes),
        lamp_ref: body.text("lamp_ref", LAMP_REF_MAX, notes),
        present: body.codes("present", Code::from_code, notes),
        dominant: body.code("dominant", notes),
        avoided: body.get("avoided").and_then(Json::as_bool),
        avoided_by: body.codes("avoided_by", Code::from_code, notes),
        avoided_when: body.codes("avoided_when", Code::from_code, notes),
        reasons: body.codes("reasons", Code::from_code, notes),
        strategies: body.codes("strategies", Code::from_code, notes),
        words: body.text("words", WORDS_MAX, notes),
        words_language: body
            .get_text("words_language")
            .and_then(Language::from_tag)
            .unwrap_or_default(),
        idea: body.text("idea", IDEA_MAX, notes),
        place_name: body.text("place_name", PLACE_NAME_MAX, notes),
        place_kind: body.code("place_kind", notes),
        observer,
        thing,
        stop: stop::read_stop(body, envelope.walk, notes),
        moment_said: body.code("moment", notes),
        source: body.code("source", notes).unwrap_or(Source::Group),
        voices: body.number("voices", notes),
        sharing_said: body.code("sharing", notes),
        finished: body.flag("finished"),
        withdrawn: body.flag("withdrawn"),
    })
}
