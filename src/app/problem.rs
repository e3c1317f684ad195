//! What went wrong: what happened, what is safe, what to do. The words are in `text`.

/// Why the device did not give a position.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoPosition {
    /// The person or the device said no.
    Denied,
    /// The device cannot tell.
    Unavailable,
    /// It took too long.
    TimedOut,
}

/// Why something could not be stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotStored {
    /// No room left.
    Full,
    /// The browser allows no storage at all (private browsing, blocked by settings).
    Refused,
    /// What was read back is not what was written.
    ReadBackDiffers,
    /// Anything else, in the browser's own words.
    Other(String),
}

/// Why a picture could not be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NoPhoto {
    /// It is not a picture this browser can read.
    Unreadable,
    /// It is a HEIC or HEIF picture and this browser cannot read those.
    Heic,
    /// The browser ran out of memory on it.
    TooLarge,
}

/// Something that the person has to know.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Problem {
    /// Writing failed; what is on screen is still in memory.
    NotStored(NotStored),
    /// Storage could not be read at all.
    StorageUnreadable(NotStored),
    /// Some stored records cannot be read by this version; they are kept.
    RecordsKeptUnread(usize),
    /// The picture cannot be used.
    NoPhoto(NoPhoto),
    /// The photo that was being taken when the page died did not arrive.
    PhotoLost,
    /// A text was longer than its field.
    TextCut(usize),
    /// The phone's clock was never set.
    ClockNotSet,
    /// A file could not be made.
    ExportFailed(String),
    /// A file could not be taken in.
    ImportFailed(String),
    /// The walk in the address is not on this device.
    NoSuchWalk,
    /// The device has no voice to read aloud with.
    NoVoice,
}
