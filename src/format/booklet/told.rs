//! *Vous avez dit / Nous avons fait*: what became of what was asked, for a wall and for a phone, in
//! plain words with pictures; and the same as text, to be sent.

use super::markup::{Writer, icon, words};
use super::{Book, DocumentSource, Piece};
use crate::domain::campaign::report::{DAYS, Shares};
use crate::domain::date::CalendarDate;
use crate::domain::deliberation::answer::Outcome;
use crate::domain::deliberation::lifecycle::Status;
use crate::domain::identity::RecordId;

/// How far one thing has come.
struct Progress {
    id: RecordId,
    status: Status,
    /// What the body answered, in its words.
    answer: String,
    /// Why not, where it said no or only in part.
    reason: String,
    answered: bool,
    /// Whether and for when it was announced.
    planned: Option<Option<CalendarDate>>,
    /// Whether and when it was done.
    done: Option<Option<CalendarDate>>,
    /// What residents saw, and when.
    seen: Option<(Outcome, Option<CalendarDate>)>,
    /// When the body answered.
    answered_on: Option<CalendarDate>,
}

impl Progress {
    fn of(book: &Book<'_>, id: RecordId) -> Option<Self> {
        let life = book.campaign.life(id);
        let status = life.status;
        if !status.is_agreed() || status == Status::Validated {
            return None;
        }
        // What is refused has no date, whatever was announced before.
        let is_planned = status != Status::Rejected
            && (life.planned().is_some() || life.has_been(Status::Scheduled) || life.is_done());
        Some(Self {
            id,
            status,
            answer: life.answer().map(|answer| answer.text.clone()).unwrap_or_default(),
            reason: life.refusal().to_owned(),
            answered: status.is_answered(),
            planned: is_planned.then(|| life.planned()),
            done: life.is_done().then(|| life.done()),
            seen: life.seen().map(|check| (check.outcome, check.on)),
            answered_on: life.answered(),
        })
    }

    /// The five stages: picture, word, reached, and when.
    fn stages(&self, book: &Book<'_>) -> [(&'static str, &'static str, bool, String); 5] {
        let w = book.w;
        let on = |day: Option<Option<CalendarDate>>| day.flatten().map_or(String::new(), numbers);
        let seen = self.seen.map(|(_, on)| on);
        [
            ("message-circle", w.stage_said, true, String::new()),
            ("mail", w.stage_answered, self.answered, on(Some(self.answered_on))),
            ("calendar", w.stage_planned, self.planned.is_some(), on(self.planned)),
            ("check", w.stage_done, self.done.is_some(), on(self.done)),
            ("shield-check", w.stage_checked, seen.is_some(), on(seen)),
        ]
    }

    /// What was done or answered, in a sentence or two.
    fn outcome(&self, book: &Book<'_>) -> Vec<String> {
        let w = book.w;
        let mut said = Vec::new();
        match self.status {
            Status::Rejected => said.push((w.refused)(&self.reason)),
            Status::PartlyAccepted => said.push((w.partly)(&self.reason)),
            _ => {}
        }
        if !self.answer.is_empty() {
            said.push(self.answer.clone());
        }
        if !self.answered {
            said.push(w.waiting.to_owned());
        }
        if let Some((outcome, _)) = self.seen {
            said.push((w.residents_saw)(book.label(outcome)));
        }
        said
    }
}

/// A date in numbers, `15/12/2025`: a stage has room for no more.
fn numbers(on: CalendarDate) -> String {
    let (year, month, day) = on.year_month_day();
    format!("{day:02}/{month:02}/{year:04}")
}

fn all(book: &Book<'_>) -> Vec<Progress> {
    let mut all: Vec<Progress> =
        book.leaving.preconisations.iter().filter_map(|id| Progress::of(book, *id)).collect();
    // What is done comes first, what still waits comes last.
    all.sort_by_key(|one| {
        let stage = match (one.seen.is_some(), one.done.is_some(), one.answered) {
            (true, ..) => 0,
            (_, true, _) => 1,
            (_, _, true) => 2,
            _ => 3,
        };
        (stage, book.number(one.id))
    });
    all
}

