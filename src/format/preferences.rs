//! What a device remembers between starts, other than the notebook: small, and never the only
//! copy of anything somebody said.
//!
//! Each thing is remembered under a name of its own ([`Memo`]): two tabs of one phone never write
//! over what the other remembers of another walk. Versions up to 0.4.0 wrote all of it as one value,
//! which is still read.

use super::json::{Json, quoted};

use super::left_file::LeftFile;

/// How the screen looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ColourTheme {
    /// As the device is set.
    #[default]
    Auto,
    /// Dark ink on light paper.
    Light,
    /// Light ink on dark paper.
    Dark,
    /// Dim and warm, for eyes used to the night.
    Night,
}

impl ColourTheme {
    /// Every theme, in the order in which it is offered.
    pub const ALL: [Self; 4] = [Self::Auto, Self::Light, Self::Dark, Self::Night];

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.code() == code)
    }

    /// Its name in the stylesheet.
    pub fn code(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Night => "night",
        }
    }
}

/// When a notebook file was last let go by a version up to 0.5.0, which took it for a backup. Nobody
/// said that it arrived: it is read as a file that may exist.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Backup {
    /// Milliseconds since 1970, UTC.
    pub at_ms: i64,
    /// Observations that stood then.
    pub observations: usize,
}

/// What a device remembers of one walk.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct WalkMemory {
    /// The device number on this walk, eight hexadecimal digits.
    pub device: String,
    /// What a version up to 0.5.0 called the last backup.
    pub backup: Option<Backup>,
    /// The notebook files that left, and what was proven to have arrived; the oldest first.
    pub files: Vec<LeftFile>,
    /// Whether the mediator's device answered that everything of it arrived.
    pub received: bool,
    /// The local day on which it did, `YYYY-MM-DD`; empty once that was reminded of.
    pub received_on: String,
}

/// What a device remembers of its walks, by their ids. They are few: a list is found through fast
/// enough, and is a great deal less to load than a map.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct WalkMemories(Vec<(String, WalkMemory)>);

impl WalkMemories {
    /// What is remembered of a walk.
    pub fn get(&self, walk: &str) -> Option<&WalkMemory> {
        self.0.iter().find(|(known, _)| known == walk).map(|(_, memory)| memory)
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, walk: &str) -> Option<&mut WalkMemory> {
        self.0.iter_mut().find(|(known, _)| known == walk).map(|(_, memory)| memory)
    }

    /// The same; nothing is remembered yet of a walk that was not there.
    pub fn of(&mut self, walk: &str) -> &mut WalkMemory {
        let at = self.0.iter().position(|(known, _)| known == walk).unwrap_or_else(|| {
            self.0.push((walk.to_owned(), WalkMemory::default()));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }

    /// Whether this is so of any walk.
    pub fn any(&self, is_so: impl Fn(&WalkMemory) -> bool) -> bool {
        self.0.iter().any(|(_, memory)| is_so(memory))
    }

    /// Remembers nothing of a walk any more.
    pub fn forget(&mut self, walk: &str) {
        self.0.retain(|(known, _)| known != walk);
    }
}

/// What a device remembers between starts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Preferences {
    /// ISO 639-1; empty for the device's own language.
    pub language: String,
    /// How the screen looks.
    pub theme: ColourTheme,
    /// The walk that is open, by id.
    pub current_walk: String,
    /// What the last check of this device found, see
    /// [`crate::domain::walk::phone_check::PhoneCheck::write`]; empty when there was none.
    pub check: String,
    /// By walk id.
    pub walks: WalkMemories,
    /// Whether some of it still stands in the one value of versions up to 0.4.0.
    pub in_one_value: bool,
}

/// One thing remembered, by its name; an empty text is nothing remembered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Memo {
    /// Its name, without the app's.
    pub name: String,
    /// What is remembered.
    pub text: String,
}

