//! The phones of a campaign: what arrived of each, what proves it, the answer to give back.

use leptos::prelude::*;

use super::Hall;
use crate::app::workshop::{Act, Workshop};
use crate::app::{Page, Route};
use crate::domain::deliberation::reception::{Signature, Speaks};
use crate::domain::identity::{DeviceNumber, WalkId};
use crate::domain::ledger::record::{Body, NoticeHeard};
use crate::domain::walk::phone_check::PhoneCheck;
use crate::domain::walk::readiness::Obstacle;
use crate::platform::install;
use crate::text::WorkshopWords;
use crate::ui::parts::{all, button, el, follow, nothing, paragraph};

/// What a phone handed over, as shown.
#[derive(Clone, PartialEq)]
pub(super) struct Phone {
    pub(super) walk: WalkId,
    pub(super) device: String,
    pub(super) file: String,
    pub(super) observations: u32,
    pub(super) photos: u32,
    pub(super) missing: u32,
    /// Questions of a review walk that it answered.
    pub(super) seen: usize,
    pub(super) code: String,
    pub(super) answer: String,
    /// Whether its notebook did not come whole.
    pub(super) in_part: bool,
    pub(super) at: String,
    pub(super) signature: Signature,
    /// What it said of itself when it set off; empty where it said nothing.
    pub(super) ready: String,
    /// What its last check found, where it was checked.
    pub(super) check: Option<PhoneCheck>,
    pub(super) number: Option<DeviceNumber>,
    /// What is said of its clock, and what the satellites said (seconds behind).
    pub(super) clock: (Option<i64>, Option<i64>),
}

impl Phone {
    /// Whether it can be told that everything arrived.
    pub(super) fn is_complete(&self) -> bool {
        !self.answer.is_empty()
    }
}

/// What a phone said of itself on a walk.
fn said_of_itself(
    workshop: &Workshop,
    walk: WalkId,
    phone: Option<DeviceNumber>,
) -> Option<&NoticeHeard> {
    let notebook = workshop.campaign.notebooks.get(&walk)?;
    notebook.of_kind("notice").find_map(|record| match &record.body {
        Body::Notice(notice) if Some(record.envelope.device) == phone => Some(notice),
        _ => None,
    })
}

pub(super) fn phones(workshop: &Workshop) -> Vec<Phone> {
    let mut phones: Vec<Phone> = workshop
        .campaign
        .receptions()
        .map(|(_, reception)| Phone {
            walk: reception.walk,
            device: reception.phone.map_or(String::new(), |phone| phone.to_string()),
            file: reception.file.clone(),
            observations: reception.observations,
            photos: reception.photos,
            missing: reception.photos_missing,
            seen: reception
                .phone
                .map_or(0, |phone| workshop.campaign.sightings_by(reception.walk, phone)),
            code: reception.code.clone(),
            answer: reception.answer.clone(),
            in_part: reception.speaks == Speaks::InPart,
            at: reception.at.hour_minute(),
            signature: reception.signature,
            ready: said_of_itself(workshop, reception.walk, reception.phone)
                .map_or(String::new(), |notice| notice.ready.clone()),
            check: said_of_itself(workshop, reception.walk, reception.phone)
                .and_then(|notice| PhoneCheck::read(&notice.check)),
            number: reception.phone,
            clock: reception.phone.map_or((None, None), |phone| {
                let (of, campaign) = (reception.walk, &workshop.campaign);
                (campaign.clock_said(of, phone), campaign.clock_by_fixes(of, phone))
            }),
        })
        .collect();
    phones.sort_by(|a, b| (a.walk, &a.device).cmp(&(b.walk, &b.device)));
    phones
}

/// The name of a walk, or that its sheet is missing.
pub(super) fn named(w: &WorkshopWords, title: &str) -> String {
    (if title.is_empty() { w.walk_without_sheet } else { title }).to_owned()
}

/// What was said on walks whose sheets are missing, and what to do about it.
pub(super) fn without_sheet(hall: Hall) -> AnyView {
    let w = hall.words();
    let said = hall.select(|workshop| workshop.campaign.said_without_sheet());
    follow(move || match said.get() {
        0 => nothing(),
        said => el("p")
            .class("lead warning")
            .attr("id", "without-sheet")
            .icon("triangle-alert")
            .text((w.said_without_sheet)(said))
            .view(),
    })
}

