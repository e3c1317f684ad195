//! Storage as files in and out need it. The browser's is one; a test's is a map in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;

use super::ExchangeError;
use super::erasing::without_erased;
use crate::app::effect::Entry;
use crate::app::problem::NotStored;
use crate::app::workshop::Workshop;
use crate::domain::campaign::Campaign;
use crate::domain::deliberation::CampaignSheet;
use crate::domain::identity::{DeviceNumber, WalkId};
use crate::domain::observation::photo::MediaId;
use crate::domain::walk::notebook::Notebook;
use crate::format::v1;

/// What storage answers.
pub type Stored<T> = Result<T, NotStored>;

/// Storage: records by key, photos by name. Every call fails when storage cannot be used.
pub trait Shelf {
    /// Bytes that were set down outside the program's own memory.
    type SetDown;
    /// Sets bytes down until a person has decided; nothing of it is stored.
    fn set_down(&self, bytes: &[u8]) -> Self::SetDown;
    /// Takes them up again.
    fn take_up(&self, set_down: &Self::SetDown) -> Stored<Vec<u8>>;
    /// Keys and lines of a walk in the order of the keys, some at a time, after a key.
    fn chunk(
        &self,
        walk: WalkId,
        after: Option<&str>,
    ) -> impl Future<Output = Stored<Vec<(String, String)>>>;
    /// The keys of a walk.
    fn known_keys(&self, walk: WalkId) -> impl Future<Output = Stored<BTreeSet<String>>>;
    /// The lines of all walks' sheets.
    fn sheets(&self) -> impl Future<Output = Stored<Vec<String>>>;
    /// Whether a photo's bytes are here.
    fn has_photo(&self, media: MediaId) -> impl Future<Output = Stored<bool>>;
    /// Type and bytes of a photo.
    fn photo(&self, media: MediaId) -> impl Future<Output = Stored<Option<(String, Vec<u8>)>>>;
    /// Writes records and reads them back.
    fn put(&self, entries: &[Entry]) -> impl Future<Output = Stored<()>>;
    /// Writes many records without reading them back.
    fn put_many(&self, entries: &[Entry]) -> impl Future<Output = Stored<()>>;
    /// Reads back what was only written.
    fn verify(
        &self,
        walks: &BTreeSet<WalkId>,
        keys: BTreeSet<String>,
    ) -> impl Future<Output = Stored<()>>;
    /// The names of all photos.
    fn all_media(&self) -> impl Future<Output = Stored<Vec<MediaId>>>;
    /// Removes records by their keys, and photos, in one durable transaction.
    fn delete(&self, keys: &[String], media: &[MediaId]) -> impl Future<Output = Stored<()>>;
    /// Removes all records of a walk, and photos, likewise.
    fn clear(&self, walk: WalkId, media: &[MediaId]) -> impl Future<Output = Stored<()>>;
    /// The public key with which this device signs on a walk, made when it is first asked for;
    /// `None` where there can be none.
    fn signing_key(&self, _walk: WalkId) -> impl Future<Output = Option<Vec<u8>>> {
        std::future::ready(None)
    }
    /// Signs a text with that key: r and s.
    fn sign(&self, _walk: WalkId, _text: Vec<u8>) -> impl Future<Output = Option<Vec<u8>>> {
        std::future::ready(None)
    }
    /// Writes a photo and reads it back.
    fn put_photo(
        &self,
        media: MediaId,
        media_type: &str,
        bytes: &[u8],
    ) -> impl Future<Output = Stored<()>>;
}

/// Lines by key.
pub type Lines = BTreeMap<String, String>;

/// Everything that is stored of a walk; empty when it is not here.
///
/// # Errors
/// When storage cannot be read to the end: half a walk is never told as one.
pub async fn stored_lines(shelf: &impl Shelf, walk: WalkId) -> Stored<Lines> {
    let mut lines = Lines::new();
    let mut after: Option<String> = None;
    loop {
        let chunk = shelf.chunk(walk, after.as_deref()).await?;
        let Some((last, _)) = chunk.last() else { return Ok(lines) };
        after = Some(last.clone());
        lines.extend(chunk);
    }
}

