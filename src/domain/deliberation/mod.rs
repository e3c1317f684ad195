//! What a group decides together once the notebooks are in one place. Nothing here touches what was
//! said on the walk: every decision is a record of its own beside the observations.
//!
//! A **campaign** is one or several walks of the same quarter; its records are kept under its own
//! id, as those of a walk are under the walk's.

pub mod answer;
pub mod comparison;
pub mod constat;
pub mod edit;
pub mod life;
pub mod lifecycle;
pub mod number;
pub mod numbering;
pub mod phone_clock;
pub mod preconisation;
pub mod pseudonym_key;
pub mod reception;
pub mod repeated;
pub mod vote;

use self::answer::{Answer, Ask, Check, Feedback, Sighting};
use self::comparison::Comparison;
use self::constat::Constat;
use self::edit::Edit;
use self::lifecycle::StatusStep;
use self::phone_clock::PhoneClock;
use self::preconisation::{Horizons, Preconisation};
use self::pseudonym_key::PseudonymKey;
use self::reception::Reception;
use self::vote::{Ballot, Ranking};
use crate::domain::deliberation::numbering::Numbering;
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::leaving::release::{Clearance, Erratum, Release};
use crate::domain::ledger::edits::{Fields, fields};
use crate::domain::ledger::tombstone::Tombstone;
use crate::domain::observation::amend::TextField;
use crate::domain::observation::scale::Sharing;
use crate::domain::stamp::Stamp;

/// A campaign as its mediator describes it.
#[derive(Clone, PartialEq, Debug)]
pub struct CampaignSheet {
    /// What people call it.
    pub title: String,
    /// The readable reference that every number begins with, `PR-2026-02`.
    pub reference: String,
    /// Its walks.
    pub walks: Vec<WalkId>,
    /// How many phones are expected, by walk.
    pub phones: Vec<(WalkId, u16)>,
    /// Dots each participant has.
    pub dots: u8,
    /// Where short, medium and long term end and begin.
    pub horizons: Horizons,
    /// INSEE code of its commune, five characters; empty as long as nobody said.
    pub commune: String,
    /// Whether it is invented, to practise with.
    pub training: bool,
    /// Whether it was given up. No screen offers that yet; a later version may.
    pub withdrawn: bool,
    /// When it was begun.
    pub made: Stamp,
}

/// Longest title of a campaign, in characters.
pub const CAMPAIGN_TITLE_MAX: usize = 120;
/// Longest reference of a campaign that is typed, in characters: numbers made of it must fit into
/// twenty, the letters of other laptops included.
pub const REFERENCE_MAX: usize = 11;
/// Longest reference of a campaign that is read: earlier versions let one more character be typed.
pub const REFERENCE_READ_MAX: usize = 12;
/// Characters of the INSEE code of a commune.
pub const COMMUNE_MAX: usize = 5;
/// Dots each participant has, unless the group says otherwise.
pub const DOTS: u8 = 5;

impl CampaignSheet {
    /// A campaign of some walks.
    pub fn of(title: String, reference: String, walks: Vec<WalkId>, made: Stamp) -> Self {
        Self {
            title,
            reference,
            walks,
            phones: Vec::new(),
            dots: DOTS,
            horizons: Horizons::default(),
            commune: String::new(),
            training: false,
            withdrawn: false,
            made,
        }
    }

    /// Phones expected on a walk.
    pub fn phones_on(&self, walk: WalkId) -> Option<u16> {
        self.phones.iter().find(|(known, _)| *known == walk).map(|(_, phones)| *phones)
    }
}

fields! {
    /// A field of a campaign's sheet. Its walks are [`Membership`]s.
    SheetField of CampaignSheet {
        Title "title" title,
        Reference "reference" reference,
        Dots "dots" dots,
        Horizons "horizons" horizons,
        Commune "commune" commune,
        Phones "phones" phones,
        Training "training" training,
        Withdrawn "withdrawn" withdrawn,
    }
}

impl Fields for CampaignSheet {
    type Field = SheetField;
    const ALL: &'static [SheetField] = SheetField::ALL;
    const WITHDRAWN: SheetField = SheetField::Withdrawn;

    fn copy(&mut self, field: SheetField, from: &Self) {
        self.copy_field(field, from);
    }

    fn same(&self, field: SheetField, other: &Self) -> bool {
        self.same_field(field, other)
    }