/// One phone: what arrived, the code to compare, the answer to give back.
pub(super) fn phone_card(hall: Hall, phone: &Phone) -> AnyView {
    let w = hall.words();
    let shown = RwSignal::new(false);
    let (walk, answer) = (phone.walk, phone.answer.clone());
    let waits = if phone.in_part { w.answer_waits_for_records } else { w.answer_waits };
    let give = follow(move || {
        if answer.is_empty() {
            return paragraph("lead warning", waits);
        }
        let toggle = button("small").on_click(move || shown.update(|shown| *shown = !*shown));
        let toggle =
            toggle.attr("aria-expanded", shown.get().to_string()).text(w.answer_show).view();
        if !shown.get() {
            return toggle;
        }
        let page = Route::Receipt(walk).address(Page::Workshop);
        let address = format!("{}{page}/{answer}", install::folder());
        all(vec![
            toggle,
            paragraph("", w.answer_hint),
            crate::ui::desk::code(&address),
            el("p").class("big-code").attr("translate", "no").text(answer.clone()).view(),
        ])
    });
    let mut counts = (w.phone_counts)(phone.observations as usize, phone.photos as usize);
    if phone.seen > 0 {
        let seen = (hall.restitution_words().review_answers)(phone.seen);
        counts = format!("{counts}, {seen}");
    }
    let mut card = el("li")
        .class("phone")
        .attr("data-code", phone.code.clone())
        .attr("data-answer", phone.answer.clone())
        .child(
            el("p")
                .class(if phone.is_complete() { "lead" } else { "lead warning" })
                .icon(if phone.is_complete() { "check" } else { "clock" })
                .child(el("strong").text(counts).view())
                .view(),
        )
        .child(
            el("p").child(el("small").text(format!("{} · {}", phone.file, phone.at)).view()).view(),
        );
    // Over a part of its notebook nobody knows what the phone shows.
    if phone.is_complete() || !phone.in_part {
        card = card.child(
            el("p")
                .text(w.code_compare)
                .child(
                    el("strong")
                        .class("code")
                        .attr("translate", "no")
                        .text(phone.code.clone())
                        .view(),
                )
                .view(),
        );
    }
    if phone.missing > 0 {
        card = card.child(
            el("p")
                .class("lead warning")
                .icon("triangle-alert")
                .text((w.photos_missing)(phone.missing as usize))
                .view(),
        );
    }
    let signed = match phone.signature {
        Signature::Unknown => nothing(),
        Signature::Absent => paragraph("phone-signature", w.signature_absent),
        Signature::InPart => paragraph("phone-signature lead warning", w.signature_in_part),
        Signature::Whole => paragraph("phone-signature", w.signature_whole),
    };
    let ready = match Obstacle::of_verdict(&phone.ready) {
        None => nothing(),
        Some(lacks) if lacks.is_empty() => paragraph("phone-ready", w.phone_was_ready),
        Some(lacks) => paragraph("phone-ready", (w.phone_was_not_ready)(&lacks)),
    };
    let check = phone.check.as_ref().map_or_else(nothing, |check| {
        let day = (hall.session.words().date)(&check.on);
        let words = (w.phone_checked)(check, &day);
        if check.asks_for_care() {
            return el("p")
                .class("phone-check lead warning")
                .icon("triangle-alert")
                .text(words)
                .view();
        }
        paragraph("phone-check", words)
    });
    let clock = phone.number.map(|number| clock(hall, phone.walk, number, phone.clock));
    card.child(signed)
        .child(ready)
        .child(check)
        .child(give)
        .child(clock.unwrap_or_else(nothing))
        .view()
}

/// What is said of a clock, in words.
pub(super) fn clock_words(w: &WorkshopWords, behind_s: Option<i64>) -> String {
    let Some(behind) = behind_s else { return w.clock_unsaid.to_owned() };
    let span = (w.span)(behind.unsigned_abs());
    match behind.signum() {
        1 => (w.clock_behind)(&span),
        -1 => (w.clock_fast)(&span),
        _ => w.clock_right.to_owned(),
    }
}

/// By how much the phone's clock was off: what is said, what the satellites say, and the way to say
/// it.
fn clock(
    hall: Hall,
    walk: WalkId,
    phone: DeviceNumber,
    (said, by_fixes): (Option<i64>, Option<i64>),
) -> AnyView {
    let w = hall.words();
    let says = move |behind_s| hall.does(Act::PhoneClock(walk, phone, behind_s));
    // What is said, else what the satellites say, is where typing begins.
    let minutes = said.or(by_fixes).unwrap_or_default().unsigned_abs() / 60;
    let parts = [minutes / 1440, minutes / 60 % 24, minutes % 60];
    let typed = RwSignal::new(parts);
    let labels = [w.clock_days, w.clock_hours, w.clock_minutes];
    let inputs = labels.into_iter().zip(parts).enumerate().map(|(at, (label, value))| {
        let heard = move |text: String| {
            let number = text.trim().parse::<u32>().unwrap_or_default();
            typed.update(|parts| parts[at] = number.into());
        };
        let input = el("input")
            .attr("type", "number")
            .attr("inputmode", "numeric")
            .attr("min", "0")
            .attr("value", value.to_string())
            .on_value("input", heard);
        el("label").class("field").span(label).child(input.view()).view()
    });
    let seconds = move || {
        let [days, hours, minutes] = typed.get_untracked();
        i64::try_from(days * 86_400 + hours * 3600 + minutes * 60).unwrap_or_default()
    };
    let way =
        |label: &'static str, pressed: bool| button("answer").pressed(move || pressed).text(label);
    let behind = way(w.clock_was_behind, said.is_some_and(|said| said > 0));
    let fast = way(w.clock_was_fast, said.is_some_and(|said| said < 0));
    let right = way(w.clock_was_right, said == Some(0));
    let ways = el("div")
        .class("grid grid-3")
        .child(behind.on_click(move || says(Some(seconds()))).view())
        .child(fast.on_click(move || says(Some(-seconds()))).view())
        .child(right.on_click(move || says(Some(0))).view());
    let take_back = button("button quiet").on_click(move || says(None)).text(w.clock_take_back);
    let take_back = if said.is_some() { take_back.view() } else { nothing() };
    let told = said.map(|said| format!(" : {}", clock_words(w, Some(said))));
    let summary = format!("{}{}", w.clock_of_phone, told.unwrap_or_default());
    let witness = by_fixes.map(|by| (w.clock_by_fixes)(&clock_words(w, Some(by))));
    el("details")
        .class("field")
        .attr("data-clock", said.map_or(String::new(), |said| said.to_string()))
        .child(el("summary").text(summary).view())
        .child(witness.map_or_else(nothing, |words| paragraph("lead warning", words)))
        .child(paragraph("hint", w.clock_hint))
        .child(el("div").class("grid grid-3").children(inputs).view())
        .child(ways.view())
        .child(take_back)
        .view()
}
