//! A photo: what is said of it; its bytes are stored apart.

use super::{Fields, Notes, Written};
use crate::domain::identity::RecordId;
use crate::domain::ledger::record::Envelope;
use crate::domain::observation::photo::{MediaId, Photo};

pub(super) fn write_photo(photo: &Photo, body: &mut Written) {
    body.text("observation", &photo.observation.to_string());
    body.stamp("made", photo.made);
    body.text("sha256", &photo.media.to_string());
    body.text("type", &photo.media_type);
    body.number("bytes", i64::try_from(photo.size).ok());
    let (width, height) = photo.pixels;
    body.raw("pixels", &format!("[{width},{height}]"));
    body.number("blocks", Some(photo.blocks));
    body.flag("withdrawn", photo.withdrawn);
}

pub(super) fn read_photo(
    envelope: &Envelope,
    body: &Fields<'_>,
    notes: &mut Notes,
) -> Option<Photo> {
    let observation = body.get_text("observation").and_then(RecordId::parse);
    let media = body.get_text("sha256").and_then(MediaId::parse);
    let side = |which: usize| {
        let side = body.get("pixels")?.as_array()?.get(which)?.as_i64()?;
        u32::try_from(side).ok()
    };
    Some(Photo {
        id: envelope.id,
        walk: envelope.walk,
        observation: body.odd("observation", observation, notes)?,
        made: body.stamp_said("made", notes)?,
        media: body.odd("sha256", media, notes)?,
        media_type: body.text("type", 100, notes),
        size: body.number("bytes", notes)?,
        pixels: (side(0).unwrap_or(0), side(1).unwrap_or(0)),
        blocks: body.number("blocks", notes).unwrap_or(0),
        withdrawn: body.flag("withdrawn"),
    })
}
