//! What is erased goes from storage: words, photos, places, every earlier revision, what hangs on it.
//! It is asked for once a tombstone is durable, after files were taken in, and again whenever something
//! erased is met: a crash in between leaves it to the next start.

use std::collections::BTreeSet;

use super::proving::replaced_signatures;
use super::shelf::{Lines, Shelf, Stored, read_all, stored_lines};
use crate::app::effect::Entry;
use crate::app::ledger::Writer;
use crate::domain::campaign::Decision;
use crate::domain::deliberation::repeated::Repeated;
use crate::domain::deliberation::{Deliberation, is_of_a_walk};
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::ledger::record::{Body, Envelope, Record};
use crate::domain::ledger::tombstone::{Graves, Tombstone};
use crate::domain::observation::Observation;
use crate::domain::observation::amend::TextField;
use crate::domain::observation::photo::MediaId;
use crate::domain::walk::basemap::BASEMAP_TYPE;
use crate::format::v1;

/// What went from storage.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Swept {
    /// The digests of the lines.
    pub digests: BTreeSet<u64>,
    /// The photos that they named.
    pub media: BTreeSet<MediaId>,
}

/// Whether a line may be a tombstone: most walks have none, and are not read for it.
fn may_erase(line: &str) -> bool {
    line.contains("\"erased\"")
}

/// A line of a campaign's own, as far as it says who erased what.
fn decided(line: &str) -> Option<Record<Decision>> {
    let read = v1::read_deliberation(line).ok()?;
    (!is_of_a_walk(&read.record.envelope.kind)).then_some(read.record)
}

/// What a campaign erased of a walk, and who said so there.
type Told = (Tombstone, Envelope);

/// Hears what the campaigns among these lines erased of their walks.
fn hear_campaign<'a>(graves: &mut Graves, lines: impl Iterator<Item = &'a String>) -> Vec<Told> {
    let mut told = Vec::new();
    for record in lines.filter_map(|line| decided(line)) {
        let (campaign, device) = (record.envelope.walk, record.envelope.device);
        match record.body.says {
            Deliberation::Erased(stone) if stone.walk != campaign => {
                graves.erase(stone.thing, campaign, device);
                told.push((stone, record.envelope));
            }
            Deliberation::Erased(_) | Deliberation::Unknown => {}
            _ => {
                graves.wrote(campaign, device);
            }
        }
    }
    told
}

/// Takes what is erased out of lines of walks and campaigns: what leaves holds none of it, whatever
/// storage still has.
pub fn without_erased(lines: &mut Lines) {
    if !lines.values().any(|line| may_erase(line)) {
        return;
    }
    let mut graves = Graves::default();
    hear_campaign(&mut graves, lines.values());
    let read: Vec<Record> =
        lines.values().filter_map(|line| Some(v1::read_line(line).ok()?.record)).collect();
    for record in &read {
        graves.hear(record);
    }
    let gone = read.iter().filter(|record| graves.covers(record)).map(v1::key);
    let gone: BTreeSet<String> = gone.collect();
    let (erased_here, stay): (Vec<&Record>, Vec<&Record>) =
        read.iter().partition(|record| gone.contains(&v1::key(*record)));
    let repeated = repeated(&erased_here, &stay, lines.values());
    for line in lines.values_mut().filter(|_| !repeated.is_empty()) {
        if let Some(left) = v1::without_repeated(line, &repeated) {
            *line = left;
        }
    }
    let standing: BTreeSet<RecordId> = read
        .iter()
        .filter(|record| is_said(record) && !gone.contains(&v1::key(*record)))
        .map(|record| record.envelope.id)
        .collect();
    let erased: BTreeSet<RecordId> =
        graves.things().into_iter().filter(|thing| !standing.contains(thing)).collect();
    lines.retain(|key, line| !gone.contains(key) && !is_wording_of(line, &erased));
}

