//! Decisions on disk: the same lines as everything else, read by the programs that show them.

mod answer;
mod comparison;
mod phone_clock;
mod reception;
mod release;

use self::answer::{read_answer, write_answer};
use super::{
    Fields as Body, LineError, Notes, ReadLine, Written, digest, envelope, list, quoted, repeated,
    write_envelope,
};
use crate::domain::code::Code;
use crate::domain::observation::amend::TextField;
use crate::format::json::Json;

use crate::domain::campaign::Decision;
use crate::domain::date::{CalendarDate, written};
use crate::domain::deliberation::answer::{
    ANSWER_MAX, AnswerField, Ask, Check, Feedback, Sighting,
};
use crate::domain::deliberation::constat::{self, Constat, ConstatField};
use crate::domain::deliberation::edit::Edit;
use crate::domain::deliberation::lifecycle::{REASON_MAX, StatusStep};
use crate::domain::deliberation::numbering::Numbering;
use crate::domain::deliberation::preconisation::{
    self, Horizons, Preconisation, PreconisationField,
};
use crate::domain::deliberation::pseudonym_key::PseudonymKey;
use crate::domain::deliberation::vote::{Ballot, Ranking};
use crate::domain::deliberation::{
    Assignment, CAMPAIGN_TITLE_MAX, COMMUNE_MAX, CampaignSheet, DOTS, Deliberation, Joined,
    Membership, REFERENCE_READ_MAX, Removal, SheetField, Wording,
};
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::ledger::edits::Fields;
use crate::domain::ledger::record::{Envelope, Record};
use crate::domain::observation::scale::Sharing;
use crate::domain::observation::taxonomy::Category;
use crate::domain::observation::{PLACE_NAME_MAX, WORDS_MAX};

/// Characters.
const SERIES_MAX: usize = 8;

/// Writes a decision as one line of JSON, without the line feed, together with its digest. What it
/// replaces stands beside its body: `"over":["…16 hexadecimal digits…"]`.
pub fn write_deliberation(envelope: &Envelope, decision: &Decision) -> (String, u64) {
    let mut line = write_envelope(envelope);
    if let Some(over) = &decision.over {
        let over = over.iter().map(|digest| format!("\"{digest:016x}\""));
        line.raw("over", &list(over));
    }
    let mut written = Written::default();
    write_body(&decision.says, &mut written);
    line.object("body", written);
    let text = line.finish();
    (text.clone(), digest(&text))
}

/// Reads one line.
///
/// # Errors
/// When the line is not a record at all; a kind or a version this program does not know is not an
/// error.
pub fn read_deliberation(line: &str) -> Result<ReadLine<Decision>, LineError> {
    let mut notes = Notes::default();
    let read = envelope(line, &mut notes)?;
    let over = read.raw.get("over").and_then(Json::as_array).map(|over| {
        let digests = over.iter().filter_map(Json::as_str);
        digests.filter_map(|digest| u64::from_str_radix(digest, 16).ok()).collect()
    });
    let fields = if read.is_later(&mut notes) { None } else { read.body(&mut notes) };
    let body = fields.and_then(|fields| read_body(&read.envelope, &fields, &mut notes));
    let body = Decision { over, says: body.unwrap_or(Deliberation::Unknown) };
    let record = Record { digest: repeated::digest_of(line, &read), envelope: read.envelope, body };
    Ok(ReadLine { record, not_understood: notes.finish() })
}

