//! Cutting record lines out of a long stream that is read piece by piece.

use super::LINE_MAX;

/// What cutting found.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Cut {
    /// A whole line, without its line feed.
    Line(Vec<u8>),
    /// What stands after the last line feed, at the end of the stream.
    Rest(Vec<u8>),
    /// A line longer than [`LINE_MAX`]; it was skipped.
    TooLong,
    /// More bytes are needed.
    More,
    /// The stream has ended.
    End,
}

/// Cuts lines; holds no more than one piece and one line.
#[derive(Default)]
pub(super) struct Lines {
    held: Vec<u8>,
    at: usize,
    is_skipping: bool,
    has_ended: bool,
    /// How many lines were met, empty ones included.
    pub(super) number: usize,
}

impl Lines {
    /// Gives it the next piece of the stream.
    pub(super) fn feed(&mut self, piece: &[u8]) {
        self.held.drain(..self.at);
        self.at = 0;
        self.held.extend_from_slice(piece);
    }

    /// Tells it that there is no other piece.
    pub(super) fn end(&mut self) {
        self.has_ended = true;
    }

    /// The next line. Ends with [`Cut::End`] for ever.
    pub(super) fn next(&mut self) -> Cut {
        let ahead = self.held.get(self.at..).unwrap_or_default();
        if let Some(length) = ahead.iter().position(|byte| *byte == b'\n') {
            let line = ahead.get(..length).unwrap_or_default();
            let is_too_long = std::mem::take(&mut self.is_skipping) || length > LINE_MAX;
            let cut = if is_too_long { Cut::TooLong } else { Cut::Line(without_return(line)) };
            self.at += length + 1;
            self.number += 1;
            return cut;
        }
        if !self.has_ended {
            if ahead.len() > LINE_MAX {
                self.is_skipping = true;
                self.at = self.held.len();
            }
            return Cut::More;
        }
        let is_too_long = std::mem::take(&mut self.is_skipping) || ahead.len() > LINE_MAX;
        if !is_too_long && ahead.is_empty() {
            return Cut::End;
        }
        let cut = if is_too_long { Cut::TooLong } else { Cut::Rest(without_return(ahead)) };
        self.at = self.held.len();
        self.number += 1;
        cut
    }
}

/// A record line holds no carriage return; one before the line feed was put there by a program
/// that writes line ends of its own.
fn without_return(line: &[u8]) -> Vec<u8> {
    line.strip_suffix(b"\r").unwrap_or(line).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(stream: &[u8], step: usize) -> Vec<Cut> {
        let mut lines = Lines::default();
        let mut pieces = stream.chunks(step);
        let mut found = Vec::new();
        loop {
            match lines.next() {
                Cut::More => match pieces.next() {
                    Some(piece) => lines.feed(piece),
                    None => lines.end(),
                },
                Cut::End => return found,
                other => found.push(other),
            }
        }
    }

    #[test]
    fn pieces_do_not_matter() {
        let line = |text: &str| Cut::Line(text.into());
        for step in 1..12 {
            let found = cut("un\n\ndeux\r\né".as_bytes(), step);
            let expected = [line("un"), line(""), line("deux"), Cut::Rest("é".into())];
            assert_eq!(found, expected, "{step}");
        }
    }

    #[test]
    fn an_endless_line_is_skipped_and_never_held() {
        let mut stream = b"un\n".to_vec();
        stream.resize(2 * LINE_MAX + 10, b'x');
        stream.extend_from_slice(b"\ndeux\n");
        let found = cut(&stream, 1 << 16);
        assert_eq!(found, [Cut::Line("un".into()), Cut::TooLong, Cut::Line("deux".into())]);
        stream.truncate(2 * LINE_MAX);
        assert_eq!(cut(&stream, 1 << 20), [Cut::Line("un".into()), Cut::TooLong]);
    }
}
