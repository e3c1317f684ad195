//! What a file says of the phones it speaks for. A phone is known by what it said itself; what is
//! told of it, counts, code and answer, is computed over its records as they are here, so that an
//! older file, a cut one or one that gathers several phones changes nothing that was known.

use std::collections::{BTreeMap, BTreeSet};

use super::erasing::Swept;
use super::proving::Proofs;
use crate::domain::deliberation::reception::{Reception, Signature, Speaks};
use crate::domain::identity::{DeviceNumber, WalkId};
use crate::domain::ledger::record::{Body, Record};
use crate::domain::observation::photo::MediaId;
use crate::domain::stamp::Stamp;
use crate::domain::walk::kit;
use crate::domain::walk::notebook::Notebook;
use crate::format::bundle::{answer_code, receipt_code};
use crate::format::signature::SIGNED;
use crate::format::v1;

/// A record of a file, as far as it matters here.
struct Seen {
    walk: WalkId,
    device: DeviceNumber,
    digest: u64,
    /// Whether it is of the walk's kit, which every phone has.
    is_kit: bool,
    /// Whether its device says something with it: an observation, or what it saw.
    says: bool,
    media: Option<MediaId>,
}

/// What one file held.
#[derive(Default)]
pub(super) struct FileContent {
    name: String,
    /// The campaigns whose own records are in it: where there is one, it speaks for no phone.
    campaigns: BTreeSet<WalkId>,
    seen: Vec<Seen>,
    /// Photos that the device which made the file no longer had.
    pub(super) lost: BTreeSet<MediaId>,
    /// Whether all records that were written into it were read.
    is_whole: bool,
    /// Whose records in it were not taken.
    refused: BTreeSet<(WalkId, DeviceNumber)>,
    /// Records that are not taken unless a person says so.
    held_back: Vec<Seen>,
}

impl Seen {
    fn of(record: &Record) -> Self {
        Self {
            walk: record.envelope.walk,
            device: record.envelope.device,
            digest: record.digest,
            is_kit: kit::belongs(record),
            says: says(record),
            media: record.body.media(),
        }
    }
}

fn says(record: &Record) -> bool {
    matches!(record.body, Body::Observation(_)) || record.envelope.kind == "sighting"
}

impl FileContent {
    pub(super) fn of(name: &str, is_whole: bool) -> Self {
        Self { name: name.to_owned(), is_whole, ..Self::default() }
    }

    /// Whether no record was read yet.
    pub(super) fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }

    pub(super) fn note(&mut self, record: &Record) {
        if record.envelope.kind == "campaign" {
            self.campaigns.insert(record.envelope.walk);
        }
        self.seen.push(Seen::of(record));
    }

    /// Something in it that may be a record was not read.
    pub(super) fn lacks(&mut self) {
        self.is_whole = false;
    }

    /// A record of it is not taken.
    pub(super) fn refuse(&mut self, record: &Record) {
        self.refused.insert((record.envelope.walk, record.envelope.device));
    }

    /// A record of it is not taken unless a person says so.
    pub(super) fn hold_back(&mut self, record: &Record) {
        self.held_back.push(Seen::of(record));
    }

    /// A person said so.
    pub(super) fn let_in(&mut self) {
        self.seen.append(&mut self.held_back);
    }

    /// A record of it was changed on its way, and this is the right one.
    pub(super) fn replace(&mut self, bent: u64, right: u64) {
        let same = self.seen.iter_mut().filter(|seen| seen.digest == bent);
        same.for_each(|seen| seen.digest = right);
    }

    /// Whether it holds a campaign's own records.
    pub(super) fn is_campaign(&self) -> bool {
        !self.campaigns.is_empty()
    }

    /// The campaigns whose own records are in it.
    pub(super) fn campaigns(&self) -> impl Iterator<Item = WalkId> {
        self.campaigns.iter().copied()
    }

    /// Whether a record was in it.
    pub(super) fn has(&self, digest: u64) -> bool {
        self.seen.iter().any(|seen| seen.digest == digest)
    }

    /// The walks of which some phone said something in it.
    pub(super) fn walks(&self) -> BTreeSet<WalkId> {
        let said = self.seen.iter().filter(|seen| seen.says && !self.is_campaign());
        said.map(|seen| seen.walk).collect()
    }

    /// Whether something was not taken of what a phone has of a walk: its own records, and those
    /// that it shares with the other phones.
    fn keeps_out(
        &self,
        walk: WalkId,
        device: DeviceNumber,
        sayers: &BTreeSet<DeviceNumber>,
    ) -> bool {
        let held_back = self.held_back.iter().map(|seen| (seen.walk, seen.device));
        let mut kept_out = self.refused.iter().copied().chain(held_back);
        kept_out.any(|(of, by)| of == walk && (by == device || !sayers.contains(&by)))
    }

    fn sayers(&self, walk: WalkId) -> BTreeSet<DeviceNumber> {
        let said = self.seen.iter().filter(|seen| seen.says && seen.walk == walk);
        said.map(|seen| seen.device).collect()
    }
}

