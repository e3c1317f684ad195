//! What was written on paper is typed in: by keyboard, with the codes of the printed grid.

use leptos::prelude::*;

use super::{Hall, chooser, section, select_field};
use crate::app::workshop::Act;
use crate::domain::code::Code;
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::observation::moment::Moment;
use crate::domain::observation::scale::{Level, Polarity, Source};
use crate::domain::observation::taxonomy::Category;
use crate::domain::observation::{IDEA_MAX, Observation, WORDS_MAX, kept_text};
use crate::domain::walk::stop::{Stop, StopId};
use crate::platform::{clock, memory, screen};
use crate::ui::parts::{all, button, el, follow, nothing, paragraph};

/// What is being typed.
#[derive(Clone, Default, PartialEq)]
struct Typed {
    walk: Option<WalkId>,
    code: String,
    stop: Option<StopId>,
    polarity: Option<Polarity>,
    feeling: String,
    severity: String,
    moment: Option<Moment>,
    voices: String,
    words: String,
    idea: String,
}

/// Between the fields of what is being typed, where it is kept beside the page.
const BETWEEN: char = '\u{1f}';

impl Typed {
    fn kept(&self) -> String {
        let fields = [
            self.walk.map_or(String::new(), |walk| walk.to_string()),
            self.code.clone(),
            self.stop.map_or(String::new(), |stop| stop.to_string()),
            self.polarity.map_or("", Code::code).to_owned(),
            self.feeling.clone(),
            self.severity.clone(),
            self.moment.map_or("", Code::code).to_owned(),
            self.voices.clone(),
            self.words.clone(),
            self.idea.clone(),
        ];
        fields.join(&BETWEEN.to_string())
    }

    /// Whether the form is as it is before anybody types.
    fn says_nothing(&self) -> bool {
        [&self.code, &self.words, &self.idea].iter().all(|text| text.is_empty())
    }

    fn read(kept: &str) -> Option<Self> {
        let fields: Vec<&str> = kept.split(BETWEEN).collect();
        let [walk, code, stop, polarity, feeling, severity, moment, voices, words, idea] =
            fields.as_slice()
        else {
            return None;
        };
        Some(Self {
            walk: WalkId::parse(walk),
            code: (*code).to_owned(),
            stop: StopId::parse(stop),
            polarity: Polarity::from_code(polarity),
            feeling: (*feeling).to_owned(),
            severity: (*severity).to_owned(),
            moment: Moment::from_code(moment),
            voices: (*voices).to_owned(),
            words: (*words).to_owned(),
            idea: (*idea).to_owned(),
        })
    }
}

/// A text of the form, heard at each key: whatever room is looked at meanwhile, and whatever becomes
/// of the page, it is still there.
fn heard_text(
    id: &'static str,
    label: &'static str,
    value: String,
    most: usize,
    is_long: bool,
    changed: impl Fn(String) + 'static,
) -> AnyView {
    let input = el(if is_long { "textarea" } else { "input" })
        .attr("id", id)
        .attr("dir", "auto")
        .attr("maxlength", most.to_string())
        .on_value("input", changed);
    let input = if is_long {
        input.attr("rows", "3").text(value)
    } else {
        input.attr("type", "text").attr("autocomplete", "off").attr("value", value)
    };
    el("label").class("field").span(label).child(input.view()).view()
}

/// The category of a printed code: principle and place in its list (`2.3`), or the code in full.
pub(super) fn category_of(typed: &str) -> Option<Category> {
    let typed = typed.trim();
    if let Some(category) = Category::from_code(typed) {
        return Some(category);
    }
    let (principle, place) = typed.split_once(['.', ',', ' ', '-'])?;
    let number: u8 = principle.trim().parse().ok()?;
    let place: usize = place.trim().parse().ok()?;
    Category::all().filter(|category| category.hue() == number).nth(place.checked_sub(1)?)
}

