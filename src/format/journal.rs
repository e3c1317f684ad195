//! The journal: the second copy of what a device stores, as an append-only text file.
//!
//! One line an entry, so that what is damaged costs only its own line, and a line that a crash cut
//! short costs nothing that was acknowledged:
//!
//! ```text
//! + 8c736521 <key>\t<record line>     a record is kept under this key
//! - 0f3a11c2 <key>                    nothing of this key is here any more
//! x 99e2a70d <prefix>                 nothing of any key that begins so is here any more
//! = 5d1c0f6e                          all that stood in the file before this one was copied up to here
//! ```
//!
//! The eight digits are the CRC-32 of what follows them and the blank. The last word about a key
//! counts. Keys are those of [`super::v1::key`] and hold no blank; record lines hold no line break.
//! Anybody who knows these four rules reads the file without the app (`public/rescue.js`).

use std::collections::BTreeMap;

const KEPT: u8 = b'+';
const FORGOTTEN: u8 = b'-';
const ALL_FORGOTTEN: u8 = b'x';
const WHOLE: u8 = b'=';

/// What one line of a journal says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Frame<'a> {
    /// A record is kept: its key, its line.
    Kept(&'a str, &'a str),
    /// Nothing of this key is here any more.
    Forgotten(&'a str),
    /// Nothing of any key that begins so is here any more.
    AllForgotten(&'a str),
    /// All that stood in the file before this one stands before this line.
    Whole,
}

fn frame(kind: u8, content: &str, into: &mut Vec<u8>) {
    let sum = crc32fast::hash(content.as_bytes());
    into.push(kind);
    into.extend_from_slice(format!(" {sum:08x} ").as_bytes());
    into.extend_from_slice(content.as_bytes());
    into.push(b'\n');
}

impl Frame<'_> {
    /// Appends it as it stands in the file.
    pub fn write(&self, into: &mut Vec<u8>) {
        match self {
            Self::Kept(key, line) => frame(KEPT, &format!("{key}\t{line}"), into),
            Self::Forgotten(key) => frame(FORGOTTEN, key, into),
            Self::AllForgotten(prefix) => frame(ALL_FORGOTTEN, prefix, into),
            Self::Whole => frame(WHOLE, "", into),
        }
    }
}

/// Reads one line, without its line break; `None` when it is damaged.
pub fn read_frame(line: &[u8]) -> Option<Frame<'_>> {
    let (head, content) = line.split_at_checked(11)?;
    let sum = str::from_utf8(head.get(2..10)?).ok()?;
    let sum = sum.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')).then_some(sum)?;
    let intact = head[1] == b' '
        && head[10] == b' '
        && u32::from_str_radix(sum, 16).ok()? == crc32fast::hash(content);
    let content = str::from_utf8(content).ok().filter(|_| intact)?;
    match head[0] {
        KEPT => content.split_once('\t').map(|(key, line)| Frame::Kept(key, line)),
        FORGOTTEN => Some(Frame::Forgotten(content)),
        ALL_FORGOTTEN => Some(Frame::AllForgotten(content)),
        WHOLE => Some(Frame::Whole),
        _ => None,
    }
}

/// Cuts a file that is read in pieces into its lines. What follows the last line break is no line: it
/// was not written to its end.
#[derive(Default)]
pub struct FrameReader {
    begun: Vec<u8>,
    /// Where the line that was begun begins.
    at: u64,
}

impl FrameReader {
    /// Hears every line that ends in this piece, and where in the file it begins.
    pub fn piece(&mut self, piece: &[u8], mut heard: impl FnMut(u64, &[u8])) {
        let mut rest = piece;
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let (line, after) = rest.split_at(end);
            let length = if self.begun.is_empty() {
                heard(self.at, line);
                line.len()
            } else {
                self.begun.extend_from_slice(line);
                heard(self.at, &self.begun);
                let length = self.begun.len();
                self.begun.clear();
                length
            };
            self.at += length as u64 + 1;
            rest = after.get(1..).unwrap_or_default();
        }
        self.begun.extend_from_slice(rest);
    }

    /// Whether a line was begun and not ended.
    pub fn is_cut(&self) -> bool {
        !self.begun.is_empty()
    }
}

/// Where the last word about a key stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FramePlace {
    /// The CRC-32 of `key\tline`.
    pub sum: u32,
    /// Where in the file its line begins (bytes).
    pub at: u64,
    /// How long that line is, without its line break (bytes).
    pub length: usize,
}

/// What stands in a journal by its last words.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct JournalContent {
    /// By key, where its record stands.
    pub keys: BTreeMap<String, FramePlace>,
    /// FrameReader that cannot be read.
    pub damaged: usize,
    /// FrameReader that say nothing any more: overruled, or said twice.
    pub stale: usize,
    /// Whether the file says that it took over all of the one before it.
    pub whole: bool,
    /// Whether something was forgotten and still stands in the file: its words are to go.
    pub forgot: bool,
}

impl JournalContent {
    /// Hears one line, without its line break, which begins here in the file.
    pub fn hear(&mut self, at: u64, line: &[u8]) {
        match read_frame(line) {
            Some(Frame::Kept(key, record)) => {
                let place = FramePlace { sum: sum_of(key, record), at, length: line.len() };
                self.stale += usize::from(self.keys.insert(key.to_owned(), place).is_some());
            }
            Some(Frame::Forgotten(key)) => {
                self.forgot = true;
                self.stale += 1 + usize::from(self.keys.remove(key).is_some());
            }
            Some(Frame::AllForgotten(prefix)) => {
                self.forgot = true;
                let gone =
                    self.keys.extract_if(prefix.to_owned().., |key, _| key.starts_with(prefix));
                self.stale += 1 + gone.count();
            }
            Some(Frame::Whole) => self.whole = true,
            // An empty line ends one that was cut short; a blank one was written over.
            None if line.iter().all(|byte| *byte == b' ') => self.forgot |= !line.is_empty(),
            None => self.damaged += 1,
        }
    }