fn ids(ids: &[RecordId]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

fn write_ids(written: &mut Written, name: &'static str, of: &[RecordId]) {
    let of = ids(of);
    written.texts(name, &of.iter().map(String::as_str).collect::<Vec<_>>());
}

fn write_pairs(
    written: &mut Written,
    name: &'static str,
    pairs: impl Iterator<Item = (String, u32)>,
) {
    let pairs: Vec<String> =
        pairs.map(|(id, count)| format!("[{},{count}]", quoted(&id))).collect();
    if !pairs.is_empty() {
        written.raw(name, &list(pairs.into_iter()));
    }
}

fn write_body(body: &Deliberation, w: &mut Written) {
    match body {
        Deliberation::Campaign(sheet) => write_sheet(sheet, w),
        Deliberation::Membership(one) => {
            w.text("of", &one.walk.to_string());
            w.raw("belongs", if one.belongs { "true" } else { "false" });
            w.number("phones", one.phones);
        }
        Deliberation::Edit(edit) => write_edit(edit, w),
        Deliberation::Joined(one) => {
            w.text("from", &one.from.to_string());
            w.text("into", &one.into.map_or(String::new(), |id| id.to_string()));
        }
        Deliberation::Reception(one) => reception::write_reception(one, w),
        Deliberation::Assignment(assignment) => {
            w.text("observation", &assignment.observation.to_string());
            w.text("constat", &assignment.constat.map_or(String::new(), |id| id.to_string()));
        }
        Deliberation::Constat(constat) => write_constat(constat, w),
        Deliberation::Preconisation(preconisation) => write_preconisation(preconisation, w),
        Deliberation::Step(step) => {
            w.text("thing", &step.thing.to_string());
            w.code("from", Some(step.from));
            w.code("to", Some(step.to));
            w.code("by", Some(step.by));
            w.text("reason", &step.reason);
            w.text("on", &written(step.on));
            w.text("undoes", &step.undoes.map_or(String::new(), |id| id.to_string()));
            w.flag("withdrawn", step.withdrawn);
        }
        Deliberation::Wording(wording) => {
            w.text("observation", &wording.observation.to_string());
            w.text("field", wording.field.code());
            w.text("text", &wording.text);
            w.code("sharing", Some(wording.sharing));
            w.text("read", &wording.read.map_or(String::new(), |read| format!("{read:016x}")));
            w.flag("withdrawn", wording.withdrawn);
        }
        Deliberation::Removal(removal) => {
            w.text("observation", &removal.observation.to_string());
            w.flag("withdrawn", removal.withdrawn);
        }
        Deliberation::Ballot(ballot) => {
            w.text("of", &ballot.of.map_or(String::new(), |id| id.to_string()));
            w.number("number", Some(ballot.number));
            w.text("series", &ballot.series);
            let dots = ballot.dots.iter();
            write_pairs(w, "dots", dots.map(|(id, dots)| (id.to_string(), u32::from(*dots))));
            w.flag("withdrawn", ballot.withdrawn);
        }
        Deliberation::Ranking(ranking) => write_ids(w, "order", &ranking.order),
        Deliberation::Comparison(one) => comparison::write_comparison(one, w),
        Deliberation::Answer(answer) => write_answer(answer, w),
        Deliberation::Feedback(feedback) => {
            w.text("preconisation", &feedback.preconisation.to_string());
            w.text("on", &written(feedback.on));
            w.codes("channels", &feedback.channels);
            w.flag("withdrawn", feedback.withdrawn);
        }
        Deliberation::Check(check) => {
            w.text("preconisation", &check.preconisation.to_string());
            w.code("outcome", Some(check.outcome));
            w.text("on", &written(check.on));
            w.flag("withdrawn", check.withdrawn);
        }
        Deliberation::Ask(ask) => {
            w.text("preconisation", &ask.preconisation.to_string());
            w.text("number", &ask.number);
            w.text("title", &ask.title);
            w.text("answer", &ask.answer);
            super::stop::write_stop(w, Some(ask.stop));
            w.place("place", ask.place);
            w.flag("withdrawn", ask.withdrawn);
        }
        Deliberation::Sighting(sighting) => {
            w.text("preconisation", &sighting.preconisation.to_string());
            w.code("outcome", sighting.outcome);
        }
        Deliberation::Numbering(numbering) => {
            w.text("of", &numbering.walk.to_string());
            w.number("block", Some(numbering.block));
            write_ids(w, "observations", &numbering.observations);
        }
        Deliberation::PseudonymKey(key) => w.text("key", &key.written()),
        Deliberation::Erased(stone) => super::erased::write_erased(stone, w),
        Deliberation::Release(release) => release::write_release(release, w),
        Deliberation::Erratum(one) => release::write_erratum(one, w),
        Deliberation::Clearance(one) => release::write_clearance(one, w),
        Deliberation::PhoneClock(one) => phone_clock::write_phone_clock(one, w),
        Deliberation::Unknown => {}
    }
}

fn write_sheet(sheet: &CampaignSheet, w: &mut Written) {
    w.text("title", &sheet.title);
    w.text("reference", &sheet.reference);
    let walks: Vec<String> = sheet.walks.iter().map(ToString::to_string).collect();
    w.texts("walks", &walks.iter().map(String::as_str).collect::<Vec<_>>());
    let phones = sheet.phones.iter();
    write_pairs(w, "phones", phones.map(|(walk, n)| (walk.to_string(), u32::from(*n))));
    w.number("dots", Some(sheet.dots));
    w.text("commune", &sheet.commune);
    w.number("short_below", Some(sheet.horizons.short_below_months));
    w.number("long_above", Some(sheet.horizons.long_above_months));
    w.flag("training", sheet.training);
    w.flag("withdrawn", sheet.withdrawn);
    w.stamp("made", sheet.made);
}

/// Of the thing only the fields that are said: the others are as when nothing was said.
fn write_edit(edit: &Edit, w: &mut Written) {
    fn said<T: Fields>(value: &T, fields: &[T::Field]) -> T {
        let mut said = value.unsaid();
        fields.iter().for_each(|field| said.copy(*field, value));
        said
    }
    w.text("of", &edit.of().to_string());
    let (thing, fields): (&str, Vec<&str>) = match edit {
        Edit::Constat(_, fields, _) => ("constat", fields.iter().map(|f| f.name()).collect()),
        Edit::Preconisation(_, fields, _) => {
            ("preconisation", fields.iter().map(|f| f.name()).collect())
        }
        Edit::Answer(_, fields, _) => ("answer", fields.iter().map(|f| f.name()).collect()),
        Edit::Sheet(_, fields, _) => ("campaign", fields.iter().map(|f| f.name()).collect()),
    };
    w.text("what", thing);
    w.texts("fields", &fields);
    let mut set = Written::default();
    match edit {
        Edit::Constat(_, fields, value) => write_constat(&said(&**value, fields), &mut set),
        Edit::Preconisation(_, fields, value) => {
            write_preconisation(&said(&**value, fields), &mut set);
        }
        Edit::Answer(_, fields, value) => write_answer(&said(&**value, fields), &mut set),
        Edit::Sheet(_, fields, value) => {
            let sheet = CampaignSheet { walks: Vec::new(), ..said(&**value, fields) };
            write_sheet(&sheet, &mut set);
        }
    }
    w.object("set", set);
}

fn read_edit(f: &Body<'_>, notes: &mut Notes) -> Option<Edit> {
    let of = f.id("of", notes)?;
    let set = f.get("set").and_then(Body::of)?;
    Some(match f.get_text("what")? {
        "constat" => Edit::Constat(
            of,
            f.codes("fields", ConstatField::named, notes),
            Box::new(read_constat(&set, notes)?),
        ),
        "preconisation" => Edit::Preconisation(
            of,
            f.codes("fields", PreconisationField::named, notes),
            Box::new(read_preconisation(&set, notes)?),
        ),
        "answer" => Edit::Answer(
            of,
            f.codes("fields", AnswerField::named, notes),
            Box::new(read_answer(&set, notes)?),
        ),
        "campaign" => Edit::Sheet(
            of,
            f.codes("fields", SheetField::named, notes),
            Box::new(read_campaign(&set, notes)?),
        ),
        what => {
            notes.say("what", what);
            return None;
        }
    })
}

fn write_constat(constat: &Constat, w: &mut Written) {
    w.number("number", Some(constat.number));
    w.text("series", &constat.series);
    w.text("title", &constat.title);
    w.text("summary", &constat.summary);
    w.text("quote", &constat.quote);
    w.text("category", constat.category.code());
    let secondary: Vec<&str> = constat.secondary.iter().map(|category| category.code()).collect();
    w.texts("secondary", &secondary);
    w.code("polarity", constat.polarity);
    w.level("severity", constat.severity);
    w.code("frequency", constat.frequency);
    w.level("feasibility", constat.feasibility);
    w.code("priority", constat.priority);
    w.place("place", constat.place);
    w.text("place_name", &constat.place_name);
    w.code("place_kind", constat.place_kind);
    w.code("manager", constat.manager);
    write_ids(w, "photos", &constat.photos);
    w.code("project", constat.project);
    w.text("operation", &constat.operation);
    w.text("challenge", &constat.challenge);
    w.text("sector", &constat.sector);
    w.code("lead", constat.lead);
    w.codes("associated", &constat.associated);
    w.code("sharing", Some(constat.sharing));
    w.flag("withdrawn", constat.withdrawn);
}

fn write_preconisation(preconisation: &Preconisation, w: &mut Written) {
    w.number("number", Some(preconisation.number));
    w.text("series", &preconisation.series);
    w.text("constat", &preconisation.constat.to_string());
    w.text("title", &preconisation.title);
    w.text("detail", &preconisation.detail);
    w.code("action", Some(preconisation.action));
    w.code("origin", Some(preconisation.origin));
    w.code("lead", preconisation.lead);
    w.codes("associated", &preconisation.associated);
    w.code("framework", preconisation.framework);
    w.text("operation", &preconisation.operation);
    w.code("horizon", preconisation.horizon);
    w.code("priority", preconisation.priority);
    w.code("sharing", Some(preconisation.sharing));
    w.flag("withdrawn", preconisation.withdrawn);
}

impl Body<'_> {
    pub(super) fn id(&self, name: &str, notes: &mut Notes) -> Option<RecordId> {
        self.odd(name, self.get_text(name).and_then(RecordId::parse), notes)
    }

    pub(super) fn walk_id(&self, name: &str, notes: &mut Notes) -> Option<WalkId> {
        self.odd(name, self.get_text(name).and_then(WalkId::parse), notes)
    }

    /// What is no date is said, as any other odd value.
    pub(super) fn date(&self, name: &str, notes: &mut Notes) -> Option<CalendarDate> {
        self.odd(name, self.get_text(name).and_then(CalendarDate::parse), notes)
    }

    pub(super) fn ids(&self, name: &str, notes: &mut Notes) -> Vec<RecordId> {
        self.members(name, usize::MAX, RecordId::parse, notes)
    }

    pub(super) fn pairs<I, N: TryFrom<i64>>(
        &self,
        name: &str,
        id: fn(&str) -> Option<I>,
        notes: &mut Notes,
    ) -> Vec<(I, N)> {
        let mut pairs = Vec::new();
        for value in self.list(name) {
            let pair = value.as_array().and_then(|pair| match pair {
                [of, count] => Some((id(of.as_str()?)?, N::try_from(count.as_i64()?).ok()?)),
                _ => None,
            });
            match pair {
                Some(pair) => pairs.push(pair),
                None => notes.say(name, &super::shown(value)),
            }
        }
        pairs
    }
}