/// What the group may have copied of erased observations, other words for them included.
fn repeated<'a>(
    gone: &[&Record],
    stays: &[&Record],
    decided_lines: impl Iterator<Item = &'a String>,
) -> Repeated {
    fn said<'r>(records: &[&'r Record]) -> impl Iterator<Item = &'r Observation> {
        records.iter().filter_map(|record| match &record.body {
            Body::Observation(observation) => Some(&**observation),
            _ => None,
        })
    }
    let mut repeated = Repeated::default();
    const COPIED: [TextField; 3] = [TextField::Words, TextField::Idea, TextField::PlaceName];
    let ids: BTreeSet<RecordId> = said(gone).map(|observation| observation.id).collect();
    if ids.is_empty() {
        return repeated;
    }
    for observation in said(gone) {
        COPIED.iter().for_each(|field| repeated.say(observation.text(*field)));
        let places =
            [observation.thing.map(|thing| thing.place), observation.observer.map(|o| o.place)];
        places.into_iter().flatten().for_each(|place| repeated.place(place));
    }
    for line in decided_lines.filter(|line| is_wording_of(line, &ids)) {
        if let Some(Deliberation::Wording(wording)) = decided(line).map(|one| one.body.says) {
            repeated.say(&wording.text);
        }
    }
    for observation in said(stays).filter(|standing| !ids.contains(&standing.id)) {
        COPIED.iter().for_each(|field| repeated.stands(observation.text(*field)));
    }
    repeated
}

fn is_said(record: &Record) -> bool {
    matches!(record.envelope.kind.as_str(), "observation" | "photo")
}

/// Whether a line holds other words for what somebody said of one of these.
fn is_wording_of(line: &str, things: &BTreeSet<RecordId>) -> bool {
    if !line.contains("\"wording\"") {
        return false;
    }
    match decided(line).map(|record| record.body.says) {
        Some(Deliberation::Wording(wording)) => things.contains(&wording.observation),
        _ => false,
    }
}

/// Erases from storage what the tombstones there say.
pub struct Eraser<'a, S> {
    shelf: &'a S,
    campaigns: Vec<WalkId>,
    /// What the campaigns on this device erased of their walks.
    graves: Graves,
    told: Vec<Told>,
    /// Things of which nothing is left.
    erased: BTreeSet<RecordId>,
    swept: Swept,
}

impl<'a, S: Shelf> Eraser<'a, S> {
    /// Hears what the campaigns on this device erased.
    ///
    /// # Errors
    /// When storage cannot be read.
    pub async fn new(shelf: &'a S) -> Stored<Self> {
        let sheets = shelf.sheets().await?;
        let campaigns = sheets.iter().filter(|line| line.contains("\"campaign\""));
        let campaigns: BTreeSet<WalkId> =
            campaigns.filter_map(|line| decided(line)).map(|one| one.envelope.walk).collect();
        let (mut graves, mut told) = (Graves::default(), Vec::new());
        for campaign in &campaigns {
            let lines = stored_lines(shelf, *campaign).await?;
            if lines.values().any(|line| may_erase(line)) {
                told.extend(hear_campaign(&mut graves, lines.values()));
            }
        }
        let campaigns = campaigns.into_iter().collect();
        let (erased, swept) = (BTreeSet::new(), Swept::default());
        Ok(Self { shelf, campaigns, graves, told, erased, swept })
    }

    /// The walks of which a campaign erased something.
    pub fn concerned(&self) -> BTreeSet<WalkId> {
        self.told.iter().map(|(stone, _)| stone.walk).collect()
    }

    /// Whether a campaign on this device erased what a tombstone of a walk names.
    pub(super) fn confirms(&self, stone: &Tombstone) -> bool {
        self.graves.is_erased(stone.thing, stone.walk, stone.device)
    }

