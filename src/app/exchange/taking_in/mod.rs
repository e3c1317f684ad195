//! Taking notebooks, kits and campaigns in: each part that is sound is stored unless it is here
//! already, and counted once it is. What was not stored is never told as taken.

mod admitting;
mod bending;
mod ending;
mod graves;
mod looking;
mod opening;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

use super::ExchangeError;
use super::erasing::Eraser;
use super::preview::{Fresh, Preview};
use super::proving::Proofs;
use super::receptions::FileContent;
use super::shelf::Shelf;
use crate::app::effect::Entry;
use crate::app::event::ImportReport;
use crate::app::problem::NotStored;
use crate::domain::code::Language;
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::ledger::record::{Body, Record};
use crate::domain::observation::photo::MediaId;
use crate::domain::stamp::Stamp;
use crate::domain::walk::Walk;
use crate::domain::walk::basemap::BASEMAP_TYPE;
use crate::domain::walk::kit;
use crate::domain::walk::notebook::Notebook;
use crate::format::bundle::{BundleProblem, Item, KIT, Reader, is_companion, receipt_code};
use crate::format::signature::{LineName, Over, is_key, row_of};
use crate::format::{photo_bytes, v1};
use crate::text::{ErasingWords, FileWords, PreviewWords, ReturnedWords};

pub use super::checking::check_answer;
use ending::reception_line;
use graves::KitRead;
pub use looking::{LookedInto, look_holding, look_into};

/// Records written in one transaction, and their bytes: whichever is reached first.
const BATCH: usize = 1000;
const BATCH_BYTES: usize = 4 << 20;

/// Steps in which it is told how far a notebook is, at most.
const STEPS: usize = 100;

/// Whether a record may come with a walk's kit: it is of it, or its preparer's signature over it.
fn invites(record: &Record) -> bool {
    kit::travels(record) || row_of(&record.envelope) == Some(Over::Kit)
}

/// What taking in did so far.
pub struct TakingIn<'a, S: Shelf> {
    shelf: &'a S,
    language: Language,
    /// How many files there are.
    files: usize,
    /// The one that is read.
    file: FileContent,
    name: String,
    /// Those that were read.
    read: Vec<FileContent>,
    walks: BTreeSet<WalkId>,
    known: BTreeSet<String>,
    waiting: Vec<Entry>,
    /// Bytes of those that wait.
    waiting_bytes: usize,
    /// Whether its lines are known to be those that were written.
    is_exact: bool,
    bent: bending::Bent,
    /// Photos that came.
    pictures: BTreeSet<MediaId>,
    /// What need not be done anything about; told after the problems.
    remarks: Vec<String>,
    /// Names of files that are no notebooks.
    strangers: Vec<String>,
    /// Problems and remarks beyond those that are listed.
    more_problems: usize,
    /// Records written and not yet read back.
    unread: BTreeSet<String>,
    report: ImportReport,
    /// The walks as they were here, read when a record is about something that is here.
    here: BTreeMap<WalkId, Notebook>,
    preview: Preview,
    /// What these files brought of things that were not here: who said it first.
    fresh: BTreeMap<RecordId, Fresh>,
    /// What is here and was counted as changed.
    touched: BTreeSet<RecordId>,
    /// The keys of the devices, and what they signed.
    proofs: Proofs,
    doubts: admitting::Doubts,
    /// What is read and not written, while it is only found out what would be done.
    held: Option<looking::HeldBack<S::SetDown>>,
    /// The kit or the link that is read.
    kit: KitRead,
    /// What the campaigns on this device erased, read when a file says so.
    campaigns: Option<Eraser<'a, S>>,
}

impl<'a, S: Shelf> TakingIn<'a, S> {
    /// Nothing is taken in yet, of so many files.
    pub fn new(shelf: &'a S, language: Language, files: usize) -> Self {
        Self {
            shelf,
            language,
            files,
            file: FileContent::default(),
            name: String::new(),
            read: Vec::new(),
            walks: BTreeSet::new(),
            known: BTreeSet::new(),
            waiting: Vec::new(),
            waiting_bytes: 0,
            is_exact: false,
            bent: bending::Bent::default(),
            pictures: BTreeSet::new(),
            remarks: Vec::new(),
            strangers: Vec::new(),
            more_problems: 0,
            unread: BTreeSet::new(),
            report: ImportReport::default(),
            here: BTreeMap::new(),
            preview: Preview::default(),
            fresh: BTreeMap::new(),
            touched: BTreeSet::new(),
            proofs: Proofs::default(),
            doubts: admitting::Doubts::default(),
            held: None,
            kit: KitRead::default(),
            campaigns: None,
        }
    }

