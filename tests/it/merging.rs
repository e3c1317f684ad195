//! The laws of merging: gathering notebooks is a union of sets, whatever the order, the number of
//! times and the wrapping.

use std::collections::BTreeSet;

use eclaireuse::domain::identity::RecordId;
use eclaireuse::domain::walk::notebook::{Notebook, Taken};
use eclaireuse::format::v1;
use proptest::prelude::*;

use crate::notebook_file::{
    Photos, WRAPPINGS, Wrapping, named, observation_by, observation_line, photo_line, read,
    unknown_line, walk_line, written,
};

/// What is on one device: record lines and photos.
#[derive(Clone, PartialEq, Debug, Default)]
struct Device {
    lines: BTreeSet<String>,
    photos: Photos,
}

impl Device {
    /// The file that it hands over.
    fn file(&self, wrapping: Wrapping) -> Vec<u8> {
        let lines: Vec<String> = self.lines.iter().cloned().collect();
        written(wrapping, &lines, &self.photos).0
    }

    /// Takes a file in.
    fn takes(mut self, file: &[u8]) -> Self {
        let got = read(file).unwrap();
        self.lines.extend(got.lines);
        self.photos.extend(got.photos);
        self
    }

    fn gathers(self, other: &Self) -> Self {
        self.takes(&other.file(Wrapping::Zip))
    }

    /// What it shows.
    fn notebook(&self) -> Notebook {
        shown(self.lines.iter())
    }
}

fn shown<'a>(lines: impl Iterator<Item = &'a String>) -> Notebook {
    let mut notebook = Notebook::default();
    for line in lines {
        notebook.take(v1::read_line(line).unwrap().record);
    }
    notebook
}

/// Lines as several devices may hold them: few ids, so that revisions meet and clash.
fn some_line() -> impl Strategy<Value = String> {
    let words = prop_oneof![Just("sombre"), Just("éteint"), Just("<b>ظلام")];
    prop_oneof![
        6 => (1..4u32, 1..4u128, 1..4u32, words.clone(), any::<bool>())
            .prop_map(|(device, id, revision, words, withdrawn)| {
                observation_by(device, id, words, revision, withdrawn)
            }),
        2 => (1..4u128, any::<bool>()).prop_map(|(id, withdrawn)| {
            photo_line(100 + id, id, &[u8::try_from(id).unwrap()], withdrawn)
        }),
        1 => words.clone().prop_map(walk_line),
        1 => words.prop_map(unknown_line),
    ]
}

fn some_lines() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(some_line(), 0..12)
}

