//! Reading again before anything leaves: what may point at a person is shown first; other words
//! stand beside the original, which nobody changes.

use leptos::prelude::*;

use super::{Hall, section};
use crate::app::workshop::{Act, Workshop};
use crate::domain::code::Code;
use crate::domain::identity::RecordId;
use crate::domain::leaving::rereading::{Concern, concerns};
use crate::domain::observation::WORDS_MAX;
use crate::domain::observation::amend::TextField;
use crate::domain::observation::scale::Sharing;
use crate::ui::parts::{all, button, el, follow, nothing, paragraph, question};

/// Texts shown at a time.
const PAGE: usize = 15;

/// What a concern is called.
pub(super) fn label(hall: Hall, concern: Concern) -> &'static str {
    let w = hall.words();
    match concern {
        Concern::Name => w.concern_name,
        Concern::Plate => w.concern_plate,
        Concern::Phone => w.concern_phone,
        Concern::Home => w.concern_home,
        Concern::Person => w.concern_person,
        Concern::Address => w.concern_address,
    }
}

/// A text to be read again.
#[derive(Clone, PartialEq)]
struct Text {
    id: RecordId,
    field: TextField,
    original: String,
    concerns: Vec<Concern>,
    wording: Option<(String, Sharing)>,
    removed: bool,
}

fn texts(workshop: &Workshop, only_concerned: bool) -> Vec<Text> {
    let campaign = &workshop.campaign;
    let mut all = Vec::new();
    let every = campaign
        .notebooks
        .values()
        .flat_map(crate::domain::walk::notebook::Notebook::all_observations);
    for observation in every.filter(|observation| !observation.withdrawn) {
        let removed = campaign.is_removed(observation.id);
        for field in [TextField::Words, TextField::Idea, TextField::PlaceName] {
            let original = observation.text(field);
            if original.is_empty() {
                continue;
            }
            let found = concerns(original);
            let wording = campaign
                .wording(observation.id, field)
                .map(|wording| (wording.text.clone(), wording.sharing));
            if only_concerned && found.is_empty() && wording.is_none() && !removed {
                continue;
            }
            all.push(Text {
                id: observation.id,
                field,
                original: original.to_owned(),
                concerns: found,
                wording,
                removed,
            });
        }
    }
    // What nobody dealt with yet comes first; then in the order in which it was said.
    all.sort_by_key(|text| {
        (text.wording.is_some() || text.removed, text.concerns.is_empty(), text.id)
    });
    all
}

pub(super) fn room(hall: Hall) -> AnyView {
    let w = hall.words();
    let only = RwSignal::new(true);
    let most = RwSignal::new(PAGE);
    // Which texts, and in which order, is settled when the room is entered: a card does not jump
    // away from under the fingers when it is dealt with.
    let shown = follow(move || {
        let found = hall.now(|workshop| texts(workshop, only.get()));
        let count = found.len();
        if found.is_empty() {
            return paragraph("empty", w.nothing_to_reread);
        }
        let cards: Vec<AnyView> =
            found.into_iter().take(most.get()).map(|text| card(hall, text)).collect();
        let more = if count > cards.len() {
            button("button quiet")
                .on_click(move || most.update(|most| *most += PAGE))
                .icon("plus")
                .span(w.more)
                .view()
        } else {
            nothing()
        };
        all(vec![
            paragraph("hint", (w.texts)(count)),
            el("ul").class("plain-list rereading").children(cards).view(),
            more,
        ])
    });
    let toggle = button("chip")
        .pressed(move || only.get())
        .on_click(move || only.update(|only| *only = !*only))
        .icon("eye")
        .span(w.only_concerned)
        .view();
    section("reread", "eye", w.room_reread)
        .child(paragraph("hint", w.reread_hint))
        .child(el("div").class("chips").child(toggle).view())
        .child(shown)
        .view()
}