fn read_body(envelope: &Envelope, f: &Body<'_>, notes: &mut Notes) -> Option<Deliberation> {
    Some(match envelope.kind.as_str() {
        "campaign" => Deliberation::Campaign(Box::new(read_campaign(f, notes)?)),
        "membership" => Deliberation::Membership(Membership {
            walk: f.walk_id("of", notes)?,
            belongs: f.flag("belongs"),
            phones: f.number("phones", notes),
        }),
        "edit" => Deliberation::Edit(read_edit(f, notes)?),
        "joined" => {
            Deliberation::Joined(Joined { from: f.id("from", notes)?, into: f.id("into", notes) })
        }
        "reception" => Deliberation::Reception(Box::new(reception::read_reception(f, notes)?)),
        "assignment" => Deliberation::Assignment(Assignment {
            observation: f.id("observation", notes)?,
            constat: f.id("constat", notes),
        }),
        "constat" => Deliberation::Constat(Box::new(read_constat(f, notes)?)),
        "preconisation" => Deliberation::Preconisation(Box::new(read_preconisation(f, notes)?)),
        "step" => Deliberation::Step(StatusStep {
            thing: f.id("thing", notes)?,
            from: f.code("from", notes)?,
            to: f.code("to", notes)?,
            by: f.code("by", notes)?,
            reason: f.text("reason", REASON_MAX, notes),
            on: f.date("on", notes),
            undoes: f.id("undoes", notes),
            withdrawn: f.flag("withdrawn"),
        }),
        "wording" => Deliberation::Wording(Wording {
            observation: f.id("observation", notes)?,
            field: f.odd("field", f.get_text("field").and_then(TextField::from_code), notes)?,
            text: f.text("text", WORDS_MAX, notes),
            sharing: f.code("sharing", notes).unwrap_or(Sharing::Internal),
            read: f.odd(
                "read",
                f.get_text("read").and_then(|read| u64::from_str_radix(read, 16).ok()),
                notes,
            ),
            withdrawn: f.flag("withdrawn"),
        }),
        "removal" => Deliberation::Removal(Removal {
            observation: f.id("observation", notes)?,
            withdrawn: f.flag("withdrawn"),
        }),
        "ballot" => Deliberation::Ballot(Ballot {
            of: f.id("of", notes),
            number: f.number("number", notes)?,
            series: f.text("series", SERIES_MAX, notes),
            dots: f.pairs("dots", RecordId::parse, notes),
            withdrawn: f.flag("withdrawn"),
        }),
        "ranking" => Deliberation::Ranking(Ranking { order: f.ids("order", notes) }),
        "comparison" => Deliberation::Comparison(comparison::read_comparison(f, notes)?),
        "answer" => Deliberation::Answer(Box::new(read_answer(f, notes)?)),
        "feedback" => Deliberation::Feedback(Feedback {
            preconisation: f.id("preconisation", notes)?,
            on: f.date("on", notes),
            channels: f.codes("channels", Code::from_code, notes),
            withdrawn: f.flag("withdrawn"),
        }),
        "check" => Deliberation::Check(Check {
            preconisation: f.id("preconisation", notes)?,
            outcome: f.code("outcome", notes)?,
            on: f.date("on", notes),
            withdrawn: f.flag("withdrawn"),
        }),
        "ask" => Deliberation::Ask(Ask {
            preconisation: f.id("preconisation", notes)?,
            number: f.text("number", 20, notes),
            title: f.text("title", preconisation::TITLE_MAX, notes),
            answer: f.text("answer", ANSWER_MAX, notes),
            stop: super::stop::read_stop(f, envelope.walk, notes)?,
            place: f.place("place", notes),
            withdrawn: f.flag("withdrawn"),
        }),
        "sighting" => Deliberation::Sighting(Sighting {
            preconisation: f.id("preconisation", notes)?,
            outcome: f.code("outcome", notes),
        }),
        "pseudonym_key" => {
            Deliberation::PseudonymKey(PseudonymKey::parse(&f.text("key", 64, notes))?)
        }
        "numbering" => Deliberation::Numbering(Numbering {
            walk: f.walk_id("of", notes)?,
            block: f.number("block", notes)?,
            // The place in the list is the number: one that cannot be read keeps its place.
            observations: f
                .list("observations")
                .map(|value| {
                    value.as_str().and_then(RecordId::parse).unwrap_or_else(|| {
                        notes.say("observations", &super::shown(value));
                        RecordId::default()
                    })
                })
                .collect(),
        }),
        "erased" => Deliberation::Erased(super::erased::read_erased(f, notes)?),
        "release" => Deliberation::Release(Box::new(release::read_release(envelope, f, notes)?)),
        "erratum" => Deliberation::Erratum(release::read_erratum(f, notes)?),
        "clearance" => Deliberation::Clearance(release::read_clearance(f, notes)?),
        "phone_clock" => Deliberation::PhoneClock(phone_clock::read_phone_clock(f, notes)?),
        kind => {
            notes.say("kind", kind);
            return None;
        }
    })
}

