//! Looking into files before anything of them is taken: what they would do is counted, and what was
//! read is held, so that who says yes does not wait for the same reading twice.

use std::io::{Read, Seek};

use super::{BATCH, TakingIn, but_companions, read_files};
use crate::app::event::ImportReport;
use crate::app::exchange::preview::Preview;
use crate::app::exchange::shelf::Shelf;
use crate::app::exchange::{ExchangeError, Foreseen};
use crate::app::problem::NotStored;
use crate::domain::code::Language;
use crate::domain::observation::photo::MediaId;
use crate::domain::stamp::Stamp;
use crate::text::PreviewWords;

/// Bytes of lines that are held while a person decides; of more the files are read again.
const MOST_HELD: usize = 48 << 20;

/// What was read and not taken. Photos are set down where they do not take this program's memory.
pub(super) struct HeldBack<D> {
    photos: Vec<(MediaId, String, D)>,
    bytes: usize,
    most: usize,
}

impl<D> HeldBack<D> {
    fn of(most: usize) -> Self {
        Self { photos: Vec::new(), bytes: 0, most }
    }

    /// Whether so many bytes more are held; once one thing was too much, nothing is.
    pub(super) fn has_room(&mut self, bytes: usize) -> bool {
        self.bytes = self.bytes.saturating_add(bytes);
        if !self.is_whole() {
            self.photos = Vec::new();
        }
        self.is_whole()
    }

    fn is_whole(&self) -> bool {
        self.bytes <= self.most
    }

    pub(super) fn photo<S: Shelf<SetDown = D>>(
        &mut self,
        shelf: &S,
        (media, media_type): (MediaId, String),
        bytes: &[u8],
    ) {
        if self.is_whole() && self.most > 0 {
            self.photos.push((media, media_type, shelf.set_down(bytes)));
        }
    }
}

/// Files that were looked into.
pub struct LookedInto<'a, S: Shelf> {
    /// What taking them in would do.
    pub preview: Preview,
    taken: TakingIn<'a, S>,
    /// Keys that were stored when it was looked.
    stored: usize,
}

/// Looks into several files; nothing is written.
///
/// # Errors
/// When nothing at all could be read, or storage could not; with one file, why that one was not.
pub async fn look_into<'a, S: Shelf, R: Read + Seek>(
    shelf: &'a S,
    language: Language,
    files: Vec<(String, Result<R, ExchangeError>)>,
    progress: impl FnMut(usize, usize),
) -> Result<LookedInto<'a, S>, ExchangeError> {
    look_holding(shelf, language, files, progress, MOST_HELD).await
}

/// The same, holding no more than so many bytes.
///
/// # Errors
/// As there.
pub async fn look_holding<'a, S: Shelf, R: Read + Seek>(
    shelf: &'a S,
    language: Language,
    files: Vec<(String, Result<R, ExchangeError>)>,
    progress: impl FnMut(usize, usize),
    most: usize,
) -> Result<LookedInto<'a, S>, ExchangeError> {
    let files = but_companions(files);
    let mut taken = TakingIn::new(shelf, language, files.len());
    taken.held = Some(HeldBack::of(most));
    let refused = read_files(&mut taken, files, progress).await?;
    let preview = &taken.preview;
    if preview.new + preview.known + preview.not_taken() == 0 {
        taken.count_problems();
        let why = ExchangeError::NothingRead(taken.report.problems);
        return Err(refused
            .filter(|why| matches!(why, ExchangeError::NotStored(_)))
            .unwrap_or(why));
    }
    let stored = taken.stored_keys().await.map_err(ExchangeError::Unreadable)?;
    let mut preview = taken.preview.clone();
    preview.refused.clone_from(&taken.report.problems);
    preview.remarks = taken.remarked();
    Ok(LookedInto { preview, taken, stored })
}

impl<S: Shelf> LookedInto<'_, S> {
    /// It as it is shown.
    pub fn foreseen(&self) -> Foreseen {
        let Preview { new, known, photos, .. } = self.preview;
        Foreseen {
            walks: self.taken.walks.iter().copied().collect(),
            said: self.preview.said(PreviewWords::of(self.taken.language)),
            takes: new + known + photos > 0,
            doubted: self.preview.is_doubted(),
        }
    }

    /// Takes what was read in, and what nobody proved where a person said so; `None` when not all of it is held, or storage has changed meanwhile:
    /// the files are to be read again.
    pub async fn take(
        mut self,
        at: Stamp,
        doubted: bool,
        progress: impl FnMut(usize, usize),
    ) -> Option<Result<ImportReport, ExchangeError>> {
        let held = self.taken.held.take().filter(HeldBack::is_whole)?;
        if self.taken.stored_keys().await.ok()? != self.stored {
            return None;
        }
        if doubted {
            self.taken.let_in();
        }
        self.taken.write_held(held, progress).await.ok()?;
        Some(self.taken.finish(at).await)
    }
}

impl<S: Shelf> TakingIn<'_, S> {
    /// Looks, and takes nothing.
    pub fn only_looking(mut self) -> Self {
        self.held = Some(HeldBack::of(0));
        self
    }

    /// How many keys the walks of the files have in storage.
    async fn stored_keys(&self) -> Result<usize, NotStored> {
        let mut keys = 0;
        for walk in &self.walks {
            keys += self.shelf.known_keys(*walk).await?.len();
        }
        Ok(keys)
    }

    async fn write_held(
        &mut self,
        held: HeldBack<S::SetDown>,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<(), NotStored> {
        let of = self.waiting.len() + held.photos.len();
        let mut done = 0;
        let mut all = std::mem::take(&mut self.waiting).into_iter().peekable();
        while all.peek().is_some() {
            self.waiting = all.by_ref().take(BATCH).collect();
            done += self.waiting.len();
            self.settle().await?;
            progress(done, of);
        }
        for (media, media_type, set_down) in held.photos {
            let bytes = self.shelf.take_up(&set_down)?;
            self.photo(media, &media_type, &bytes).await?;
            done += 1;
            progress(done, of);
        }
        Ok(())
    }

    /// Whether following an invitation to a walk that is here would change something of it.
    pub fn changes_what_is_here(&self) -> bool {
        self.preview.held_back > 0
            || self.preview.new > 0 && self.here.values().any(|here| here.thing_count() > 0)
    }

    /// What was found out, as it is shown.
    pub fn foreseen(&self) -> Foreseen {
        let mut preview = self.preview.clone();
        preview.refused.clone_from(&self.report.problems);
        preview.remarks = self.remarked();
        let said = preview.said(PreviewWords::of(self.language));
        // Who accepts an invitation accepts what nobody proved with it: it says so.
        let takes = preview.new + preview.held_back > 0;
        let walks = self.walks.iter().copied().collect();
        Foreseen { walks, said, takes, doubted: false }
    }

    /// Whether a record's line is held; a program that only looks writes nothing.
    pub(super) fn holds(&mut self, bytes: usize) -> bool {
        match &mut self.held {
            None => true,
            Some(held) => {
                let has_room = held.has_room(bytes);
                if !has_room {
                    self.waiting = Vec::new();
                }
                has_room
            }
        }
    }
}
