//! The worker's side of the documents: a page that stands alone, its photos put in one by one.

use super::disk::Disk;
use super::notebook_worker::{Job, Outcome, Pieces, progress};
use crate::app::exchange::making::{file_stem, photo};
use crate::app::exchange::releasing::{Maker, document_leaves};
use crate::app::exchange::settled::settled_document;
use crate::app::exchange::shelf::campaign_of;
use crate::app::exchange::{Done, ExchangeError, FileQuestion, Made};
use crate::domain::code::Code;
use crate::format::booklet::{self, DocumentSource, FILE_TAIL, Piece};
use crate::text::FileWords;

pub(super) async fn write(job: &Job, question: &FileQuestion) -> Outcome {
    let language = question.language;
    let (document, audience) = question.chosen.as_document().ok_or(ExchangeError::NotUnderstood)?;
    let workshop = campaign_of(&Disk, question.of, &job.message.unsaved).await?;
    let sheet = workshop.sheet().ok_or(ExchangeError::NotHere)?;
    let settled = settled_document(&workshop, audience, language)?;
    let made = job.message.at;
    let source = DocumentSource { campaign: &workshop.campaign, sheet, audience, language, made };
    let let_go = &settled.let_go;
    let maker = Maker { campaign: &workshop.campaign, id: question.of, made, language, let_go };
    let (parts, left) = document_leaves(maker, sheet, (document, audience))?;
    let mut pieces = Pieces::new();
    pieces.add(booklet::file_head(document, &source).into_bytes());
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
        left,
        ..Made::default()
    };
    Ok((Done::File(made), Some(file)))
}
