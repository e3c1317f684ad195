//! One revision of one thing, by the one device that may write it. Nothing is ever overwritten:
//! withdrawing is a revision too.

use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::ledger::tombstone::Tombstone;
use crate::domain::observation::Observation;
use crate::domain::observation::photo::{MediaId, Photo};
use crate::domain::stamp::Stamp;
use crate::domain::walk::Walk;
use crate::domain::walk::basemap::Basemap;
use crate::domain::walk::perimeter::Perimeter;
use crate::domain::walk::reference_layer::ReferenceLayer;
use crate::domain::walk::stop_form::StopForm;

/// The stored name of what a device signed of what it wrote: read by the worker of files alone.
pub const SIGNED: &str = "signed";

/// Which revision of which thing this is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Envelope {
    /// What kind of thing, by its stored name; kinds of later versions are kept and passed on.
    pub kind: String,
    /// The thing.
    pub id: RecordId,
    /// The walk it belongs to.
    pub walk: WalkId,
    /// The device that wrote it, the only one that may.
    pub device: DeviceNumber,
    /// 1 for the first revision.
    pub revision: u32,
    /// When this revision was written, by that device's clock.
    pub at: Stamp,
}

/// The privacy notice was read to, or by, the people of this device.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct NoticeHeard {
    /// Version of the notice.
    pub version: String,
    /// What the phone lacked to walk without a network, see
    /// [`crate::domain::walk::readiness::Obstacle::verdict`]; empty where it did not say.
    pub ready: String,
    /// What reading all that the phone stores found, see
    /// [`crate::domain::walk::phone_check::PhoneCheck::write`]; empty where nobody asked for it.
    pub check: String,
}

/// What a record says.
#[derive(Clone, PartialEq, Debug)]
pub enum Body {
    /// The walk's sheet.
    Walk(Box<Walk>),
    /// An observation.
    Observation(Box<Observation>),
    /// A photo of an observation.
    Photo(Box<Photo>),
    /// The notice was heard.
    Notice(NoticeHeard),
    /// The perimeter of the neighbourhood.
    Perimeter(Box<Perimeter>),
    /// A reference layer.
    Layer(Box<ReferenceLayer>),
    /// The basemap.
    Basemap(Box<Basemap>),
    /// The form of a stop.
    StopForm(Box<StopForm>),
    /// Something was erased.
    Erased(Box<Tombstone>),
    /// A kind or a shape this version does not know; its line is kept as it came.
    Unknown,
}

impl Body {
    /// The bytes that belong to it and are stored apart: a photo's, a basemap's.
    pub fn media(&self) -> Option<MediaId> {
        match self {
            Self::Photo(photo) => Some(photo.media),
            Self::Basemap(basemap) => Some(basemap.media),
            _ => None,
        }
    }

    /// The stored name of its kind; empty for an unknown one.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Walk(_) => "walk",
            Self::Observation(_) => "observation",
            Self::Photo(_) => "photo",
            Self::Notice(_) => "notice",
            Self::Perimeter(_) => "perimeter",
            Self::Layer(_) => "layer",
            Self::Basemap(_) => "basemap",
            Self::StopForm(_) => "stop_form",
            Self::Erased(_) => "erased",
            Self::Unknown => "",
        }
    }
}

/// One revision of one thing.
#[derive(Clone, PartialEq, Debug)]
pub struct Record<B = Body> {
    /// Which revision of which thing.
    pub envelope: Envelope,
    /// What it says.
    pub body: B,
    /// First 8 bytes of the SHA-256 of the stored line: tells two contents apart that claim to be
    /// the same revision.
    pub digest: u64,
}

impl<B> Record<B> {
    /// The order in which revisions of one thing stand: the last one is shown. The clock decides
    /// only between two contents of the same revision, and the digest when that is equal too, so
    /// that every device shows the same.
    pub fn rank(&self) -> (u32, Stamp, u64) {
        (self.envelope.revision, self.envelope.at, self.digest)
    }
}
