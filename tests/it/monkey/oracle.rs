//! Who heard every intention: what was meant, what said « Enregistré », and what the files hold, kept
//! apart from the app and by rules of its own, so that it can contradict it.

use std::collections::{BTreeMap, BTreeSet};

use eclaireuse::app::Model;
use eclaireuse::domain::code::Code;
use eclaireuse::domain::identity::RecordId;
use eclaireuse::domain::ledger::record::Body;
use eclaireuse::domain::observation::Observation;
use eclaireuse::domain::observation::amend::TextField;
use eclaireuse::domain::observation::place::Place;
use eclaireuse::format::v1;

use crate::phone::Disk;

/// What somebody said of one thing, in codes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Said {
    pub(super) category: String,
    /// Questions with one answer.
    pub(super) one: BTreeMap<&'static str, String>,
    /// Questions with several.
    pub(super) several: BTreeSet<(&'static str, String)>,
    /// Chosen by hand, ten-millionths of a degree.
    pub(super) placed: Option<(i32, i32)>,
    pub(super) finished: bool,
    pub(super) withdrawn: bool,
}

impl Said {
    /// One answer: tapped again it is taken back.
    pub(super) fn answers(&mut self, question: &'static str, code: &str) {
        if self.one.get(question).is_some_and(|given| given == code) {
            self.one.remove(question);
        } else {
            self.one.insert(question, code.to_owned());
        }
        if question == "avoided" && self.one.get(question).is_none_or(|given| given != "true") {
            self.several.retain(|(question, _)| *question != "avoided_by");
        }
    }

    /// One of several, or one fewer.
    pub(super) fn adds(&mut self, question: &'static str, code: &str) {
        let answer = (question, code.to_owned());
        if !self.several.remove(&answer) {
            self.several.insert(answer);
        }
    }

    fn of(said: &Observation) -> Self {
        let mut one = BTreeMap::new();
        let mut put = |question, code: Option<String>| {
            if let Some(code) = code {
                one.insert(question, code);
            }
        };
        put("polarity", said.polarity.map(|it| it.code().to_owned()));
        put("feeling", said.feeling.map(|it| format!("{it:?}")));
        put("severity", said.severity.map(|it| format!("{it:?}")));
        put("frequency", said.frequency.map(|it| it.code().to_owned()));
        put("avoided", said.avoided.map(|it| it.to_string()));
        let mut several = BTreeSet::new();
        several.extend(said.present.iter().map(|it| ("present", it.code().to_owned())));
        several.extend(said.reasons.iter().map(|it| ("reason", it.code().to_owned())));
        several.extend(said.avoided_by.iter().map(|it| ("avoided_by", it.code().to_owned())));
        several.extend(said.secondary.iter().map(|it| ("secondary", it.code().to_owned())));
        Self {
            category: said.category.code().to_owned(),
            one,
            several,
            placed: said.thing.map(|thing| thing.place.e7()),
            finished: said.finished,
            withdrawn: said.withdrawn,
        }
    }
}

/// One thing that somebody meant to say.
#[derive(Clone, Debug, Default)]
pub(super) struct Thing {
    pub(super) meant: Said,
    pub(super) words: [String; 4],
    /// Names of pictures.
    pub(super) photos: BTreeSet<String>,
    /// What the phone called safe.
    kept: Option<(Said, [String; 4], BTreeSet<String>)>,
    /// What else was meant since: a page that dies may be in the middle of it.
    since: [Vec<String>; 4],
    /// What was typed of it before it was erased in vain: nothing on disk can tell that it is over.
    lingers: Vec<String>,
    /// Whether it is to be erased, and whether that was called safe.
    pub(super) erasing: bool,
    pub(super) erased: bool,
    /// Words that were ever typed of it.
    pub(super) marks: Vec<String>,
    /// Where she truly stood, at which true time (ms).
    pub(super) stood: Option<(Place, i64)>,
}

impl Thing {
    pub(super) fn said(meant: Said, stood: Option<(Place, i64)>) -> Self {
        Self { meant, stood, ..Self::default() }
    }

    pub(super) fn types(&mut self, field: usize, text: &str) {
        // Spaces at the ends are not kept.
        let text = text.trim();
        text.clone_into(&mut self.words[field]);
        self.since[field].push(text.to_owned());
    }
}

/// What left the phone as files, and what the mediator has: the digests of the lines in them.
#[derive(Clone, Debug, Default)]
pub(super) struct Elsewhere {
    pub(super) perhaps: BTreeSet<u64>,
    pub(super) seen: BTreeSet<u64>,
    pub(super) mediator: BTreeSet<u64>,
}

#[derive(Default)]
pub(super) struct Oracle {
    pub(super) things: BTreeMap<RecordId, Thing>,
    pub(super) elsewhere: Elsewhere,
    /// Words of walks that were wiped.
    pub(super) wiped: Vec<String>,
    /// Lines that were read already, by key.
    read: BTreeMap<String, Line>,
}

