//! What left, for whom and when: a record of the campaign, so that what leaves next can be compared
//! with all that left before, looked at again and called back in words.

use super::aggregate::Aggregate;
use super::tables::PublishedTable;
use super::{Audience, Choice, Leaving};
use crate::domain::campaign::Campaign;
use crate::domain::code::codes;
use crate::domain::deliberation::derived;
use crate::domain::identity::{DeviceNumber, RecordId};
use crate::domain::observation::photo::MediaId;
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

/// A row that left.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReleasedRow {
    /// The layer's name.
    pub layer: String,
    /// The thing it is of.
    pub id: RecordId,
    /// Tells the row as it was written apart from another one.
    pub hash: u64,
}

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
    /// Its tables of counts.
    pub tables: Vec<PublishedTable>,
    /// The tables of the bundle as it left, kept as a file.
    pub files: Option<MediaId>,
}

impl Release {
    /// What leaves now, before it does: a file that then is not made was a release too many, never
    /// one too few.
    pub fn of(
        campaign: &Campaign,
        choice: &Choice,
        leaving: &Leaving,
        by: DeviceNumber,
        made: Stamp,
    ) -> Self {
        let digest = |id: RecordId| campaign.record(id).map_or(0, |record| record.digest);
        let of = |layer: &str, ids: &[RecordId]| -> Vec<ReleasedRow> {
            let row =
                |id: &RecordId| ReleasedRow { layer: layer.to_owned(), id: *id, hash: digest(*id) };
            ids.iter().map(row).collect()
        };
        let mut rows = of("constats", &leaving.constats);
        rows.extend(of("preconis", &leaving.preconisations));
        rows.extend(leaving.observations.iter().map(|(id, _)| {
            let mut records = campaign.notebooks.values().filter_map(|book| book.record(*id));
            let hash = records.next().map_or(0, |record| record.digest);
            ReleasedRow { layer: "observations".to_owned(), id: *id, hash }
        }));
        let whole = Choice { coarse: choice.coarse, ..Choice::all(choice.audience) };
        Self {
            audience: choice.audience,
            with_internal: choice.with_internal && choice.audience == Audience::Partners,
            part: *choice != Choice { with_internal: choice.with_internal, ..whole },
            what: Released::Layers,
            made,
            by,
            rows,
            aggregates: leaving.aggregates.clone().into_iter().collect(),
            tables: Vec::new(),
            files: None,
        }
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
