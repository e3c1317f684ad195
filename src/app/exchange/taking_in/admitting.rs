//! What comes of one record that a file brings: taken, refused, or held back until a person says that
//! it is the phone whose number it bears.

use std::io::{Read, Seek};

use super::{BATCH, BATCH_BYTES, FileContent, TakingIn};
use crate::app::effect::Entry;
use crate::app::exchange::ExchangeError;
use crate::app::exchange::preview::{Fresh, Standing, Verdict, has_author, judge, judge_fresh};
use crate::app::exchange::proving::{Heard, Proof, of};
use crate::app::exchange::shelf::Shelf;
use crate::app::problem::NotStored;
use crate::domain::identity::RecordId;
use crate::domain::ledger::record::{Body, Record};
use crate::domain::walk::kit;
use crate::format::bundle::Reader;
use crate::format::signature::SIGNED;
use crate::format::v1;

/// Bytes of lines in doubt that are kept in memory until their file ends.
const MOST_IN_DOUBT: usize = 16 << 20;

/// Lines in doubt.
#[derive(Default)]
pub(super) struct Doubts {
    /// Of the file that is read: their signature may come after them.
    of_file: Vec<(String, Record)>,
    bytes: usize,
    /// Of all files: what a person can still let in.
    held_back: Vec<(String, Record)>,
    /// Things that nobody proved and that these files began.
    begun: std::collections::BTreeSet<RecordId>,
    /// Whether a person said that these are the phones whose numbers they bear.
    pub(super) accepted: bool,
}

fn is_signature(record: &Record) -> bool {
    record.envelope.kind == SIGNED
}

