//! The worker's side of the documents: a page that stands alone, its photos put in one by one.

use super::disk::Disk;
use super::notebook_worker::{Job, Outcome, Pieces, progress};
use crate::app::exchange::making::{file_stem, photo};
use crate::app::exchange::settled::settled_document;
use crate::app::exchange::shelf::campaign_of;
use crate::app::exchange::{Done, ExchangeError, FileQuestion, Made};
use crate::domain::code::Code;
use crate::format::adversary;
use crate::format::booklet::{self, DocumentSource, FILE_TAIL, Piece};
use crate::text::FileWords;

/// The written parts of a document.
fn markup(parts: &[Piece]) -> impl Iterator<Item = &str> {
    parts.iter().map(|part| match part {
        Piece::Markup(text) => text.as_str(),
        Piece::Photo { alt, .. } => alt.as_str(),
    })
}

pub(super) async fn write(job: &Job, question: &FileQuestion) -> Outcome {
    let language = question.language;
    let (document, audience) = question.chosen.as_document().ok_or(ExchangeError::NotUnderstood)?;
    let workshop = campaign_of(&Disk, question.of, &job.message.unsaved).await?;
    let sheet = workshop.sheet().ok_or(ExchangeError::NotHere)?;
    let settled = settled_document(&workshop, audience, language)?;
    let made = job.message.at;
    let source = DocumentSource { campaign: &workshop.campaign, sheet, audience, language, made };
    let mut pieces = Pieces::new();
    pieces.add(booklet::file_head(document, &source).into_bytes());
    let parts = booklet::pieces(document, &source);
    let found = adversary::attack_document(
        &booklet::title(document, &source),
        markup(&parts),
        &settled.let_go,
    );
    if !found.is_empty() {
        return Err(ExchangeError::Told(adversary::message(&found, language)));
    }
    let of = parts.iter().filter(|part| matches!(part, Piece::Photo { .. })).count();
    let (mut photos, mut missing) = (0, 0);
    for part in parts {
        let written = match part {
            Piece::Markup(text) => text,
            Piece::Photo { media, alt } => {
                let found = photo(&Disk, &job.held, media).await.ok().flatten();
                match &found {
                    Some(_) => photos += 1,
                    None => missing += 1,
                }
                progress(photos + missing, of);
                let (media_type, bytes) = found
                    .as_ref()
                    .map_or(("", None), |(kind, bytes)| (kind.as_str(), Some(bytes.as_slice())));
                booklet::file_photo(bytes, media_type, &alt, language)
            }
        };
        pieces.add(written.into_bytes());
    }
    pieces.add(FILE_TAIL.as_bytes().to_vec());
    let file = pieces.finish("text/html")?;
    let mut remarks = Vec::new();
    if missing > 0 {
        remarks.push((FileWords::of(language).photos_missing)(missing));
    }
    let stem = file_stem(&sheet.title, sheet.training, made);
    let name = format!("{stem}-{}-{}.html", document.code(), audience.code());
    let made = Made {
        name,
        items: workshop.campaign.constats().len(),
        photos,
        remarks,
        whole: true,
        ..Made::default()
    };
    Ok((Done::File(made), Some(file)))
}
