//! A thing of many fields that several devices may write on, field by field.

use std::collections::{BTreeMap, BTreeSet};

use super::Digest;
use super::register::Said;
use crate::domain::identity::{DeviceNumber, RecordId};
use crate::domain::stamp::Stamp;

/// A thing whose fields are set one by one.
pub trait Fields: Clone + PartialEq {
    /// One of its fields.
    type Field: Copy + Ord + std::fmt::Debug + 'static;

    /// Every field.
    const ALL: &'static [Self::Field];

    /// The field that says that the thing was set aside.
    const WITHDRAWN: Self::Field;

    /// Takes one field over from another.
    fn copy(&mut self, field: Self::Field, from: &Self);

    /// Whether one field is the same.
    fn same(&self, field: Self::Field, other: &Self) -> bool;

    /// The thing with nothing said of it.
    fn unsaid(&self) -> Self;

    /// Whether it is set aside.
    fn is_withdrawn(&self) -> bool;

    /// Which of two values of a field that did not know of each other is shown, before the digests
    /// decide: `true` when this one must be, for what leaves the group is never the wider of two.
    fn outranks(&self, _field: Self::Field, _other: &Self) -> bool {
        false
    }

    /// The fields that differ.
    fn changed(&self, before: &Self) -> Vec<Self::Field> {
        Self::ALL.iter().copied().filter(|field| !self.same(*field, before)).collect()
    }
}

/// Writes what [`Fields`] asks for: the name of the fields, each with its stored name.
macro_rules! fields {
    ($(#[$doc:meta])* $name:ident of $thing:ty { $($variant:ident $stored:literal $field:ident,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        #[allow(missing_docs, reason = "each is documented where the thing is")]
        pub enum $name { $($variant),+ }

        impl $name {
            /// Every field, in the order in which it is stored.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stored name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $stored),+ }
            }

            /// The field of a stored name.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|field| field.name() == name)
            }
        }

        impl $thing {
            fn copy_field(&mut self, field: $name, from: &Self) {
                match field { $($name::$variant => self.$field.clone_from(&from.$field)),+ }
            }

            fn same_field(&self, field: $name, other: &Self) -> bool {
                match field { $($name::$variant => self.$field == other.$field),+ }
            }
        }
    };
}
pub(crate) use fields;

/// One statement about some fields.
#[derive(Clone, PartialEq, Debug)]
struct Edit<T: Fields> {
    /// Apart: a map has room for eleven, and most things were said once.
    value: Box<T>,
    fields: Vec<T::Field>,
    over: Vec<Digest>,
}

/// A whole value, as it was written before fields were: what it changed is seen by comparing it
/// with the revision before.
#[derive(Clone, PartialEq, Debug)]
struct Whole<T> {
    digest: Digest,
    device: DeviceNumber,
    value: Box<T>,
}

/// The revisions of one record, by revision, clock and digest.
type Revised<T> = BTreeMap<(u32, Stamp, Digest), Whole<T>>;

/// Several values of a field that did not know of each other.
#[derive(Clone, PartialEq, Debug)]
pub struct ContestedField<F> {
    /// The field.
    pub field: F,
    /// The statements that stand, by digest.
    pub heads: Vec<Digest>,
}

/// All that was said of a thing.
#[derive(Clone, PartialEq, Debug)]
pub struct Edits<T: Fields> {
    /// By record.
    wholes: BTreeMap<RecordId, Revised<T>>,
    edits: BTreeMap<Digest, Edit<T>>,
    /// The statements that stand, by field, both in order.
    heads: Vec<(T::Field, Vec<Digest>)>,
    shown: Option<T>,
    contested: Vec<ContestedField<T::Field>>,
}

impl<T: Fields> Default for Edits<T> {
    fn default() -> Self {
        Self {
            wholes: BTreeMap::new(),
            edits: BTreeMap::new(),
            heads: Vec::new(),
            shown: None,
            contested: Vec::new(),
        }
    }
}

