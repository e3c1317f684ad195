//! Making a file of a walk or of a campaign: its content is read from storage, written step by step,
//! and leaves in pieces. Photos pass one at a time.

use std::collections::BTreeMap;
use std::io;

use super::erasing::{tell_phones, without_erased};
use super::shelf::{Lines, Shelf, campaign_sheet, lines_of, lines_of_walks, read_all};
use super::signing::{sign_kit, sign_notebook};
use super::{ExchangeError, FileQuestion, Made, Message};
use crate::app::effect::FileKind;
use crate::app::event::Link;
use crate::domain::identity::{DeviceNumber, WalkId};
use crate::domain::leaving::commune;
use crate::domain::observation::photo::MediaId;
use crate::domain::stamp::Stamp;
use crate::domain::walk::notebook::Notebook;
use crate::format::bundle::{HtmlWriter, NotebookWriter, ZipWriter};
use crate::format::kit;
use crate::format::layers::LayersWriter;
use crate::format::signature::is_key;
use crate::text::{DepartureWords, FileWords, Words};

/// Photos that storage has not taken yet.
pub type Held = BTreeMap<MediaId, (String, Vec<u8>)>;

/// Where a file goes while it is made.
pub trait Outlet {
    /// Takes bytes that will not change any more.
    fn piece(&mut self, bytes: Vec<u8>);
    /// Hears how far it is.
    fn progress(&mut self, done: usize, of: usize);
}

/// The error of a writer.
pub fn engine(error: io::Error) -> ExchangeError {
    ExchangeError::Engine(error.to_string())
}

/// A photo, wherever it is; `None` when it is nowhere.
///
/// # Errors
/// When storage cannot be read.
pub async fn photo(
    shelf: &impl Shelf,
    held: &Held,
    media: MediaId,
) -> Result<Option<(String, Vec<u8>)>, crate::app::problem::NotStored> {
    match held.get(&media) {
        Some(found) => Ok(Some(found.clone())),
        None => shelf.photo(media).await,
    }
}

/// Letters and digits of a title, for a file's name.
fn slug(title: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let slug: String = crate::domain::folding::folded(title).chars().map(plain).collect();
    let parts: Vec<&str> = slug.split('-').filter(|part| !part.is_empty()).collect();
    let slug: String = parts.join("-").chars().take(40).collect();
    if slug.is_empty() { "marche".into() } else { slug }
}

/// How the name of a file begins: what it is of, and when it was made (local time).
pub fn file_stem(title: &str, training: bool, made: Stamp) -> String {
    let time = made.time().replace(':', "");
    format!(
        "eclaireuse-{}{}-{}-{}",
        if training { "EXERCICE-" } else { "" },
        slug(title),
        made.date(),
        time.get(..4).unwrap_or_default()
    )
}

/// The link that invites to a walk, with the signature of this device where it prepared the walk.
///
/// # Errors
/// When the walk is not here or cannot be read whole.
pub async fn link(
    shelf: &impl Shelf,
    message: &Message,
    walk: WalkId,
) -> Result<Link, ExchangeError> {
    let mut lines = lines_of(shelf, walk, &message.unsaved, message.observations).await?;
    told(shelf, message, walk, &mut lines).await?;
    let notebook = read_all(&lines);
    if let Some(device) = DeviceNumber::parse(&message.writer) {
        sign_kit(shelf, &mut lines, &notebook, (walk, device), message.at).await;
    }
    let carried = kit::link(&lines, &notebook, walk);
    Ok(Link {
        payload: carried.payload,
        whole: carried.whole,
        with_perimeter: carried.with_perimeter,
    })
}

/// Adds what the phones are to forget. Where storage cannot be read at all the walk is in memory, and
/// there is no campaign.
async fn told(
    shelf: &impl Shelf,
    message: &Message,
    walk: WalkId,
    lines: &mut Lines,
) -> Result<(), ExchangeError> {
    match tell_phones(shelf, walk, lines).await {
        Err(why) if message.unsaved.is_empty() => Err(ExchangeError::Unreadable(why)),
        _ => Ok(()),
    }
}

/// Makes the file that a question asks for, of every kind but the planner's bundle and the documents;
/// answers with what it holds and its media type.
///
/// # Errors
/// When what it is of is not here or cannot be read whole.
pub async fn make(
    shelf: &impl Shelf,
    message: &Message,
    question: &FileQuestion,
    held: &Held,
    out: &mut impl Outlet,
) -> Result<(Made, &'static str), ExchangeError> {
    let walk = question.of;
    let is_campaign = question.kind == FileKind::Campaign;
    let standing = if is_campaign { 0 } else { message.observations };
    let mut lines = lines_of(shelf, walk, &message.unsaved, standing).await?;
    let mut of_campaign = None;
    if is_campaign {
        let sheet = campaign_sheet(&lines, walk).ok_or(ExchangeError::NotHere)?;
        for (_, of_walk) in lines_of_walks(shelf, &sheet, &message.unsaved).await? {
            lines.extend(of_walk);
        }
        of_campaign = Some((sheet.title, sheet.training));
    }
    if is_campaign {
        // What the campaign erased of its walks.
        without_erased(&mut lines);
    }
    if question.kind == FileKind::Kit {
        told(shelf, message, walk, &mut lines).await?;
    }
    let notebook = read_all(&lines);
    if let Some(device) = DeviceNumber::parse(&message.writer) {
        let writer = (walk, device);
        match question.kind {
            FileKind::NotebookZip | FileKind::NotebookHtml => {
                sign_notebook(shelf, &mut lines, writer, message.at).await;
            }
            FileKind::Kit => sign_kit(shelf, &mut lines, &notebook, writer, message.at).await,
            _ => {}
        }
    }
    let sheet = notebook.walk(walk).map(|walk| (walk.title.clone(), walk.training));
    let (title, training) = sheet.or(of_campaign).unwrap_or_default();
    let stem = file_stem(&title, training, message.at);
    match question.kind {
        FileKind::Layers { with_internal } => {
            drop(lines);
            let of = (walk, with_internal);
            layers(shelf, message, question, (&notebook, of), held, out, &stem).await
        }
        kind => {
            // What devices signed comes first: who takes the file in knows at once whose the rest is.
            let (signed, rest): (Vec<&str>, Vec<&str>) = if kind == FileKind::Kit {
                let signed = kit::signature(&lines, &notebook, walk).into_iter().collect();
                (signed, kit::lines(&lines, &notebook, walk))
            } else {
                let of = |signed: bool| {
                    let some = lines.iter().filter(move |(key, _)| is_key(key) == signed);
                    some.map(|(_, line)| line.as_str()).collect()
                };
                (of(true), of(false))
            };
            let items = rest.len();
            let ordered = [signed, rest].concat();
            let (made, kind) = bundle(shelf, message, question, &ordered, held, out, &stem).await?;
            Ok((Made { items, ..made }, kind))
        }
    }
}