fn some_device() -> impl Strategy<Value = Device> {
    (some_lines(), any::<[bool; 3]>()).prop_map(|(lines, has)| {
        let bytes = [[1u8], [2], [3]];
        let kept: Vec<&[u8]> =
            bytes.iter().zip(has).filter(|(_, has)| *has).map(|(bytes, _)| &bytes[..]).collect();
        let mut device = Device { lines: lines.into_iter().collect(), photos: named(&kept) };
        // A photo travels with the record that names it.
        for id in 1..4u8 {
            if device
                .photos
                .contains_key(&eclaireuse::domain::observation::photo::MediaId::of(&[id]))
            {
                let id = u128::from(id);
                let byte = [u8::try_from(id).unwrap()];
                device.lines.insert(photo_line(100 + id, id, &byte, false));
            }
        }
        device
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_order_and_the_number_of_times_do_not_matter(
        lines in some_lines(),
        again in proptest::collection::vec(any::<prop::sample::Index>(), 0..12),
        turn in any::<prop::sample::Index>(),
    ) {
        let once = shown(lines.iter());
        prop_assert_eq!(&shown(lines.iter().rev()), &once);
        prop_assert_eq!(&shown(lines.iter().chain(&lines)), &once);
        if !lines.is_empty() {
            let mut turned = lines.clone();
            turned.rotate_left(turn.index(lines.len()));
            let repeated = again.iter().map(|at| at.get(&lines));
            prop_assert_eq!(&shown(turned.iter().chain(repeated)), &once);
        }
    }

    #[test]
    fn counts_are_those_of_a_recount(lines in some_lines()) {
        let notebook = shown(lines.iter());
        let standing = notebook.all_observations().filter(|one| !one.withdrawn).count();
        prop_assert_eq!(notebook.observation_count(), standing);
        let ids: BTreeSet<RecordId> =
            lines.iter().map(|line| v1::read_line(line).unwrap().record.envelope.id).collect();
        prop_assert_eq!(notebook.thing_count(), ids.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn gathering_is_a_union(a in some_device(), b in some_device(), c in some_device()) {
        let with_itself = a.clone().gathers(&a);
        prop_assert_eq!(&with_itself, &a, "idempotent");
        let (ab, ba) = (a.clone().gathers(&b), b.clone().gathers(&a));
        prop_assert_eq!(&ab, &ba, "commutative");
        prop_assert_eq!(ab.notebook(), ba.notebook());
        let (left, right) = (ab.gathers(&c), a.gathers(&b.gathers(&c)));
        prop_assert_eq!(&left, &right, "associative");
        prop_assert_eq!(left.notebook(), right.notebook());
    }

    #[test]
    fn what_was_handed_over_survives_a_wipe(device in some_device()) {
        for wrapping in WRAPPINGS {
            let file = device.file(wrapping);
            let restored = Device::default().takes(&file);
            prop_assert_eq!(&restored, &device, "{:?}", wrapping);
            prop_assert_eq!(restored.notebook(), device.notebook());
            // A file made of what was restored says the same again.
            prop_assert_eq!(restored.file(wrapping), file);
        }
    }
}

#[test]
fn a_clash_keeps_both_and_every_device_shows_the_same() {
    let (one, two) = (observation_line(1, "one", 2, false), observation_line(1, "two", 2, false));
    let device =
        |line: &String| Device { lines: BTreeSet::from([line.clone()]), ..Device::default() };
    let (a, b) = (device(&one), device(&two));
    let (ab, ba) = (a.clone().gathers(&b), b.gathers(&a));
    assert_eq!(ab.lines, BTreeSet::from([one.clone(), two.clone()]));
    assert_eq!(ab, ba);
    let notebook = ab.notebook();
    assert!(notebook.is_clashing(RecordId(1)));
    assert_eq!(notebook, ba.notebook());

    let mut notebook = Notebook::default();
    let mut take = |line: &String| notebook.take(v1::read_line(line).unwrap().record);
    assert_eq!((take(&one), take(&one), take(&two)), (Taken::Shown, Taken::Nothing, Taken::Clash));
    // A later revision settles it.
    assert_eq!(take(&observation_line(1, "three", 3, false)), Taken::Shown);
    assert_eq!(notebook.clashes(), 0);
}

#[test]
fn what_this_version_does_not_know_is_passed_on_from_device_to_device() {
    let unknown = unknown_line("\\u003c/script> la suite");
    let first =
        Device { lines: BTreeSet::from([unknown.clone(), walk_line("x")]), ..Device::default() };
    let through_page = Device::default().takes(&first.file(Wrapping::Html));
    let through_both = Device::default().takes(&through_page.file(Wrapping::Zip));
    assert!(through_both.lines.contains(&unknown));
    assert_eq!(through_both, first);
}

#[test]
fn nobody_changes_what_another_said() {
    let said = observation_by(1, 1, "sombre", 1, false);
    let amended = observation_by(1, 1, "sombre le soir", 2, false);
    let forged = observation_by(2, 1, "", 3, true);
    for order in
        [[&said, &amended, &forged], [&forged, &said, &amended], [&said, &forged, &amended]]
    {
        let notebook = shown(order.into_iter());
        let one = notebook.observation(RecordId(1)).unwrap();
        assert_eq!((one.words.as_str(), one.withdrawn), ("sombre le soir", false));
        assert_eq!((notebook.observation_count(), notebook.clashes()), (1, 1));
        assert_eq!(notebook.by_others(RecordId(1)).count(), 1, "it is kept");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// What others write, whatever its number, changes nothing of what the author is shown with.
    #[test]
    fn what_others_write_of_a_thing_is_never_shown(
        own in proptest::collection::vec((2..5u32, any::<bool>()), 0..4),
        foreign in proptest::collection::vec((2..4u32, 2..9u32, any::<bool>()), 0..6),
    ) {
        let mut lines = vec![observation_by(1, 1, "a", 1, false)];
        lines.extend(own.iter().map(|(rev, gone)| observation_by(1, 1, "b", *rev, *gone)));
        let alone = shown(lines.iter());
        let foreign = foreign.iter().map(|(by, rev, gone)| observation_by(*by, 1, "z", *rev, *gone));
        lines.extend(foreign);
        let with_others = shown(lines.iter().rev());
        prop_assert_eq!(with_others.record(RecordId(1)), alone.record(RecordId(1)));
        prop_assert_eq!(with_others.observation_count(), alone.observation_count());
    }
}
