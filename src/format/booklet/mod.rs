//! What goes back on paper and on screens: the booklet of préconisations, a sheet for each actor, and
//! the page "you said, we did". One generator of HTML: in the app's page the photos are filled in by
//! the page, in a file of its own they are part of it.
//!
//! All words of people are escaped; the markup holds no script and no style of its own, because the
//! app's content security policy lets neither in.

mod carnet;
mod chart;
mod markup;
mod sheet;
mod told;

use std::collections::BTreeMap;

use base64::Engine;

use crate::domain::campaign::Campaign;
use crate::domain::code::{Code, Language};
use crate::domain::date::CalendarDate;
use crate::domain::deliberation::CampaignSheet;
use crate::domain::deliberation::constat::Constat;
use crate::domain::deliberation::preconisation::ActionKind;
use crate::domain::identity::RecordId;
use crate::domain::leaving::{Audience, Choice, Leaving};
use crate::domain::observation::photo::MediaId;
use crate::domain::observation::place::Place;
use crate::domain::stamp::Stamp;
use crate::domain::walk::Walk;
use crate::domain::walk::actor::ActorKind;
use crate::domain::walk::training::EXERCISE_MARK;
use crate::text::BookletWords;

pub use told::text as told_text;

/// Which document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Document {
    /// The whole booklet.
    Booklet,
    /// Everything that asks something of one kind of actor, on a page.
    OfActor(ActorKind),
    /// Everything of one kind of action, on a page.
    OfAction(ActionKind),
    /// You said, we did.
    Told,
}

impl Document {
    /// Its name in messages between page and worker: `carnet`, `act:landlord`.
    pub fn code(self) -> String {
        match self {
            Self::Booklet => "carnet".into(),
            Self::Told => "vous-avez-dit".into(),
            Self::OfActor(actor) => format!("acteur-{}", actor.code()),
            Self::OfAction(action) => format!("action-{}", action.code()),
        }
    }

    /// The document of a name.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "carnet" => Some(Self::Booklet),
            "vous-avez-dit" => Some(Self::Told),
            _ => code
                .strip_prefix("acteur-")
                .and_then(ActorKind::from_code)
                .map(Self::OfActor)
                .or_else(|| {
                    ActionKind::from_code(code.strip_prefix("action-")?).map(Self::OfAction)
                }),
        }
    }
}

/// What a document is made of.
pub struct DocumentSource<'a> {
    /// The campaign.
    pub campaign: &'a Campaign,
    /// Its sheet.
    pub sheet: &'a CampaignSheet,
    /// Who reads it.
    pub audience: Audience,
    /// In which language; people's words stay as they are.
    pub language: Language,
    /// When it is made, local time.
    pub made: Stamp,
}

/// A part of a document, in order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Piece {
    /// Markup.
    Markup(String),
    /// A picture: its bytes are asked for when it is its turn.
    Photo {
        /// Its name.
        media: MediaId,
        /// What it shows, in words.
        alt: String,
    },
}

/// What every part of a document looks at.
struct Book<'a> {
    source: &'a DocumentSource<'a>,
    campaign: &'a Campaign,
    leaving: Leaving,
    w: &'static BookletWords,
    /// The photo of each observation that may leave, by its record.
    photos: BTreeMap<RecordId, MediaId>,
}

impl<'a> Book<'a> {
    fn of(source: &'a DocumentSource<'a>) -> Self {
        let campaign = source.campaign;
        let leaving = Leaving::of(campaign, &Choice::all(source.audience));
        let photos = leaving
            .photos
            .iter()
            .filter_map(|(photo, observation)| {
                let found = campaign.photos_of(*observation).find(|one| one.id == *photo)?;
                Some((*photo, found.media))
            })
            .collect();
        Self { source, campaign, leaving, w: BookletWords::of(source.language), photos }
    }

    fn reference(&self) -> &str {
        &self.source.sheet.reference
    }

    /// The number of a préconisation.
    fn number(&self, id: RecordId) -> String {
        self.campaign
            .preconisation(id)
            .map_or(String::new(), |one| self.campaign.preconisation_number(one, self.reference()))
    }