    /// What the campaigns erased of a walk, as its kit says it to the phones: in the name of the device
    /// that prepared the walk, whose word they take and which alone can sign it. Clock and id follow from
    /// the campaign's record, so every laptop writes the same line.
    fn said_to_phones(&self, walk: WalkId, prepared_by: DeviceNumber) -> Lines {
        let honoured = self.told.iter().filter(|(one, _)| one.walk == walk && self.confirms(one));
        let kept = honoured.map(|(stone, said)| {
            let writer = Writer { walk, device: prepared_by, at: said.at };
            let id = Tombstone::id(stone.thing, prepared_by);
            writer.write(id, None, Body::Erased(Box::new(stone.clone()))).1.entry
        });
        kept.map(|entry| (entry.key, entry.line)).collect()
    }

    /// Erases what is erased of a walk, and answers with what is left.
    ///
    /// # Errors
    /// When storage cannot be read or written; what is left of it goes the next time.
    pub async fn walk(&mut self, walk: WalkId) -> Stored<Lines> {
        let lines = stored_lines(self.shelf, walk).await?;
        self.sweep(walk, lines).await
    }

    /// The same, of what was just read of the walk.
    pub(super) async fn sweep(&mut self, walk: WalkId, mut lines: Lines) -> Stored<Lines> {
        if !self.concerned().contains(&walk) && !lines.values().any(|line| may_erase(line)) {
            return Ok(lines);
        }
        let mut graves = self.graves.clone();
        let read = lines.iter().filter_map(|(key, line)| {
            let record = v1::read_line(line).ok()?.record;
            Some((key.clone(), record))
        });
        let read: Vec<(String, Record)> = read.collect();
        for (_, record) in &read {
            graves.hear(record);
        }
        let (gone, stays): (Vec<_>, Vec<_>) =
            read.iter().partition(|(_, record)| graves.covers(record));
        let mut media: BTreeSet<MediaId> =
            gone.iter().filter_map(|(_, record)| record.body.media()).collect();
        self.swept.digests.extend(gone.iter().map(|(_, record)| record.digest));
        self.swept.media.extend(&media);
        for (_, record) in &stays {
            if let Some(named) = record.body.media() {
                media.remove(&named);
            }
        }
        // A tombstone without its walk proves nothing yet.
        let has_sheet = stays.iter().any(|(_, record)| matches!(record.body, Body::Walk(_)));
        let standing: BTreeSet<RecordId> =
            stays.iter().filter(|(_, one)| is_said(one)).map(|(_, one)| one.envelope.id).collect();
        if has_sheet {
            let things = graves.things().into_iter().filter(|thing| !standing.contains(thing));
            self.erased.extend(things);
        }
        fn records<'r>(of: &[&'r (String, Record)]) -> Vec<&'r Record> {
            of.iter().map(|(_, record)| record).collect()
        }
        let (gone_here, stay_here) = (records(&gone), records(&stays));
        let mut keys: Vec<String> = gone.into_iter().map(|(key, _)| key.clone()).collect();
        // Their names stand in signatures that their phone has replaced.
        keys.extend(replaced_signatures(&lines));
        if !keys.is_empty() {
            // Before the words go: after them nobody would know what was copied.
            self.take_out_copies(&gone_here, &stay_here).await?;
            keep_shared(self.shelf, walk, &mut media).await?;
            self.shelf.delete(&keys, &media.into_iter().collect::<Vec<_>>()).await?;
            lines.retain(|key, _| !keys.contains(key));
        }
        Ok(lines)
    }

    /// Takes what was copied of erased observations out of the campaigns, every revision included.
    async fn take_out_copies(&self, gone: &[&Record], stays: &[&Record]) -> Stored<()> {
        for campaign in &self.campaigns {
            let lines = stored_lines(self.shelf, *campaign).await?;
            let repeated = repeated(gone, stays, lines.values());
            if repeated.is_empty() {
                continue;
            }
            let left = lines.into_iter().filter_map(|(key, line)| {
                Some(Entry { key, line: v1::without_repeated(&line, &repeated)? })
            });
            let left: Vec<Entry> = left.collect();
            if !left.is_empty() {
                self.shelf.put(&left).await?;
            }
        }
        Ok(())
    }

    /// Erases other words for what is erased, and answers with all that went.
    ///
    /// # Errors
    /// As [`Self::walk`].
    pub async fn finish(self) -> Stored<Swept> {
        if self.erased.is_empty() {
            return Ok(self.swept);
        }
        for campaign in &self.campaigns {
            let lines = stored_lines(self.shelf, *campaign).await?;
            let keys = lines.into_iter().filter(|(_, line)| is_wording_of(line, &self.erased));
            let keys: Vec<String> = keys.map(|(key, _)| key).collect();
            if !keys.is_empty() {
                self.shelf.delete(&keys, &[]).await?;
            }
        }
        Ok(self.swept)
    }
}

