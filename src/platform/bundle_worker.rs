//! The worker's side of the planner's bundle: a campaign is read from disk, its layers written in
//! pieces, and the finished file read again by somebody who knows only the rules.

use std::collections::BTreeSet;

use super::notebook_worker::{
    BlobSource, Failure, Job, Pieces, file_stem, held_of, lines_of, number, photo, progress, say,
    texts,
};
use super::{screen, store};
use crate::app::workshop::Workshop;
use crate::domain::code::Code;
use crate::domain::identity::{DeviceNumber, WalkId};
use crate::domain::leaving::{Audience, Choice};
use crate::format::layers::{BundleWriter, CampaignReport, check_files};
use crate::text::{FileWords, RestitutionWords};

/// A campaign with its walks, as it is on disk.
pub(super) async fn campaign_of(job: &Job, id: WalkId) -> Result<Workshop, Failure> {
    let mut workshop = Workshop::default();
    workshop.open(id, DeviceNumber(0));
    let own: Vec<String> = lines_of(job, id).await?.into_values().collect();
    for walk in workshop.lines(id, &own, true) {
        // One that is not here yet is no reason to keep the others back.
        let lines = lines_of(job, walk).await.unwrap_or_default();
        let lines: Vec<String> = lines.into_values().collect();
        workshop.lines(walk, &lines, true);
    }
    Ok(workshop)
}

/// What was chosen on the screen.
fn choice_of(job: &Job) -> Choice {
    let flag = |name: &str| job.field(name).as_bool().unwrap_or(false);
    fn code<C: Code>(job: &Job, name: &str) -> Option<C> {
        C::from_code(&job.text(name))
    }
    Choice {
        // In doubt the public's: it leaves the least.
        audience: code(job, "audience").unwrap_or(Audience::Public),
        with_internal: flag("with_internal"),
        coarse: flag("coarse"),
        walk: WalkId::parse(&job.text("of_walk")),
        cycle: job.text("cycle"),
        lead: code(job, "lead"),
        horizon: code(job, "horizon"),
        status: code(job, "status"),
        principle: code(job, "principle"),
    }
}

pub(super) async fn export(job: &Job) -> Result<(), Failure> {
    let r = RestitutionWords::of(job.language());
    let id = WalkId::parse(&job.text("walk")).ok_or_else(String::new)?;
    let made = job.made();
    let choice = choice_of(job);
    let workshop = campaign_of(job, id).await?;
    let sheet = workshop.sheet().ok_or_else(String::new)?;
    let held = held_of(job);
    let mut here = BTreeSet::new();
    for photo in workshop.campaign.notebooks.values().flat_map(|notebook| notebook.all_media()) {
        if held.contains_key(&photo) || store::has_media(photo).await.unwrap_or(false) {
            here.insert(photo);
        }
    }
    let failed = |error: std::io::Error| error.to_string();
    let mut pieces = Pieces::new();
    let is_here = |media| here.contains(&media);
    let mut bundle =
        BundleWriter::new(&workshop.campaign, sheet, &choice, made, is_here).map_err(failed)?;
    pieces.add(bundle.drain());
    let wanted = bundle.wanted().to_vec();
    for (done, photo_wanted) in wanted.iter().enumerate() {
        let found = photo(photo_wanted.media, &held).await;
        let bytes = found.as_ref().map(|(_, bytes)| bytes.as_slice());
        bundle.photo(photo_wanted, bytes).map_err(failed)?;
        pieces.add(bundle.drain());
        progress(done + 1, wanted.len());
    }
    let rules = bundle.rules().clone();
    let (rest, report) = bundle.finish().map_err(failed)?;
    pieces.add(rest);
    let file = pieces.finish("application/zip")?;
    let source = BlobSource::new(file.clone()).map_err(|error| screen::describe(&error))?;
    let breaches = check_files(source, &rules).map_err(failed)?;
    if let Some(first) = breaches.first() {
        let what = format!("{} ({}) : {}", first.file, first.line, first.what);
        return Err(Failure::sentence((r.layers_breach)(breaches.len(), &what)));
    }
    let stem = file_stem(&sheet.title, sheet.training, made);
    let items = report.leaving.observations.len()
        + report.leaving.constats.len()
        + report.leaving.preconisations.len();
    say(&[
        ("says", "done".into()),
        ("file", file.into()),
        ("name", format!("{stem}-{}.zip", choice.audience.code()).into()),
        ("items", number(items)),
        ("photos", number(report.photos)),
        ("remarks", texts(remarks(&report, FileWords::of(job.language()), r))),
    ]);
    Ok(())
}

/// What should be known about the file.
fn remarks(report: &CampaignReport, files: &FileWords, r: &RestitutionWords) -> Vec<String> {
    let leaving = &report.leaving;
    let mut remarks = vec![(r.layers_counts)(
        leaving.constats.len(),
        leaving.preconisations.len(),
        leaving.observations.len(),
    )];
    remarks.push(r.layers_checked.to_owned());
    if report.without_place > 0 {
        remarks.push((r.layers_without_place)(report.without_place));
    }
    let stays = &leaving.stays;
    if !stays.constats_without_place.is_empty() {
        remarks.push((r.layers_constats_without_place)(stays.constats_without_place.len()));
    }
    if stays.constats + stays.preconisations + stays.observations > 0 {
        remarks.push((r.layers_stays)(stays.constats, stays.preconisations, stays.observations));
    }
    if !report.photos_missing.is_empty() {
        remarks.push((files.photos_missing)(report.photos_missing.len()));
        remarks.extend(report.photos_missing.iter().take(10).cloned());
    }
    remarks
}