fn card(hall: Hall, text: Text) -> AnyView {
    let w = hall.words();
    let language = hall.session.language();
    let Text { id, field, original, concerns, wording, .. } = text;
    let (first_words, first_level) = wording.unwrap_or_else(|| (String::new(), Sharing::Partners));
    let typed = RwSignal::new(first_words.clone());
    let level = RwSignal::new(first_level);
    let keep =
        move || hall.does(Act::Reword(id, field, typed.get_untracked(), level.get_untracked()));
    let kept = hall.select(move |workshop| {
        let campaign = &workshop.campaign;
        let wording = campaign.wording(id, field);
        let changed = campaign
            .observation(id)
            .is_some_and(|(observation, _)| campaign.is_to_reread(observation, field));
        (
            wording.map(|wording| (wording.text.clone(), wording.sharing, changed)),
            campaign.is_removed(id),
        )
    });
    let levels = Sharing::ALL.iter().map(|one| {
        let one = *one;
        button("chip")
            .pressed(move || level.get() == one)
            .on_click(move || level.set(one))
            .icon(one.icon())
            .span(one.label(language))
            .view()
    });
    let as_is = original.clone();
    let same = move || {
        hall.does(Act::Reword(id, field, as_is.clone(), level.get_untracked()));
    };
    let state = follow(move || match kept.get() {
        (_, true) => el("p").class("lead").icon("log-out").text(w.removed).view(),
        (Some((_, _, true)), _) => {
            el("p").class("lead warning").icon("triangle-alert").text(w.reread_again).view()
        }
        (Some((words, sharing, false)), _) => {
            let words = format!("{} ({}) : « {words} »", w.leaves_as, sharing.label(language));
            el("p").class("lead").attr("dir", "auto").icon("check").text(words).view()
        }
        (None, _) => paragraph("hint", w.not_reread),
    });
    let out = follow(move || {
        let (_, removed) = kept.get();
        let words = if removed { w.put_back } else { w.remove };
        button("small")
            .on_click(move || hall.does(Act::Remove(id, !removed)))
            .icon(if removed { "undo-2" } else { "log-out" })
            .text(words)
            .view()
    });
    let sure = RwSignal::new(false);
    let (t, e) = (hall.session.words(), hall.session.erasing_words());
    let erase = follow(move || {
        if !kept.get().1 {
            return nothing();
        }
        if !sure.get() {
            let ask = button("small").on_click(move || sure.set(true)).icon("trash-2");
            return ask.text(e.erase_ask).view();
        }
        let keep = button("answer").on_click(move || sure.set(false)).icon("x").span(t.cancel);
        let confirm = button("answer danger").on_click(move || hall.does(Act::Erase(id)));
        let confirm = confirm.icon("trash-2").span(e.erase_confirm);
        el("div")
            .class("card prose warning")
            .child(paragraph("", e.erase_for_her))
            .child(el("div").class("grid grid-2").child(keep.view()).child(confirm.view()).view())
            .view()
    });
    // Heard at each key: the button beside it may be reached without leaving the field.
    let input = el("textarea")
        .attr("id", format!("words-{id}-{}", field.code()))
        .attr("rows", "2")
        .attr("dir", "auto")
        .attr("maxlength", WORDS_MAX.to_string())
        .on_value("input", move |value| typed.set(value))
        .text(first_words);
    let why = concerns
        .into_iter()
        .map(|concern| el("span").class("badge").icon("eye").text(label(hall, concern)).view());
    el("li")
        .class("card prose text-card")
        .child(el("p").class("quote").attr("dir", "auto").text(format!("« {original} »")).view())
        .child(el("p").children(why).view())
        .child(el("label").class("field").span(w.other_words).child(input.view()).view())
        .child(question(w.how_far, "chips", levels.collect()))
        .child(
            el("div")
                .class("ways")
                .child(button("button").on_click(keep).icon("save").span(w.keep_words).view())
                .child(button("small").on_click(same).icon("check").text(w.as_said).view())
                .child(out)
                .view(),
        )
        .child(el("div").attr("role", "status").child(state).view())
        .child(erase)
        .view()
}
