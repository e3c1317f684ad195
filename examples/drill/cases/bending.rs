//! What dice do to lines and bytes.

pub(crate) use crate::dice::Dice;

const NUMBERS: [&str; 13] = [
    "0",
    "-1",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "-9223372036854775808",
    "1e308",
    "1e999",
    "0.5",
    "99999999999999999999999",
    "-0",
    "100001",
    "null",
];

const VALUES: [&str; 16] = [
    "\"\"",
    "null",
    "true",
    "[]",
    "{}",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"\u{202e}x\u{2066}\"",
    "\"\u{ffff}\"",
    "\"=HYPERLINK(\\\"x\\\")\"",
    "\"</script><img src=x>\"",
    "[[],{}]",
    "[0,0]",
    "[1e308,-1e308]",
    "{\"\":0}",
    "\"0192f3a0-0000-7c55-9a10-0000000000aa\"",
];

/// Bends bytes in some places.
pub(super) fn bytes(dice: &mut Dice, bytes: &mut Vec<u8>) {
    for _ in 0..=dice.below(6) {
        let at = dice.below(bytes.len());
        let length = dice.below(40).min(bytes.len().saturating_sub(at));
        match dice.below(7) {
            0 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << dice.below(8)),
            1 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte = dice.next() as u8),
            2 => drop(bytes.drain(at..at + length)),
            3 => bytes.truncate(at),
            4 => {
                let part = bytes[at..at + length].to_vec();
                let to = dice.below(bytes.len());
                bytes.splice(to..to, part);
            }
            5 => {
                let more = (0..length).map(|_| dice.next() as u8).collect::<Vec<_>>();
                bytes.splice(at..at, more);
            }
            _ => {
                let four = dice.pick(&[[0xff; 4], [0; 4], [0, 0, 0, 0x80], [0xff, 0xff, 0, 0]]);
                bytes.iter_mut().skip(at).zip(four).for_each(|(byte, to)| *byte = *to);
            }
        }
    }
}

/// Bends a text of JSON (or of anything) where its parts meet.
pub(super) fn text(dice: &mut Dice, text: &str, other: &str) -> String {
    let mut bent = text.as_bytes().to_vec();
    for _ in 0..=dice.below(3) {
        let places = |wanted: fn(u8) -> bool| -> Vec<usize> {
            let found = bent.iter().enumerate().filter(|(_, byte)| wanted(**byte));
            found.map(|(at, _)| at).collect()
        };
        match dice.below(8) {
            0 => bytes(dice, &mut bent),
            1 => {
                // A number for another.
                let digits = places(|byte| byte.is_ascii_digit());
                if digits.is_empty() {
                    continue;
                }
                let at = *dice.pick(&digits);
                let rest = &bent[at..];
                let end = at + rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
                let number = dice.pick(&NUMBERS).bytes();
                bent.splice(at..end, number);
            }
            2 | 3 => {
                // A value for another, up to where it ends.
                let colons = places(|byte| byte == b':');
                if colons.is_empty() {
                    continue;
                }
                let at = dice.pick(&colons) + 1;
                let ends = |byte: &u8| matches!(byte, b',' | b'}' | b']');
                let end = bent[at..].iter().position(ends).map_or(bent.len(), |end| at + end);
                let value = dice.pick(&VALUES).bytes();
                bent.splice(at..end, value);
            }
            4 => {
                // Two halves of two things.
                let (at, from) = (dice.below(bent.len()), dice.below(other.len()));
                bent.truncate(at);
                bent.extend(&other.as_bytes()[from..]);
            }
            5 => {
                // Deep, or long, as a value.
                let deep = *dice.pick(&[3, 100, 127, 128, 129, 2_000]);
                let open = *dice.pick(&["[", "{\"a\":", "[[0],"]);
                let colons = places(|byte| byte == b':');
                if !colons.is_empty() {
                    let at = dice.pick(&colons) + 1;
                    let nested = open.repeat(deep);
                    bent.splice(at..at, nested.into_bytes());
                }
            }
            6 => {
                let commas = places(|byte| byte == b',');
                if commas.len() > 1 {
                    // A part of it once more.
                    let (one, two) = (*dice.pick(&commas), *dice.pick(&commas));
                    let part = bent[one.min(two)..one.max(two)].to_vec();
                    bent.splice(one..one, part);
                }
            }
            _ => {
                let at = dice.below(bent.len());
                let long =
                    dice.pick(&["é", "\u{202e}", "<", "\\u0041", "x"]).repeat(dice.below(3_000));
                bent.splice(at..at, long.into_bytes());
            }
        }
    }
    String::from_utf8_lossy(&bent).into_owned()
}

/// A line: bent, and still one line.
pub(super) fn line(dice: &mut Dice, line: &str, other: &str) -> String {
    text(dice, line, other).replace(['\n', '\r'], " ")
}
