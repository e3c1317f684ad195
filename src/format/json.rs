//! JSON as records, messages and preferences have it: what RFC 8259 says, read into values of which
//! only whole numbers are numbers here; no other is used, and lines are passed on as text.
//!
//! A reader of our own, because it stands on the first screen: the generic one of the library is
//! larger there than everything that is read by it. The library stays where GeoJSON is, and says in
//! the tests whether this one is right (`tests/it/json.rs`).

use std::fmt::Write;

/// A value nests no deeper.
const DEPTH: u8 = 128;

/// A value.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Json {
    /// `null`.
    #[default]
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A number; `None` when it is not a whole one of 64 bits.
    Number(Option<i64>),
    /// A text.
    String(String),
    /// A list.
    Array(Vec<Json>),
    /// An object: its fields as they stand. Of two that have one name the last counts.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// A field of an object.
    pub fn get(&self, name: &str) -> Option<&Self> {
        let field = self.as_object()?.iter().rfind(|(known, _)| known == name);
        field.map(|(_, value)| value)
    }

    /// The fields of an object.
    pub fn as_object(&self) -> Option<&[(String, Self)]> {
        if let Self::Object(fields) = self { Some(fields) } else { None }
    }

    /// The members of a list.
    pub fn as_array(&self) -> Option<&[Self]> {
        if let Self::Array(members) = self { Some(members) } else { None }
    }

    /// A text.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    /// A whole number.
    pub fn as_i64(&self) -> Option<i64> {
        if let Self::Number(number) = self { *number } else { None }
    }

    /// A whole number that is not negative.
    pub fn as_u64(&self) -> Option<u64> {
        u64::try_from(self.as_i64()?).ok()
    }

    /// `true` or `false`.
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(flag) = self { Some(*flag) } else { None }
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        *self == Self::Null
    }
}

/// Why a text is not JSON: where it stops being that, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotJson(pub usize);

impl std::fmt::Display for NotJson {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "not JSON at byte {}", self.0)
    }
}

impl std::error::Error for NotJson {}

/// Reads a text.
///
/// # Errors
/// Where it is not JSON.
pub fn read(text: &str) -> Result<Json, NotJson> {
    Reader { text, at: 0, depth: DEPTH, keeps: true }.whole()
}

/// Whether a text is JSON, looked at without keeping anything of it.
///
/// # Errors
/// Where it is none.
pub fn check(text: &str) -> Result<(), NotJson> {
    Reader { text, at: 0, depth: DEPTH, keeps: false }.whole().map(drop)
}

/// A text as JSON.
pub fn quoted(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 2);
    written.push('"');
    for letter in text.chars() {
        let short = match letter {
            '"' | '\\' => letter,
            '\u{8}' => 'b',
            '\t' => 't',
            '\n' => 'n',
            '\u{c}' => 'f',
            '\r' => 'r',
            '\0'..=' ' if letter != ' ' => {
                // Writing into a text cannot fail.
                write!(written, "\\u{:04x}", u32::from(letter)).unwrap_or_default();
                continue;
            }
            _ => {
                written.push(letter);
                continue;
            }
        };
        written.push('\\');
        written.push(short);
    }
    written.push('"');
    written
}

struct Reader<'a> {
    text: &'a str,
    /// Bytes read.
    at: usize,
    /// How much deeper it may go.
    depth: u8,
    /// Whether what is read is kept.
    keeps: bool,
}

