//! What a phone handed over, on disk.

use super::super::{Fields as Body, Notes, Written};
use crate::domain::deliberation::reception::{Reception, Signature, Speaks};
use crate::domain::identity::DeviceNumber;

pub(super) fn write_reception(reception: &Reception, w: &mut Written) {
    w.text("of", &reception.walk.to_string());
    w.text("phone", &reception.phone.map_or(String::new(), |phone| phone.to_string()));
    w.text("file", &reception.file);
    w.number("observations", Some(reception.observations));
    w.number("photos", Some(reception.photos));
    w.number("photos_missing", Some(reception.photos_missing));
    w.text("code", &reception.code);
    w.text("answer", &reception.answer);
    w.stamp("taken", reception.at);
    if reception.own != 0 {
        w.text("own", &format!("{:016x}", reception.own));
    }
    if reception.speaks != Speaks::Unknown {
        w.number("speaks", Some(reception.speaks.number()));
    }
    if reception.signature != Signature::Unknown {
        w.number("signature", Some(reception.signature.number()));
    }
}

pub(super) fn read_reception(f: &Body<'_>, notes: &mut Notes) -> Option<Reception> {
    Some(Reception {
        walk: f.walk_id("of", notes)?,
        phone: f.odd("phone", f.get_text("phone").and_then(DeviceNumber::parse), notes),
        file: f.text("file", 200, notes),
        observations: f.number("observations", notes).unwrap_or_default(),
        photos: f.number("photos", notes).unwrap_or_default(),
        photos_missing: f.number("photos_missing", notes).unwrap_or_default(),
        code: f.text("code", 6, notes),
        answer: f.text("answer", 6, notes),
        at: f.stamp("taken", notes)?,
        own: u64::from_str_radix(&f.text("own", 16, notes), 16).unwrap_or_default(),
        speaks: Speaks::of_number(f.number("speaks", notes).unwrap_or_default()),
        signature: Signature::of_number(f.number("signature", notes).unwrap_or_default()),
    })
}
