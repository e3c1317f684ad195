//! What should be known of a file that was read.

use super::basemap_said::BasemapRemark;
use super::feature::Fault;
use super::system::System;

/// Why a system is taken for that of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Belief {
    /// The file names it, or names none and is what a file without a name must be.
    Declared,
    /// It alone puts the file where the walk is.
    Fits,
    /// It alone puts the file in France; nothing is known of the walk to compare it with.
    Alone,
    /// A person chose it.
    Chosen,
}

/// Something about a file that was taken that should be known.
#[derive(Clone, PartialEq, Debug)]
pub enum Remark {
    /// Coordinates were converted to WGS 84 from this system.
    In {
        /// From which.
        system: System,
        /// Why it is believed.
        belief: Belief,
        /// Metres from the walk, when something is known of it.
        metres: Option<f64>,
    },
    /// Latitude stood where longitude belongs; they were changed.
    Turned,
    /// The file names another system, whose numbers these cannot be, or which does not fit.
    SaysOtherwise(String),
    /// It lies so many metres from all that is known of the walk.
    Far(f64),
    /// So many places stood at 0, 0 or far from all others, and were left out.
    Stray(usize),
    /// The letters were written in this encoding; `true` when that was found by the letters alone.
    Letters(String, bool),
    /// So many faults of writing were mended.
    Mended(usize),
    /// The reading ended at a fault; what stands before was taken.
    Fault(Fault),
    /// An outline crosses itself: what lies inside is decided by the even-odd rule.
    SelfCrossing,
    /// So many outlines were too short to enclose anything and were left out.
    RingsLeftOut(usize),
    /// So many parts could not be read and were left out.
    Skipped(usize),
    /// The line had so many points; it keeps those that lie farther than so many metres from the
    /// simplified line.
    Simplified {
        /// Points in the file.
        from: usize,
        /// Points kept.
        to: usize,
        /// Metres.
        tolerance_m: u32,
    },
    /// So many lines whose ends meet were joined to one.
    Joined(usize),
    /// So many lines do not touch; nobody chose, and the longest is taken.
    LinesApart(usize),
    /// A route of so many metres.
    Length(f64),
    /// A route longer than people walk.
    TooLong,
    /// An area of so many square metres in so many parts.
    Area {
        /// Square metres.
        square_m: f64,
        /// Parts.
        parts: usize,
    },
    /// Nothing of the walk lies in it.
    HoldsNothing,
    /// A closed line was taken for an outline.
    ClosedLine,
    /// Labels come from this field.
    LabelField(String),
    /// So many points have no label.
    Unlabelled(usize),
    /// So many labels were longer than a label may be, and were cut.
    LabelsCut(usize),
    /// No column names the points.
    NoLabels,
    /// So many of the points of the file lie within so many metres of the walk, and were taken.
    Around {
        /// Taken.
        kept: usize,
        /// In the file.
        of: usize,
        /// Metres.
        metres: u32,
    },
    /// Of so many named points, these first ones were taken as stops.
    FirstStops(usize),
    /// This is given as the commune's code and cannot be one: left out.
    NoCommuneCode(String),
    /// No code of a neighbourhood is in it.
    NoCode,
    /// The basemap does not say who made it.
    NoAttribution,
    /// Something about the basemap.
    Basemap(BasemapRemark),
    /// Times were in the file and were not read.
    TimesLeftOut,
}

impl Remark {
    /// Whether it asks for care before the file is kept.
    pub fn warns(&self) -> bool {
        matches!(
            self,
            Self::Far(_)
                | Self::HoldsNothing
                | Self::TooLong
                | Self::Fault(_)
                | Self::SaysOtherwise(_)
                | Self::SelfCrossing
                | Self::LinesApart(_)
        )
    }
}