/// A walk as it is on this device, by phone, and the photos of it whose bytes are. Read once for all
/// files: sixty of them speak of one walk.
pub(super) struct Here {
    walk: WalkId,
    phones: BTreeMap<DeviceNumber, Phone>,
    photos: BTreeSet<MediaId>,
    /// Lines that came and were erased at once: their phone still has them, and they arrived.
    erased: BTreeSet<u64>,
    /// What is signed of what each phone said.
    signatures: BTreeMap<DeviceNumber, Signature>,
}

impl Here {
    pub(super) fn of(
        walk: WalkId,
        lines: &[String],
        photos: BTreeSet<MediaId>,
        swept: &Swept,
        proofs: &mut Proofs,
    ) -> Self {
        let mut phones: BTreeMap<DeviceNumber, Phone> = BTreeMap::new();
        let mut signatures: BTreeMap<DeviceNumber, Signature> = BTreeMap::new();
        for line in lines {
            let Ok(read) = v1::read_line(line) else { continue };
            let record = read.record;
            if record.envelope.kind != SIGNED {
                let signed = match proofs.is_signed(line, (walk, record.envelope.device)) {
                    None => Signature::Absent,
                    Some(false) => Signature::InPart,
                    Some(true) => Signature::Whole,
                };
                let known = signatures.entry(record.envelope.device).or_insert(signed);
                *known = signed.min(*known);
            }
            let phone = phones.entry(record.envelope.device).or_default();
            phone.digests.insert(record.digest);
            phone.media.extend(record.body.media());
            phone.notebook.take(record);
        }
        Self { walk, phones, photos, erased: swept.digests.clone(), signatures }
    }
}

/// What a walk's records name.
pub(super) fn media_of(lines: &[String]) -> BTreeSet<MediaId> {
    let read = lines.iter().filter_map(|line| v1::read_line(line).ok());
    read.filter_map(|read| read.record.body.media()).collect()
}

/// What of a phone is here.
#[derive(Default)]
struct Phone {
    digests: BTreeSet<u64>,
    media: BTreeSet<MediaId>,
    notebook: Notebook,
}

/// What a file says of the phones of a walk, once everything of it is stored.
pub(super) fn receptions(file: &FileContent, here: &Here, at: Stamp) -> Vec<Reception> {
    let sayers = if file.is_campaign() { BTreeSet::new() } else { file.sayers(here.walk) };
    let phones = here.phones.iter().filter(|(device, _)| sayers.contains(device));
    phones.map(|(device, phone)| reception(file, here, &sayers, *device, phone, at)).collect()
}

fn reception(
    file: &FileContent,
    here: &Here,
    sayers: &BTreeSet<DeviceNumber>,
    device: DeviceNumber,
    phone: &Phone,
    at: Stamp,
) -> Reception {
    let seen = || file.seen.iter().filter(|seen| seen.walk == here.walk);
    let own: BTreeSet<u64> =
        seen().filter(|seen| seen.device == device).map(|seen| seen.digest).collect();
    let is_refused = file.keeps_out(here.walk, device, sayers);
    // The phone has more than what was read: no code over that would be its own.
    let is_whole = file.is_whole && !is_refused;
    let speaks = match (is_whole && own.is_superset(&phone.digests), sayers.len()) {
        (true, 1) => Speaks::ForItself,
        (true, _) => Speaks::Gathered,
        (false, _) => Speaks::InPart,
    };
    // The phone's own records as they are here, and what it shares with the others of its walk as
    // the file has it: this device may know revisions of the sheet that the phone never saw.
    let shared = || seen().filter(|seen| seen.is_kit || !sayers.contains(&seen.device));
    let mut digests = phone.digests.clone();
    digests.extend(shared().map(|seen| seen.digest));
    let mut media = phone.media.clone();
    let erased = || {
        let own = seen().filter(|seen| seen.device == device);
        own.filter(|seen| here.erased.contains(&seen.digest))
    };
    digests.extend(erased().map(|seen| seen.digest));
    media.extend(erased().filter_map(|seen| seen.media));
    media.extend(shared().filter_map(|seen| seen.media));
    let photos = media.intersection(&here.photos).copied();
    // A photo that the phone does not have any more will never come.
    let awaited = media.iter().any(|one| !here.photos.contains(one) && !file.lost.contains(one));
    let standing = || {
        let observations = phone.notebook.all_observations();
        observations.flat_map(|one| phone.notebook.photos_of(one.id))
    };
    let missing = standing().filter(|photo| !here.photos.contains(&photo.media)).count();
    let signature = here.signatures.get(&device).copied().unwrap_or_default();
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Reception {
        walk: here.walk,
        phone: Some(device),
        file: file.name.clone(),
        observations: count(phone.notebook.observation_count()),
        photos: count(phone.notebook.photo_count()),
        photos_missing: count(missing),
        code: receipt_code(digests.iter().copied()),
        answer: if awaited || !is_whole { String::new() } else { answer_code(digests, photos) },
        at,
        own: phone.digests.iter().fold(0, |sum, digest| sum.wrapping_add(*digest)),
        speaks,
        signature: if is_refused { signature.min(Signature::InPart) } else { signature },
    }
}
