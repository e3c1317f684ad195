//! Texts that leave and may point at somebody: each stays in the way of the files until it is
//! corrected, or a mediator has looked at it and let it go. What she let go is bound to its words.

use std::collections::{BTreeMap, BTreeSet};

use super::home::HOME;
use super::rereading::{Concern, concerns};
use super::{Choice, Leaving};
use crate::domain::campaign::Campaign;
use crate::domain::campaign::contest::{constat_text, preconisation_text};
use crate::domain::deliberation::constat::ConstatField;
use crate::domain::deliberation::preconisation::PreconisationField;
use crate::domain::deliberation::{CampaignSheet, SheetField, read_words};
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::observation::amend::TextField;
use crate::domain::walk::stop::StopId;

/// A text of a walk's sheet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum WalkText {
    /// What the walk is called.
    Title,
    /// The campaign it is compared in.
    Cycle,
    /// The quarter.
    Quarter,
    /// What happened that day.
    Context,
}

/// A text that leaves, by the thing it is of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum LeavingText {
    /// What the campaign is called.
    Campaign(WalkId),
    /// Of a walk's sheet.
    Walk(WalkId, WalkText),
    /// The name of a stop.
    Stop(WalkId, StopId),
    /// What a group wrote on a constat.
    Constat(RecordId, ConstatField),
    /// What a group wrote on a préconisation.
    Preconisation(RecordId, PreconisationField),
    /// What the responsible body answered.
    Answer(RecordId),
    /// Why the responsible body said so.
    Reason(RecordId),
    /// What somebody said on a walk, in the words in which it leaves.
    Observation(RecordId, TextField),
    /// What is said of a release that was called back.
    Erratum(RecordId),
}

/// Texts of a constat that leave.
const OF_CONSTAT: [ConstatField; 5] = [
    ConstatField::Title,
    ConstatField::Summary,
    ConstatField::Quote,
    ConstatField::PlaceName,
    ConstatField::Operation,
];
/// Texts of a préconisation that leave.
const OF_PRECONISATION: [PreconisationField; 3] =
    [PreconisationField::Title, PreconisationField::Detail, PreconisationField::Operation];

impl LeavingText {
    /// The thing, and the respect in which it is let go.
    pub fn subject(self) -> (RecordId, String) {
        match self {
            Self::Campaign(id) => (RecordId(id.0), SheetField::Title.name().to_owned()),
            Self::Walk(id, text) => {
                let name = match text {
                    WalkText::Title => "walk_title",
                    WalkText::Cycle => "walk_cycle",
                    WalkText::Quarter => "walk_quarter",
                    WalkText::Context => "walk_context",
                };
                (RecordId(id.0), name.to_owned())
            }
            Self::Stop(walk, stop) => (RecordId(walk.0), format!("stop-{stop}")),
            Self::Constat(id, field) => (id, field.name().to_owned()),
            Self::Preconisation(id, field) => (id, field.name().to_owned()),
            Self::Answer(id) => (id, "answer".to_owned()),
            Self::Reason(id) => (id, "reason".to_owned()),
            Self::Observation(id, field) => (id, field.code().to_owned()),
            Self::Erratum(id) => (id, "erratum".to_owned()),
        }
    }

    /// Whether it can be said otherwise where it stands in the way. The sheet of a walk is its own
    /// device's, and an answer the responsible body's.
    pub fn is_mended_here(self) -> bool {
        !matches!(self, Self::Walk(..) | Self::Stop(..) | Self::Answer(_) | Self::Reason(_))
    }

    /// Longest length of other words for it, in characters.
    pub fn most(self) -> usize {
        match self {
            Self::Constat(_, field) => constat_text(field).map_or(0, |(_, most)| most),
            Self::Preconisation(_, field) => preconisation_text(field).map_or(0, |(_, most)| most),
            Self::Observation(_, field) => field.most(),
            Self::Erratum(_) => super::release::ERRATUM_MAX,
            _ => crate::domain::deliberation::CAMPAIGN_TITLE_MAX,
        }
    }
}

/// Whether what is found in a text keeps it from leaving. A description of people is shown in
/// *Relire*, but not here: "noir" is as often the dark.
fn stops(concern: Concern) -> bool {
    concern != Concern::Person
}

