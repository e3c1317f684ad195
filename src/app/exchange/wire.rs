//! Messages as text, and back. Written by hand: the walker's first page carries this too, and derived
//! code is several times its size.

use crate::format::json::{self, Json};

use super::wire_files::{read_asked, read_questions, write_asked, write_questions};
use super::{
    Chosen, Done, ExchangeError, FileQuestion, Foreseen, JobAnswer, Made, Message, Request,
};
use crate::app::effect::FileKind;
use crate::app::event::{ImportReport, Link, ReadNames, ReadPart};
use crate::app::ledger::Writer;
use crate::app::problem::NotStored;
use crate::domain::code::Language;
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::ledger::record::Body;
use crate::domain::observation::photo::MediaId;
use crate::domain::stamp::Stamp;
use crate::format::files::perimeter_file::PerimeterName;
use crate::format::v1;

/// A value of a message, as JSON.
pub(super) struct Item(String);

impl From<&str> for Item {
    fn from(text: &str) -> Self {
        Self(json::quoted(text))
    }
}

impl From<String> for Item {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<i64> for Item {
    fn from(number: i64) -> Self {
        Self(number.to_string())
    }
}

impl From<bool> for Item {
    fn from(flag: bool) -> Self {
        Self(if flag { "true" } else { "false" }.to_owned())
    }
}

/// A message being written: a list of values, the first of which says what it is.
pub(super) struct Written(String);

impl Written {
    pub(super) fn of(what: &str) -> Self {
        Self(String::new()).with(what)
    }

    pub(super) fn with(self, value: impl Into<Item>) -> Self {
        self.item(&value.into())
    }

    #[inline(never)]
    fn item(mut self, item: &Item) -> Self {
        self.0.push(if self.0.is_empty() { '[' } else { ',' });
        self.0.push_str(&item.0);
        self
    }

    pub(super) fn texts<'a>(self, texts: impl IntoIterator<Item = &'a String>) -> Self {
        let mut list = String::from("[");
        for text in texts {
            if list.len() > 1 {
                list.push(',');
            }
            list.push_str(&json::quoted(text));
        }
        list.push(']');
        self.item(&Item(list))
    }

    fn value(mut self) -> Item {
        self.0.push(']');
        Item(self.0)
    }
}

/// A message being read, value by value.
pub(super) struct Parts<'a>(std::slice::Iter<'a, Json>);

impl<'a> Parts<'a> {
    fn of(value: &'a Json) -> Option<Self> {
        value.as_array().map(|values| Self(values.iter()))
    }

    fn value(&mut self) -> Option<&'a Json> {
        self.0.next()
    }

    pub(super) fn text(&mut self) -> Option<&'a str> {
        self.value()?.as_str()
    }

    fn owned(&mut self) -> Option<String> {
        self.text().map(str::to_owned)
    }

    fn whole(&mut self) -> Option<i64> {
        self.value()?.as_i64()
    }

    pub(super) fn count(&mut self) -> Option<usize> {
        usize::try_from(self.whole()?).ok()
    }

    fn flag(&mut self) -> Option<bool> {
        self.value()?.as_bool()
    }

    pub(super) fn texts(&mut self) -> Option<Vec<String>> {
        let texts = self.value()?.as_array()?;
        Some(texts.iter().filter_map(|text| text.as_str().map(str::to_owned)).collect())
    }

    fn walks(&mut self) -> Option<Vec<WalkId>> {
        Some(self.texts()?.iter().filter_map(|walk| WalkId::parse(walk)).collect())
    }

    fn walk(&mut self) -> Option<WalkId> {
        WalkId::parse(self.text()?)
    }
}

fn kind_name(kind: FileKind) -> &'static str {
    match kind {
        FileKind::NotebookZip => "notebook.zip",
        FileKind::NotebookHtml => "notebook.html",
        FileKind::Campaign => "campaign",
        FileKind::Kit => "kit",
        FileKind::Layers { with_internal: false } => "layers",
        FileKind::Layers { with_internal: true } => "layers with internal",
        FileKind::Bundle => "bundle",
        FileKind::Document => "document",
    }
}

