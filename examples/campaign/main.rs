//! Writes an invented campaign as the file that « Sauvegarder la campagne » makes: drop it on the
//! page « Après la marche ». Everything in it is invented, and marked as an exercise.
//!
//! ```text
//! cargo run --example campaign -- FILE.zip [--observations N] [--constats N] [--preconisations N]
//!                                          [--photos N] [--photo-bytes N] [--picture FILE]
//!                                          [--layers FILE.zip] [--public yes]
//! ```
//!
//! `--layers` also writes the planner's bundle, as the page « Couches » does, in the public variant
//! when that is asked for. `--picture` is a JPEG to be used as every photo, followed by bytes that tell them apart.

mod invented;

use std::collections::BTreeMap;
use std::{env, fs};

use eclaireuse::domain::leaving::{Audience, Choice};
use eclaireuse::domain::observation::photo::MediaId;
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::format::bundle::{NotebookWriter, ZipWriter};
use eclaireuse::format::layers::BundleWriter;

use invented::{CAMPAIGN, Size, invented};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = env::args().skip(1);
    let file = arguments.next().ok_or("usage : campaign FICHIER.zip [--observations N] …")?;
    let mut asked: BTreeMap<String, String> = BTreeMap::new();
    while let (Some(name), Some(value)) = (arguments.next(), arguments.next()) {
        asked.insert(name, value);
    }
    let number = |name: &str, standard: usize| {
        asked.get(name).map_or(Ok(standard), |value| value.parse::<usize>())
    };
    let size = Size {
        observations: number("--observations", 120)?,
        constats: number("--constats", 16)?,
        preconisations: number("--preconisations", 24)?,
    };
    let photo_bytes = number("--photo-bytes", 20_000)?;
    let picture = asked.get("--picture").map(fs::read).transpose()?;
    // Without a picture: one whose coded data draws nothing.
    let picture = picture.unwrap_or_else(|| vec![0xff, 0xd8, 0xff, 0xda, 0, 2, 0xff, 0xd9]);
    let end = picture.len().saturating_sub(2);
    // Each photo has bytes of its own: coded data beyond its last line, which nobody draws.
    let photos: Vec<Vec<u8>> = (0..number("--photos", 16)?)
        .map(|index| {
            let mut bytes = picture[..end].to_vec();
            let mut noise = index as u64 + 1;
            loop {
                noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                bytes.push((noise >> 33) as u8 & 0x7f);
                if bytes.len() + 2 >= photo_bytes.max(end + 12) {
                    break;
                }
            }
            bytes.extend([0xff, 0xd9]);
            bytes
        })
        .collect();
    let named: Vec<(MediaId, u64)> =
        photos.iter().map(|bytes| (MediaId::of(bytes), bytes.len() as u64)).collect();
    let made = invented(size, &named);
    let mut zip = ZipWriter::new(Stamp { utc_ms: 1_780_000_000_000, offset_min: 60 })?;
    for (_, line) in &made.lines {
        zip.record(line)?;
    }
    let mut bytes = Vec::new();
    for media in zip.photos() {
        if let Some(at) = named.iter().position(|(known, _)| *known == media) {
            zip.photo(media, "image/jpeg", &photos[at])?;
        }
        bytes.extend(zip.drain());
    }
    zip.finish()?;
    bytes.extend(zip.drain());
    fs::write(&file, bytes)?;
    if let Some(layers) = asked.get("--layers") {
        let is_public = asked.contains_key("--public");
        let choice = Choice::all(if is_public { Audience::Public } else { Audience::Partners });
        let sheet = made.workshop.sheet().ok_or("a campaign without a sheet")?;
        let campaign = &made.workshop.campaign;
        let at = Stamp { utc_ms: 1_780_000_000_000, offset_min: 60 };
        let mut bundle = BundleWriter::new(campaign, (CAMPAIGN, sheet), &choice, at, |_| true)?;
        let mut bytes = bundle.drain();
        for wanted in bundle.wanted().to_vec() {
            let known = named.iter().position(|(known, _)| *known == wanted.media);
            bundle.photo(&wanted, known.map(|index| photos[index].as_slice()))?;
            bytes.extend(bundle.drain());
        }
        bytes.extend(bundle.finish()?.0);
        fs::write(layers, bytes)?;
    }
    println!("{file} : {} enregistrements, {} photos", made.lines.len(), photos.len());
    Ok(())
}