    fn unsaid(&self) -> Self {
        let walks = self.walks.clone();
        Self::of(String::new(), String::new(), walks, self.made)
    }

    fn is_withdrawn(&self) -> bool {
        self.withdrawn
    }
}

/// A walk belongs to the campaign, or no longer does. A record of its own, so that two laptops that
/// each add a walk have both.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Membership {
    /// The walk.
    pub walk: WalkId,
    /// Whether it belongs to the campaign.
    pub belongs: bool,
    /// How many phones are expected on it.
    pub phones: Option<u16>,
}

impl Membership {
    /// The id of what this device says of a walk.
    pub fn id(walk: WalkId, device: DeviceNumber) -> RecordId {
        derived(RecordId(walk.0), device, 0x3e)
    }
}

/// A constat was joined to another: all that hangs on it goes along, and comes back when it is
/// parted again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Joined {
    /// The constat that was joined to another.
    pub from: RecordId,
    /// The constat that stands for both; `None` when they were parted.
    pub into: Option<RecordId>,
}

impl Joined {
    /// The id of what this device says of it.
    pub fn id(from: RecordId, device: DeviceNumber) -> RecordId {
        derived(from, device, 0x70)
    }
}

/// An observation belongs to a constat, because a person said so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Assignment {
    /// The observation, which stays as it is.
    pub observation: RecordId,
    /// The constat; `None` when it was taken out again.
    pub constat: Option<RecordId>,
}

impl Assignment {
    /// The id of this device's assignment of an observation: always the same, so that each change
    /// of mind is a revision and two devices never write the same record.
    pub fn id(observation: RecordId, device: DeviceNumber) -> RecordId {
        derived(observation, device, 0x51)
    }
}

/// The id of what one device says about one thing, in one respect.
pub(super) fn derived(thing: RecordId, device: DeviceNumber, respect: u128) -> RecordId {
    // Multiplying by odd numbers loses nothing; the low 62 bits of a version 7 id are random.
    let mixed = u128::from(device.0).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ respect;
    RecordId(thing.0 ^ (mixed & 0x0000_0000_0000_0000_3fff_ffff_ffff_ffff))
}

/// Other words for what somebody wrote: the original stays, this stands beside it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wording {
    /// The observation.
    pub observation: RecordId,
    /// Which of its texts.
    pub field: TextField,
    /// The words that may leave the group in place of the original.
    pub text: String,
    /// How far they may go.
    pub sharing: Sharing,
    /// The words that were read when this was written (see [`read_words`]); `None` in wordings of
    /// earlier versions, which did not say.
    pub read: Option<u64>,
    /// Whether this was taken back.
    pub withdrawn: bool,
}

/// What names words that somebody read: the first 8 bytes of their SHA-256.
pub fn read_words(words: &str) -> u64 {
    use sha2::{Digest, Sha256};
    let hash = Sha256::digest(words.as_bytes());
    hash.iter().take(8).fold(0, |name, byte| name << 8 | u64::from(*byte))
}

impl Wording {
    /// The id of this device's wording of a text.
    pub fn id(observation: RecordId, field: TextField, device: DeviceNumber) -> RecordId {
        derived(observation, device, 0xa0 + field as u128)
    }
}

/// An observation is left out because its author asked for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Removal {
    /// The observation, which stays on disk.
    pub observation: RecordId,
    /// Whether it was put back.
    pub withdrawn: bool,
}

impl Removal {
    /// The id of this device's removal of an observation.
    pub fn id(observation: RecordId, device: DeviceNumber) -> RecordId {
        derived(observation, device, 0xe7)
    }
}