/// Everything of a walk: what is stored and what storage has not taken yet.
///
/// A device that allows no storage has everything in `unsaved`: then that is the walk. `standing` is
/// how many observations the page shows of it; a file with fewer is not made where storage failed.
///
/// # Errors
/// When storage cannot be read and memory does not hold the walk; when nothing is here.
pub async fn lines_of(
    shelf: &impl Shelf,
    walk: WalkId,
    unsaved: &[String],
    standing: usize,
) -> Result<Lines, ExchangeError> {
    let (mut lines, failed) = match stored_lines(shelf, walk).await {
        Ok(lines) => (lines, None),
        Err(why) => (Lines::new(), Some(why)),
    };
    for line in unsaved {
        if let Ok(read) = v1::read_line(line)
            && read.record.envelope.walk == walk
        {
            lines.insert(v1::key(&read.record), line.clone());
        }
    }
    match failed {
        Some(why) if lines.is_empty() || read_all(&lines).observation_count() < standing => {
            Err(ExchangeError::Unreadable(why))
        }
        None if lines.is_empty() => Err(ExchangeError::NotHere),
        _ => {
            without_erased(&mut lines);
            Ok(lines)
        }
    }
}

/// What lines add up to.
pub fn read_all(lines: &Lines) -> Notebook {
    let mut notebook = Notebook::default();
    for line in lines.values() {
        if let Ok(read) = v1::read_line(line) {
            notebook.take(read.record);
        }
    }
    notebook
}

/// The sheet of a campaign, as all its lines say it: every walk that any laptop added is on it.
pub fn campaign_sheet(lines: &Lines, id: WalkId) -> Option<CampaignSheet> {
    let own = format!("{id}/");
    let mut campaign = Campaign::default();
    for (_, line) in lines.range(own.clone()..).take_while(|(key, _)| key.starts_with(&own)) {
        if let Ok(read) = v1::read_deliberation(line) {
            campaign.take(read.record);
        }
    }
    campaign.sheet(id).cloned()
}

/// The lines of each of a campaign's walks. One that is not here yet is no reason to keep the others
/// back; one that is here and cannot be read is.
///
/// # Errors
/// When a walk cannot be read.
pub async fn lines_of_walks(
    shelf: &impl Shelf,
    sheet: &CampaignSheet,
    unsaved: &[String],
) -> Result<Vec<(WalkId, Lines)>, ExchangeError> {
    let mut walks = Vec::new();
    for walk in &sheet.walks {
        let lines = lines_of_walk(shelf, *walk, unsaved).await?;
        walks.extend(lines.map(|lines| (*walk, lines)));
    }
    Ok(walks)
}

/// The lines of one of a campaign's walks; `None` when it is not here yet.
async fn lines_of_walk(
    shelf: &impl Shelf,
    walk: WalkId,
    unsaved: &[String],
) -> Result<Option<Lines>, ExchangeError> {
    match lines_of(shelf, walk, unsaved, 0).await {
        Ok(lines) => Ok(Some(lines)),
        Err(ExchangeError::NotHere) => Ok(None),
        Err(ExchangeError::Unreadable(why)) => {
            Err(ExchangeError::WalkUnreadable(title_of(shelf, walk).await, why))
        }
        Err(why) => Err(why),
    }
}

/// The title of a walk by its sheet, which may be read where the rest cannot; else its id.
async fn title_of(shelf: &impl Shelf, walk: WalkId) -> String {
    let lines: Lines =
        shelf.sheets().await.unwrap_or_default().into_iter().map(|l| (l.clone(), l)).collect();
    let title = read_all(&lines).walk(walk).map(|walk| walk.title.clone());
    title.filter(|title| !title.is_empty()).unwrap_or_else(|| walk.to_string())
}

/// A campaign with its walks, as it is stored.
///
/// # Errors
/// When it is not here, or it or one of its walks cannot be read.
pub async fn campaign_of(
    shelf: &impl Shelf,
    id: WalkId,
    unsaved: &[String],
) -> Result<Workshop, ExchangeError> {
    let mut workshop = Workshop::default();
    workshop.open(id, DeviceNumber(0));
    // Each line is let go once it is taken: a large campaign's lines never stand beside all of it.
    workshop.lines(id, lines_of(shelf, id, unsaved, 0).await?.into_values(), true);
    let sheet = workshop.sheet().cloned().ok_or(ExchangeError::NotHere)?;
    // One walk after the other: their lines are never in memory together.
    for walk in sheet.walks {
        if let Some(lines) = lines_of_walk(shelf, walk, unsaved).await? {
            workshop.lines(walk, lines.into_values(), true);
        }
    }
    Ok(workshop)
}
