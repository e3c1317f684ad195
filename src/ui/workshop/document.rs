//! A document as it will be printed, with the ways in which it leaves: paper, a page that stands
//! alone, text.

use super::Hall;
use super::hall::departing;
use super::layers::{Departure, Screen};
use crate::app::Route;
use crate::app::route::Room;
use crate::app::workshop::Workshop;
use crate::domain::code::{Code, Language};
use crate::domain::identity::WalkId;
use crate::domain::leaving::{Audience, Choice};
use crate::domain::observation::photo::MediaId;
use crate::format::booklet::{self, Document, DocumentSource};
use crate::platform::{clock, install, photo, screen};
use crate::ui::parts::{all, button, el, follow, job_of_campaign, nothing, paragraph};
use leptos::prelude::*;

/// What is made of a campaign as it stands; nothing while words of it wait to be looked at, because
/// what is shown here is printed and copied.
pub(super) fn made<T>(
    workshop: &Workshop,
    audience: Audience,
    language: Language,
    make: impl FnOnce(&DocumentSource<'_>) -> T,
) -> Option<T> {
    let sheet = workshop.sheet()?;
    departing(workshop, &Choice::all(audience))?.settling.of_document().ok()?;
    let made = clock::now();
    Some(make(&DocumentSource { campaign: &workshop.campaign, sheet, audience, language, made }))
}

/// The two variants, one chosen.
pub(super) fn audiences(hall: Hall, audience: RwSignal<Audience>) -> AnyView {
    let language = hall.session.language();
    let buttons = Audience::ALL.iter().map(|one| {
        let one = *one;
        button("answer")
            .attr("id", format!("for-{}", one.code()))
            .pressed(move || audience.get() == one)
            .on_click(move || audience.set(one))
            .icon(one.icon())
            .span(one.label(language))
            .view()
    });
    let label = hall.restitution_words().layers_audience;
    el("div")
        .class("grid grid-2")
        .attr("role", "group")
        .attr("aria-label", label)
        .children(buttons)
        .view()
}

/// The document, and below it nothing: what leaves is above, so that paper holds it alone.
pub(super) fn shown(
    hall: Hall,
    campaign: WalkId,
    document: impl Fn() -> Document + Copy + Send + Sync + 'static,
    audience: RwSignal<Audience>,
) -> AnyView {
    let r = hall.restitution_words();
    let language = hall.session.language();
    let markup = hall.select(move |workshop| {
        made(workshop, audience.get(), language, |source| {
            booklet::fragment(&booklet::pieces(document(), source))
        })
        .unwrap_or_default()
    });
    let waits = hall.departing(move || Choice::all(audience.get()));
    let waits = Memo::new(move |_| waits.get().and_then(|now| now.settling.of_document().err()));
    let d = hall.departure_words();
    let save = move || {
        let file = hall.document_file(campaign, document(), audience.get_untracked());
        hall.make(file, None);
    };
    let stays = RwSignal::new(String::new());
    let hand_out = move || {
        let what = (document(), audience.get_untracked());
        let why = hall.hands_out(move |workshop, chance| workshop.hand_out(what, language, chance));
        if why.is_empty() {
            screen::print();
        }
        stays.set(why);
    };
    let ways = move || {
        let print = button("button").attr("id", "print-document").on_click(hand_out);
        let save = button("button quiet").attr("id", "save-document").on_click(save);
        el("div")
            .class("chips no-print")
            .child(print.icon("printer").span(r.document_print).view())
            .child(save.icon("file-text").span(r.document_file).view())
            .view()
    };
    let go = move || {
        let choice = Choice::all(audience.get_untracked());
        hall.departure.set(Departure { choice, screen: Screen::Words });
        hall.session.open(Route::Campaign(campaign, Room::Layers));
    };
    let ways = follow(move || match waits.get() {
        None => ways(),
        Some(why) => el("div")
            .class("card prose warning no-print")
            .attr("id", "not-settled")
            .child(el("p").class("lead").icon("triangle-alert").text(d.why_not(why)).view())
            .child(
                button("button")
                    .attr("id", "go-and-settle")
                    .on_click(go)
                    .icon("eye")
                    .span(d.go_and_settle)
                    .view(),
            )
            .view(),
    });
    let paper = el("div")
        .class("document")
        .attr("id", "document")
        .attr("lang", language.code())
        .on("click", lead_within)
        .view();
    let addresses: StoredValue<Vec<String>> = StoredValue::new(Vec::new());
    let release = move || {
        if let Some(old) = addresses.try_update_value(std::mem::take) {
            old.iter().for_each(|address| photo::release(address));
        }
    };
    Effect::new(move |_: Option<()>| {
        let markup = markup.get();
        let Some(paper) = screen::element("document") else { return };
        release();
        screen::draw(&paper, &markup);
        leptos::task::spawn_local(fill(paper, addresses));
    });
    on_cleanup(release);
    let content = hall.content();
    let job = job_of_campaign(hall.session, false, move || {
        (hall.document_file(campaign, document(), audience.get()), content.get())
    });
    all(vec![ways, stayed(stays), job, paper])
}

/// Why something does not leave by this page; nothing while nothing was held back.
pub(super) fn stayed(why: RwSignal<String>) -> AnyView {
    let said = follow(move || {
        let why = why.get();
        if why.is_empty() { nothing() } else { paragraph("card prose", why) }
    });
    el("div").class("no-print").attr("role", "alert").child(said).view()
}

/// Puts the photos of a document in, one after the other.
async fn fill(paper: web_sys::HtmlElement, addresses: StoredValue<Vec<String>>) {
    while let Ok(Some(image)) = paper.query_selector("img[data-media]") {
        let name = image.get_attribute("data-media").unwrap_or_default();
        // Whatever comes of it, it is not asked for again.
        drop(image.remove_attribute("data-media"));
        let Some(media) = MediaId::parse(&name) else { continue };
        let Some(address) = photo::address(media).await else { continue };
        drop(image.set_attribute("src", &address));
        // The page may have gone on meanwhile.
        if addresses.try_update_value(|all| all.push(address.clone())).is_none() {
            photo::release(&address);
            return;
        }
    }
}

/// The contents lead within the document: in the app's own address they would lead away.
fn lead_within(event: web_sys::Event) {
    let Some((href, _)) = screen::marked_target(&event, ["href", "href"]) else { return };
    if let Some(part) = href.strip_prefix('#').and_then(screen::element) {
        event.prevent_default();
        part.scroll_into_view();
    }
}

/// A text to be copied, and whether it was.
pub(super) fn text(
    hall: Hall,
    (id, title): (&'static str, &'static str),
    leaves_as: impl Fn() -> (Document, Audience) + Copy + 'static,
    text: impl Fn(&Workshop) -> String + Copy + Send + Sync + 'static,
) -> AnyView {
    let r = hall.restitution_words();
    let copied: RwSignal<Option<bool>> = RwSignal::new(None);
    let stays = RwSignal::new(String::new());
    let copy = move || {
        let (what, language) = (leaves_as(), hall.session.language());
        let why = hall.hands_out(move |workshop, chance| workshop.hand_out(what, language, chance));
        if why.is_empty() {
            let text = hall.now(text);
            install::copy(&text, move |done| copied.set(Some(done)));
        }
        stays.set(why);
    };
    let said = follow(move || match copied.get() {
        None => nothing(),
        Some(true) => paragraph("hint", r.document_copied),
        Some(false) => paragraph("hint", r.document_not_copied),
    });
    let words = hall.select(text);
    el("details")
        .class("card prose no-print")
        .attr("id", id)
        .child(el("summary").icon("copy").span(title).view())
        .child(button("button quiet").on_click(copy).icon("copy").span(r.document_copy).view())
        .child(el("div").attr("role", "status").child(said).view())
        .child(stayed(stays))
        .child(follow(move || {
            el("pre")
                .class("copied")
                .attr("tabindex", "0")
                .attr("dir", "auto")
                .text(words.get())
                .view()
        }))
        .view()
}