impl<T: Fields> Edits<T> {
    /// Takes a whole value in: the first of a thing, or one written before fields were.
    pub fn take_whole(&mut self, said: Said<'_>, device: DeviceNumber, value: T) {
        let revisions = self.wholes.entry(said.record).or_default();
        let whole = Whole { digest: said.digest, device, value: Box::new(value) };
        let rank = (said.revision, said.at, said.digest);
        // Known already, unless something of it was erased since.
        if revisions.get(&rank) != Some(&whole) {
            revisions.insert(rank, whole);
            self.fold();
        }
    }

    /// Takes in what was said of some fields.
    pub fn take(&mut self, digest: Digest, over: &[Digest], fields: Vec<T::Field>, value: T) {
        let edit = Edit { value: Box::new(value), fields, over: over.to_vec() };
        if self.edits.get(&digest) != Some(&edit) {
            self.edits.insert(digest, edit);
            self.fold();
        }
    }

    /// What is shown; `None` as long as only edits of a thing came whose first value is missing.
    pub fn shown(&self) -> Option<&T> {
        self.shown.as_ref()
    }

    /// The whole values, the first among them.
    pub fn wholes(&self) -> impl Iterator<Item = &T> {
        self.wholes.values().flat_map(BTreeMap::values).map(|whole| &*whole.value)
    }

    /// The device that made the thing.
    pub fn made_by(&self) -> Option<DeviceNumber> {
        let first = self.wholes.values().filter_map(|revisions| revisions.iter().next());
        first.min_by_key(|(rank, _)| **rank).map(|(_, whole)| whole.device)
    }

    /// The fields of which several values stand that did not know of each other.
    pub fn contested(&self) -> &[ContestedField<T::Field>] {
        &self.contested
    }

    /// What a statement says.
    pub fn said(&self, digest: Digest) -> Option<&T> {
        let wholes = self.wholes.values().flat_map(BTreeMap::values);
        let edit = self.edits.get(&digest).map(|edit| &*edit.value);
        edit.or_else(|| {
            wholes.into_iter().find(|whole| whole.digest == digest).map(|whole| &*whole.value)
        })
    }

    /// Whether some statement, replaced or not, gave a field this value.
    pub fn was_said(&self, field: T::Field, value: &T) -> bool {
        let wholes = self.wholes.values().flat_map(BTreeMap::values).map(|whole| &*whole.value);
        let edits = self.edits.values().filter(|edit| edit.fields.contains(&field));
        wholes.chain(edits.map(|edit| &*edit.value)).any(|said| said.same(field, value))
    }

    /// The statements that one about these fields replaces. Whoever sets a thing aside has seen all
    /// that is said of it; whoever writes on it has seen whether it was set aside.
    pub fn over(&self, fields: &[T::Field], value: &T) -> Vec<Digest> {
        let all = sets_aside(fields, value);
        let of = |field: &T::Field| all || fields.contains(field) || *field == T::WITHDRAWN;
        self.heads_of(of)
    }

    /// The statements that stand in what one about these fields would change.
    pub fn changed_by(&self, fields: &[T::Field], value: &T) -> Vec<Digest> {
        let all = sets_aside(fields, value);
        self.heads_of(|field| all || fields.contains(field))
    }

    fn heads_of(&self, of: impl Fn(&T::Field) -> bool) -> Vec<Digest> {
        let of_fields = self.heads.iter().filter(|(field, _)| of(field));
        let heads = of_fields.flat_map(|(_, heads)| heads);
        let heads: BTreeSet<Digest> = heads.copied().collect();
        heads.into_iter().collect()
    }

    fn heads_for(&self, field: T::Field) -> &[Digest] {
        let found = self.heads.iter().find(|(known, _)| *known == field);
        found.map_or(&[], |(_, heads)| heads)
    }

    /// The statements that stand for one field.
    pub fn heads(&self, field: T::Field) -> Vec<Digest> {
        self.heads_for(field).to_vec()
    }

