//! All notebooks of one file: several that were packed together, in folders or each in a file of its
//! own, and those that travelled as a message. Most files hold one.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, BufReader, Read, Seek};
use std::rc::Rc;

use super::letter::letter;
use super::origin::Origin;
use super::reader::{Reader, read_at_most};
use super::zip_source::{ZipSource, is_zip};
use super::{BundleProblem, HELD_MAX, Part};

/// How many files may be packed in one another.
const DEPTH_MAX: usize = 3;
/// Bytes that are unpacked of one file in all.
const UNPACKED_MAX: u64 = 4 * HELD_MAX;

/// A zip that several files are unpacked of.
type Zip<R> = Rc<RefCell<ZipSource<BufReader<Origin<R>>>>>;

/// What is still to be done.
enum Task<R> {
    /// To find out what something is.
    Sort(Origin<R>, Inside),
    /// To read the notebook in a folder, or the one there is.
    Read(Origin<R>, Inside, Option<String>),
    /// To unpack a file.
    Unpack(Zip<R>, Inside, u64),
}

/// Where something is in the file that was given.
#[derive(Clone, Default)]
struct Inside {
    /// Its name there; empty for the file itself.
    name: String,
    depth: usize,
}

impl Inside {
    fn part(&self, name: &str) -> Self {
        let around = if self.name.is_empty() { String::new() } else { format!("{}/", self.name) };
        Self { name: format!("{around}{}", name.trim_end_matches('/')), depth: self.depth + 1 }
    }
}

/// The notebooks of one file, one after the other, each with its name in the file, which is empty where
/// it is the file itself. None is left out: what cannot be opened is said in its place.
pub struct Notebooks<R> {
    tasks: VecDeque<Task<R>>,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl<R: Read + Seek> Notebooks<R> {
    /// Nothing of the file is read yet.
    pub fn of(source: R) -> Self {
        let tasks = VecDeque::from([Task::Sort(Origin::of(source), Inside::default())]);
        Self { tasks, left: UNPACKED_MAX }
    }

    /// Whether the file holds several, as far as is known before they are read.
    pub fn are_several(&mut self) -> bool {
        if let Some(Task::Sort(..)) = self.tasks.front()
            && let Some(Task::Sort(origin, inside)) = self.tasks.pop_front()
        {
            self.sort(origin, &inside);
        }
        self.tasks.len() > 1
    }

    fn first(&mut self, tasks: Vec<Task<R>>) {
        tasks.into_iter().rev().for_each(|task| self.tasks.push_front(task));
    }

    fn sort(&mut self, mut origin: Origin<R>, inside: &Inside) {
        let whole = |origin| vec![Task::Read(origin, inside.clone(), None)];
        let zip = if is_zip(&mut origin) {
            ZipSource::open(BufReader::new(origin.clone()), None).ok()
        } else {
            None
        };
        // What cannot be opened says so when it is read.
        let Some((zip, _)) = zip else { return self.first(whole(origin)) };
        let layout = zip.layout().clone();
        if layout.files.is_empty() && layout.folders.len() < 2 {
            return self.first(whole(origin));
        }
        let is_one = layout.folders.len() == 1;
        let folders = layout.folders.into_iter().map(|folder| {
            let part = if is_one { inside.clone() } else { inside.part(&folder) };
            Task::Read(origin.clone(), part, Some(folder))
        });
        let zip = Rc::new(RefCell::new(zip));
        let files = layout.files.into_iter().filter(|_| inside.depth < DEPTH_MAX);
        let files = files.map(|(place, name)| Task::Unpack(zip.clone(), inside.part(&name), place));
        let tasks = folders.chain(files).collect();
        self.first(tasks);
    }

    fn unpacked(&mut self, zip: &Zip<R>, place: u64) -> Result<Vec<u8>, BundleProblem> {
        let most = HELD_MAX.min(self.left);
        if most == 0 {
            return Err(BundleProblem::TooLarge { what: Part::Entries });
        }
        let bytes = zip.borrow_mut().file(place, most)?;
        self.left = self.left.saturating_sub(bytes.len() as u64);
        Ok(bytes)
    }

    /// Reads what may be a notebook; `None` when it holds others, which are read next.
    fn read(
        &mut self,
        mut origin: Origin<R>,
        inside: &Inside,
        folder: Option<&str>,
    ) -> Option<Result<Reader<R>, BundleProblem>> {
        let read = Reader::in_folder(origin.clone(), folder);
        let is_none = match &read {
            Ok(reader) => !reader.has_records(),
            Err(why) => *why == BundleProblem::NotANotebook,
        };
        if !is_none || inside.depth >= DEPTH_MAX || is_zip(&mut origin) {
            return Some(read);
        }
        let Some(letter) = letter(&mut origin) else { return Some(read) };
        if letter.parts.is_empty() {
            let saved = Err(BundleProblem::RecordsMissing);
            return Some(if letter.shows_page { saved } else { read });
        }
        let inside = Inside { depth: inside.depth + 1, ..inside.clone() };
        let parts = letter.parts.into_iter();
        self.first(parts.map(|part| Task::Sort(Origin::held(part), inside.clone())).collect());
        None
    }
}

impl<R: Read + Seek> Iterator for Notebooks<R> {
    type Item = (String, Result<Reader<R>, BundleProblem>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.tasks.pop_front()? {
                Task::Sort(origin, inside) => self.sort(origin, &inside),
                Task::Unpack(zip, inside, place) => match self.unpacked(&zip, place) {
                    Ok(bytes) => self.first(vec![Task::Sort(Origin::held(bytes), inside)]),
                    Err(why) => return Some((inside.name, Err(why))),
                },
                Task::Read(origin, inside, folder) => {
                    let Some(read) = self.read(origin, &inside, folder.as_deref()) else {
                        continue;
                    };
                    let is_other = matches!(read, Err(BundleProblem::NotANotebook));
                    let name = inside.name;
                    // A page may be anything; a zip among notebooks was one, most likely.
                    let may_be_anything =
                        !name.is_empty() && !name.to_lowercase().ends_with(".zip");
                    return Some(if is_other && may_be_anything {
                        let why = BundleProblem::UnknownEntry { name };
                        (String::new(), Err(why))
                    } else {
                        (name, read)
                    });
                }
            }
        }
    }
}

/// The archive that a file is, when it is one that is not read here.
pub(super) fn other_archive(source: &mut (impl Read + Seek)) -> io::Result<Option<BundleProblem>> {
    const KINDS: [(&[u8], &str); 6] = [
        (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        (b"Rar!", "RAR"),
        (b"\x1f\x8b", "gzip"),
        (b"\xfd7zXZ", "XZ"),
        (b"BZh", "bzip2"),
        (b"\x28\xb5\x2f\xfd", "Zstandard"),
    ];
    source.rewind()?;
    let (head, end) = read_at_most(source, 8);
    end?;
    let known = KINDS.iter().find(|(mark, _)| head.starts_with(mark));
    Ok(known.map(|(_, kind)| BundleProblem::OtherArchive { kind }))
}