/// A line: of which thing, which revision; an observation, or a picture: of what, its name, withdrawn.
type Line = (RecordId, u32, Option<Observation>, Option<(RecordId, String, bool)>);

/// What stands on the disk: observations, and the pictures of each.
type Standing = BTreeMap<RecordId, (Observation, BTreeSet<String>)>;

impl Oracle {
    fn stands(&mut self, disk: &Disk) -> Result<Standing, String> {
        let mut newest: BTreeMap<RecordId, (u32, &str)> = BTreeMap::new();
        for (key, line) in &disk.records {
            if !self.read.contains_key(key) {
                let read = v1::read_line(line).map_err(|why| format!("{why}: {line}"))?.record;
                let id = read.envelope.id;
                let (said, photo) = match read.body {
                    Body::Observation(said) => (Some(*said), None),
                    Body::Photo(photo) => {
                        let media = photo.media.to_string();
                        (None, Some((photo.observation, media, photo.withdrawn)))
                    }
                    _ => (None, None),
                };
                self.read.insert(key.clone(), (id, read.envelope.revision, said, photo));
            }
            let (id, revision, ..) = &self.read[key];
            let known = newest.entry(*id).or_insert((*revision, key));
            if known.0 < *revision {
                *known = (*revision, key);
            }
        }
        let mut standing = Standing::new();
        let mut photos = Vec::new();
        for (id, (_, key)) in newest {
            match &self.read[key] {
                (.., Some(said), _) => {
                    standing.insert(id, (said.clone(), BTreeSet::new()));
                }
                (.., Some(photo)) => photos.push(photo),
                _ => {}
            }
        }
        for (of, media, withdrawn) in photos {
            if !withdrawn && let Some((_, pictures)) = standing.get_mut(of) {
                pictures.insert(media.clone());
            }
        }
        Ok(standing)
    }

    /// What the page calls safe now is held against it from now on.
    pub(super) fn hears_what_is_safe(&mut self, model: &Model) {
        for (id, thing) in &mut self.things {
            let photos_safe =
                model.notebook.all_photos_of(*id).all(|photo| !model.is_unsaved(photo.id));
            if thing.erased || model.is_unsaved(*id) || !photos_safe {
                continue;
            }
            if thing.erasing {
                thing.erased = model.writes.is_empty() && model.observation(*id).is_none();
                continue;
            }
            let Some(said) = model.observation(*id) else { continue };
            let mut words = thing.kept.take().map(|kept| kept.1).unwrap_or_default();
            for field in TextField::ALL {
                // What is still being typed is not called safe.
                let at = field as usize;
                if model.typed(*id, field).trim() == said.text(field) {
                    words[at].clone_from(&thing.words[at]);
                    thing.since[at].clear();
                }
            }
            thing.kept = Some((thing.meant.clone(), words, thing.photos.clone()));
        }
    }

    /// The page died: what was only in it is gone. `in_flight`: something was on its way to the disk
    /// that may have arrived; `late`: local storage lost its last seconds.
    pub(super) fn page_died(
        &mut self,
        model: &Model,
        in_flight: bool,
        late: bool,
    ) -> Result<(), String> {
        let mut never = Vec::new();
        for (id, thing) in &mut self.things {
            if thing.erased {
                continue;
            }
            let here = model.observation(*id);
            if thing.erasing && in_flight && here.is_none() {
                thing.erased = true;
                continue;
            }
            // What is to be erased need not keep its last words.
            let was_erasing = std::mem::take(&mut thing.erasing);
            if was_erasing {
                thing.lingers.extend(thing.since.iter().flatten().cloned());
            }
            let Some((kept, words, photos)) = thing.kept.clone() else {
                if !(in_flight && here.is_some()) {
                    never.push(*id);
                }
                continue;
            };
            let is_as_meant = in_flight && here.is_some_and(|it| Said::of(it) == thing.meant);
            if !is_as_meant {
                thing.meant = kept;
            }
            let pictures = pictures(model, *id);
            if !(in_flight && pictures == thing.photos) {
                thing.photos = photos;
            }
            for field in TextField::ALL {
                let at = field as usize;
                let stands = model.typed(*id, field).trim().to_owned();
                let could = thing.since[at].contains(&stands)
                    || stands == words[at]
                    || late && thing.lingers.contains(&stands);
                let must = late || in_flight || was_erasing || stands == thing.words[at];
                if !(could && must) {
                    return Err(format!(
                        "{id} {field:?}: « {stands} » stands, « {} » was meant, « {} » was safe",
                        thing.words[at], words[at]
                    ));
                }
                thing.words[at] = stands;
            }
        }
        self.things.retain(|id, _| !never.contains(id));
        Ok(())
    }

