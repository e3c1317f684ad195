//! What left, for whom and when: a record of the campaign, so that what leaves next can be compared
//! with all that left before, looked at again and called back in words.

use super::aggregate::Aggregate;
use super::tables::PublishedTable;
use super::{Audience, Campaign, Choice, Leaving};
use crate::domain::code::codes;
use crate::domain::deliberation::derived;
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::observation::place::Place;
use crate::domain::stamp::Stamp;

codes! {
    /// What was made to leave.
    Released {
        Layers "layers" "Couches" "Layers" "layers",
        Booklet "booklet" "Carnet" "Booklet" "book-open",
        Sheet "sheet" "Fiche" "Sheet" "printer",
        Told "told" "Retour aux habitantes" "Told to residents" "megaphone",
        Figures "figures" "Chiffres" "Figures" "scale",
    }
}

/// A row that left, as it is remembered: no words of it, and enough to hold the next files against it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ReleasedRow {
    /// The layer's name; `photos` for a photo.
    pub layer: String,
    /// The id under which it left; of a document, which has none, zero.
    pub id: RecordId,
    /// Tells the row as it was written apart from another one; of a photo, its name.
    pub hash: u64,
    /// The constat that it stands in, as that left.
    pub of: Option<RecordId>,
    /// Where it stood in the files.
    pub place: Option<Place>,
    /// What it said in numbers and codes: `nb_obs=12;ress_moy=1.50`, of a constat with `constat_nr`.
    pub says: String,
}

impl ReleasedRow {
    /// What a row said, written down.
    pub fn saying(said: &[(&str, String)]) -> String {
        let one = |(name, value): &(&str, String)| format!("{name}={}", value.replace(';', ","));
        said.iter().map(one).collect::<Vec<_>>().join(";")
    }

    /// What it said under a name.
    pub fn said(&self, name: &str) -> Option<&str> {
        let parts = self.says.split(';').filter_map(|part| part.split_once('='));
        parts.into_iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }
}

/// What was told of the clock of a phone on a walk: by how many seconds it was behind, `None` where
/// nobody said so.
pub type ToldClock = (WalkId, DeviceNumber, Option<i64>);

/// Something that left. It is never changed; what is said of it later is an [`Erratum`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Release {
    /// For whom.
    pub audience: Audience,
    /// Whether what is marked internal left too.
    pub with_internal: bool,
    /// Whether it was a part only: partners asked for some rows.
    pub part: bool,
    /// What.
    pub what: Released,
    /// When, with the local offset.
    pub made: Stamp,
    /// The device that made it, which is who asked.
    pub by: DeviceNumber,
    /// Its rows, by layer.
    pub rows: Vec<ReleasedRow>,
    /// Of each constat what its observations said together, and whose they were.
    pub aggregates: Vec<(RecordId, Aggregate)>,
    /// The phones of which something left, each with what was told of its clock.
    pub clocks: Vec<ToldClock>,
    /// Its tables of counts.
    pub tables: Vec<PublishedTable>,
    /// What was asked for, as it was chosen: variant, filters, which document.
    pub asked: String,
    /// The earlier release that held the very same: then nothing of it stands here once more.
    pub same_as: Option<RecordId>,
}

impl Release {
    /// What left of a campaign. `rows` is what the adversary remembers of the files.
    pub fn of(
        (campaign, choice, leaving): (&Campaign, &Choice, &Leaving),
        what: Released,
        (made, by): (Stamp, DeviceNumber),
        rows: Vec<ReleasedRow>,
    ) -> Self {
        let aggregates =
            leaving.aggregates.iter().filter_map(|(id, said)| Some((*id, said.told()?)));
        Self {
            audience: choice.audience,
            with_internal: choice.with_internal && choice.audience == Audience::Partners,
            part: choice.is_part(),
            what,
            made,
            by,
            rows,
            aggregates: aggregates.collect(),
            clocks: campaign.clocks_of(leaving.observations.iter().map(|(id, _)| id)),
            tables: Vec::new(),
            asked: String::new(),
            same_as: None,
        }
    }

    /// Whether another one to the same readers holds the very same.
    pub fn is_same(&self, other: &Self) -> bool {
        let content = |one: &Self| (one.audience, one.with_internal, one.part, one.what);
        self.same_as.is_none()
            && content(self) == content(other)
            && self.rows == other.rows
            && self.aggregates == other.aggregates
            && self.tables == other.tables
    }

    /// Without what an earlier one holds already.
    pub fn named_by(self, same: RecordId) -> Self {
        let (rows, aggregates, tables) = (Vec::new(), Vec::new(), Vec::new());
        Self { rows, aggregates, clocks: Vec::new(), tables, same_as: Some(same), ..self }
    }
}

/// A release is called back in words: the file that left cannot be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Erratum {
    /// The release.
    pub release: RecordId,
    /// What is wrong with it, and what to do; empty takes it back.
    pub why: String,
}

/// The releases to an audience that were called back, the earliest first, each with the words.
pub fn called_back(campaign: &Campaign, to: Audience) -> Vec<(RecordId, Stamp, String)> {
    let releases = campaign.releases().into_iter();
    let to_them = releases.filter(|(_, release)| release.audience == to);
    to_them.filter_map(|(id, release)| Some((id, release.made, campaign.erratum(id)?))).collect()
}

/// Longest reason of an erratum, in characters.
pub const ERRATUM_MAX: usize = 500;

impl Erratum {
    /// The id of what this device says of a release.
    pub fn id(release: RecordId, device: DeviceNumber) -> RecordId {
        derived(release, device, 0xe2)
    }
}

/// A mediator looked at one thing before it leaves, and lets it: a text that may name somebody, an
/// observation that may be a home. Bound to what she saw: when that changes, it is looked at anew.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clearance {
    /// The thing.
    pub thing: RecordId,
    /// In what respect: the name of a text, or `home`.
    pub respect: String,
    /// The digest of what was looked at (see [`crate::domain::deliberation::read_words`]).
    pub read: u64,
    /// Whether it was taken back.
    pub withdrawn: bool,
}

/// Longest name of a respect, in characters.
pub const RESPECT_MAX: usize = 40;

impl Clearance {
    /// The id of what this device says of a thing in one respect.
    pub fn id(thing: RecordId, respect: &str, device: DeviceNumber) -> RecordId {
        let name = crate::domain::deliberation::read_words(respect);
        derived(thing, device, 0xc1 ^ (u128::from(name) << 8))
    }
}
