//! The workshop's loop: what happened goes in, what is to be kept and asked of the world comes out.

use std::sync::Arc;

use super::departing::Departing;
use super::typing::BesideText;
use super::{Act, Kept, Refusal, TypedText, Workshop};
use crate::app::effect::Effect;
use crate::app::event::Chance;
use crate::app::exchange::FileQuestion;
use crate::app::route::{Room, Route};
use crate::domain::deliberation::CampaignSheet;
use crate::domain::deliberation::reception::Reception;
use crate::domain::identity::{DeviceNumber, WalkId};
use crate::domain::leaving::Choice;
use crate::domain::ledger::Digest;

/// Something that happened, as far as the workshop is concerned.
#[derive(Clone, PartialEq, Debug)]
pub enum Heard {
    /// The sheets of the walks and campaigns on this device.
    Listed(Vec<String>),
    /// Lines of a campaign or a walk; `true` when they are all there.
    Lines(WalkId, Vec<String>, bool),
    /// Another tab wrote to a walk or a campaign.
    ChangedElsewhere(WalkId),
    /// A campaign's screen was opened; the number is this device's in it.
    Opened(WalkId, DeviceNumber),
    /// A campaign is begun; its id is made of the chance, the number is this device's in it.
    Begun(Box<CampaignSheet>, WalkId, DeviceNumber, Chance),
    /// A person did something.
    Acted(Act, Chance),
    /// A text was being typed when the page died: it is kept now, unless it was kept already.
    Found(TypedText, String, Vec<Digest>, Chance),
    /// Records of these keys are on disk and were read back.
    Durable(Vec<String>),
    /// Files were taken in.
    CameIn {
        /// The walks and campaigns they spoke of.
        walks: Vec<WalkId>,
        /// Those of them that are campaigns.
        campaigns: Vec<WalkId>,
        /// What each file held.
        receptions: Vec<Reception>,
        /// Now.
        chance: Chance,
    },
    /// A person said whether a walk that came in belongs to the campaign.
    OfferAnswered(WalkId, bool, Chance),
    /// A file is asked for; for the planner's bundle with what is chosen to leave, and with what
    /// leaves by that of the campaign as it stands, where it is known.
    FileAsked(FileQuestion, Option<Box<Choice>>, Option<Arc<Departing>>, Chance),
    /// A file is whole and leaves: what is remembered of it, and this device's number in its campaign.
    Left(String, DeviceNumber, Chance),
    /// Another screen was opened: what was refused on the one before is no longer said.
    Moved,
    /// What was refused was read.
    RefusalRead,
}

/// What follows.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Reply {
    /// Records to be stored.
    pub kept: Vec<Kept>,
    /// What is asked of the world.
    pub effects: Vec<Effect>,
    /// A file to be made, and what tells the content that it is made of.
    pub file: Option<(FileQuestion, u64)>,
    /// Texts that need not be kept beside the page any more.
    pub said: Vec<BesideText>,
}

