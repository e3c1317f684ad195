//! Every message comes back as it was written.

use proptest::prelude::*;

use super::*;
use crate::app::effect::{FileAsked, Reading};
use crate::domain::observation::place::Place;
use crate::domain::walk::Walk;
use crate::format::files::SpokenQuestion;

fn text() -> impl Strategy<Value = String> {
    "[ -~éà’\"\\\\\n\u{0}\u{202e}𝄞]{0,12}"
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(text(), 0..4)
}

fn walk() -> impl Strategy<Value = WalkId> {
    any::<u128>().prop_map(WalkId)
}

fn language() -> impl Strategy<Value = Language> {
    prop_oneof![Just(Language::Fr), Just(Language::En)]
}

fn not_stored() -> impl Strategy<Value = NotStored> {
    prop_oneof![
        Just(NotStored::Full),
        Just(NotStored::Refused),
        Just(NotStored::Newer),
        Just(NotStored::ReadBackDiffers),
        text().prop_map(NotStored::Other),
    ]
}

fn request() -> impl Strategy<Value = Request> {
    let kind = proptest::sample::select(KINDS.to_vec());
    let question = (kind, walk(), text(), language()).prop_map(|(kind, of, chosen, language)| {
        Request::Make(FileQuestion { kind, of, chosen: Chosen(chosen), language })
    });
    prop_oneof![
        question,
        Just(Request::Look),
        any::<(u32, bool)>().prop_map(|(look, doubted)| Request::Import(look, doubted)),
        text().prop_map(Request::Join),
        text().prop_map(Request::Accept),
        (
            proptest::sample::select(vec![
                Reading::PerimeterNames,
                Reading::Perimeter(7),
                Reading::Points,
                Reading::Route,
                Reading::Basemap
            ]),
            proptest::collection::vec((text(), text()), 0..3),
            proptest::collection::vec(
                (-1_800_000_000_i64..1_800_000_000, -900_000_000_i64..900_000_000),
                0..3
            ),
        )
            .prop_map(|(reading, answers, known)| {
                let known = known.into_iter().filter_map(|(lon, lat)| Place::from_e7(lon, lat));
                Request::Read(FileAsked { reading, known: known.collect(), answers })
            }),
        (walk(), text()).prop_map(|(walk, answer)| Request::Check(walk, answer)),
        walk().prop_map(Request::Link),
        walk().prop_map(Request::Wipe),
        walk().prop_map(Request::Erase),
    ]
}

fn error() -> impl Strategy<Value = ExchangeError> {
    prop_oneof![
        not_stored().prop_map(ExchangeError::Unreadable),
        not_stored().prop_map(ExchangeError::NotStored),
        (text(), not_stored()).prop_map(|(title, why)| ExchangeError::WalkUnreadable(title, why)),
        Just(ExchangeError::NotHere),
        text().prop_map(ExchangeError::File),
        texts().prop_map(ExchangeError::NothingRead),
        text().prop_map(ExchangeError::Told),
        Just(ExchangeError::NotInvited),
        text().prop_map(ExchangeError::Died),
        Just(ExchangeError::NotUnderstood),
        text().prop_map(ExchangeError::Engine),
    ]
}

fn questions() -> impl Strategy<Value = Vec<SpokenQuestion>> {
    let options = proptest::collection::vec((text(), text()), 0..3);
    let question = (text(), text(), options, proptest::option::of(0usize..9));
    let question = question.prop_map(|(about, asks, options, chosen)| SpokenQuestion {
        about,
        asks,
        options,
        chosen,
    });
    proptest::collection::vec(question, 0..3)
}

fn done() -> impl Strategy<Value = Done> {
    let file = (text(), 0usize..9, texts(), any::<bool>(), 0u64..1 << 40).prop_map(
        |(name, items, remarks, whole, size)| {
            let (photos, can_share) = (items + 1, !whole);
            let left = name.clone();
            Done::File(Made { name, items, photos, remarks, whole, size, can_share, left })
        },
    );
    let taken_in = (proptest::collection::vec(walk(), 0..3), 0usize..9, texts(), texts()).prop_map(
        |(walks, records_new, problems, receptions)| {
            Done::TakenIn(ImportReport {
                campaigns: walks.iter().rev().take(1).copied().collect(),
                walks,
                records_new,
                records_known: records_new + 1,
                photos_new: records_new + 2,
                photos_known: records_new + 3,
                partly: records_new % 2 == 1,
                problems,
                receptions,
            })
        },
    );
    let name = (0usize..9, text(), text(), text(), text()).prop_map(
        |(index, code_qp, lib_qp, insee_com, lib_com)| PerimeterName {
            index,
            code_qp,
            lib_qp,
            insee_com,
            lib_com,
            parts: index + 1,
        },
    );
    let names = (proptest::collection::vec(name, 0..3), texts(), questions());
    let part = (text(), texts(), questions()).prop_map(|(file, remarks, questions)| {
        let walk = Walk::blank(WalkId(1), Stamp { utc_ms: 1_762_364_520_000, offset_min: 60 });
        Done::Part(Box::new(ReadPart {
            body: Body::Walk(Box::new(walk)),
            file,
            remarks,
            warns: questions.is_empty(),
            questions,
        }))
    });
    prop_oneof![
        file,
        taken_in,
        (proptest::collection::vec(walk(), 0..3), texts(), any::<(bool, bool)>()).prop_map(
            |(walks, said, (takes, doubted))| Done::Foreseen(Foreseen {
                walks,
                said,
                takes,
                doubted
            })
        ),
        names.prop_map(|(names, remarks, questions)| Done::Names(ReadNames {
            names,
            remarks,
            questions
        })),
        part,
        any::<bool>().prop_map(Done::Checked),
        (text(), any::<bool>(), any::<bool>()).prop_map(|(payload, whole, with_perimeter)| {
            Done::Link(Link { payload, whole, with_perimeter })
        }),
        Just(Done::Wiped),
        Just(Done::Erased),
    ]
}

proptest! {
    #[test]
    fn a_request_arrives_as_it_was_asked(
        id in any::<u32>(),
        request in request(),
        language in language(),
        utc_ms in 0i64..1 << 50,
        offset_min in -900i16..900,
        observations in 0usize..9999,
        unsaved in texts(),
        held in proptest::collection::vec((any::<[u8; 32]>().prop_map(MediaId), text()), 0..3),
        writer in text(),
    ) {
        let at = Stamp { utc_ms, offset_min };
        let message = Message { id, request, language, at, observations, unsaved, held, writer };
        prop_assert_eq!(Message::read(&message.write()), Some(message));
    }

    #[test]
    fn an_answer_arrives_as_it_was_given(done in done(), error in error(), steps in 0usize..99) {
        for answer in [
            JobAnswer::Here,
            JobAnswer::Progress(steps, steps + 1),
            JobAnswer::Done(done),
            JobAnswer::Failed(error),
        ] {
            prop_assert_eq!(JobAnswer::read(&answer.write()), answer);
        }
    }

    #[test]
    fn what_is_no_message_is_an_error_and_nothing_worse(text in ".{0,40}") {
        prop_assert_eq!(JobAnswer::read(&text), JobAnswer::Failed(ExchangeError::NotUnderstood));
        prop_assert_eq!(Message::read(&text), None);
    }
}
