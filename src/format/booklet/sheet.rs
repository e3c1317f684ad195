//! A page for one reader: everything that asks something of one kind of actor, or one kind of action,
//! ready for a meeting.

use super::chart::chart;
use super::markup::Writer;
use super::{Book, Piece};
use crate::domain::deliberation::preconisation::ActionKind;
use crate::domain::identity::RecordId;
use crate::domain::walk::actor::ActorKind;

/// What is asked of one kind of actor, as the lead or beside it.
pub(super) fn of_actor(book: &Book<'_>, actor: ActorKind) -> Vec<Piece> {
    sheet(book, book.label(actor), |id| {
        let one = book.campaign.preconisation(id);
        book.campaign.lead_of(id) == Some(actor)
            || one.is_some_and(|one| one.associated.contains(&actor))
    })
}

/// One kind of action, whoever should act.
pub(super) fn of_action(book: &Book<'_>, action: ActionKind) -> Vec<Piece> {
    sheet(book, book.label(action), |id| {
        book.campaign.preconisation(id).is_some_and(|one| one.action == action)
    })
}

fn sheet(book: &Book<'_>, title: &str, belongs: impl Fn(RecordId) -> bool) -> Vec<Piece> {
    let w = book.w;
    let mut out = Writer::default();
    out.raw("<article class=\"booklet sheet\">\n");
    if book.is_exercise() {
        out.element("p", "exercise", w.exercise);
    }
    out.element("h1", "", &format!("{} : {title}", w.sheet));
    let quarter = book.quarter();
    let about = [book.source.sheet.title.as_str(), quarter.as_str()];
    out.said("p", "", &about.join(" · "));
    let variant = book.label(book.source.audience);
    out.element("p", "side-note", &(w.made)(&book.date(&book.source.made.date()), variant));
    let ids: Vec<RecordId> =
        book.leaving.preconisations.iter().copied().filter(|id| belongs(*id)).collect();
    let mut constats: Vec<RecordId> = ids
        .iter()
        .filter_map(|id| book.campaign.preconisation(*id))
        .map(|one| book.campaign.constat_answered(one))
        .collect();
    constats.sort_unstable();
    constats.dedup();
    if ids.is_empty() {
        out.element("p", "", w.none);
    } else {
        if let Some(svg) = chart(book, &constats, w.map_about) {
            out.open("figure", "map");
            out.raw(&svg);
            out.element("figcaption", "", w.map_key);
            out.close("figure");
        }
        let rows: Vec<Vec<String>> = ids
            .iter()
            .filter_map(|id| {
                let one = book.campaign.preconisation(*id)?;
                let (horizon, priority) = book.terms(*id);
                let life = book.campaign.life(*id);
                let status = book.label(life.status).to_owned();
                let answer = life.answer().map(|answer| answer.text.clone());
                Some(vec![
                    book.number(*id),
                    one.title.clone(),
                    book.place(*id),
                    priority,
                    horizon,
                    status,
                    answer.unwrap_or_default(),
                ])
            })
            .collect();
        let heads = [w.number, w.wish, w.place, w.priority, w.term, w.status, w.answer];
        out.table(w.asked, &heads, &rows);
    }
    out.close("article");
    out.finish()
}