    fn label<C: Code>(&self, code: C) -> &'static str {
        code.label(self.source.language)
    }

    /// What its readers call the place of a constat.
    fn place_name(&self, id: RecordId) -> String {
        let choice = Choice::all(self.source.audience);
        let constat = self.campaign.constat(id);
        let leaves = constat.map(|constat| choice.constat(self.campaign, id, constat));
        leaves.map_or(String::new(), |constat| constat.place_name)
    }

    /// The quarter or quarters, as people call them.
    fn quarter(&self) -> String {
        let mut quarters: Vec<&str> = Vec::new();
        for walk in self.campaign.walks() {
            let quarter = walk.quarter.trim();
            if !quarter.is_empty() && !quarters.contains(&quarter) {
                quarters.push(quarter);
            }
        }
        quarters.join(", ")
    }

    /// Whether everything in it is invented.
    fn is_exercise(&self) -> bool {
        self.source.sheet.training || self.campaign.walks().iter().any(|walk| walk.training)
    }

    /// A date as people read it: `12 mars 2026`.
    fn date(&self, iso: &str) -> String {
        self.w.date(iso)
    }

    /// The same of a day; nothing when there is none.
    fn day(&self, day: Option<CalendarDate>) -> String {
        day.map_or(String::new(), |day| self.date(&day.to_string()))
    }

    /// A constat as it leaves.
    fn constat(&self, id: RecordId) -> Option<Constat> {
        let choice = Choice::all(self.source.audience);
        Some(choice.constat(self.campaign, id, self.campaign.constat(id)?))
    }

    /// Where a constat stands, as it leaves.
    fn place_of(&self, id: RecordId) -> Option<Place> {
        let choice = Choice::all(self.source.audience);
        choice.constat_place(self.campaign, id, self.leaving.aggregates.get(&id)?)
    }

    /// The walks as they leave, each with the day or the month that may be told of it.
    fn walks(&self) -> Vec<(Walk, String)> {
        let choice = Choice::all(self.source.audience);
        let walks = self.campaign.walks().into_iter();
        let walks = walks.filter(|walk| self.leaving.walks.contains(&walk.id));
        let told = walks.map(|walk| {
            let day = if choice.hides_the_day(walk) {
                self.w.month(&walk.date)
            } else {
                self.date(&walk.date)
            };
            (choice.walk(walk), day)
        });
        told.collect()
    }

    /// The first photo of a constat that may be shown.
    fn photo(&self, constat: RecordId) -> Option<MediaId> {
        let chosen = &self.campaign.constat(constat)?.photos;
        chosen.iter().find_map(|photo| self.photos.get(photo).copied())
    }
}

/// The pieces of a document, as it stands in the app's page.
pub fn pieces(document: Document, source: &DocumentSource<'_>) -> Vec<Piece> {
    let book = Book::of(source);
    match document {
        Document::Booklet => carnet::pieces(&book),
        Document::OfActor(actor) => sheet::of_actor(&book, actor),
        Document::OfAction(action) => sheet::of_action(&book, action),
        Document::Told => told::pieces(&book),
    }
}

/// The text of every préconisation that leaves, numbered, to be pasted into a tender document.
pub fn tender_text(source: &DocumentSource<'_>) -> String {
    let book = Book::of(source);
    let clauses: Vec<String> =
        book.leaving.preconisations.iter().filter_map(|id| carnet::clause(&book, *id)).collect();
    clauses.join("\n\n")
}

/// The markup for the app's page; a photo is an empty image that the page fills in.
pub fn fragment(pieces: &[Piece]) -> String {
    let mut markup = String::new();
    for piece in pieces {
        match piece {
            Piece::Markup(text) => markup.push_str(text),
            Piece::Photo { media, alt } => markup.push_str(&format!(
                "<img data-media=\"{media}\" alt=\"{}\">",
                markup::escaped(alt)
            )),
        }
    }
    markup
}

/// The title of a document, for a page and for a file.
pub fn title(document: Document, source: &DocumentSource<'_>) -> String {
    let w = BookletWords::of(source.language);
    let mark = if source.sheet.training { EXERCISE_MARK } else { "" };
    let title = match document {
        Document::Booklet => w.booklet.to_owned(),
        Document::Told => w.told.to_owned(),
        Document::OfActor(actor) => {
            format!("{} : {}", w.sheet, actor.label(source.language))
        }
        Document::OfAction(action) => {
            format!("{} : {}", w.sheet, action.label(source.language))
        }
    };
    format!("{mark}{title} · {}", source.sheet.title)
}

/// The beginning of a file that stands alone.
pub fn file_head(document: Document, source: &DocumentSource<'_>) -> String {
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; \
         style-src 'unsafe-inline'\">\n<title>{}</title>\n<style>\n{}</style>\n</head>\n\
         <body>\n<main>\n",
        source.language.code(),
        markup::escaped(&title(document, source)),
        include_str!("../../../styles/booklet.css"),
    )
}

/// The end of such a file.
pub const FILE_TAIL: &str = "</main>\n</body>\n</html>\n";

/// A picture inside such a file; without its bytes a sentence in its place.
pub fn file_photo(bytes: Option<&[u8]>, media_type: &str, alt: &str, language: Language) -> String {
    let alt = markup::escaped(alt);
    match bytes {
        Some(bytes) => {
            // Written by the phone, but a file must not trust it.
            let kind = if media_type == "image/png" { "image/png" } else { "image/jpeg" };
            let data = base64::engine::general_purpose::STANDARD.encode(bytes);
            format!("<img src=\"data:{kind};base64,{data}\" alt=\"{alt}\">")
        }
        None => format!(
            "<p class=\"absent\">{} ({alt})</p>",
            markup::escaped(BookletWords::of(language).photo_absent)
        ),
    }
}