pub(super) fn room(hall: Hall) -> AnyView {
    let (session, w) = (hall.session, hall.words());
    let language = session.language();
    let typed = RwSignal::new(Typed::default());
    let count = RwSignal::new(0usize);
    let wrong = RwSignal::new(false);
    let walks = hall.now(|workshop| {
        let walks = workshop.campaign.walks();
        walks
            .into_iter()
            .map(|walk| (walk.id, walk.title.clone(), walk.date.clone()))
            .collect::<Vec<_>>()
    });
    let first = walks.first().map(|(id, ..)| *id);
    // What was being typed when another room was opened, or when the page ended.
    let place = format!(
        "entry-{}",
        hall.now(|workshop| workshop.open).map_or(String::new(), |open| open.to_string())
    );
    let found = memory::typed(&place).and_then(|(kept, _)| Typed::read(&kept));
    typed.update_untracked(|typed| {
        *typed = found.unwrap_or_default();
        let is_here = |walk: &WalkId| walks.iter().any(|(id, ..)| id == walk);
        typed.walk = typed.walk.filter(is_here).or(first);
    });
    let durable = session.select(|model| model.writes.is_empty());
    Effect::new(move |first: Option<()>| {
        let (kept, is_blank) = typed.with(|typed| (typed.kept(), typed.says_nothing()));
        // What was entered last stays beside the page until it is on disk, or the next is typed.
        if first.is_some() && (durable.get() || !is_blank) {
            memory::keep_typed(&place, &kept, &[]);
        }
    });
    let options: Vec<(String, String)> = walks
        .iter()
        .map(|(id, title, date)| (id.to_string(), format!("{title} · {date}")))
        .collect();
    let form = follow(move || {
        // A new form after each entry; the walk, the stop and the moment stay.
        count.get();
        let now = typed.get_untracked();
        let set = move |change: &dyn Fn(&mut Typed)| typed.update(|typed| change(typed));
        let stops: Vec<(String, String)> = hall.now(|workshop| {
            let walk = now.walk.and_then(|walk| workshop.campaign.walk(walk));
            let stops = walk.map(|walk| walk.stops.clone()).unwrap_or_default();
            stops
                .iter()
                .map(|stop| (stop.id.to_string(), format!("{} · {}", stop.number, stop.name)))
                .collect()
        });
        let found = follow(move || match category_of(&typed.get().code) {
            Some(category) => {
                let principle = category.principle().map_or("", |one| one.tile(language));
                let words = format!("{principle} · {}", category.label(language));
                el("p").class("lead found").icon(category.icon()).text(words).view()
            }
            None => paragraph("hint", w.entry_code_hint),
        });
        let code = el("input")
            .attr("id", "entry-code")
            .attr("type", "text")
            .attr("inputmode", "decimal")
            .attr("autocomplete", "off")
            .attr("value", now.code.clone())
            .attr_follow("aria-invalid", move || Some(wrong.get().to_string()))
            .on_value("input", move |value| set(&|typed| typed.code.clone_from(&value)));
        let digit = move |id: &'static str,
                          label: &'static str,
                          value: String,
                          changed: fn(&mut Typed, String)| {
            let input = el("input")
                .attr("value", value)
                .attr("id", id)
                .attr("type", "text")
                .attr("inputmode", "numeric")
                .attr("maxlength", "3")
                .attr("autocomplete", "off")
                .on_value("input", move |value| set(&|typed| changed(typed, value.clone())));
            el("label").class("field").span(label).child(input.view()).view()
        };
        let save = move || {
            if keep(hall, &typed.get_untracked()) {
                wrong.set(false);
                typed.update(|typed| {
                    *typed = Typed {
                        walk: typed.walk,
                        stop: typed.stop,
                        moment: typed.moment,
                        ..Typed::default()
                    };
                });
                count.update(|count| *count += 1);
                if let Some(field) = screen::element("entry-code") {
                    drop(field.focus());
                }
            } else {
                wrong.set(true);
            }
        };
        let submitted = move |event: web_sys::Event| {
            event.prevent_default();
            save();
        };
        el("form")
            .class("entry")
            .on("submit", submitted)
            .child(select_field(
                hall,
                "entry-walk".into(),
                w.entry_walk,
                options.clone(),
                now.walk.map_or(String::new(), |walk| walk.to_string()),
                move |value| {
                    set(&|typed| typed.walk = WalkId::parse(&value));
                    count.update(|count| *count += 1);
                },
            ))
            .child(select_field(
                hall,
                "entry-stop".into(),
                w.entry_stop,
                stops,
                now.stop.map_or(String::new(), |stop| stop.to_string()),
                move |value| set(&|typed| typed.stop = StopId::parse(&value)),
            ))
            .child(chooser(hall, "entry-moment".into(), w.entry_moment, now.moment, move |value| {
                set(&|typed| typed.moment = value)
            }))
            .child(el("label").class("field").span(w.entry_code).child(code.view()).view())
            .child(found)
            .child(chooser(
                hall,
                "entry-polarity".into(),
                w.entry_polarity,
                now.polarity,
                move |value| set(&|typed| typed.polarity = value),
            ))
            .child(
                el("div")
                    .class("fields")
                    .child(digit(
                        "entry-feeling",
                        w.entry_feeling,
                        now.feeling.clone(),
                        |typed, value| typed.feeling = value,
                    ))
                    .child(digit(
                        "entry-severity",
                        w.entry_severity,
                        now.severity.clone(),
                        |typed, value| typed.severity = value,
                    ))
                    .child(digit(
                        "entry-voices",
                        w.entry_voices,
                        now.voices.clone(),
                        |typed, value| typed.voices = value,
                    ))
                    .view(),
            )
            .child(heard_text(
                "entry-words",
                w.entry_words,
                now.words.clone(),
                WORDS_MAX,
                true,
                move |value| set(&|typed| typed.words.clone_from(&value)),
            ))
            .child(heard_text(
                "entry-idea",
                w.entry_idea,
                now.idea.clone(),
                IDEA_MAX,
                false,
                move |value| set(&|typed| typed.idea.clone_from(&value)),
            ))
            .child(
                button("button")
                    .attr("type", "submit")
                    .attr("id", "entry-save")
                    .icon("save")
                    .span(w.entry_save)
                    .view(),
            )
            .view()
    });
    let state = follow(move || {
        let words = match (wrong.get(), count.get()) {
            (true, _) => w.entry_wrong.to_owned(),
            (false, 0) => return nothing(),
            (false, _) => hall.workshop.with(|workshop| {
                let typed = workshop
                    .campaign
                    .observations()
                    .filter(|(o, _)| o.source == Source::Workshop)
                    .count();
                (w.entry_count)(typed)
            }),
        };
        paragraph("lead", words)
    });
    if first.is_none() {
        return paragraph("empty", w.no_walks);
    }
    section("entry", "pencil", w.room_entry)
        .child(paragraph("hint", w.entry_hint))
        .child(form)
        .child(el("div").attr("role", "status").child(state).view())
        .child(codes(hall))
        .view()
}

