//! Signing what this device wrote, when it leaves: over exactly the lines that the file holds of it.
//! Where the device has no key, or storage takes nothing, the lines leave as they are: not signed.

use std::collections::BTreeSet;

use super::shelf::{Lines, Shelf};
use crate::app::ledger::Writer;
use crate::domain::identity::{DeviceNumber, WalkId};
use crate::domain::ledger::record::{Envelope, Record};
use crate::domain::stamp::Stamp;
use crate::domain::walk::notebook::Notebook;
use crate::format::signature::{self, LineName, Over, SIGNED, Signed, name_of};
use crate::format::{kit, v1};

/// What this device signed before, in one row.
#[derive(Default)]
struct Before {
    last: Option<Envelope>,
    keys: Vec<String>,
    /// By the key that it has now: all of them, and the last one alone.
    covered: BTreeSet<LineName>,
    newest: BTreeSet<LineName>,
}

impl Before {
    fn of(lines: &Lines, (walk, device): (WalkId, DeviceNumber), row: Over, key: &[u8]) -> Self {
        let id = signature::id_of(walk, device, row);
        let mut before = Self::default();
        for (stored_as, line) in lines.range(signature::keys_after(walk)..) {
            let Some(envelope) = read(line).map(|record| record.envelope) else { continue };
            if (envelope.walk, envelope.id) != (walk, id) || envelope.kind != SIGNED {
                continue;
            }
            before.keys.push(stored_as.clone());
            if let Some(signed) = Signed::read(line).filter(|signed| signed.key == key) {
                before.newest.clone_from(&signed.covers);
                before.covered.extend(signed.covers);
            } else {
                before.newest.clear();
            }
            // Keys stand in the order of the revisions.
            before.last = Some(envelope);
        }
        before
    }
}

fn read(line: &str) -> Option<Record> {
    Some(v1::read_line(line).ok()?.record)
}

/// Signs what this device wrote of a walk and did not sign yet, and puts that among the lines. Once
/// something was erased the names of its lines go, too: all is signed anew.
pub(super) async fn sign_notebook(
    shelf: &impl Shelf,
    lines: &mut Lines,
    (walk, device): (WalkId, DeviceNumber),
    at: Stamp,
) {
    let marked = format!("\"{device}\"");
    let own = lines.values().filter(|line| line.contains(&marked)).filter(|line| {
        read(line).map(|record| record.envelope).is_some_and(|envelope| {
            (envelope.walk, envelope.device) == (walk, device) && envelope.kind != SIGNED
        })
    });
    let own: BTreeSet<LineName> = own.map(|line| name_of(line)).collect();
    sign(shelf, lines, (walk, device), Over::Notebook, own, at).await;
}

/// Signs the sheet and the kit of a walk as they stand, as far as this device wrote them.
pub(super) async fn sign_kit(
    shelf: &impl Shelf,
    lines: &mut Lines,
    notebook: &Notebook,
    (walk, device): (WalkId, DeviceNumber),
    at: Stamp,
) {
    let shown = kit::lines(lines, notebook, walk).into_iter();
    let own = shown.filter(|line| read(line).is_some_and(|one| one.envelope.device == device));
    let own: BTreeSet<LineName> = own.map(name_of).collect();
    sign(shelf, lines, (walk, device), Over::Kit, own, at).await;
}

async fn sign(
    shelf: &impl Shelf,
    lines: &mut Lines,
    (walk, device): (WalkId, DeviceNumber),
    row: Over,
    own: BTreeSet<LineName>,
    at: Stamp,
) {
    if own.is_empty() {
        return;
    }
    let Some(key) = shelf.signing_key(walk).await.as_deref().and_then(signature::compressed) else {
        return;
    };
    let before = Before::of(lines, (walk, device), row, &key);
    let is_signed = match row {
        Over::Notebook => before.covered == own,
        Over::Kit => before.newest == own,
    };
    if is_signed {
        return;
    }
    let whole = row == Over::Notebook && !before.covered.is_subset(&own);
    let covers = match row {
        Over::Notebook if !whole => own.difference(&before.covered).copied().collect(),
        _ => own,
    };
    let writer = Writer { walk, device, at };
    let unsigned = Signed { key, whole, covers, signature: Vec::new() };
    let id = signature::id_of(walk, device, row);
    let envelope = writer.write(id, before.last.as_ref(), unsigned.clone()).0.envelope;
    let text = signature::text(&envelope, whole, &unsigned.covers);
    let Some(signature) = shelf.sign(walk, text.into_bytes()).await else { return };
    let signed = Signed { signature, ..unsigned };
    // An engine that signs in another form would make a file that everybody refuses.
    if !signed.holds(&envelope) {
        return;
    }
    let (_, kept) = writer.write(id, before.last.as_ref(), signed);
    if shelf.put(std::slice::from_ref(&kept.entry)).await.is_err() {
        return;
    }
    lines.insert(kept.entry.key, kept.entry.line);
    // What is erased has no name any more; what could not go now goes with the next erasing.
    if whole && shelf.delete(&before.keys, &[]).await.is_ok() {
        lines.retain(|key, _| !before.keys.contains(key));
    }
}