    /// What was found out so far.
    pub fn preview(&self) -> &Preview {
        &self.preview
    }

    async fn parts(
        &mut self,
        reader: Reader<impl Read + Seek>,
        progress: &mut impl FnMut(usize, usize),
    ) -> Result<(), ExchangeError> {
        let is_kit = reader.manifest().is_some_and(|manifest| manifest.content == KIT);
        let lost = reader.manifest().map(|manifest| manifest.missing.clone()).unwrap_or_default();
        self.kit = KitRead::begun(is_kit);
        self.file.lost = lost.iter().filter_map(|name| MediaId::parse(name)).collect();
        let of = reader.parts();
        let step = (of / STEPS).max(1);
        let mut of_kit = BTreeSet::new();
        let mut signed = Vec::new();
        for (count, item) in reader.enumerate() {
            if let (true, Item::Record { record, .. }) = (is_kit, &item)
                && !kit::travels(record)
            {
                // Who signed counts, once the sheet is not an outdated one.
                if invites(record) {
                    signed.push(item);
                }
                continue;
            }
            if let (true, Item::Record { record, .. }) = (is_kit, &item) {
                self.welcome(record).await?;
                of_kit.extend(record.body.media());
            }
            // Of a kit only what its own records name.
            if let (true, Item::Photo { id, .. }) = (is_kit, &item)
                && !of_kit.contains(id)
            {
                let name = id.to_string();
                self.remark(&BundleProblem::UnknownEntry { name });
                continue;
            }
            for item in signed.drain(..).chain([item]) {
                self.item(item).await.map_err(ExchangeError::NotStored)?;
            }
            if (count + 1) % step == 0 {
                progress((count + 1).min(of), of);
            }
        }
        Ok(())
    }

    /// Takes the records of an invitation in and answers with their walk.
    ///
    /// # Errors
    /// When they are no invitation, an outdated one, or cannot be stored.
    pub async fn invitation(&mut self, lines: Vec<String>) -> Result<WalkId, ExchangeError> {
        let damaged = || {
            let t = FileWords::of(self.language);
            ExchangeError::Told(t.invitation_damaged.to_owned())
        };
        let mut records = Vec::new();
        for line in lines {
            let read = v1::read_line(&line).map_err(|_| damaged())?;
            if invites(&read.record) {
                records.push((line, read.record));
            }
        }
        let walk = records.iter().find(|(_, record)| kit::travels(record));
        let walk = walk.map(|(_, record)| record.envelope.walk).ok_or_else(damaged)?;
        self.kit = KitRead::begun(true);
        self.is_exact = true;
        // Who signed comes first.
        records.sort_by_key(|(_, record)| kit::travels(record));
        for (line, record) in records {
            self.welcome(&record).await?;
            let item = Item::Record { line, record };
            self.item(item).await.map_err(ExchangeError::NotStored)?;
        }
        self.settle_doubts().await.map_err(ExchangeError::NotStored)?;
        self.settle().await.map_err(ExchangeError::NotStored)?;
        Ok(walk)
    }

    /// The first QR code of a walk names the key of the device that prepared it.
    pub fn expect_key(&mut self, walk: WalkId, fingerprint: LineName) {
        self.proofs.expect(walk, fingerprint);
    }

    /// Refuses the sheet of a kit that is older than the one here, and says when another walk
    /// bears its reference.
    async fn welcome(&mut self, record: &Record) -> Result<(), ExchangeError> {
        let Body::Walk(walk) = &record.body else { return Ok(()) };
        let t = FileWords::of(self.language);
        let mut here = None;
        let mut others: BTreeMap<WalkId, (u32, Walk)> = BTreeMap::new();
        for line in self.shelf.sheets().await.map_err(ExchangeError::Unreadable)? {
            let Ok(read) = v1::read_line(&line) else { continue };
            let revision = read.record.envelope.revision;
            let Body::Walk(sheet) = read.record.body else { continue };
            if sheet.id == walk.id {
                here = here.max(Some(revision));
            } else if others.get(&sheet.id).is_none_or(|(known, _)| *known < revision) {
                others.insert(sheet.id, (revision, *sheet));
            }
        }
        if kit::is_outdated(record.envelope.revision, here) {
            return Err(ExchangeError::Told((t.kit_outdated)(&walk.title)));
        }
        for other in kit::namesakes(walk, others.values().map(|(_, sheet)| sheet)) {
            self.problem((t.kit_namesake)(&walk.reference, &other.title));
        }
        Ok(())
    }

