//! Tombstones at the door. Of its own words a device may say that they are gone; that another's are, a
//! campaign on this device says, or the device that prepared the walk, with its kit or its link. A
//! notebook that says so of others is not believed: it could be forged, and a walk would be empty.

use super::TakingIn;
use crate::app::exchange::erasing::Eraser;
use crate::app::exchange::shelf::{Shelf, read_all, stored_lines};
use crate::app::problem::NotStored;
use crate::domain::identity::{DeviceNumber, WalkId};
use crate::domain::ledger::record::{Body, Envelope, Record};
use crate::domain::ledger::tombstone::Tombstone;

/// Whether what is read is a kit or a link, of which walk it has the sheet, and by which device. A sheet
/// by another device than the one that prepared the walk is refused and never noted here.
#[derive(Default)]
pub(super) struct KitRead {
    is_kit: bool,
    of: Option<(WalkId, DeviceNumber)>,
}

impl KitRead {
    pub(super) fn begun(is_kit: bool) -> Self {
        Self { is_kit, of: None }
    }

    /// A record of it is here, or was taken.
    pub(super) fn note(&mut self, record: &Record) {
        if self.is_kit && matches!(record.body, Body::Walk(_)) {
            self.of = Some((record.envelope.walk, record.envelope.device));
        }
    }
}

impl<S: Shelf> TakingIn<'_, S> {
    /// Whether a tombstone is taken. One that is not is kept by those who have it.
    pub(super) async fn admits(
        &mut self,
        stone: &Tombstone,
        by: &Envelope,
    ) -> Result<bool, NotStored> {
        // Of a walk a campaign speaks under its own id: there its devices decide.
        if stone.walk != by.walk || !stone.is_for_another(by.device) {
            return Ok(true);
        }
        // What would go is shown before it does.
        self.read_here(by.walk).await?;
        if self.kit.of == Some((by.walk, by.device)) {
            return Ok(true);
        }
        if self.campaigns.is_none() {
            self.campaigns = Some(Eraser::new(self.shelf).await?);
        }
        Ok(self.campaigns.as_ref().is_some_and(|campaigns| campaigns.confirms(stone)))
    }

    /// Reads a walk as it is here, once.
    pub(super) async fn read_here(&mut self, walk: WalkId) -> Result<(), NotStored> {
        if !self.here.contains_key(&walk) {
            // Read before anything of these files is written.
            self.settle().await?;
            let lines = stored_lines(self.shelf, walk).await?;
            self.here.insert(walk, read_all(&lines));
        }
        Ok(())
    }
}
