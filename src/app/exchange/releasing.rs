//! What leaves is attacked when it is whole, with all that left before; what is remembered of it goes
//! to the page with the file, which writes it down.

use std::collections::BTreeSet;
use std::io::{Read, Seek};

use super::ExchangeError;
use super::making::engine;
use crate::app::ledger::Writer;
use crate::domain::campaign::{Campaign, Decision};
use crate::domain::code::Language;
use crate::domain::deliberation::{CampaignSheet, Deliberation};
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::leaving::release::{Release, Released};
use crate::domain::leaving::{Audience, Choice, Leaving};
use crate::domain::stamp::Stamp;
use crate::format::adversary::{self, Readership};
use crate::format::booklet::{self, Document, DocumentSource, Piece};

/// Who makes something of a campaign leave, and in which language it is said.
#[derive(Clone, Copy)]
pub struct Maker<'a> {
    /// The campaign.
    pub campaign: &'a Campaign,
    /// Its id.
    pub id: WalkId,
    /// Now.
    pub made: Stamp,
    /// The language of what is told.
    pub language: Language,
    /// Words that a mediator looked at one by one and let go.
    pub let_go: &'a BTreeSet<String>,
}

impl Maker<'_> {
    fn earlier(&self) -> Vec<&Release> {
        self.campaign.releases().into_iter().map(|(_, release)| release).collect()
    }

    /// The release as the line of a first record: the form in which it goes to the page.
    fn line(&self, release: Release) -> String {
        let writer = Writer { walk: self.id, device: DeviceNumber(0), at: self.made };
        let says = Deliberation::Release(Box::new(release));
        writer.line(RecordId(1), &Decision { over: None, says })
    }
}

/// Attacks a finished bundle, and answers with what is remembered of it.
///
/// # Errors
/// What would be learnt: then there is no file.
pub fn bundle_leaves(
    maker: Maker<'_>,
    archive: impl Read + Seek,
    (choice, asked): (&Choice, &str),
    leaving: &Leaving,
) -> Result<String, ExchangeError> {
    let (audience, is_part) = (choice.audience, choice.is_part());
    let to = Readership { audience, is_part, let_go: maker.let_go };
    let attacked = adversary::attack(archive, to, &maker.earlier()).map_err(engine)?;
    if !attacked.found.is_empty() {
        return Err(ExchangeError::Told(adversary::message(&attacked.found, maker.language)));
    }
    let by = (maker.made, DeviceNumber(0));
    let release =
        Release::of((maker.campaign, choice, leaving), Released::Layers, by, attacked.rows);
    Ok(maker.line(Release { asked: asked.to_owned(), ..release }))
}

/// Attacks the finished layers of one walk, which belong to no campaign: nothing that left before is
/// known of it.
///
/// # Errors
/// What would be learnt: then there is no file.
pub fn walk_layers_leave(
    archive: impl Read + Seek,
    language: Language,
) -> Result<(), ExchangeError> {
    let let_go = BTreeSet::new();
    let to = Readership { audience: Audience::Partners, is_part: true, let_go: &let_go };
    let found = adversary::attack(archive, to, &[]).map_err(engine)?.found;
    if found.is_empty() {
        Ok(())
    } else {
        Err(ExchangeError::Told(adversary::message(&found, language)))
    }
}

/// What is remembered of a document, as a release.
fn released_as(document: Document) -> Released {
    match document {
        Document::Booklet => Released::Booklet,
        Document::OfActor(_) | Document::OfAction(_) => Released::Sheet,
        Document::Told => Released::Told,
    }
}

/// A document that is about to leave, in its parts, with what is remembered of it.
///
/// # Errors
/// What would be learnt: then it does not leave.
pub fn document_leaves(
    maker: Maker<'_>,
    sheet: &CampaignSheet,
    (document, audience): (Document, Audience),
) -> Result<(Vec<Piece>, String), ExchangeError> {
    let Maker { campaign, made, language, let_go, .. } = maker;
    let source = DocumentSource { campaign, sheet, audience, language, made };
    let parts = booklet::pieces(document, &source);
    let markup = parts.iter().map(|part| match part {
        Piece::Markup(text) => text.as_str(),
        Piece::Photo { alt, .. } => alt.as_str(),
    });
    let name = booklet::title(document, &source);
    let attacked = adversary::attack_document(&name, markup, let_go, &maker.earlier());
    if !attacked.found.is_empty() {
        return Err(ExchangeError::Told(adversary::message(&attacked.found, language)));
    }
    let choice = Choice::all(audience);
    let leaving = Leaving::of(campaign, &choice);
    let by = (made, DeviceNumber(0));
    let release =
        Release::of((campaign, &choice, &leaving), released_as(document), by, attacked.rows);
    Ok((parts, maker.line(Release { asked: document.code(), ..release })))
}