/// Erases what is erased of a walk, or of all walks of a campaign.
///
/// # Errors
/// When storage cannot be read or written.
pub async fn erase(shelf: &impl Shelf, of: WalkId) -> Stored<Swept> {
    let mut eraser = Eraser::new(shelf).await?;
    let mut walks = eraser.concerned();
    walks.insert(of);
    for walk in walks {
        eraser.walk(walk).await?;
    }
    eraser.finish().await
}

/// Adds to the lines of a walk what the campaigns on this device erased of it, and takes that out: its
/// kit and its link carry this to the phones.
///
/// # Errors
/// When storage cannot be read.
pub async fn tell_phones(shelf: &impl Shelf, walk: WalkId, lines: &mut Lines) -> Stored<()> {
    if let Some((prepared_by, _)) = read_all(lines).first(RecordId(walk.0)) {
        let said = Eraser::new(shelf).await?.said_to_phones(walk, prepared_by);
        let known: BTreeSet<String> =
            lines.keys().map(|key| v1::thing_of_key(key).to_owned()).collect();
        // What was erased on the walk itself says so already.
        lines.extend(said.into_iter().filter(|(key, _)| !known.contains(v1::thing_of_key(key))));
    }
    without_erased(lines);
    Ok(())
}

/// Takes out of a list of photos those that another walk names too: the same picture, chosen twice.
async fn keep_shared(
    shelf: &impl Shelf,
    walk: WalkId,
    media: &mut BTreeSet<MediaId>,
) -> Stored<()> {
    let sheets = shelf.sheets().await?;
    let read = sheets.iter().filter_map(|line| v1::read_line(line).ok());
    let walks: BTreeSet<WalkId> = read.map(|read| read.record.envelope.walk).collect();
    for other in walks.into_iter().filter(|other| *other != walk) {
        let mut after: Option<String> = None;
        while !media.is_empty() {
            let records = shelf.chunk(other, after.as_deref()).await?;
            let Some((last, _)) = records.last() else { break };
            after = Some(last.clone());
            for (_, line) in records.iter().filter(|(_, line)| line.contains("\"sha256\"")) {
                media.retain(|photo| !line.contains(&photo.to_string()));
            }
        }
    }
    Ok(())
}

/// Removes a walk: its records, and every photo that no other walk names, those included that no
/// record names at all.
///
/// # Errors
/// When storage cannot be read or written; then everything is still there.
pub async fn wipe(shelf: &impl Shelf, walk: WalkId) -> Stored<()> {
    let lines = stored_lines(shelf, walk).await?;
    let read = lines.values().filter_map(|line| v1::read_line(line).ok());
    let own: BTreeSet<MediaId> = read.filter_map(|read| read.record.body.media()).collect();
    let mut media: BTreeSet<MediaId> = shelf.all_media().await?.into_iter().collect();
    keep_shared(shelf, walk, &mut media).await?;
    let orphans: Vec<MediaId> = media.difference(&own).copied().collect();
    for orphan in orphans {
        // A map that was just read into a preparation is named once it is kept.
        if shelf.photo(orphan).await?.is_some_and(|(kind, _)| kind == BASEMAP_TYPE) {
            media.remove(&orphan);
        }
    }
    shelf.clear(walk, &media.into_iter().collect::<Vec<_>>()).await
}