fn shares(book: &Book<'_>) -> Shares {
    Shares::of(book.campaign, &book.leaving.preconisations, DAYS)
}

pub(super) fn pieces(book: &Book<'_>) -> Vec<Piece> {
    let w = book.w;
    let mut out = Writer::default();
    out.raw("<article class=\"booklet told\">\n");
    if book.is_exercise() {
        out.element("p", "exercise", w.exercise);
    }
    out.element("h1", "", w.told);
    let quarter = book.quarter();
    let title = if quarter.is_empty() { book.source.sheet.title.clone() } else { quarter };
    out.said("p", "title", &title);
    out.element("p", "side-note", &(w.as_of)(&book.date(&book.source.made.date())));
    let shares = shares(book);
    out.open("ul", "shares unmarked");
    for (picture, said) in [
        ("mail", (w.share_answered)(shares.answered, shares.asked)),
        ("megaphone", (w.share_told)(shares.told, shares.asked)),
        ("shield-check", (w.share_checked)(shares.checked, shares.done)),
    ] {
        out.raw(&format!("<li>{}<span>{}</span></li>\n", icon(picture), words(&said)));
    }
    out.close("ul");
    let all = all(book);
    if all.is_empty() {
        out.element("p", "", w.none);
    }
    out.open("div", "cards");
    for one in &all {
        card(book, one, &mut out);
    }
    out.close("div");
    out.close("article");
    out.finish()
}

fn card(book: &Book<'_>, one: &Progress, out: &mut Writer) {
    let w = book.w;
    let Some(wish) = book.campaign.preconisation(one.id) else { return };
    let place_name = book.place(one.id);
    out.open("article", "progress");
    match book.photo(book.campaign.constat_answered(wish)) {
        Some(media) => out.photo(media, &place_name),
        None => {
            use crate::domain::code::Code;
            out.raw(&format!("<div class=\"sign-box\">{}</div>\n", icon(wish.action.icon())));
        }
    }
    out.open("div", "words");
    out.element("p", "who", w.you_said);
    out.said("h2", "", &wish.title);
    out.said("p", "side-note", &place_name);
    out.element("p", "who", w.we_did);
    for sentence in one.outcome(book) {
        out.said("p", "", &sentence);
    }
    out.close("div");
    out.open("ol", "stages unmarked");
    for (picture, word, reached, on) in one.stages(book) {
        let (class, state) = if reached { ("reached", w.yes) } else { ("open", w.not_yet) };
        let on =
            if on.is_empty() { String::new() } else { format!("<small>{}</small>", words(&on)) };
        out.raw(&format!(
            "<li class=\"{class}\">{}<span>{}<span class=\"unseen\"> : {}</span></span>{on}</li>\n",
            icon(if reached { picture } else { "minus" }),
            words(word),
            words(state)
        ));
    }
    out.close("ol");
    out.close("article");
}

/// The same as plain text in the source's language; people's words as they are.
pub fn text(source: &DocumentSource<'_>) -> String {
    let book = Book::of(source);
    let w = book.w;
    let mut lines = Vec::new();
    if book.is_exercise() {
        lines.push(w.exercise.to_owned());
    }
    lines.push(format!("{} · {}", w.told, book.quarter()));
    lines.push((w.as_of)(&book.date(&source.made.date())));
    let shares = shares(&book);
    lines.push((w.share_answered)(shares.answered, shares.asked));
    lines.push((w.share_told)(shares.told, shares.asked));
    lines.push((w.share_checked)(shares.checked, shares.done));
    for one in all(&book) {
        let Some(wish) = book.campaign.preconisation(one.id) else { continue };
        lines.push(String::new());
        lines.push(format!("{} {} ({})", w.you_said, wish.title, book.place(one.id)));
        lines.push(format!("{} {}", w.we_did, one.outcome(&book).join(" ")));
        let reached: Vec<String> = one
            .stages(&book)
            .into_iter()
            .filter(|(.., reached, _)| *reached)
            .map(
                |(_, word, _, on)| {
                    if on.is_empty() { word.to_owned() } else { format!("{word} ({on})") }
                },
            )
            .collect();
        lines.push(reached.join(" > "));
    }
    lines.join("\n")
}
