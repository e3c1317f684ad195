//! The sentences of the adversary in English.

use super::AdversaryWords;

pub(super) const WORDS: AdversaryWords = AdversaryWords {
    where_in_file: |file, line| {
        if line == 0 { file.to_owned() } else { format!("row {line} of {file}") }
    },
    not_handed_over: |count, first| {
        let more = if count > first.len() {
            format!(" (and {} more)", count - first.len())
        } else {
            String::new()
        };
        format!(
            "There is no file. Read as by somebody who tries to recognise a person: {}{more} Nothing left and nothing is lost. Correct it, then start over.",
            first.join(" ")
        )
    },
    time_in_id: "The id tells to the millisecond when a person spoke: with the group’s diary, one knows who.",
    shared_id: "The same id left before for other readers: what one file hides of a person is read in the other.",
    gap_in_numbers: "A number is missing: one sees that a person said something here that she did not want public.",
    order_of_time: "The rows follow the time: one knows in which order people spoke, and recognises them.",
    photo_name: "The name of the photo is the same for other readers, or carries a number of the notebook: it leads to the person who took it.",
    exact_hour: "One knows in which minute a person was here.",
    exact_place: "One knows within a few metres where a person stood when she said this.",
    place_of_a_hidden_one: "With the other points one computes where a person stood who is not in these files.",
    too_few: "Fewer than five observations are behind this row: one knows what a single person said she feels here.",
    one_alone_says_it: "The lowest value comes from one person: one knows that a person said she feels in danger here.",
    hidden_one_by_difference: "Taking away the rows that are seen leaves what a person said and did not want read.",
    changed_by_few: "Compared with what left before, one sees what one person or a few have added or taken back since.",
    small_count: "A number of fewer than five people is told, or found by subtraction: one knows who was there.",
    home: "This point is far from the walk or outside its hours: it may be a person’s home.",
    small_group: "The group has fewer than ten people: its ages, languages, date or hours let somebody be recognised.",
    words_of_somebody: "This text names a person, a dwelling, a telephone, an address or a number plate.",
    not_shared: "The person who said it did not want these readers to read it.",
    unknown_file: "Nobody knows what this file would tell of the participants: it does not belong here.",
    unreadable: "This row cannot be read: nobody can say what it would tell.",
    photo_not_bare: "Beside the picture, the photo tells where, when or with which device a person took it.",
    photo_not_named: "A photo that no row names: the person who took it did not share it.",
    stop_forms: "What the group rated at its stops is not for everybody.",
};
