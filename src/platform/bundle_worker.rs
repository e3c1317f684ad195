//! The worker's side of the planner's bundle: a campaign is read from disk, its layers written in
//! pieces, and the finished file attacked by somebody who has only what leaves.

use std::collections::BTreeSet;

use super::disk::Disk;
use super::notebook_worker::{BlobSource, Job, Outcome, Pieces, progress};
use crate::app::exchange::making::{engine, file_stem, photo};
use crate::app::exchange::releasing::{Maker, bundle_leaves};
use crate::app::exchange::settled::settled_bundle;
use crate::app::exchange::shelf::{Shelf as _, campaign_of};
use crate::app::exchange::{Done, ExchangeError, FileQuestion, Made};
use crate::app::workshop::departing::Departing;
use crate::domain::code::Code;
use crate::format::layers::{BundleWriter, CampaignReport};
use crate::text::{DepartureWords, FileWords, RestitutionWords};

pub(super) async fn export(job: &Job, question: &FileQuestion) -> Outcome {
    let language = question.language;
    let (r, d) = (RestitutionWords::of(language), DepartureWords::of(language));
    let made = job.message.at;
    let choice = question.chosen.as_bundle();
    let workshop = campaign_of(&Disk, question.of, &job.message.unsaved).await?;
    let sheet = workshop.sheet().ok_or(ExchangeError::NotHere)?;
    let Departing { leaving, settling } = settled_bundle(&workshop, &choice, question.language)?;
    // The words themselves are not needed again.
    let let_go = settling.let_go;
    let held = &job.held;
    let mut here = BTreeSet::new();
    for photo in workshop.campaign.notebooks.values().flat_map(|notebook| notebook.all_media()) {
        if held.contains_key(&photo) || Disk.has_photo(photo).await.unwrap_or(false) {
            here.insert(photo);
        }
    }
    let mut pieces = Pieces::new();
    let is_here = |media| here.contains(&media);
    let of = (&workshop.campaign, leaving);
    let bundle = BundleWriter::of(of, (question.of, sheet), &choice, made, is_here);
    let mut bundle = bundle.map_err(engine)?;
    pieces.add(bundle.drain());
    let wanted = bundle.wanted().to_vec();
    for (done, photo_wanted) in wanted.iter().enumerate() {
        let found = photo(&Disk, held, photo_wanted.media).await.ok().flatten();
        let bytes = found.as_ref().map(|(_, bytes)| bytes.as_slice());
        bundle.photo(photo_wanted, bytes).map_err(engine)?;
        pieces.add(bundle.drain());
        progress(done + 1, wanted.len());
    }
    let (rest, report) = bundle.finish().map_err(engine)?;
    pieces.add(rest);
    let file = pieces.finish("application/zip")?;
    let source = BlobSource::new(file.clone())?;
    let maker =
        Maker { campaign: &workshop.campaign, id: question.of, made, language, let_go: &let_go };
    let asked = (&choice, question.chosen.text());
    let left = bundle_leaves(maker, source, asked, &report.leaving)?;
    let stem = file_stem(&sheet.title, sheet.training, made);
    let items = report.leaving.observations.len()
        + report.leaving.constats.len()
        + report.leaving.preconisations.len();
    let made = Made {
        name: format!("{stem}-{}.zip", choice.audience.code()),
        items,
        photos: report.photos,
        remarks: remarks(&report, FileWords::of(question.language), r, d),
        whole: true,
        left,
        ..Made::default()
    };
    Ok((Done::File(made), Some(file)))
}

/// What should be known about the file.
fn remarks(
    report: &CampaignReport,
    files: &FileWords,
    r: &RestitutionWords,
    d: &DepartureWords,
) -> Vec<String> {
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
    if !stays.unfinished.is_empty() {
        remarks.push((d.unfinished_stay)(stays.unfinished.len()));
    }
    let (observations, constats) = (stays.later_observations.len(), stays.later_constats.len());
    if observations + constats > 0 {
        remarks.push((r.layers_later)(observations, constats));
    }
    if !report.photos_missing.is_empty() {
        remarks.push((files.photos_missing)(report.photos_missing.len()));
        remarks.extend(report.photos_missing.iter().take(10).cloned());
    }
    remarks
}