    /// Whether something of a walk was in what was taken.
    pub fn has(&self, walk: WalkId) -> bool {
        self.walks.contains(&walk)
    }

    async fn item(&mut self, item: Item) -> Result<(), NotStored> {
        match item {
            Item::Record { line, record } => self.record(line, record).await?,
            // Nothing names a photo of a file without records: it would never be found again.
            Item::Photo { .. } if self.file.is_empty() => {}
            Item::Photo { id: media, media_type, bytes }
                if media_type != BASEMAP_TYPE && !photo_bytes::is_bare(&bytes) =>
            {
                // What was said of it stays; the record names a photo that is missing.
                let name = media.to_string();
                self.remark(&BundleProblem::PhotoNotBare { name });
            }
            Item::Photo { id, media_type, bytes } => {
                let is_new = self.pictures.insert(id) && !self.shelf.has_photo(id).await?;
                self.preview.photos += usize::from(is_new);
                match &mut self.held {
                    Some(held) => held.photo(self.shelf, (id, media_type.to_owned()), &bytes),
                    None => self.photo(id, media_type, &bytes).await?,
                }
            }
            Item::Problem(problem) => {
                if problem.is_of_records() {
                    self.file.lacks();
                }
                self.remark(&problem);
            }
        }
        Ok(())
    }

    async fn photo(&mut self, media: MediaId, kind: &str, bytes: &[u8]) -> Result<(), NotStored> {
        self.settle().await?;
        if self.shelf.has_photo(media).await? {
            self.report.photos_known += 1;
        } else {
            self.shelf.put_photo(media, kind, bytes).await?;
            self.report.photos_new += 1;
        }
        Ok(())
    }

    /// Writes what waits. Several files are read back together at the end.
    async fn settle(&mut self) -> Result<(), NotStored> {
        if self.held.is_some() {
            return Ok(());
        }
        let waiting = std::mem::take(&mut self.waiting);
        self.waiting_bytes = 0;
        if waiting.is_empty() {
            return Ok(());
        }
        let written = if self.files < 2 {
            self.shelf.put(&waiting).await
        } else {
            self.shelf.put_many(&waiting).await
        };
        if let Err(why) = written {
            // Not stored, so not known: another file may bring them again.
            for entry in &waiting {
                self.known.remove(&entry.key);
            }
            return Err(why);
        }
        self.report.records_new += waiting.iter().filter(|entry| !is_key(&entry.key)).count();
        if self.files > 1 {
            self.unread.extend(waiting.into_iter().map(|entry| entry.key));
        }
        Ok(())
    }

    /// Reads back what was only written, and says what was taken and for which phones the files
    /// speak.
    ///
    /// # Errors
    /// When what was written is not there, or nothing at all could be read.
    pub async fn finish(mut self, at: Stamp) -> Result<ImportReport, ExchangeError> {
        let unread = std::mem::take(&mut self.unread);
        if !unread.is_empty() {
            let verified = self.shelf.verify(&self.walks, unread).await;
            verified.map_err(ExchangeError::NotStored)?;
        }
        self.count_problems();
        if !self.bent.replaced.is_empty() {
            let replaced = std::mem::take(&mut self.bent.replaced);
            self.shelf.delete(&replaced, &[]).await.map_err(ExchangeError::NotStored)?;
        }
        let refused = self.preview.not_taken();
        if self.report.records_new + self.report.records_known + refused == 0 {
            return Err(ExchangeError::NothingRead(self.report.problems));
        }
        // What is erased does not come back by an older file, whichever of them came first.
        let (here, swept) = self.erase().await.map_err(ExchangeError::NotStored)?;
        let receptions = self.receptions(here, &swept, at).await;
        for reception in receptions.map_err(ExchangeError::Unreadable)? {
            self.report.receptions.push(reception_line(reception));
        }
        let came = |digest: &u64| self.read.iter().any(|file| file.has(*digest));
        let erased = swept.digests.iter().filter(|digest| came(digest)).count();
        if erased > 0 {
            self.report.records_new = self.report.records_new.saturating_sub(erased);
            self.problem((ErasingWords::of(self.language).left_out)(erased));
        }
        // A phone that said something has a card, with a code of its own.
        let walks: Vec<_> = self.walks.iter().collect();
        if let (1, [walk], []) = (self.files, walks.as_slice(), self.report.receptions.as_slice()) {
            let walk = walk.to_string();
            let of_walk = self.known.iter().filter(|key| key.starts_with(&walk));
            let hex = of_walk.filter_map(|key| key.rsplit('/').next());
            let digests = hex.filter_map(|hex| u64::from_str_radix(hex, 16).ok());
            let code = receipt_code(digests);
            // Beyond the list too: it is what the phone is answered with.
            self.report.problems.push((FileWords::of(self.language).receipt)(&code));
        }
        Ok(self.into_report(None))
    }

