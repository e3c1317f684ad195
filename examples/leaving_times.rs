//! How long what leaves a large invented campaign takes, step by step, and the most memory that was in
//! use meanwhile.
//!
//! ```text
//! cargo run --release --example leaving_times
//! ```

#[path = "campaign/invented.rs"]
mod invented;

use std::collections::BTreeSet;
use std::io::Cursor;
use std::time::Instant;

use eclaireuse::app::workshop::Workshop;
use eclaireuse::domain::identity::DeviceNumber;
use eclaireuse::domain::leaving::answering::{AnswerField, AnswersDiff};
use eclaireuse::domain::leaving::{Audience, Choice, Leaving};
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::format::adversary::{Readership, attack};
use eclaireuse::format::answers;
use eclaireuse::format::layers::BundleWriter;

use invented::{CAMPAIGN, Size, invented};

#[global_allocator]
static MEMORY: peak_alloc::PeakAlloc = peak_alloc::PeakAlloc;

const MADE: Stamp = Stamp { utc_ms: 1_780_000_000_000, offset_min: 60 };

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let before = MEMORY.current_usage_as_mb();
    MEMORY.reset_peak_usage();
    let start = Instant::now();
    let done = work();
    println!(
        "{what}: {} ms, from {before:.0} MB at most {:.0} MB",
        start.elapsed().as_millis(),
        MEMORY.peak_usage_as_mb()
    );
    done
}

/// Every row filled in with an answer of its own.
fn filled_in(archive: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(Cursor::new(archive)).expect("a zip");
    let text =
        std::io::read_to_string(zip.by_name("preconis.csv").expect("a table")).expect("text");
    let mut lines = text.lines();
    let head = lines.next().unwrap_or_default();
    let column = head.split(';').position(|name| name == "rep_texte").unwrap_or_default();
    let filled = (0..).zip(lines).map(|(number, line)| {
        let mut cells: Vec<String> = line.split(';').map(str::to_owned).collect();
        if let Some(cell) = cells.get_mut(column) {
            *cell = format!("Réponse {number}");
        }
        cells.join(";")
    });
    std::iter::once(head.to_owned()).chain(filled).collect::<Vec<_>>().join("\n").into_bytes()
}

fn main() {
    let size = Size { observations: 10_000, constats: 1000, preconisations: 2000 };
    let made = invented(size, &[]);
    let lines = made.lines;
    drop(made.workshop);
    let workshop = timed("read", || {
        let mut workshop = Workshop::default();
        workshop.open(CAMPAIGN, DeviceNumber(1));
        let of = |id| {
            let own = lines.iter().filter(move |(of, _)| *of == id);
            own.map(|(_, line)| line.clone()).collect::<Vec<_>>()
        };
        for walk in workshop.lines(CAMPAIGN, of(CAMPAIGN), true) {
            workshop.lines(walk, of(walk), true);
        }
        workshop
    });
    let campaign = &workshop.campaign;
    for audience in [Audience::Partners, Audience::Public] {
        println!("{audience:?}");
        let choice = Choice::all(audience);
        drop(timed("what leaves", || Leaving::of(campaign, &choice)));
        let sheet = workshop.sheet().expect("a sheet");
        let archive = timed("bundle", || {
            let mut bundle =
                BundleWriter::new(campaign, (CAMPAIGN, sheet), &choice, MADE, |_| true)
                    .expect("tables");
            let mut bytes = bundle.drain();
            bytes.extend(bundle.finish().expect("an end").0);
            bytes
        });
        println!("archive of {} KB", archive.len() / 1000);
        let found = timed("adversary", || {
            let to = Readership { audience, is_part: false, let_go: &Default::default() };
            attack(Cursor::new(&archive), to, &[]).expect("files")
        });
        println!("{} findings, {} rows kept", found.found.len(), found.rows.len());
        let file = filled_in(&archive);
        let returned = timed("answers read", || answers::read(&file).expect("answers"));
        let diff = timed("answers compared", || {
            let of = (CAMPAIGN, sheet.reference.as_str());
            AnswersDiff::of(campaign, of, returned.subject, &returned.rows, "answers.csv")
        });
        println!("{} rows", diff.rows.len());
        let fields: BTreeSet<AnswerField> = diff
            .rows
            .iter()
            .flat_map(|row| row.changes.iter().map(|change| change.field))
            .collect();
        println!("{fields:?}");
    }
}