/// The printed codes, for whoever has no sheet at hand.
fn codes(hall: Hall) -> AnyView {
    let language = hall.session.language();
    let lists = crate::domain::observation::taxonomy::Principle::ALL.iter().map(|principle| {
        let rows = principle.categories().enumerate().map(|(place, category)| {
            el("li")
                .text(format!("{}.{} {}", principle.number(), place + 1, category.label(language)))
                .view()
        });
        all(vec![
            el("h3").text(principle.label(language)).view(),
            el("ul").class("plain-list codes").children(rows).view(),
        ])
    });
    el("details")
        .child(el("summary").icon("list").span(hall.words().entry_codes).view())
        .children(lists)
        .view()
}

fn keep(hall: Hall, typed: &Typed) -> bool {
    let Some(category) = category_of(&typed.code) else { return false };
    let Some(walk) =
        typed.walk.and_then(|walk| hall.now(|workshop| workshop.campaign.walk(walk).cloned()))
    else {
        return false;
    };
    let chance = clock::chance();
    let id = RecordId::made(chance.at.utc_ms, chance.random);
    let level = |text: &str| text.trim().parse().ok().and_then(Level::new);
    // When it was said, not when it was typed: the walk's own start is the nearest thing known.
    let begun =
        Observation::begun(id, &walk, walk.start(), category, None, hall.session.language());
    let observation = Observation {
        stop: typed.stop.and_then(|id| walk.standing(id)).map(Stop::known),
        polarity: typed.polarity,
        feeling: level(&typed.feeling),
        severity: level(&typed.severity),
        voices: typed.voices.trim().parse().ok().filter(|voices| *voices > 0),
        moment_said: typed.moment,
        words: kept_text(&typed.words, WORDS_MAX).0,
        idea: kept_text(&typed.idea, IDEA_MAX).0,
        source: Source::Workshop,
        finished: true,
        ..begun
    };
    hall.act(Act::Typed(Box::new(observation)))
}