impl Reader<'_> {
    fn whole(mut self) -> Result<Json, NotJson> {
        let value = self.value();
        self.spaces();
        match value {
            Some(value) if self.at == self.text.len() => Ok(value),
            _ => Err(NotJson(self.at)),
        }
    }

    fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn takes(&mut self, byte: u8) -> bool {
        let is_there = self.next() == Some(byte);
        self.at += usize::from(is_there);
        is_there
    }

    fn spaces(&mut self) {
        while matches!(self.next(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn value(&mut self) -> Option<Json> {
        self.spaces();
        Some(match self.next()? {
            b'"' => Json::String(self.string()?),
            b'[' => {
                let mut members = Vec::new();
                self.members(b']', &mut |reader| {
                    let value = reader.value()?;
                    if reader.keeps {
                        members.push(value);
                    }
                    Some(())
                })?;
                Json::Array(members)
            }
            b'{' => {
                let mut fields = Vec::new();
                self.members(b'}', &mut |reader| {
                    reader.spaces();
                    let name = reader.string()?;
                    reader.spaces();
                    let value = if reader.takes(b':') { reader.value()? } else { return None };
                    if reader.keeps {
                        fields.push((name, value));
                    }
                    Some(())
                })?;
                Json::Object(fields)
            }
            b'n' => self.word("null", Json::Null)?,
            b't' => self.word("true", Json::Bool(true))?,
            b'f' => self.word("false", Json::Bool(false))?,
            _ => self.number()?,
        })
    }

    fn word(&mut self, word: &str, value: Json) -> Option<Json> {
        let is_there = self.text.get(self.at..)?.starts_with(word);
        self.at += word.len();
        is_there.then_some(value)
    }

    /// What stands between brackets, one after the other.
    fn members(&mut self, end: u8, member: &mut dyn FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.at += 1;
        self.depth -= 1;
        if self.depth == 0 {
            return None;
        }
        self.spaces();
        if !self.takes(end) {
            loop {
                member(self)?;
                self.spaces();
                if self.takes(end) {
                    break;
                }
                if !self.takes(b',') {
                    return None;
                }
            }
        }
        self.depth += 1;
        Some(())
    }

    fn string(&mut self) -> Option<String> {
        if !self.takes(b'"') {
            return None;
        }
        let mut read = String::new();
        loop {
            let rest = self.text.get(self.at..)?;
            let is_special = |byte: u8| byte < b' ' || byte == b'"' || byte == b'\\';
            let plain = rest.get(..rest.bytes().position(is_special)?)?;
            if self.keeps {
                read.push_str(plain);
            }
            self.at += plain.len();
            if self.takes(b'"') {
                return Some(read);
            }
            if !self.takes(b'\\') {
                return None;
            }
            read.push(self.escaped()?);
            if !self.keeps {
                read.clear();
            }
        }
    }

    fn escaped(&mut self) -> Option<char> {
        let letter = self.next()?;
        self.at += 1;
        Some(match letter {
            b'"' | b'\\' | b'/' => char::from(letter),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let mut code = self.four_digits()?;
                // Beyond the first 65,536 a letter is written as two halves.
                if (0xd800..0xdc00).contains(&code) {
                    let second = if self.takes(b'\\') && self.takes(b'u') {
                        self.four_digits()?
                    } else {
                        return None;
                    };
                    if !(0xdc00..0xe000).contains(&second) {
                        return None;
                    }
                    code = 0x1_0000 + ((code - 0xd800) << 10) + (second - 0xdc00);
                }
                char::from_u32(code)?
            }
            _ => return None,
        })
    }

    fn four_digits(&mut self) -> Option<u32> {
        let mut code = 0;
        for _ in 0..4 {
            code = code << 4 | char::from(self.next()?).to_digit(16)?;
            self.at += 1;
        }
        Some(code)
    }

    fn number(&mut self) -> Option<Json> {
        let from = self.at;
        self.takes(b'-');
        if !self.takes(b'0') {
            self.digits()?;
        }
        let whole = self.at;
        if self.takes(b'.') {
            self.digits()?;
        }
        if self.takes(b'e') || self.takes(b'E') {
            let _signed = self.takes(b'+') || self.takes(b'-');
            self.digits()?;
        }
        let text = self.text.get(from..self.at)?;
        // A zero below zero is none of the whole numbers.
        let is_whole = self.at == whole && text != "-0";
        Some(Json::Number(if is_whole { text.parse().ok() } else { None }))
    }

    fn digits(&mut self) -> Option<()> {
        let from = self.at;
        while self.next().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        (self.at > from).then_some(())
    }
}