impl<S: Shelf> TakingIn<'_, S> {
    /// Takes what nobody proved in as well: a person said that it is the phone.
    pub fn accepting(mut self, accepted: bool) -> Self {
        self.doubts.accepted = accepted;
        self
    }

    pub(super) async fn record(&mut self, line: String, record: Record) -> Result<(), NotStored> {
        let walk = record.envelope.walk;
        if !self.walks.contains(&walk) {
            self.known.extend(self.shelf.known_keys(walk).await?);
            self.walks.insert(walk);
            self.proofs.load(self.shelf, walk).await?;
        }
        if self.known.contains(&v1::key(&record)) {
            // A signature says nothing by itself.
            let counts = usize::from(!is_signature(&record));
            self.report.records_known += counts;
            self.preview.known += counts;
            self.proofs.met(&record.envelope);
            self.file.note(&record);
            self.kit.note(&record);
            return Ok(());
        }
        if is_signature(&record) {
            match self.proofs.hear(&line, &record.envelope) {
                Heard::Holds | Heard::NotUnderstood => return self.admit(line, record).await,
                Heard::NewKey => self.doubt(line, record),
                Heard::Broken => self.refuse_unfit(&record),
            }
            return Ok(());
        }
        match self.proofs.of(&line, &record.envelope) {
            proof @ (Proof::Proven | Proof::NotSigned) => {
                if self.gives_way(&line, &record, proof).await? {
                    return Ok(());
                }
                self.stands(&record, proof);
                self.admit(line, record).await
            }
            _ => {
                self.doubt(line, record);
                Ok(())
            }
        }
    }

    fn doubt(&mut self, line: String, record: Record) {
        self.doubts.bytes += line.len();
        if self.doubts.bytes > MOST_IN_DOUBT {
            self.refuse_unfit(&record);
        } else {
            self.doubts.of_file.push((line, record));
        }
    }

    fn refuse_unfit(&mut self, record: &Record) {
        self.preview.unfit += 1;
        self.file.refuse(record);
    }

    fn stands(&mut self, record: &Record, proof: Proof) {
        if has_author(record) && !kit::belongs(record) {
            let standing = match proof {
                Proof::Proven => Standing::Proven,
                Proof::NotSigned => Standing::NotSigned,
                Proof::KeyMissing => Standing::KeyMissing,
                Proof::NewKey => Standing::NewKey,
                Proof::Unfit => Standing::Unfit,
            };
            let known = self.preview.phones.entry(of(&record.envelope)).or_insert(standing);
            *known = standing.max(*known);
        }
    }

    /// The file has ended. What is proven by now is taken, and what changes nothing that is here; the
    /// rest is not.
    pub(super) async fn settle_doubts(&mut self) -> Result<(), NotStored> {
        let in_doubt = std::mem::take(&mut self.doubts.of_file);
        self.doubts.bytes = 0;
        let (signed, rest): (Vec<_>, Vec<_>) =
            in_doubt.into_iter().partition(|(_, record)| is_signature(record));
        for (line, record) in signed {
            let device = of(&record.envelope);
            self.preview.phones.insert(device, Standing::NewKey);
            if self.doubts.accepted {
                self.proofs.accept(&line, &record.envelope);
                self.admit(line, record).await?;
            } else {
                self.preview.new_keys.insert(device);
                self.file.hold_back(&record);
                self.doubts.held_back.push((line, record));
            }
        }
        for (line, record) in rest {
            let proof = self.proofs.of(&line, &record.envelope);
            self.stands(&record, proof);
            let is_stone = matches!(record.body, Body::Erased(_));
            match proof {
                Proof::Proven | Proof::NotSigned => self.admit(line, record).await?,
                // Nobody erases for her without her key. What passed through a laptop's campaign may
                // have been let in there.
                Proof::KeyMissing if is_stone => self.refuse_unfit(&record),
                Proof::Unfit if is_stone || !self.file.is_campaign() => self.refuse_unfit(&record),
                _ if self.doubts.accepted || !self.changes(&record).await? => {
                    self.doubts.begun.insert(record.envelope.id);
                    self.admit(line, record).await?;
                }
                _ => {
                    if !kit::belongs(&record) {
                        self.file.note(&record);
                    }
                    self.file.hold_back(&record);
                    self.preview.held_back += 1;
                    self.doubts.held_back.push((line, record));
                }
            }
        }
        self.proofs.next_file();
        Ok(())
    }

    /// Whether a record that nobody proved would change something that is here.
    async fn changes(&mut self, record: &Record) -> Result<bool, NotStored> {
        let (walk, id) = (record.envelope.walk, record.envelope.id);
        if matches!(record.body, Body::Erased(_)) {
            return Ok(true);
        }
        if kit::belongs(record) && self.proofs.expects(walk) && !self.proofs.has_key(record) {
            return Ok(true);
        }
        if !has_author(record) || self.doubts.begun.contains(&id) {
            return Ok(false);
        }
        if self.fresh.contains_key(&id) {
            return Ok(true);
        }
        let thing = format!("{walk}/{id}/");
        let known = self.known.range(thing.clone()..).next();
        if !known.is_some_and(|key| key.starts_with(&thing)) {
            return Ok(false);
        }
        self.read_here(walk).await?;
        let verdict = self.here.get(&walk).map_or(Verdict::New, |here| judge(record, here));
        if let Verdict::Sheet(_, found) = &verdict {
            self.preview.doubted_sheet.clone_from(found);
        }
        Ok(matches!(verdict, Verdict::Changed | Verdict::Withdrawn | Verdict::Sheet(..)))
    }

    /// What was held back and a person lets in, as it is to be written.
    pub(super) fn let_in(&mut self) {
        let held_back = std::mem::take(&mut self.doubts.held_back);
        self.preview.held_back = 0;
        self.preview.new_keys.clear();
        self.read.iter_mut().for_each(FileContent::let_in);
        for (line, record) in held_back {
            let key = v1::key(&record);
            if self.known.insert(key.clone()) {
                self.waiting.push(Entry { key, line });
            }
        }
    }

    async fn admit(&mut self, line: String, record: Record) -> Result<(), NotStored> {
        if !is_signature(&record) {
            let verdict = self.verdict(&record).await?;
            self.preview.count(&verdict);
            let is_said = matches!(record.body, Body::Observation(_));
            let is_first = record.envelope.revision == 1 && verdict == Verdict::New;
            self.preview.observations += usize::from(is_said && is_first);
            if verdict.refuses() {
                if verdict == Verdict::ForeignErasing {
                    // Its phone has it, and is answered that all it has arrived.
                    self.file.note(&record);
                } else {
                    self.file.refuse(&record);
                }
                return Ok(());
            }
            if let Body::Erased(stone) = &record.body {
                self.preview.count_erased(stone, &record.envelope);
            }
        }
        let key = v1::key(&record);
        self.known.insert(key.clone());
        if self.holds(line.len()) {
            self.waiting_bytes += line.len();
            self.waiting.push(Entry { key, line });
        }
        self.file.note(&record);
        self.kit.note(&record);
        let is_full = self.waiting.len() >= BATCH || self.waiting_bytes >= BATCH_BYTES;
        if is_full && self.held.is_none() {
            self.settle().await?;
        }
        Ok(())
    }

    /// What a record that is not here is to what is. Most are of things that are not here either:
    /// nothing is read for them.
    async fn verdict(&mut self, record: &Record) -> Result<Verdict, NotStored> {
        let (walk, id) = (record.envelope.walk, record.envelope.id);
        if !has_author(record) {
            return Ok(Verdict::New);
        }
        if let Body::Erased(stone) = &record.body
            && !self.admits(stone, &record.envelope).await?
        {
            return Ok(Verdict::ForeignErasing);
        }
        let is_kit = kit::belongs(record);
        let preparer = self.fresh.get(&RecordId(walk.0)).filter(|_| is_kit);
        if let Some(verdict) = judge_fresh(record, preparer, self.fresh.get(&id)) {
            return Ok(verdict);
        }
        let thing = format!("{walk}/{id}/");
        let known = self.known.range(thing.clone()..).next();
        let is_here = known.is_some_and(|key| key.starts_with(&thing));
        if !is_here {
            self.fresh.insert(id, Fresh::of(record));
        }
        if !is_here && !is_kit {
            return Ok(Verdict::New);
        }
        self.read_here(walk).await?;
        let verdict = self.here.get(&walk).map_or(Verdict::New, |here| judge(record, here));
        if verdict.refuses() && !is_here {
            self.fresh.remove(&id);
        }
        let counts_once = matches!(verdict, Verdict::Changed | Verdict::Withdrawn);
        Ok(if counts_once && !self.touched.insert(id) { Verdict::New } else { verdict })
    }

    /// Reads one notebook to its end, and what was in doubt of it.
    pub(super) async fn whole_file(
        &mut self,
        reader: Reader<impl Read + Seek>,
        progress: &mut impl FnMut(usize, usize),
    ) -> Result<(), ExchangeError> {
        let taken = self.parts(reader, progress).await;
        let doubts = self.settle_doubts().await.map_err(ExchangeError::NotStored);
        taken.and(doubts)
    }
}