/// A notebook, a kit or a campaign.
async fn bundle(
    shelf: &impl Shelf,
    message: &Message,
    question: &FileQuestion,
    lines: &[&str],
    held: &Held,
    out: &mut impl Outlet,
    stem: &str,
) -> Result<(Made, &'static str), ExchangeError> {
    let made = message.at;
    let (mut writer, end, media_type): (Box<dyn NotebookWriter>, _, _) = match question.kind {
        FileKind::NotebookHtml => {
            (Box::new(HtmlWriter::new(made, question.language)), ".html", "text/html")
        }
        FileKind::Kit => {
            (Box::new(ZipWriter::kit(made).map_err(engine)?), "-preparation.zip", "application/zip")
        }
        FileKind::Campaign => {
            (Box::new(ZipWriter::new(made).map_err(engine)?), "-campagne.zip", "application/zip")
        }
        _ => (Box::new(ZipWriter::new(made).map_err(engine)?), ".zip", "application/zip"),
    };
    for line in lines {
        writer.record(line).map_err(engine)?;
    }
    let mut unread = 0;
    let wanted = writer.photos();
    for (done, media) in wanted.iter().enumerate() {
        match photo(shelf, held, *media).await {
            Ok(Some((media_type, bytes))) => {
                writer.photo(*media, &media_type, &bytes).map_err(engine)?;
            }
            Ok(None) => {}
            // One photo that the disk does not give back keeps no word out of the file, but the file
            // is not all there is.
            Err(_) => unread += 1,
        }
        out.piece(writer.drain());
        out.progress(done + 1, wanted.len());
    }
    let manifest = writer.finish().map_err(engine)?;
    out.piece(writer.drain());
    let files = FileWords::of(question.language);
    let mut remarks = Vec::new();
    if question.kind != FileKind::Kit {
        remarks.push((files.receipt)(&writer.receipt()));
    }
    if !manifest.missing.is_empty() {
        remarks.push((files.photos_missing)(manifest.missing.len()));
    }
    let made = Made {
        name: format!("{stem}{end}"),
        items: lines.len(),
        photos: manifest.media.len(),
        remarks,
        whole: unread == 0,
        ..Made::default()
    };
    Ok((made, media_type))
}

/// A walk's layers.
async fn layers(
    shelf: &impl Shelf,
    message: &Message,
    question: &FileQuestion,
    (notebook, (walk, with_internal)): (&Notebook, (WalkId, bool)),
    held: &Held,
    out: &mut impl Outlet,
    stem: &str,
) -> Result<(Made, &'static str), ExchangeError> {
    let mut layers =
        LayersWriter::new(notebook, walk, message.at, with_internal, &notebook.numbers())
            .map_err(engine)?;
    out.piece(layers.drain());
    let wanted = layers.wanted().to_vec();
    for (done, photo_wanted) in wanted.iter().enumerate() {
        let found = photo(shelf, held, photo_wanted.media).await.ok().flatten();
        let bytes = found.as_ref().map(|(_, bytes)| bytes.as_slice());
        layers.photo(photo_wanted, bytes).map_err(engine)?;
        out.piece(layers.drain());
        out.progress(done + 1, wanted.len());
    }
    let (rest, report) = layers.finish().map_err(engine)?;
    out.piece(rest);
    let (t, files) = (Words::of(question.language), FileWords::of(question.language));
    let mut remarks = vec![(files.layers_on_map)(report.observations, report.on_map)];
    if !report.without_place.is_empty() {
        remarks.push((t.layers_without_place)(&report.without_place));
    }
    if !report.later_category.is_empty() {
        remarks.push((t.layers_later_category)(&report.later_category));
    }
    if notebook.walk(walk).is_none_or(|walk| commune::of_walk(walk, notebook).is_none()) {
        remarks.push(DepartureWords::of(question.language).walk_without_commune.to_owned());
    }
    if report.internal_left_out > 0 {
        remarks.push((files.layers_internal_left_out)(report.internal_left_out));
    }
    if report.photos_missing > 0 {
        remarks.push((files.photos_missing)(report.photos_missing));
    }
    let made = Made {
        name: format!("{stem}-couches.zip"),
        items: report.observations,
        photos: report.photos,
        remarks,
        whole: true,
        ..Made::default()
    };
    Ok((made, "application/zip"))
}