fn read_campaign(f: &Body<'_>, notes: &mut Notes) -> Option<CampaignSheet> {
    let standard = Horizons::default();
    let short = f.number("short_below", notes).unwrap_or(standard.short_below_months);
    let long = f.number("long_above", notes).unwrap_or(standard.long_above_months);
    Some(CampaignSheet {
        title: f.text("title", CAMPAIGN_TITLE_MAX, notes),
        reference: f.text("reference", REFERENCE_READ_MAX, notes),
        walks: f.codes("walks", WalkId::parse, notes),
        phones: f.pairs("phones", WalkId::parse, notes),
        dots: f.number("dots", notes).filter(|dots| *dots > 0).unwrap_or(DOTS),
        horizons: standard.with(short, long),
        commune: f.text("commune", COMMUNE_MAX, notes),
        training: f.flag("training"),
        withdrawn: f.flag("withdrawn"),
        made: f.stamp("made", notes)?,
    })
}

fn read_constat(f: &Body<'_>, notes: &mut Notes) -> Option<Constat> {
    let category = f.odd("category", f.get_text("category").and_then(Category::read), notes)?;
    Some(Constat {
        number: f.number("number", notes)?,
        series: f.text("series", SERIES_MAX, notes),
        title: f.text("title", constat::TITLE_MAX, notes),
        summary: f.text("summary", constat::SUMMARY_MAX, notes),
        quote: f.text("quote", constat::QUOTE_MAX, notes),
        category,
        secondary: f.codes("secondary", Category::from_code, notes),
        polarity: f.code("polarity", notes),
        severity: f.level("severity", notes),
        frequency: f.code("frequency", notes),
        feasibility: f.level("feasibility", notes),
        priority: f.code("priority", notes),
        place: f.place("place", notes),
        place_name: f.text("place_name", PLACE_NAME_MAX, notes),
        place_kind: f.code("place_kind", notes),
        manager: f.code("manager", notes),
        photos: f.ids("photos", notes),
        project: f.code("project", notes),
        operation: f.text("operation", constat::OPERATION_MAX, notes),
        challenge: f.text("challenge", 20, notes),
        sector: f.text("sector", 10, notes),
        lead: f.code("lead", notes),
        associated: f.codes("associated", Code::from_code, notes),
        sharing: f.code("sharing", notes).unwrap_or(Sharing::Internal),
        withdrawn: f.flag("withdrawn"),
    })
}

fn read_preconisation(f: &Body<'_>, notes: &mut Notes) -> Option<Preconisation> {
    Some(Preconisation {
        number: f.number("number", notes)?,
        series: f.text("series", SERIES_MAX, notes),
        constat: f.id("constat", notes)?,
        title: f.text("title", preconisation::TITLE_MAX, notes),
        detail: f.text("detail", preconisation::DETAIL_MAX, notes),
        action: f.code("action", notes)?,
        origin: f.code("origin", notes)?,
        lead: f.code("lead", notes),
        associated: f.codes("associated", Code::from_code, notes),
        framework: f.code("framework", notes),
        operation: f.text("operation", constat::OPERATION_MAX, notes),
        horizon: f.code("horizon", notes),
        priority: f.code("priority", notes),
        sharing: f.code("sharing", notes).unwrap_or(Sharing::Internal),
        withdrawn: f.flag("withdrawn"),
    })
}

#[cfg(test)]
mod tests;