/// The name of the one value that versions up to 0.4.0 wrote.
pub const ONE_VALUE: &str = "preferences";
const LANGUAGE: &str = "language";
/// The page itself reads this one before anything is drawn (`index.html`).
const THEME: &str = "theme";
const CURRENT_WALK: &str = "current_walk";
const CHECK: &str = "check";
const WALK: &str = "walk.";
const DEVICE: &str = "device";
const BACKUP: &str = "backup";
const RECEIVED: &str = "received";
/// Before the time of a file that left: one name a file.
const FILE: &str = "file-";
/// What versions up to 0.5.0 wrote: it arrived, some day.
const YES: &str = "yes";

impl Memo {
    /// The text that is kept: a JSON string.
    pub fn write(&self) -> String {
        quoted(&self.text)
    }

    fn new(name: &str, text: &str) -> Self {
        Self { name: name.to_owned(), text: text.to_owned() }
    }

    /// The language chosen.
    pub fn language(code: &str) -> Self {
        Self::new(LANGUAGE, code)
    }

    /// The look chosen.
    pub fn theme(theme: ColourTheme) -> Self {
        Self::new(THEME, theme.code())
    }

    /// The walk that is open; empty for none.
    pub fn current_walk(walk: &str) -> Self {
        Self::new(CURRENT_WALK, walk)
    }

    /// What the last check of this device found.
    pub fn check(found: &str) -> Self {
        Self::new(CHECK, found)
    }

    fn of_walk(walk: &str, what: &str, text: &str) -> Self {
        Self::new(&format!("{WALK}{walk}.{what}"), text)
    }

    /// The device's number on a walk.
    pub fn device(walk: &str, number: &str) -> Self {
        Self::of_walk(walk, DEVICE, number)
    }

    /// A file of a walk that left.
    pub fn file(walk: &str, file: &LeftFile) -> Self {
        Self::of_walk(walk, &format!("{FILE}{}", file.at_ms), &file.write())
    }

    /// What an earlier version called the last backup of a walk.
    pub fn backup(walk: &str, backup: Option<Backup>) -> Self {
        let text = backup.map(|backup| format!("{} {}", backup.at_ms, backup.observations));
        Self::of_walk(walk, BACKUP, &text.unwrap_or_default())
    }

    /// Whether everything of a walk arrived, and the local day on which it did.
    pub fn received(walk: &str, received: bool, on: &str) -> Self {
        let day = if on.is_empty() { YES } else { on };
        Self::of_walk(walk, RECEIVED, if received { day } else { "" })
    }

    /// Nothing more of a walk.
    pub fn forgotten(walk: &str) -> [Self; 3] {
        [Self::device(walk, ""), Self::backup(walk, None), Self::received(walk, false, "")]
    }

    /// The walk it is about and what of it, if it is about one.
    fn walk(&self) -> Option<(&str, &str)> {
        self.name.strip_prefix(WALK)?.rsplit_once('.')
    }
}

/// A text being typed, or a photo being waited for: written at each key, synchronously, so that a
/// page that dies loses nothing.
///
/// Browsers write local storage late: one that dies may have lost a draft, or bring one back that was
/// dropped half a minute before. So it says on what it was typed, and the record decides.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Draft {
    /// The walk.
    pub walk: String,
    /// The observation.
    pub observation: String,
    /// The text field by its code, or `photo` while the camera is open.
    pub field: String,
    /// What is typed so far; of a photo, how many there were before.
    pub text: String,
    /// The revision of the observation on which it was typed; 0 where that is not known, as in versions
    /// up to 0.5.0.
    pub revision: u32,
    /// The language spoken while it was typed, ISO 639-1; empty where that is not known.
    pub language: String,
}

/// The field of a draft that waits for a photo.
pub const AWAITING_PHOTO: &str = "photo";

impl Draft {
    /// Where it is kept: one place for each field, so that two tabs do not overwrite each other's.
    pub fn key(&self) -> String {
        format!("{}.{}", self.observation, self.field)
    }

    /// The text that is kept, which [`Draft::read`] reads.
    pub fn write(&self) -> String {
        let Self { walk, observation, field, text, revision, language } = self;
        let [walk, observation, field, text, language] =
            [walk, observation, field, text, language].map(|value| quoted(value));
        format!(
            r#"{{"walk":{walk},"observation":{observation},"field":{field},"text":{text},"revision":{revision},"language":{language}}}"#
        )
    }
}

