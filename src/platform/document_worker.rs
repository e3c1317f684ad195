//! The worker's side of the documents: a page that stands alone, its photos put in one by one.

use super::bundle_worker::campaign_of;
use super::notebook_worker::{
    Failure, Job, Pieces, file_stem, held_of, number, photo, progress, say, texts,
};
use crate::domain::code::Code;
use crate::domain::identity::WalkId;
use crate::domain::leaving::Audience;
use crate::format::booklet::{self, Document, FILE_TAIL, Piece, Source};
use crate::text::FileWords;

pub(super) async fn write(job: &Job) -> Result<(), Failure> {
    let language = job.language();
    let id = WalkId::parse(&job.text("walk")).ok_or_else(String::new)?;
    let document = Document::from_code(&job.text("document")).ok_or_else(String::new)?;
    // In doubt the public's: it leaves the least.
    let audience = Audience::from_code(&job.text("audience")).unwrap_or(Audience::Public);
    let workshop = campaign_of(job, id).await?;
    let sheet = workshop.sheet().ok_or_else(String::new)?;
    let made = job.made();
    let source = Source { campaign: &workshop.campaign, sheet, audience, language, made };
    let held = held_of(job);
    let mut pieces = Pieces::new();
    pieces.add(booklet::file_head(document, &source).into_bytes());
    let parts = booklet::pieces(document, &source);
    let of = parts.iter().filter(|part| matches!(part, Piece::Photo { .. })).count();
    let (mut photos, mut missing) = (0, 0);
    for part in parts {
        let written = match part {
            Piece::Markup(text) => text,
            Piece::Photo { media, alt } => {
                let found = photo(media, &held).await;
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
    say(&[
        ("says", "done".into()),
        ("file", file.into()),
        ("name", name.into()),
        ("items", number(workshop.campaign.constats().len())),
        ("photos", number(photos)),
        ("remarks", texts(remarks)),
    ]);
    Ok(())
}