impl Workshop {
    /// Says what follows from what happened.
    pub fn hear(&mut self, heard: Heard) -> Reply {
        match heard {
            Heard::Listed(lines) => {
                self.list(&lines);
                // What was set of a sheet since stands among the campaign's own records.
                let others = self.campaigns.iter().map(|(id, _)| *id);
                let others = others.filter(|_| self.open.is_none());
                Reply::asks(others.map(Effect::LoadCampaign).collect())
            }
            Heard::Lines(walk, lines, done) => {
                let more = self.lines(walk, &lines, done);
                Reply::asks(more.into_iter().map(Effect::LoadWalk).collect())
            }
            Heard::ChangedElsewhere(walk) => {
                // Something may have been erased there of what the campaign had copied.
                let campaign = self.open.filter(|open| *open != walk);
                let load = self.load(walk);
                let campaign = campaign.filter(|_| load.is_some()).map(Effect::LoadCampaign);
                Reply::asks(load.into_iter().chain(campaign).collect())
            }
            Heard::Opened(id, device) => {
                if self.open == Some(id) {
                    return Reply::default();
                }
                self.open(id, device);
                Reply::asks(vec![Effect::LoadCampaign(id)])
            }
            Heard::Begun(sheet, id, device, chance) => {
                self.open(id, device);
                let walks = sheet.walks.clone();
                let mut reply = self.reply(|workshop| workshop.act(Act::Sheet(sheet), chance));
                // What was just made is there without being read again.
                self.lines(id, [""; 0], true);
                reply.effects.extend(walks.into_iter().map(Effect::LoadWalk));
                let route = Route::Campaign(id, Room::Cockpit);
                reply.effects.push(Effect::Show { route, replace: false });
                reply.effects.push(Effect::PersistStorage);
                reply
            }
            Heard::Durable(keys) => Reply { said: self.became_durable(&keys), ..Reply::default() },
            Heard::Acted(Act::Typing(text, typed, seen), chance) => {
                self.type_text(text, typed, seen, chance)
            }
            Heard::Acted(act, chance) => {
                // A walk that is taken in is read; it may be here already.
                let joins = match &act {
                    Act::Walk(walk, true) => Some(*walk),
                    _ => None,
                };
                let erases = match &act {
                    Act::Erase(observation) => Some(observation.to_string()),
                    _ => None,
                };
                let mut reply = self.reply(|workshop| workshop.act(act, chance));
                reply.effects.extend(joins.map(Effect::LoadWalk));
                // What was being typed about it.
                let erases = erases.filter(|_| !reply.kept.is_empty());
                reply.effects.extend(erases.map(Effect::Forget));
                reply
            }
            Heard::Found(text, typed, seen, chance) => {
                if self.was_typed(text, &typed) {
                    let said = self.typed_was_said(text, typed, &[]);
                    return Reply { said, ..Reply::default() };
                }
                self.type_text(text, typed, seen, chance)
            }
            Heard::CameIn { walks, campaigns, receptions, chance } => {
                let (kept, mut again) = self.came_in(&walks, &campaigns, chance);
                if let Some(open) = self.open.filter(|open| !again.contains(open)) {
                    // Something may have been erased of what it copied.
                    again.push(open);
                }
                let noted = self.act(Act::Received(receptions), chance).unwrap_or_default();
                let kept = kept.into_iter().chain(noted).collect();
                // After the last phone was wiped this device holds the only copy.
                let loads = again.into_iter().filter_map(|walk| self.load(walk));
                let effects = loads.chain([Effect::PersistStorage]).collect();
                Reply { kept, effects, ..Reply::default() }
            }
            Heard::OfferAnswered(walk, belongs, chance) => {
                let mut reply = self.reply(|workshop| workshop.answer_offer(walk, belongs, chance));
                if belongs {
                    reply.effects.push(Effect::LoadWalk(walk));
                }
                reply
            }
            Heard::FileAsked(question, choice, known, chance) => {
                let leaving = known.clone();
                let unsettled = self.unsettled(&question, choice.as_deref(), known);
                self.refused = unsettled.map(Refusal::Unsettled);
                if self.refused.is_some() {
                    return Reply::default();
                }
                // What is about to leave is numbered first: a number that was read never moves.
                let kept = match (choice, leaving) {
                    (Some(_), Some(known)) => self.number_all(&known.leaving, chance),
                    (Some(choice), None) => self.number(&choice, chance),
                    (None, _) => Vec::new(),
                };
                let file = Some((question, self.campaign.fingerprint()));
                Reply { kept, file, ..Reply::default() }
            }
            Heard::Left(line, device, chance) => {
                let kept = self.released(&line, device, chance);
                Reply { kept, ..Reply::default() }
            }
            Heard::Moved | Heard::RefusalRead => {
                self.refused = None;
                Reply::default()
            }
        }
    }

    /// A text as far as it is typed. What is refused stays beside the page.
    fn type_text(
        &mut self,
        text: TypedText,
        typed: String,
        seen: Vec<Digest>,
        chance: Chance,
    ) -> Reply {
        let act = Act::Typing(text, typed.clone(), seen);
        let mut reply = self.reply(|workshop| workshop.act(act, chance));
        if self.refused.is_none() {
            reply.said = self.typed_was_said(text, typed, &reply.kept);
        }
        reply
    }

    fn reply(&mut self, act: impl FnOnce(&mut Self) -> Result<Vec<Kept>, Refusal>) -> Reply {
        match act(self) {
            Ok(kept) => {
                self.refused = None;
                Reply { kept, ..Reply::default() }
            }
            Err(refusal) => {
                self.refused = Some(refusal);
                Reply::default()
            }
        }
    }

    /// How a walk or the campaign is read anew; `None` when it is neither.
    fn load(&self, walk: WalkId) -> Option<Effect> {
        if self.open == Some(walk) {
            return Some(Effect::LoadCampaign(walk));
        }
        let own = self.sheet().is_some_and(|sheet| sheet.walks.contains(&walk));
        own.then_some(Effect::LoadWalk(walk))
    }
}

impl Reply {
    fn asks(effects: Vec<Effect>) -> Self {
        Self { effects, ..Self::default() }
    }
}
