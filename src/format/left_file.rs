//! What a phone remembers of a notebook file that it made and let go: where it went as far as the
//! phone knows, what of the walk is in it, and whether somebody saw it there.
//!
//! A download that was refused, cancelled or blocked looks to the page like one that worked, and a
//! share sheet does not say whether the message left. What is remembered claims nothing more.

/// Where a file went, as far as the phone can know.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileWay {
    /// To the downloads, perhaps: the browser was asked to save it.
    Downloads,
    /// Into the hands of the app that was chosen in the share sheet.
    App,
    /// To the mediator: her device answered with the code of exactly this content.
    Mediator,
}

impl FileWay {
    const ALL: [(Self, char); 3] =
        [(Self::Downloads, 'd'), (Self::App, 'a'), (Self::Mediator, 'm')];
}

/// How sure it is that something is also elsewhere than in the app, the less sure first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Surety {
    /// In no file that anybody knows of.
    #[default]
    Nowhere,
    /// In a file that was let go and that nobody said she sees.
    Perhaps,
    /// In a file that somebody said she sees.
    Seen,
    /// The mediator's device proved that it has it.
    Arrived,
}

/// A file that left the app, or the proof that its content arrived.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LeftFile {
    /// When, in milliseconds since 1970, UTC; its name among the files of the walk.
    pub at_ms: i64,
    /// Where to.
    pub way: FileWay,
    /// Whether somebody said that she sees it (`true`) or that she does not; `None` before that.
    pub seen: Option<bool>,
    /// The name of the file; empty for an answer of the mediator.
    pub name: String,
    /// What of the walk is in it: the last four bytes of the digests of its records, in order.
    pub holds: Vec<u32>,
}

impl LeftFile {
    /// The text that is kept, which [`LeftFile::read`] reads.
    pub fn write(&self) -> String {
        let way = FileWay::ALL.iter().find(|(way, _)| *way == self.way).map_or('d', |(_, c)| *c);
        let seen = match self.seen {
            None => '?',
            Some(true) => '+',
            Some(false) => '-',
        };
        let mut text = format!("{way}{seen} ");
        for digest in &self.holds {
            text += &format!("{digest:08x}");
        }
        text + " " + &self.name
    }

    /// What was written by this version or another. What is not understood is not seen and holds
    /// nothing: a file that may exist is still named when the walk is wiped.
    pub fn read(at_ms: i64, text: &str) -> Self {
        let mut parts = text.splitn(3, ' ');
        let marks = parts.next().unwrap_or_default();
        let digests = parts.next().unwrap_or_default();
        let way = FileWay::ALL.iter().find(|(_, c)| marks.starts_with(*c)).map(|(way, _)| *way);
        let seen = match marks.get(1..) {
            Some("+") => Some(true),
            Some("-") => Some(false),
            _ => None,
        };
        let mut holds = Vec::new();
        let mut rest = digests;
        while let Some((one, more)) = rest.split_at_checked(8) {
            let Ok(digest) = u32::from_str_radix(one, 16) else { break };
            holds.push(digest);
            rest = more;
        }
        let (way, holds) = match way {
            Some(way) => (way, holds),
            None => (FileWay::Downloads, Vec::new()),
        };
        Self { at_ms, way, seen, name: parts.next().unwrap_or_default().to_owned(), holds }
    }

    /// How sure it is that what it holds is elsewhere.
    pub fn surety(&self) -> Surety {
        match (self.way, self.seen) {
            (FileWay::Mediator, _) => Surety::Arrived,
            (_, Some(true)) => Surety::Seen,
            (_, None) => Surety::Perhaps,
            (_, Some(false)) => Surety::Nowhere,
        }
    }

    /// Whether a record of this digest is in it.
    pub fn has(&self, digest: u64) -> bool {
        self.holds.binary_search(&short(digest)).is_ok()
    }
}

/// The end of a digest, which is enough to tell the records of one walk apart.
#[expect(clippy::cast_possible_truncation, reason = "the last four bytes are what is kept")]
pub fn short(digest: u64) -> u32 {
    digest as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_left_is_read_back() {
        let ways = [FileWay::Downloads, FileWay::App, FileWay::Mediator];
        for (way, seen) in ways.into_iter().zip([None, Some(true), Some(false)]) {
            let name = "eclaireuse-place d’Armes-2025-11-05-1842.html".to_owned();
            let file =
                LeftFile { at_ms: 5, way, seen, name, holds: vec![1, 0x00c0_ffee, u32::MAX] };
            assert_eq!(LeftFile::read(5, &file.write()), file);
            assert!(file.has(0xdead_beef_00c0_ffee) && !file.has(2));
        }
        let proof = LeftFile { name: String::new(), holds: Vec::new(), ..LeftFile::read(7, "m") };
        assert_eq!(LeftFile::read(7, &proof.write()), proof);
    }

    /// Whatever stands there: no more is believed than before.
    #[test]
    fn what_is_not_understood_is_a_file_that_holds_nothing() {
        for text in ["", "x+ 00c0ffee a.zip", "yes", "d", "é? 00", "d? 00c0ffé0 a"] {
            let file = LeftFile::read(3, text);
            assert!(file.holds.is_empty(), "{text}: {file:?}");
            assert!(file.way != FileWay::Mediator);
        }
        assert_eq!(LeftFile::read(3, "d? 00c0ffee a b.zip").name, "a b.zip");
        assert_eq!(LeftFile::read(3, "d- 00c0ffee a").surety(), Surety::Nowhere);
        assert_eq!(LeftFile::read(3, "d? 00c0ffee a").surety(), Surety::Perhaps);
        assert_eq!(LeftFile::read(3, "a+ 00c0ffee a").surety(), Surety::Seen);
        assert_eq!(LeftFile::read(3, "m? 00c0ffee ").surety(), Surety::Arrived);
    }
}