/// One thing a group, or a mediator for it, decided.
#[derive(Clone, PartialEq, Debug)]
pub enum Deliberation {
    /// The campaign's own sheet; its id is the campaign's.
    Campaign(Box<CampaignSheet>),
    /// A walk belongs to it, or no longer does.
    Membership(Membership),
    /// Some fields of a constat, a préconisation, an answer or the sheet were set.
    Edit(Edit),
    /// A constat was joined to another.
    Joined(Joined),
    /// A phone's notebook was taken in.
    Reception(Box<Reception>),
    /// An observation belongs to a constat.
    Assignment(Assignment),
    /// An agreed finding.
    Constat(Box<Constat>),
    /// One action asked for.
    Preconisation(Box<Preconisation>),
    /// A constat or a préconisation moved on in its life.
    Step(StatusStep),
    /// Other words for a text.
    Wording(Wording),
    /// An observation is left out.
    Removal(Removal),
    /// Dots of one participant.
    Ballot(Ballot),
    /// The order the group decided.
    Ranking(Ranking),
    /// A stop on two walks.
    Comparison(Comparison),
    /// The responsible body's answer.
    Answer(Box<Answer>),
    /// Residents were told.
    Feedback(Feedback),
    /// What the review walk saw.
    Check(Check),
    /// What a review walk is to look at; a record of that walk.
    Ask(Ask),
    /// What one phone saw on the review walk; a record of that walk.
    Sighting(Sighting),
    /// The numbers that a device gave to the observations of a walk.
    Numbering(Numbering),
    /// What the ids that leave are made with.
    PseudonymKey(PseudonymKey),
    /// Something of one of its walks was erased for the one who had said it.
    Erased(Tombstone),
    /// Something left.
    Release(Box<Release>),
    /// What left is called back in words.
    Erratum(Erratum),
    /// One thing was looked at and may leave.
    Clearance(Clearance),
    /// By how much the clock of a phone was off.
    PhoneClock(PhoneClock),
    /// A kind or a shape this version does not know; its line is kept as it came.
    Unknown,
}

impl Deliberation {
    /// The stored name of its kind; empty for an unknown one.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Campaign(_) => "campaign",
            Self::Membership(_) => "membership",
            Self::Edit(_) => "edit",
            Self::Joined(_) => "joined",
            Self::Reception(_) => "reception",
            Self::Assignment(_) => "assignment",
            Self::Constat(_) => "constat",
            Self::Preconisation(_) => "preconisation",
            Self::Step(_) => "step",
            Self::Wording(_) => "wording",
            Self::Removal(_) => "removal",
            Self::Ballot(_) => "ballot",
            Self::Ranking(_) => "ranking",
            Self::Comparison(_) => "comparison",
            Self::Answer(_) => "answer",
            Self::Feedback(_) => "feedback",
            Self::Check(_) => "check",
            Self::Ask(_) => "ask",
            Self::Sighting(_) => "sighting",
            Self::Numbering(_) => "numbering",
            Self::PseudonymKey(_) => "pseudonym_key",
            Self::Erased(_) => "erased",
            Self::Release(_) => "release",
            Self::Erratum(_) => "erratum",
            Self::Clearance(_) => "clearance",
            Self::PhoneClock(_) => "phone_clock",
            Self::Unknown => "",
        }
    }
}

/// Whether the records of a kind belong to a walk and not to a campaign: what a review walk asks and
/// what is seen there.
pub fn is_of_a_walk(kind: &str) -> bool {
    matches!(kind, "ask" | "sighting")
}

/// The stored names of all kinds: the walkers' programs keep such records without reading them.
pub const KINDS: [&str; 25] = [
    "campaign",
    "membership",
    "edit",
    "joined",
    "reception",
    "assignment",
    "constat",
    "preconisation",
    "step",
    "wording",
    "removal",
    "ballot",
    "ranking",
    "comparison",
    "answer",
    "feedback",
    "check",
    "ask",
    "sighting",
    "numbering",
    "pseudonym_key",
    "release",
    "erratum",
    "clearance",
    "phone_clock",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_devices_say_of_one_thing_are_two_records() {
        let observation = RecordId::made(1_762_364_520_000, 12345);
        let (one, other) = (DeviceNumber(7), DeviceNumber(8));
        let mut ids = vec![
            Assignment::id(observation, one),
            Assignment::id(observation, other),
            Removal::id(observation, one),
            Answer::id(observation, one),
            Feedback::id(observation, one),
            Check::id(observation, one),
            Ask::id(observation, one),
            Sighting::id(observation, one),
            Numbering::id(WalkId(observation.0), one),
            PhoneClock::id(WalkId(observation.0), one, one),
            PhoneClock::id(WalkId(observation.0), one, other),
            PhoneClock::id(WalkId(observation.0), other, one),
        ];
        ids.extend(TextField::ALL.map(|field| Wording::id(observation, field, one)));
        for (index, id) in ids.iter().enumerate() {
            assert!(ids.iter().skip(index + 1).all(|later| later != id));
            assert_eq!(id.to_string().as_bytes()[14], b'7', "still an id that every reader takes");
        }
        assert_eq!(Assignment::id(observation, one), Assignment::id(observation, one));
    }
}