/// Every kind of file.
const KINDS: [FileKind; 8] = [
    FileKind::NotebookZip,
    FileKind::NotebookHtml,
    FileKind::Campaign,
    FileKind::Kit,
    FileKind::Layers { with_internal: false },
    FileKind::Layers { with_internal: true },
    FileKind::Bundle,
    FileKind::Document,
];

pub(super) fn count(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn write_request(request: &Request) -> Item {
    let walk = |what: &str, walk: &WalkId| Written::of(what).with(walk.to_string());
    match request {
        Request::Make(question) => walk("make", &question.of)
            .with(kind_name(question.kind))
            .with(question.chosen.0.as_str())
            .with(question.language.code()),
        Request::Look => Written::of("look"),
        Request::Import(look, doubted) => {
            Written::of("import").with(i64::from(*look)).with(*doubted)
        }
        Request::Join(payload) => Written::of("join").with(payload.as_str()),
        Request::Accept(payload) => Written::of("accept").with(payload.as_str()),
        Request::Read(asked) => write_asked(asked),
        Request::Check(of, answer) => walk("check", of).with(answer.as_str()),
        Request::Link(of) => walk("link", of),
        Request::Wipe(of) => walk("wipe", of),
        Request::Erase(of) => walk("erase", of),
    }
    .value()
}

fn read_request(value: &Json) -> Option<Request> {
    let mut parts = Parts::of(value)?;
    Some(match parts.text()? {
        "make" => {
            let of = parts.walk()?;
            let name = parts.text()?;
            let kind = KINDS.into_iter().find(|kind| kind_name(*kind) == name)?;
            let chosen = Chosen(parts.owned()?);
            Request::Make(FileQuestion { kind, of, chosen, language: language(parts.text()?) })
        }
        "look" => Request::Look,
        "import" => Request::Import(u32::try_from(parts.whole()?).ok()?, parts.flag()?),
        "join" => Request::Join(parts.owned()?),
        "accept" => Request::Accept(parts.owned()?),
        "read" => Request::Read(read_asked(&mut parts)?),
        "check" => Request::Check(parts.walk()?, parts.owned()?),
        "link" => Request::Link(parts.walk()?),
        "wipe" => Request::Wipe(parts.walk()?),
        "erase" => Request::Erase(parts.walk()?),
        _ => return None,
    })
}

fn language(code: &str) -> Language {
    Language::from_tag(code).unwrap_or_default()
}

impl Message {
    /// It as text.
    pub fn write(&self) -> String {
        let held = self.held.iter().flat_map(|(media, kind)| [media.to_string(), kind.clone()]);
        let held: Vec<String> = held.collect();
        Written(String::new())
            .with(i64::from(self.id))
            .with(write_request(&self.request))
            .with(self.language.code())
            .with(self.at.utc_ms)
            .with(i64::from(self.at.offset_min))
            .with(count(self.observations))
            .texts(&self.unsaved)
            .texts(&held)
            .with(self.writer.as_str())
            .value()
            .0
    }

    /// The message of a text; `None` when it is none.
    pub fn read(text: &str) -> Option<Self> {
        let value = json::read(text).ok()?;
        let mut parts = Parts::of(&value)?;
        let id = u32::try_from(parts.whole()?).ok()?;
        let request = read_request(parts.value()?)?;
        let language = language(parts.text()?);
        let (utc_ms, offset_min) = (parts.whole()?, i16::try_from(parts.whole()?).ok()?);
        let observations = parts.count()?;
        let unsaved = parts.texts()?;
        let held = parts.texts()?;
        let pairs = held.chunks_exact(2).map(|pair| match pair {
            [media, kind] => Some((MediaId::parse(media)?, kind.clone())),
            _ => None,
        });
        let held = pairs.collect::<Option<Vec<_>>>()?;
        let at = Stamp { utc_ms, offset_min };
        let writer = parts.owned()?;
        Some(Self { id, request, language, at, observations, unsaved, held, writer })
    }
}

fn write_not_stored(written: Written, why: &NotStored) -> Written {
    match why {
        NotStored::Full => written.with("full").with(""),
        NotStored::Refused => written.with("refused").with(""),
        NotStored::Newer => written.with("newer").with(""),
        NotStored::ReadBackDiffers => written.with("differs").with(""),
        NotStored::Other(why) => written.with("other").with(why.as_str()),
    }
}

fn read_not_stored(parts: &mut Parts<'_>) -> Option<NotStored> {
    let (name, why) = (parts.text()?, parts.owned()?);
    Some(match name {
        "full" => NotStored::Full,
        "refused" => NotStored::Refused,
        "newer" => NotStored::Newer,
        "differs" => NotStored::ReadBackDiffers,
        _ => NotStored::Other(why),
    })
}

fn write_error(error: &ExchangeError) -> Item {
    let said = |what: &str, why: &String| Written::of(what).with(why.as_str());
    match error {
        ExchangeError::Unreadable(why) => write_not_stored(Written::of("unreadable"), why),
        ExchangeError::NotStored(why) => write_not_stored(Written::of("not_stored"), why),
        ExchangeError::WalkUnreadable(title, why) => write_not_stored(said("walk", title), why),
        ExchangeError::NotHere => Written::of("not_here"),
        ExchangeError::File(why) => said("file", why),
        ExchangeError::NothingRead(why) => Written::of("nothing_read").texts(why),
        ExchangeError::Told(why) => said("told", why),
        ExchangeError::NotInvited => Written::of("not_invited"),
        ExchangeError::Died(why) => said("died", why),
        ExchangeError::NotUnderstood => Written::of("not_understood"),
        ExchangeError::Engine(why) => said("engine", why),
    }
    .value()
}

fn read_error(value: &Json) -> Option<ExchangeError> {
    let mut parts = Parts::of(value)?;
    Some(match parts.text()? {
        "unreadable" => ExchangeError::Unreadable(read_not_stored(&mut parts)?),
        "not_stored" => ExchangeError::NotStored(read_not_stored(&mut parts)?),
        "walk" => ExchangeError::WalkUnreadable(parts.owned()?, read_not_stored(&mut parts)?),
        "not_here" => ExchangeError::NotHere,
        "file" => ExchangeError::File(parts.owned()?),
        "nothing_read" => ExchangeError::NothingRead(parts.texts()?),
        "told" => ExchangeError::Told(parts.owned()?),
        "not_invited" => ExchangeError::NotInvited,
        "died" => ExchangeError::Died(parts.owned()?),
        "not_understood" => ExchangeError::NotUnderstood,
        "engine" => ExchangeError::Engine(parts.owned()?),
        _ => return None,
    })
}

/// What was read of a file, as the record line it would be.
fn part_line(body: &Body) -> String {
    let writer = Writer { walk: WalkId(1), device: DeviceNumber(1), at: Stamp::default() };
    writer.line(RecordId(1), body)
}

fn write_done(done: &Done) -> Item {
    match done {
        Done::File(made) => Written::of("file")
            .with(made.name.as_str())
            .with(count(made.items))
            .with(count(made.photos))
            .texts(&made.remarks)
            .with(made.whole)
            .with(i64::try_from(made.size).unwrap_or(i64::MAX))
            .with(made.can_share)
            .with(made.left.as_str()),
        Done::Foreseen(Foreseen { walks, said, takes, doubted }) => {
            let walks: Vec<String> = walks.iter().map(ToString::to_string).collect();
            Written::of("foreseen").texts(&walks).texts(said).with(*takes).with(*doubted)
        }
        Done::TakenIn(report) => {
            let walks: Vec<String> = report.walks.iter().map(ToString::to_string).collect();
            let campaigns: Vec<String> = report.campaigns.iter().map(ToString::to_string).collect();
            Written::of("taken_in")
                .texts(&walks)
                .texts(&campaigns)
                .with(count(report.records_new))
                .with(count(report.records_known))
                .with(count(report.photos_new))
                .with(count(report.photos_known))
                .with(report.partly)
                .texts(&report.problems)
                .texts(&report.receptions)
        }
        Done::Names(read) => {
            let written =
                write_questions(Written::of("names").texts(&read.remarks), &read.questions);
            read.names.iter().fold(written, |written, name| {
                let PerimeterName { index, code_qp, lib_qp, insee_com, lib_com, parts } = name;
                let written = written.with(count(*index)).with(count(*parts));
                written.texts([code_qp, lib_qp, insee_com, lib_com])
            })
        }
        Done::Part(part) => {
            let written = Written::of("part").with(part_line(&part.body)).with(part.file.as_str());
            write_questions(written.texts(&part.remarks).with(part.warns), &part.questions)
        }
        Done::Checked(matches) => Written::of("checked").with(*matches),
        Done::Link(link) => Written::of("link")
            .with(link.payload.as_str())
            .with(link.whole)
            .with(link.with_perimeter),
        Done::Wiped => Written::of("wiped"),
        Done::Erased => Written::of("erased"),
    }
    .value()
}

fn read_name(parts: &mut Parts<'_>) -> Option<PerimeterName> {
    let (index, rows) = (parts.count()?, parts.count()?);
    let texts: [String; 4] = parts.texts()?.try_into().ok()?;
    let [code_qp, lib_qp, insee_com, lib_com] = texts;
    Some(PerimeterName { index, code_qp, lib_qp, insee_com, lib_com, parts: rows })
}

fn read_done(value: &Json) -> Option<Done> {
    let mut parts = Parts::of(value)?;
    Some(match parts.text()? {
        "file" => Done::File(Made {
            name: parts.owned()?,
            items: parts.count()?,
            photos: parts.count()?,
            remarks: parts.texts()?,
            whole: parts.flag()?,
            size: parts.value()?.as_u64()?,
            can_share: parts.flag()?,
            left: parts.owned()?,
        }),
        "foreseen" => Done::Foreseen(Foreseen {
            walks: parts.walks()?,
            said: parts.texts()?,
            takes: parts.flag()?,
            doubted: parts.flag()?,
        }),
        "taken_in" => Done::TakenIn(ImportReport {
            walks: parts.walks()?,
            campaigns: parts.walks()?,
            records_new: parts.count()?,
            records_known: parts.count()?,
            photos_new: parts.count()?,
            photos_known: parts.count()?,
            partly: parts.flag()?,
            problems: parts.texts()?,
            receptions: parts.texts()?,
        }),
        "names" => {
            let (remarks, questions) = (parts.texts()?, read_questions(&mut parts)?);
            let mut names = Vec::new();
            while parts.0.len() > 0 {
                names.push(read_name(&mut parts)?);
            }
            Done::Names(ReadNames { names, remarks, questions })
        }
        "part" => {
            let body = v1::read_line(parts.text()?).ok()?.record.body;
            let (file, remarks) = (parts.owned()?, parts.texts()?);
            let (warns, questions) = (parts.flag()?, read_questions(&mut parts)?);
            Done::Part(Box::new(ReadPart { body, file, remarks, warns, questions }))
        }
        "checked" => Done::Checked(parts.flag()?),
        "link" => Done::Link(Link {
            payload: parts.owned()?,
            whole: parts.flag()?,
            with_perimeter: parts.flag()?,
        }),
        "wiped" => Done::Wiped,
        "erased" => Done::Erased,
        _ => return None,
    })
}

impl JobAnswer {
    /// It as text.
    pub fn write(&self) -> String {
        match self {
            Self::Here => Written::of("here"),
            Self::Progress(done, of) => Written::of("progress").with(count(*done)).with(count(*of)),
            Self::Done(done) => Written::of("done").with(write_done(done)),
            Self::Failed(why) => Written::of("failed").with(write_error(why)),
        }
        .value()
        .0
    }

    /// The answer of a text; one that is none is a failure of its own.
    pub fn read(text: &str) -> Self {
        let read = || {
            let value = json::read(text).ok()?;
            let mut parts = Parts::of(&value)?;
            Some(match parts.text()? {
                "here" => Self::Here,
                "progress" => Self::Progress(parts.count()?, parts.count()?),
                "done" => Self::Done(read_done(parts.value()?)?),
                "failed" => Self::Failed(read_error(parts.value()?)?),
                _ => return None,
            })
        };
        read().unwrap_or(Self::Failed(ExchangeError::NotUnderstood))
    }
}

#[cfg(test)]
#[path = "wire_tests.rs"]
mod tests;