    /// Whether a file with less in it would say the same.
    pub fn is_worth_rewriting(&self) -> bool {
        self.damaged > 0 || self.forgot || self.stale > 64 && self.stale > self.keys.len()
    }

    /// Whether this very content stands under its key.
    pub fn holds(&self, key: &str, line: &str) -> bool {
        self.keys.get(key).is_some_and(|place| place.sum == sum_of(key, line))
    }
}

/// The checksum under which a record stands: CRC-32 of `key\tline`.
pub fn sum_of(key: &str, line: &str) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(key.as_bytes());
    hasher.update(b"\t");
    hasher.update(line.as_bytes());
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(bytes: &[u8], piece: usize) -> JournalContent {
        let (mut lines, mut standing) = (FrameReader::default(), JournalContent::default());
        for piece in bytes.chunks(piece.max(1)) {
            lines.piece(piece, |at, line| standing.hear(at, line));
        }
        standing
    }

    fn written(said: &[Frame<'_>]) -> Vec<u8> {
        let mut bytes = Vec::new();
        said.iter().for_each(|said| said.write(&mut bytes));
        bytes
    }

    const SAID: [Frame<'_>; 6] = [
        Frame::Kept("w/a/000001/00", r#"{"words":"il fait noir"}"#),
        Frame::Kept("w/b/000001/00", r#"{"words":"🌙"}"#),
        Frame::Kept("v/a/000001/00", "{}"),
        Frame::Forgotten("w/b/000001/00"),
        Frame::AllForgotten("v/"),
        Frame::Kept("v/a/000002/00", r#"{"words":"later"}"#),
    ];

    #[test]
    fn the_last_word_about_a_key_counts() {
        for piece in [1, 3, 7, 4096] {
            let read = standing(&written(&SAID), piece);
            let keys: Vec<&str> = read.keys.keys().map(String::as_str).collect();
            assert_eq!(keys, ["v/a/000002/00", "w/a/000001/00"]);
            assert!(read.holds("w/a/000001/00", r#"{"words":"il fait noir"}"#));
            assert!(!read.holds("w/a/000001/00", r#"{"words":"il fait nuit"}"#));
            assert_eq!((read.damaged, read.stale, read.whole), (0, 4, false));
            for (key, place) in &read.keys {
                let bytes = written(&SAID);
                let at = usize::try_from(place.at).unwrap();
                let said = read_frame(&bytes[at..at + place.length]);
                assert!(matches!(said, Some(Frame::Kept(known, _)) if known == key));
            }
        }
    }

    #[test]
    fn a_file_cut_anywhere_holds_every_line_that_was_ended() {
        let bytes = written(&SAID[..3]);
        let ends: Vec<usize> = bytes
            .iter()
            .enumerate()
            .filter(|(_, byte)| **byte == b'\n')
            .map(|(at, _)| at)
            .collect();
        for cut in 0..=bytes.len() {
            let read = standing(&bytes[..cut], 5);
            let ended = ends.iter().filter(|end| **end < cut).count();
            assert_eq!((read.keys.len(), read.damaged), (ended, 0), "cut at {cut}");
            // What is appended after a cut begins on a line of its own, and stands.
            let mut healed = bytes[..cut].to_vec();
            healed.push(b'\n');
            Frame::Kept("u/a/000001/00", "{}").write(&mut healed);
            let read = standing(&healed, 5);
            assert!(read.holds("u/a/000001/00", "{}"), "cut at {cut}");
            assert!(read.keys.len() > ended);
        }
    }

    #[test]
    fn a_flipped_bit_costs_one_line_and_is_counted() {
        let bytes = written(&SAID[..3]);
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut bent = bytes.clone();
                bent[at] ^= 1 << bit;
                let read = standing(&bent, 4096);
                // A line break that is gone makes one line of two; one that came makes two of one.
                let broke = bytes[at] == b'\n' || bent[at] == b'\n';
                let least = if broke { 1 } else { 2 };
                assert!(read.keys.len() >= least && read.keys.len() < 4, "{at} {bit}: {read:?}");
                for key in read.keys.keys() {
                    let same = SAID.iter().any(
                        |said| matches!(said, Frame::Kept(k, l) if k == key && read.holds(k, l)),
                    );
                    assert!(same, "{at} {bit}: {key}");
                }
                let cut = at + 1 == bytes.len();
                assert!(
                    read.damaged > 0 || cut || bent[at] == b'\n' || bytes[at] == b'\n',
                    "{at} {bit}"
                );
            }
        }
    }

    #[test]
    fn it_is_rewritten_when_most_of_it_says_nothing() {
        assert!(!standing(&written(&SAID[..3]), 64).is_worth_rewriting());
        assert!(standing(&written(&SAID), 64).is_worth_rewriting(), "what was forgotten goes");
        let many: Vec<Frame<'_>> = (0..100).map(|_| SAID[0]).collect();
        assert!(standing(&written(&many), 64).is_worth_rewriting());
    }
}