    fn fold(&mut self) {
        let mut set: BTreeMap<T::Field, BTreeSet<Digest>> = BTreeMap::new();
        let mut replaced: BTreeMap<T::Field, BTreeSet<Digest>> = BTreeMap::new();
        // What each whole value was made of, field by field.
        let mut sources: BTreeMap<Digest, BTreeMap<T::Field, Digest>> = BTreeMap::new();
        for revisions in self.wholes.values() {
            for ((revision, ..), whole) in revisions {
                let before = revision_before(revisions, *revision, whole.device);
                let known = before.and_then(|before| sources.get(&before.digest)).cloned();
                let unsaid = whole.value.unsaid();
                let compared = before.map_or(&unsaid, |before| &before.value);
                let mut source = known.unwrap_or_default();
                for field in whole.value.changed(compared) {
                    if let Some(old) = source.insert(field, whole.digest) {
                        replaced.entry(field).or_default().insert(old);
                    }
                    set.entry(field).or_default().insert(whole.digest);
                }
                sources.insert(whole.digest, source);
            }
        }
        for (digest, edit) in &self.edits {
            for field in &edit.fields {
                set.entry(*field).or_default().insert(*digest);
                replaced.entry(*field).or_default().extend(&edit.over);
            }
        }
        for (field, gone) in &replaced {
            if let Some(heads) = set.get_mut(field) {
                heads.retain(|head| !gone.contains(head));
            }
        }
        let set = set.into_iter().map(|(field, heads)| (field, heads.into_iter().collect()));
        self.heads = set.collect();
        self.contested.clear();
        let first = self.wholes.values().filter_map(|revisions| revisions.iter().next());
        let first = first.min_by_key(|(rank, _)| **rank).map(|(_, whole)| whole.value.unsaid());
        let Some(mut shown) = first else {
            self.shown = None;
            return;
        };
        let mut contested = Vec::new();
        for (field, heads) in &self.heads {
            let mut best: Option<&T> = None;
            let mut differ = false;
            for said in heads.iter().filter_map(|head| self.said(*head)) {
                differ |= best.is_some_and(|best| !best.same(*field, said));
                if best.is_none_or(|best| !best.outranks(*field, said)) {
                    best = Some(said);
                }
            }
            if let Some(best) = best {
                shown.copy(*field, best);
            }
            if differ {
                let heads = heads.clone();
                contested.push(ContestedField { field: *field, heads });
            }
        }
        // Whoever set it aside had to have seen what others wrote: else it stands, and is offered.
        if shown.is_withdrawn() {
            let asides = self.heads_for(T::WITHDRAWN).iter();
            let unseen = asides.clone().all(|aside| !self.has_seen_all(*aside, &sources));
            if unseen {
                let mut stands = shown.clone();
                stands.copy(T::WITHDRAWN, &shown.unsaid());
                shown = stands;
                contested.retain(|one| one.field != T::WITHDRAWN);
                let heads = asides.copied().collect();
                contested.push(ContestedField { field: T::WITHDRAWN, heads });
            }
        }
        self.contested = contested;
        self.shown = Some(shown);
    }

    /// Whether the one who set the thing aside had seen all that stands, or what stands was written
    /// by somebody who knew that it was set aside.
    fn has_seen_all(
        &self,
        aside: Digest,
        sources: &BTreeMap<Digest, BTreeMap<T::Field, Digest>>,
    ) -> bool {
        let known: BTreeSet<Digest> = match (self.edits.get(&aside), sources.get(&aside)) {
            (Some(edit), _) => edit.over.iter().copied().collect(),
            (None, Some(source)) => source.values().copied().collect(),
            (None, None) => return true,
        };
        let others = self.heads.iter().filter(|(field, _)| *field != T::WITHDRAWN);
        others.flat_map(|(_, heads)| heads).all(|head| {
            *head == aside
                || known.contains(head)
                || self.edits.get(head).is_some_and(|edit| edit.over.contains(&aside))
        })
    }
}

fn sets_aside<T: Fields>(fields: &[T::Field], value: &T) -> bool {
    fields.contains(&T::WITHDRAWN) && value.is_withdrawn()
}

/// The revision that a whole value was most likely made from: the one before by the same device,
/// else the one that was shown then.
fn revision_before<T>(
    revisions: &Revised<T>,
    revision: u32,
    device: DeviceNumber,
) -> Option<&Whole<T>> {
    let earlier = || revisions.iter().filter(|((other, ..), _)| *other < revision);
    let last = earlier().next_back().map(|((last, ..), _)| *last)?;
    let own = earlier().rfind(|((other, ..), whole)| *other == last && whole.device == device);
    own.or_else(|| earlier().next_back()).map(|(_, whole)| whole)
}