fn text(value: &Json, name: &str) -> String {
    value.get(name).and_then(Json::as_str).unwrap_or_default().to_owned()
}

impl Preferences {
    /// What was written by this version or another: whatever is not understood is as never set.
    /// What stands under its own name counts; the one value of versions up to 0.4.0 (`null` when
    /// there is none) fills what is missing.
    pub fn read(one_value: &Json, memos: &[Memo]) -> Self {
        let walks = one_value.get("walks").and_then(Json::as_object).into_iter().flatten();
        let mut read = Self {
            language: text(one_value, LANGUAGE),
            theme: ColourTheme::from_code(&text(one_value, THEME)).unwrap_or_default(),
            current_walk: text(one_value, CURRENT_WALK),
            check: String::new(),
            walks: WalkMemories(
                walks.map(|(walk, memory)| (walk.clone(), WalkMemory::read(memory))).collect(),
            ),
            in_one_value: !one_value.is_null(),
        };
        // A walk that has a name of its own is not backed up because an old tab still says so.
        for (walk, _) in memos.iter().filter_map(Memo::walk) {
            let memory = read.walks.of(walk);
            (memory.backup, memory.received) = (None, false);
        }
        for memo in memos {
            read.take(memo);
        }
        read
    }

    fn take(&mut self, memo: &Memo) {
        let text = memo.text.clone();
        match (memo.name.as_str(), memo.walk()) {
            (LANGUAGE, _) => self.language = text,
            (THEME, _) => self.theme = ColourTheme::from_code(&text).unwrap_or_default(),
            (CURRENT_WALK, _) => self.current_walk = text,
            (CHECK, _) => self.check = text,
            (_, Some((walk, what))) => {
                let memory = self.walks.of(walk);
                match what {
                    DEVICE => memory.device = text,
                    BACKUP => memory.backup = Backup::read(&text),
                    RECEIVED => {
                        memory.received = !text.is_empty();
                        memory.received_on = if text == YES { String::new() } else { text };
                    }
                    _ => {
                        let at = what.strip_prefix(FILE).and_then(|at| at.parse().ok());
                        if let Some(at) = at.filter(|_| !text.is_empty()) {
                            memory.keep(LeftFile::read(at, &text));
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// All of it under names of its own. Once these are kept the one value may go, which the last
    /// of them says.
    pub fn memos(&self) -> Vec<Memo> {
        let mut memos = vec![
            Memo::language(&self.language),
            Memo::theme(self.theme),
            Memo::current_walk(&self.current_walk),
            Memo::check(&self.check),
        ];
        for (walk, memory) in &self.walks.0 {
            memos.push(Memo::device(walk, &memory.device));
            memos.push(Memo::backup(walk, memory.backup));
            memos.push(Memo::received(walk, memory.received, &memory.received_on));
            memos.extend(memory.files.iter().map(|file| Memo::file(walk, file)));
        }
        memos.push(Memo::new(ONE_VALUE, ""));
        memos
    }
}

impl Backup {
    fn read(text: &str) -> Option<Self> {
        let (at_ms, observations) = text.split_once(' ')?;
        Some(Self { at_ms: at_ms.parse().ok()?, observations: observations.parse().ok()? })
    }
}

impl WalkMemory {
    fn read(value: &Json) -> Self {
        let backup = value.get(BACKUP).and_then(|backup| {
            let observations = backup.get("observations")?.as_i64()?;
            Some(Backup {
                at_ms: backup.get("at_ms")?.as_i64()?,
                observations: usize::try_from(observations).ok()?,
            })
        });
        let received = value.get(RECEIVED).and_then(Json::as_bool).unwrap_or(false);
        Self { device: text(value, DEVICE), backup, received, ..Self::default() }
    }

    /// Remembers a file, in place of what was known of it.
    pub fn keep(&mut self, file: LeftFile) {
        let at = self.files.partition_point(|known| known.at_ms < file.at_ms);
        if self.files.get(at).is_some_and(|known| known.at_ms == file.at_ms) {
            self.files[at] = file;
        } else {
            self.files.insert(at, file);
        }
    }
}

impl Draft {
    /// What was written by this version or another; `None` when it says of nothing.
    pub fn read(value: &Json) -> Option<Self> {
        let revision = value.get("revision").and_then(Json::as_i64).unwrap_or_default();
        let draft = Self {
            walk: text(value, "walk"),
            observation: text(value, "observation"),
            field: text(value, "field"),
            text: text(value, "text"),
            // More than anybody says of one thing means nothing.
            revision: u32::try_from(revision).ok().filter(|on| *on < 100_000).unwrap_or_default(),
            language: text(value, "language"),
        };
        (!draft.observation.is_empty() && !draft.field.is_empty()).then_some(draft)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::json;

    fn read(json: &str) -> Preferences {
        Preferences::read(&json::read(json).unwrap(), &[])
    }

    /// What 0.4.0 wrote.
    const ONE: &str = r#"{"language":"en","theme":"night","current_walk":"a","walks":{"a":{"device":"00c0ffee","backup":{"at_ms":1762364520000,"observations":12},"received":true},"b":{"device":"0badcafe"}}}"#;

    #[test]
    fn preferences_come_back() {
        let one = read(ONE);
        assert!(one.in_one_value);
        let separate = Preferences::read(&Json::Null, &one.memos());
        let expected = Preferences { in_one_value: false, ..one };
        assert_eq!(separate, expected);
        let memory = &separate.walks.get("a").unwrap();
        let backup = Some(Backup { at_ms: 1_762_364_520_000, observations: 12 });
        assert_eq!((memory.device.as_str(), memory.backup), ("00c0ffee", backup));
        assert!(memory.received && !separate.walks.get("b").unwrap().received);
        assert_eq!((separate.language.as_str(), separate.theme), ("en", ColourTheme::Night));
    }

    #[test]
    fn what_an_old_tab_writes_over_fills_only_what_is_missing() {
        let kept = [Memo::device("a", "11111111"), Memo::theme(ColourTheme::Light)];
        let both = Preferences::read(&json::read(ONE).unwrap(), &kept);
        assert_eq!((both.theme, both.language.as_str()), (ColourTheme::Light, "en"));
        let (a, b) = (both.walks.get("a").unwrap(), both.walks.get("b").unwrap());
        assert_eq!((a.device.as_str(), a.backup, a.received), ("11111111", None, false));
        assert_eq!(b.device, "0badcafe");
    }

    #[test]
    fn drafts_come_back() {
        let draft = Draft {
            walk: "a".into(),
            observation: "b".into(),
            field: "words".into(),
            text: "il fait \"noir\" 🌙".into(),
            revision: 7,
            language: "fr".into(),
        };
        let mut written = json::read(&draft.write()).unwrap();
        assert_eq!(Draft::read(&written), Some(draft.clone()));
        // Versions up to 0.5.0 did not say on what it was typed.
        for name in ["revision", "language"] {
            let Json::Object(fields) = &mut written else { panic!("{written:?}") };
            fields.retain(|(known, _)| known != name);
        }
        let unmarked = Draft { revision: 0, language: String::new(), ..draft };
        assert_eq!(Draft::read(&written), Some(unmarked));
    }

    #[test]
    fn preferences_of_an_older_or_later_version_still_open() {
        assert_eq!(read("null"), Preferences::default());
        assert_eq!(read("{}"), Preferences { in_one_value: true, ..Preferences::default() });
        assert_eq!(read("[3]").walks, Preferences::default().walks);
        let later =
            r#"{"theme":"night","smell":3,"language":7,"walks":{"a":{"device":"00c0ffee","x":1}}}"#;
        let later = read(later);
        assert_eq!(
            (later.theme, later.walks.get("a").unwrap().device.as_str()),
            (ColourTheme::Night, "00c0ffee")
        );
        assert_eq!(Draft::read(&Json::Null), None);
        let odd = ["walk.a.smell", "walk.", "walk.a.backup", "smell"];
        let odd = odd.map(|name| Memo::new(name, "x"));
        assert_eq!(Preferences::read(&Json::Null, &odd).theme, ColourTheme::Auto);
    }
}