    /// The screen of the page that was touched last, and the disk, against what was meant.
    pub(super) fn agrees(&mut self, model: &Model, disk: &Disk) -> Result<(), String> {
        let standing = self.stands(disk)?;
        for id in standing
            .keys()
            .chain(model.notebook.all_observations().map(|it| &it.id).collect::<Vec<_>>())
        {
            let thing = self.things.get(id);
            if thing.is_none_or(|thing| thing.erased) {
                return Err(format!("{id} stands and was not meant"));
            }
        }
        for (id, thing) in self.things.iter().filter(|(_, thing)| !thing.erased) {
            if !thing.erasing {
                let shown = model.observation(*id).ok_or(format!("{id} is not on the screen"))?;
                differs(id, "the screen", &Said::of(shown), &thing.meant)?;
                for field in TextField::ALL {
                    let (shown, meant) = (model.typed(*id, field), &thing.words[field as usize]);
                    if shown.trim() != *meant {
                        return Err(format!("{id} shows « {shown} », « {meant} » was typed"));
                    }
                }
                let pictures = pictures(model, *id);
                differs(id, "its pictures", &pictures, &thing.photos)?;
            }
            let Some((kept, words, photos)) = &thing.kept else { continue };
            if thing.erasing && !standing.contains_key(id) {
                continue;
            }
            let (stands, pictures) =
                standing.get(id).ok_or(format!("{id} was called safe and is not on the disk"))?;
            let said = Said::of(stands);
            if said != thing.meant {
                differs(id, "the disk", &said, kept)?;
            }
            if *pictures != thing.photos {
                differs(id, "the pictures on disk", pictures, photos)?;
            }
            for field in TextField::ALL {
                let (text, at) = (stands.text(field), field as usize);
                if text != words[at] && !thing.since[at].iter().any(|typed| typed == text) {
                    let safe = &words[at];
                    return Err(format!("{id} {field:?}: « {text} » on disk, « {safe} » was safe"));
                }
            }
        }
        self.nothing_comes_back(model, disk)?;
        self.files_hold_what_is_said(model)
    }

    /// Nobody finds again what was erased or wiped.
    fn nothing_comes_back(&self, model: &Model, disk: &Disk) -> Result<(), String> {
        let erased = self.things.iter().filter(|(_, thing)| thing.erased);
        let marks = erased.flat_map(|(_, thing)| &thing.marks).chain(&self.wiped);
        for mark in marks {
            let on_disk = disk.records.values().any(|line| line.contains(mark.as_str()));
            let typed = disk.drafts.values().chain(&model.drafts);
            if on_disk || typed.into_iter().any(|draft| draft.text.contains(mark.as_str())) {
                return Err(format!("« {mark} » was erased and is there"));
            }
        }
        Ok(())
    }

    /// No more is claimed of files, of being seen and of the mediator than is so.
    fn files_hold_what_is_said(&self, model: &Model) -> Result<(), String> {
        let claims = model.safety();
        let held = |by: &BTreeSet<u64>| {
            let stand = model.notebook.newest_first().filter(|said| {
                let mut ids = vec![said.id];
                ids.extend(model.notebook.all_photos_of(said.id).map(|photo| photo.id));
                let digests = ids.iter().filter_map(|id| model.notebook.record(*id));
                digests.into_iter().all(|record| by.contains(&record.digest))
            });
            stand.count()
        };
        let Elsewhere { perhaps, seen, mediator } = &self.elsewhere;
        let all: BTreeSet<u64> = perhaps.union(seen).chain(mediator).copied().collect();
        let sure: BTreeSet<u64> = seen.union(mediator).copied().collect();
        let (arrived, sure, all) = (held(mediator), held(&sure), held(&all));
        let is_true = claims.arrived <= arrived
            && claims.arrived + claims.seen <= sure
            && claims.arrived + claims.seen + claims.perhaps <= all
            && claims.standing == model.notebook.newest_first().count()
            && claims.nowhere + claims.perhaps + claims.seen + claims.arrived == claims.standing;
        if !is_true {
            return Err(format!("{claims:?}, but {arrived} arrived, {sure} seen, {all} in files"));
        }
        let memory = model.open.and_then(|walk| model.preferences.walks.get(&walk.to_string()));
        let says_arrived = memory.is_some_and(|memory| memory.received);
        if says_arrived && arrived < claims.standing {
            return Err(format!("« Transmis », and {arrived} of {} arrived", claims.standing));
        }
        Ok(())
    }
}

fn pictures(model: &Model, id: RecordId) -> BTreeSet<String> {
    model.notebook.photos_of(id).map(|photo| photo.media.to_string()).collect()
}

fn differs<T: PartialEq + std::fmt::Debug>(
    id: &RecordId,
    place: &str,
    stands: &T,
    meant: &T,
) -> Result<(), String> {
    if stands == meant {
        return Ok(());
    }
    Err(format!("{id}, {place}:\n  stands {stands:?}\n  meant  {meant:?}"))
}
