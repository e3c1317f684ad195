//! What leaves by this page, and what is written down of all that left.

use super::writing::{MadeIds, Saying};
use super::{Kept, Workshop};
use crate::app::event::Chance;
use crate::app::exchange::ExchangeError;
use crate::app::exchange::releasing::{Maker, document_leaves};
use crate::app::exchange::settled::settled_document;
use crate::app::ledger::Writer;
use crate::domain::campaign::Decision;
use crate::domain::code::Language;
use crate::domain::deliberation::Deliberation;
use crate::domain::identity::{DeviceNumber, RecordId};
use crate::domain::leaving::pseudonym::Behind;
use crate::domain::leaving::release::{Release, Released, ReleasedRow};
use crate::domain::leaving::{Audience, Choice, Leaving, tables};
use crate::format::adversary;
use crate::format::booklet::Document;
use crate::format::v1;

impl Workshop {
    /// A file is whole and leaves: what is remembered of it, which came with it, is written down.
    /// `device` is this device's number in its campaign, which need not be the open one any more.
    pub fn released(&mut self, line: &str, device: DeviceNumber, chance: Chance) -> Vec<Kept> {
        let Ok(read) = v1::read_deliberation(line) else { return Vec::new() };
        let walk = read.record.envelope.walk;
        let Deliberation::Release(release) = read.record.body.says else { return Vec::new() };
        if self.open == Some(walk) {
            return self.remember_release(*release, chance);
        }
        let id = MadeIds::of(chance).next();
        let release = Box::new(Release { by: device, ..*release });
        let says = Decision { over: Some(Vec::new()), says: Deliberation::Release(release) };
        let writer = Writer { walk, device, at: chance.at };
        vec![writer.write(id, None, says).1]
    }

    /// What left the same way before is named, not written once more.
    fn remember_release(&mut self, release: Release, chance: Chance) -> Vec<Kept> {
        let release = Release { by: self.device, ..release };
        let mut known = self.campaign.releases().into_iter();
        let same = known.find(|(_, before)| before.is_same(&release)).map(|(id, _)| id);
        let release = match same {
            Some(same) => release.named_by(same),
            None => release,
        };
        let mut made = MadeIds::of(chance);
        let says = Deliberation::Release(Box::new(release));
        let saying = Saying::new(made.next(), says);
        self.say(vec![saying], None, chance, &mut made).0
    }

    /// A document is about to be printed or copied: it is attacked first, and written down as left.
    ///
    /// # Errors
    /// What would be learnt: then it stays.
    pub fn hand_out(
        &mut self,
        what: (Document, Audience),
        language: Language,
        chance: Chance,
    ) -> Result<Vec<Kept>, ExchangeError> {
        let (Some(id), Some(sheet)) = (self.open, self.sheet()) else {
            return Err(ExchangeError::NotHere);
        };
        let settled = settled_document(self, what.1, language)?;
        let let_go = &settled.let_go;
        let maker = Maker { campaign: &self.campaign, id, made: chance.at, language, let_go };
        let (_, line) = document_leaves(maker, sheet, what)?;
        Ok(self.released(&line, self.device, chance))
    }

    /// The figures that may leave are about to be printed. `name` is what they are called on the
    /// screen.
    ///
    /// # Errors
    /// What would be learnt: then they stay.
    pub fn hand_out_figures(
        &mut self,
        name: &str,
        language: Language,
        chance: Chance,
    ) -> Result<Vec<Kept>, ExchangeError> {
        let told = self.campaign.tables_that_left();
        let tables = tables::protected(&tables::tallies(&self.campaign), &told);
        let earlier = self.campaign.releases();
        let earlier: Vec<&Release> = earlier.into_iter().map(|(_, release)| release).collect();
        let found = adversary::attack_figures(name, &tables, &earlier);
        if !found.is_empty() {
            return Err(ExchangeError::Told(adversary::message(&found, language)));
        }
        let (choice, leaving) = (Choice::all(Audience::Public), Leaving::default());
        let by = (chance.at, self.device);
        let release =
            Release::of((&self.campaign, &choice, &leaving), Released::Figures, by, Vec::new());
        Ok(self.remember_release(Release { tables, ..release }, chance))
    }

    /// The rows of a release; those of one that was the same as another stand only there.
    pub fn rows_of<'a>(&'a self, release: &'a Release) -> &'a [ReleasedRow] {
        let known = |id: RecordId| {
            let all = self.campaign.releases();
            all.into_iter().find(|(known, _)| *known == id).map_or(&[][..], |(_, one)| &one.rows)
        };
        release.same_as.map_or(&release.rows, known)
    }

    /// What the group wrote of what left, by its own ids.
    pub fn written_that_left(&self, release: &Release) -> Vec<RecordId> {
        let keys = self.open.map(|open| self.campaign.pseudonym_keys(open)).unwrap_or_default();
        let written = self.campaign.constats().into_iter().flat_map(|(id, _)| {
            let asked = self.campaign.preconisations(id).into_iter().map(|(id, _)| id);
            std::iter::once(id).chain(asked)
        });
        let behind = Behind::of(&keys, written);
        let rows = self.rows_of(release).iter();
        rows.filter_map(|row| behind.thing(row.id)).map(|(id, _)| id).collect()
    }
}