    /// What was taken in, without saying anything of phones.
    pub fn into_report(mut self, joined: Option<WalkId>) -> ImportReport {
        let t = FileWords::of(self.language);
        let seen = PreviewWords::of(self.language);
        let Preview {
            clashes, foreign_kit, foreign_first, foreign_erasing, unfit, held_back, ..
        } = self.preview;
        let returned = ReturnedWords::of(self.language);
        let said = [
            (self.bent.left_out, returned.bent_left_out),
            (self.bent.repaired, returned.repaired),
            (unfit, seen.told_unfit),
            (held_back, seen.told_held_back),
            (self.preview.new_keys.len(), seen.told_new_key),
            (foreign_kit, t.kit_by_another),
            (foreign_first, t.claims_refused),
            (foreign_erasing, ErasingWords::of(self.language).refused),
            (clashes, t.clashes_kept),
        ];
        // They come first: they are few, and somebody has to look.
        let said = said.into_iter().filter(|(count, _)| *count > 0);
        self.report.problems.splice(0..0, said.map(|(count, words)| format!("{words} ({count})")));
        self.walks.extend(joined);
        self.count_problems();
        let campaigns: BTreeSet<WalkId> =
            self.read.iter().flat_map(FileContent::campaigns).collect();
        self.report.campaigns = campaigns.into_iter().collect();
        self.report.walks = self.walks.into_iter().collect();
        self.report
    }
}

/// Takes several files in, each by its name; with what nobody proved in them where a person said so.
/// One bad file keeps none of the others out.
///
/// # Errors
/// When nothing at all could be taken; with one file, why that one was not.
pub async fn take_in<R: Read + Seek>(
    shelf: &impl Shelf,
    language: Language,
    at: Stamp,
    files: Vec<(String, Result<R, ExchangeError>)>,
    doubted: bool,
    progress: impl FnMut(usize, usize),
) -> Result<ImportReport, ExchangeError> {
    let files = but_companions(files);
    let mut taken = TakingIn::new(shelf, language, files.len()).accepting(doubted);
    let refused = read_files(&mut taken, files, progress).await?;
    match (taken.finish(at).await, refused) {
        // When all were refused for the same kind of reason, storage for instance, that is it.
        (Err(ExchangeError::NothingRead(_)), Some(why @ ExchangeError::NotStored(_))) => Err(why),
        (report, _) => report,
    }
}

/// Files without those that a system put beside them for itself, which may be all that there is.
fn but_companions<T>(files: Vec<(String, T)>) -> Vec<(String, T)> {
    let (companions, files): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|(name, _)| is_companion(name));
    if files.is_empty() { companions } else { files }
}

/// Reads several files; the last that was refused, and why. The one file there is fails alone.
async fn read_files<S: Shelf, R: Read + Seek>(
    taken: &mut TakingIn<'_, S>,
    files: Vec<(String, Result<R, ExchangeError>)>,
    mut progress: impl FnMut(usize, usize),
) -> Result<Option<ExchangeError>, ExchangeError> {
    let of = files.len();
    let mut refused = None;
    for (index, (name, source)) in files.into_iter().enumerate() {
        if of > 1 {
            progress(index, of);
        }
        let result = match source {
            Ok(source) => {
                let mut parts = |done, parts| {
                    if of == 1 {
                        progress(done, parts)
                    }
                };
                taken.file(&name, source, &mut parts).await
            }
            Err(why) => {
                name.clone_into(&mut taken.name);
                Err(why)
            }
        };
        if let Err(why) = result {
            if of == 1 {
                return Err(why);
            }
            refused = Some(why.clone());
            taken.refuse(Some(why));
        }
    }
    Ok(refused)
}