/// What points at somebody in words that are about to leave.
pub fn pointing(words: &str) -> Vec<Concern> {
    concerns(words).into_iter().filter(|concern| stops(*concern)).collect()
}

/// Words that wait, with every text that says just that.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WaitingWords {
    /// The words.
    pub words: String,
    /// What was found in them.
    pub found: Vec<Concern>,
    /// The texts, in the order of a file; never empty.
    pub of: Vec<LeavingText>,
}

/// Every text of what leaves, as it leaves, in the order of the things.
pub fn texts(
    campaign: &Campaign,
    (id, sheet): (WalkId, &CampaignSheet),
    choice: &Choice,
    leaving: &Leaving,
) -> Vec<(LeavingText, String)> {
    let mut all = vec![(LeavingText::Campaign(id), sheet.title.clone())];
    for walk in leaving.walks.iter().filter_map(|walk| campaign.walk(*walk)) {
        let leaves = choice.walk(walk);
        for (text, words) in [
            (WalkText::Title, leaves.title),
            (WalkText::Cycle, leaves.cycle),
            (WalkText::Quarter, leaves.quarter),
            (WalkText::Context, leaves.context),
        ] {
            all.push((LeavingText::Walk(walk.id, text), words));
        }
        let stops = walk.stops.iter().chain(&walk.former_stops);
        all.extend(stops.map(|stop| (LeavingText::Stop(walk.id, stop.id), stop.name.clone())));
    }
    let mut returned = Vec::new();
    for id in &leaving.constats {
        let Some(constat) = campaign.constat(*id) else { continue };
        let mut leaves = choice.constat(campaign, *id, constat);
        for field in OF_CONSTAT {
            let Some((of, _)) = constat_text(field) else { continue };
            all.push((LeavingText::Constat(*id, field), std::mem::take(of(&mut leaves))));
        }
        returned.push(*id);
    }
    for id in &leaving.preconisations {
        let Some(mut one) = campaign.preconisation(*id).cloned() else { continue };
        for field in OF_PRECONISATION {
            let Some((of, _)) = preconisation_text(field) else { continue };
            all.push((LeavingText::Preconisation(*id, field), std::mem::take(of(&mut one))));
        }
        returned.push(*id);
    }
    for id in returned {
        let life = campaign.life(id);
        if let Some(answer) = life.answer() {
            all.push((LeavingText::Answer(id), answer.text.clone()));
        }
        // The layers tell the one, the documents the other.
        for reason in [life.reason(), life.refusal()] {
            all.push((LeavingText::Reason(id), reason.to_owned()));
        }
    }
    for (id, _) in &leaving.observations {
        let Some((observation, _)) = campaign.observation(*id) else { continue };
        for field in TextField::ALL {
            let words = campaign.words_for(observation, field, choice.least());
            all.push((LeavingText::Observation(*id, field), words.unwrap_or_default()));
        }
    }
    for (id, _, why) in super::release::called_back(campaign, choice.audience) {
        all.push((LeavingText::Erratum(id), why));
    }
    all.retain(|(_, words)| !words.trim().is_empty());
    all
}

/// Which of some words wait, and which a mediator looked at and let go. The same words are looked at
/// once, wherever they stand or come to stand.
pub fn waiting(
    campaign: &Campaign,
    texts: &[(LeavingText, String)],
) -> (Vec<WaitingWords>, BTreeSet<String>) {
    let mut by_words: BTreeMap<&str, Vec<LeavingText>> = BTreeMap::new();
    for (text, words) in texts {
        let of = by_words.entry(words).or_default();
        if of.last() != Some(text) {
            of.push(*text);
        }
    }
    let cleared = campaign.cleared(|respect| respect != HOME);
    let (mut waiting, mut let_go) = (Vec::new(), BTreeSet::new());
    for (words, of) in by_words {
        let found = pointing(words);
        if found.is_empty() {
            continue;
        }
        if cleared.contains(&read_words(words)) {
            let_go.insert(words.to_owned());
        } else {
            waiting.push(WaitingWords { words: words.to_owned(), found, of });
        }
    }
    waiting.sort_by(|a, b| (a.of.first(), &a.words).cmp(&(b.of.first(), &b.words)));
    (waiting, let_go)
}
