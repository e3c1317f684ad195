//! The planner's answers come back: every way in which a file may be bent, and the laws of taking
//! it. The campaign is invented.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use eclaireuse::app::event::Chance;
use eclaireuse::app::workshop::{Act, Workshop};
use eclaireuse::domain::code::{Code, Language};
use eclaireuse::domain::date::{CalendarDate, written};
use eclaireuse::domain::deliberation::answer::Answer;
use eclaireuse::domain::deliberation::lifecycle::{Party, Status};
use eclaireuse::domain::identity::RecordId;
use eclaireuse::domain::leaving::answering::{
    AnswerField, AnsweredLayer, AnswersDiff, CellChange, NotTaken, RowDiff, Unplaced,
};
use eclaireuse::domain::leaving::{Audience, Choice};
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::format::answers::{FileRefused, Returned, SheetProblem, read};
use eclaireuse::text::RestitutionWords;

use crate::invented::{Size, invented};
use crate::planner::{bundle, entry, small};

/// A row of the file as it is exported: column to cell.
pub(crate) type Cells = BTreeMap<&'static str, String>;

const COLUMNS: [&str; 24] = [
    "preco_id",
    "preco_nr",
    "constat_id",
    "intitule",
    "descript",
    "lieu",
    "priorite",
    "insee_com",
    "act_resp",
    "cadre",
    "op_npnru",
    "horizon",
    "cout_cl",
    "statut",
    "statut_lib",
    "motif_stat",
    "rep_texte",
    "rep_le",
    "ech_prev",
    "real_le",
    "maj_le",
    "schema_v",
    "lon",
    "lat",
];

/// These, and every answer that is not among them.
fn columns() -> Vec<&'static str> {
    let others = AnswerField::of(AnsweredLayer::Preconisation).map(Code::code);
    COLUMNS.into_iter().chain(others.filter(|name| !COLUMNS.contains(name))).collect()
}

pub(crate) fn workshop(preconisations: usize) -> Workshop {
    let constats = (preconisations / 4).clamp(8, 40);
    let size = Size { observations: constats * 2, constats, preconisations };
    let made = invented(size, &[]);
    assert!(!made.lines.is_empty());
    made.workshop
}

pub(crate) fn reference(workshop: &Workshop) -> String {
    workshop.sheet().map(|sheet| sheet.reference.clone()).unwrap_or_default()
}

/// Every préconisation as the layer has it.
pub(crate) fn exported(workshop: &Workshop) -> Vec<Cells> {
    let campaign = &workshop.campaign;
    let reference = reference(workshop);
    fn code<C: Code>(code: Option<C>) -> String {
        code.map_or(String::new(), |code| code.code().to_owned())
    }
    let mut rows = Vec::new();
    for (constat_id, constat) in campaign.constats() {
        for (id, one) in campaign.preconisations(constat_id) {
            let answer = campaign.answer(id);
            let said = |read: fn(&Answer) -> &String| answer.map(read).cloned().unwrap_or_default();
            let day = |read: fn(&Answer) -> Option<CalendarDate>| written(answer.and_then(read));
            let status = campaign.status(id);
            let place = constat.place.expect("it has one");
            let mut row = Cells::from([
                ("preco_id", id.to_string()),
                ("preco_nr", one.readable_number(constat, &reference)),
                ("constat_id", constat_id.to_string()),
                ("intitule", one.title.clone()),
                ("descript", one.detail.clone()),
                ("lieu", constat.place_name.clone()),
                ("priorite", code(one.priority)),
                ("insee_com", "80021".into()),
                ("act_resp", code(answer.and_then(|answer| answer.lead).or(one.lead))),
                ("cadre", code(answer.and_then(|answer| answer.framework).or(one.framework))),
                ("op_npnru", said(|answer| &answer.operation)),
                ("horizon", code(answer.and_then(|answer| answer.horizon).or(one.horizon))),
                ("cout_cl", code(answer.and_then(|answer| answer.cost))),
                ("statut", status.code().into()),
                ("statut_lib", status.label(Language::Fr).into()),
                (
                    "motif_stat",
                    campaign.last_step(id).map(|(_, step)| step.reason.clone()).unwrap_or_default(),
                ),
                ("rep_texte", said(|answer| &answer.text)),
                ("rep_le", day(|answer| answer.on)),
                ("ech_prev", day(|answer| answer.planned)),
                ("real_le", day(|answer| answer.done)),
                ("maj_le", "2026-01-01".into()),
                ("schema_v", "1.0".into()),
                ("lon", format!("{:.6}", place.lon())),
                ("lat", format!("{:.6}", place.lat())),
            ]);
            for field in AnswerField::of(AnsweredLayer::Preconisation) {
                row.entry(field.code()).or_default();
            }
            rows.push(row);
        }
    }
    rows
}

fn csv_with(separator: char, columns: &[&str], rows: &[Cells]) -> String {
    let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
    let mut text = String::from("\u{feff}");
    let names: Vec<String> = columns.iter().map(|name| quoted(name)).collect();
    text.push_str(&names.join(&separator.to_string()));
    text.push_str("\r\n");
    for row in rows {
        let cells: Vec<String> =
            columns.iter().map(|name| quoted(row.get(name).map_or("", String::as_str))).collect();
        text.push_str(&cells.join(&separator.to_string()));
        text.push_str("\r\n");
    }
    text
}

pub(crate) fn csv(rows: &[Cells]) -> String {
    csv_with(';', &columns(), rows)
}

pub(crate) fn geojson(rows: &[Cells]) -> String {
    let features: Vec<serde_json::Value> = rows
        .iter()
        .enumerate()
        .map(|(index, row)| {
            let mut properties: serde_json::Map<String, serde_json::Value> = row
                .iter()
                .filter(|(name, _)| !["lon", "lat", "statut_lib"].contains(*name))
                .map(|(name, cell)| {
                    let value = match (*name, cell.as_str()) {
                        (_, "") => serde_json::Value::Null,
                        ("priorite", number) => number.parse::<u8>().expect("a number").into(),
                        // As a GeoPackage gives it back.
                        ("rep_le", date) => format!("{date}T00:00:00Z").into(),
                        ("ech_prev", date) => date.replace('-', "/").into(),
                        (_, text) => text.into(),
                    };
                    ((*name).to_owned(), value)
                })
                .collect();
            properties.insert("fid".into(), (index + 1).into());
            let degrees = |name| row[name].parse::<f64>().expect("degrees");
            let coordinates = [degrees("lon"), degrees("lat")];
            serde_json::json!({
                "type": "Feature",
                "properties": properties,
                "geometry": { "type": "Point", "coordinates": coordinates },
            })
        })
        .collect();
    serde_json::json!({ "type": "FeatureCollection", "name": "preconis", "features": features })
        .to_string()
}

pub(crate) fn compared(workshop: &Workshop, returned: &Returned) -> AnswersDiff {
    AnswersDiff::of(
        &workshop.campaign,
        (workshop.open.expect("a campaign"), &reference(workshop)),
        returned.subject,
        &returned.rows,
        "retour.csv",
    )
}

pub(crate) fn diff(workshop: &Workshop, text: &str) -> (AnswersDiff, Vec<SheetProblem>) {
    let returned = read(text.as_bytes()).expect("a file of answers");
    (compared(workshop, &returned), returned.problems)
}

pub(crate) fn take(workshop: &mut Workshop, diff: &AnswersDiff, seconds: i64) {
    let at = Stamp { utc_ms: 1_790_000_000_000 + seconds * 1000, offset_min: 60 };
    let random = 0x00ab_cdef_0123_4567 + u128::from(seconds.unsigned_abs());
    let answers = diff.answers(|_| true);
    workshop.act(Act::Answers(answers), Chance { at, random }).expect("all of it is allowed");
}

/// The row that stands at a status, with its place among the rows.
fn standing_at(rows: &[Cells], status: Status) -> usize {
    rows.iter().position(|row| row["statut"] == status.code()).expect("one of each")
}

/// What one changed row does.
fn one_change(
    change: impl FnOnce(&mut Cells),
    status: Status,
) -> (Option<RowDiff>, Vec<SheetProblem>) {
    let workshop = workshop(12);
    let mut rows = exported(&workshop);
    let index = standing_at(&rows, status);
    change(&mut rows[index]);
    let (diff, problems) = diff(&workshop, &csv(&rows));
    assert!(diff.rows.len() <= 1 && diff.strangers.is_empty(), "{diff:?}");
    (diff.rows.into_iter().next(), problems)
}

fn change(field: AnswerField, before: &str, after: &str) -> CellChange {
    CellChange { field, before: before.into(), after: after.into() }
}

#[test]
fn a_file_that_nobody_touched_changes_nothing() {
    let workshop = workshop(24);
    let rows = exported(&workshop);
    for text in [csv(&rows), geojson(&rows)] {
        let (diff, problems) = diff(&workshop, &text);
        assert_eq!((&diff.rows, &diff.strangers), (&Vec::new(), &Vec::new()));
        assert_eq!((diff.unchanged, problems), (24, Vec::new()));
    }
}

#[test]
fn answers_are_taken_and_the_groups_words_stay() {
    let mut workshop = workshop(12);
    let mut rows = exported(&workshop);
    let index = standing_at(&rows, Status::Transmitted);
    let row = &mut rows[index];
    row.insert("statut", "scheduled".into());
    row.insert("rep_texte", "Le trottoir sera repris <script>alert(1)</script>.".into());
    row.insert("rep_le", "2026-09-01".into());
    row.insert("ech_prev", "2026-12-31".into());
    row.insert("cout_cl", "high".into());
    row.insert("op_npnru", "OP-12".into());
    let id = RecordId::parse(&row["preco_id"]).expect("an id");
    let before = workshop.campaign.preconisation(id).cloned();
    for text in [csv(&rows), geojson(&rows)] {
        let (diff, problems) = diff(&workshop, &text);
        assert_eq!(problems, Vec::new());
        assert_eq!(diff.rows.len(), 1);
        let row = &diff.rows[0];
        assert_eq!(row.thing, id);
        assert_eq!(row.not_taken, Vec::new());
        let steps: Vec<Status> = row.steps.iter().map(|(to, _)| *to).collect();
        assert_eq!(steps, [Status::UnderStudy, Status::Accepted, Status::Scheduled]);
        let changed: Vec<AnswerField> = row.changes.iter().map(|change| change.field).collect();
        use AnswerField::{Cost, On, Operation, Planned, Text};
        assert_eq!(changed, [Text, On, Planned, Operation, Cost]);
    }
    let (found, _) = diff(&workshop, &csv(&rows));
    take(&mut workshop, &found, 0);
    let answer = workshop.campaign.answer(id).expect("an answer");
    assert!(answer.text.contains("<script>"), "it is text, and shown as text");
    assert_eq!(
        (written(answer.on), written(answer.planned)),
        ("2026-09-01".into(), "2026-12-31".into())
    );
    assert_eq!((answer.file.as_str(), answer.operation.as_str()), ("retour.csv", "OP-12"));
    assert_eq!(workshop.campaign.status(id), Status::Scheduled);
    assert_eq!(workshop.campaign.preconisation(id).cloned(), before);
    let (again, _) = diff(&workshop, &csv(&rows));
    assert_eq!((again.rows.len(), again.unchanged), (0, 12));
    // Undone, everything is as before.
    let at = Stamp { utc_ms: 1_790_000_100_000, offset_min: 60 };
    workshop.act(Act::Undo, Chance { at, random: 1 }).expect("it can be undone");
    assert_eq!(workshop.campaign.status(id), Status::Transmitted);
    assert_eq!(workshop.campaign.answer(id), None);
}

#[test]
fn an_empty_cell_leaves_what_was_there() {
    let clear = |row: &mut Cells| {
        for column in ["rep_texte", "rep_le", "ech_prev", "cout_cl", "act_resp", "statut"] {
            row.insert(column, String::new());
        }
    };
    // The words beside an empty code still say the status it has.
    assert_eq!(one_change(clear, Status::Scheduled), (None, Vec::new()));
}

#[test]
fn excels_dates_are_understood() {
    for (text, meant) in
        [("31/12/2026", "2026-12-31"), ("31/12/26", "2026-12-31"), ("46387", "2026-12-31")]
    {
        let (row, problems) = one_change(
            |row| {
                row.insert("ech_prev", text.into());
            },
            Status::Scheduled,
        );
        let row = row.expect("a change");
        assert_eq!(row.changes, [change(AnswerField::Planned, "2026-03-01", meant)], "{text}");
        assert_eq!(problems, Vec::new());
    }
}

#[test]
fn a_date_that_does_not_exist_is_named_and_the_rest_taken() {
    let (row, problems) = one_change(
        |row| {
            row.insert("ech_prev", "31/02/2026".into());
            row.insert("cout_cl", "high".into());
        },
        Status::Scheduled,
    );
    assert_eq!(row.expect("a change").changes, [change(AnswerField::Cost, "low", "high")]);
    let [SheetProblem::BadDate { field: AnswerField::Planned, text, line }] = problems.as_slice()
    else {
        panic!("{problems:?}")
    };
    assert_eq!(text, "31/02/2026");
    assert!(*line > 1);
}

#[test]
fn labels_are_codes_too() {
    let (row, problems) = one_change(
        |row| {
            row.insert("statut", "Accepté".into());
            row.insert("horizon", "Moyen terme".into());
            row.insert("cout_cl", "peut-être".into());
        },
        Status::Transmitted,
    );
    let row = row.expect("a change");
    let steps: Vec<Status> = row.steps.iter().map(|(to, _)| *to).collect();
    assert_eq!(steps, [Status::UnderStudy, Status::Accepted]);
    assert!(row.changes.iter().any(|change| change.after == "medium"), "{row:?}");
    let [SheetProblem::UnknownCode { field: AnswerField::Cost, text, .. }] = problems.as_slice()
    else {
        panic!("{problems:?}")
    };
    assert_eq!(text, "peut-être");
}

#[test]
fn a_changed_label_beside_an_unchanged_code_is_named() {
    let (row, _) = one_change(
        |row| {
            row.insert("statut_lib", "Accepté".into());
        },
        Status::Transmitted,
    );
    let (field, code) = (AnswerField::Status, "accepted".to_owned());
    let row = row.expect("it is named");
    assert_eq!(row.not_taken, [NotTaken::LabelChanged { field, code }]);
    assert!(!row.does_something());
}

#[test]
fn where_only_labels_are_left_they_are_read() {
    let workshop = workshop(12);
    let mut rows = exported(&workshop);
    let index = standing_at(&rows, Status::Transmitted);
    rows[index].insert("statut_lib", "À l’étude".into());
    let columns: Vec<&str> = columns().into_iter().filter(|name| *name != "statut").collect();
    let (diff, problems) = diff(&workshop, &csv_with(';', &columns, &rows));
    assert_eq!(diff.rows.len(), 1);
    assert_eq!(diff.rows[0].steps, [(Status::UnderStudy, String::new())]);
    assert_eq!(problems, Vec::new());
}

#[test]
fn commas_tabs_and_other_encodings_are_read() {
    let workshop = workshop(12);
    let mut rows = exported(&workshop);
    let text = "Réparé, « c’est fait » ; voilà";
    rows[0].insert("rep_texte", text.into());
    let windows: Vec<u8> = csv(&rows)
        .trim_start_matches('\u{feff}')
        .chars()
        .map(|character| match character {
            '’' => 0x92,
            character => u8::try_from(u32::from(character)).expect("Latin"),
        })
        .collect();
    let wide: Vec<u8> =
        csv_with('\t', &columns(), &rows).encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut files = vec![(windows, true), (wide, false)];
    for separator in [';', ',', '\t'] {
        files.push((csv_with(separator, &columns(), &rows).into_bytes(), false));
    }
    for (bytes, is_windows) in files {
        let returned = read(&bytes).expect("a file of answers");
        let diff = compared(&workshop, &returned);
        assert_eq!(diff.rows.len(), 1, "{:?}", diff.rows);
        assert_eq!(diff.rows[0].changes.last().map(|change| change.after.as_str()), Some(text));
        assert_eq!(returned.problems == [SheetProblem::WindowsText], is_windows);
    }
}

#[test]
fn the_apostrophe_of_our_own_csv_is_taken_off() {
    let (row, _) = one_change(
        |row| {
            row.insert("rep_texte", "'- deux lampes\n- un banc".into());
        },
        Status::Transmitted,
    );
    let row = row.expect("a change");
    assert_eq!(row.changes, [change(AnswerField::Text, "", "- deux lampes\n- un banc")]);
}

#[test]
fn names_in_another_case_are_the_same_names() {
    let workshop = workshop(12);
    let mut rows = exported(&workshop);
    rows[0].insert("cout_cl", "high".into());
    let text = csv(&rows)
        .replace("\"preco_id\"", "\"PRECO ID\"")
        .replace("\"cout_cl\"", "\" Coût cl. \"")
        .replace("\"real_le\"", "\"Réal_le\"");
    let (diff, problems) = diff(&workshop, &text);
    assert_eq!((diff.rows.len(), problems), (1, Vec::new()));
}

#[test]
fn without_ids_the_file_is_refused_with_what_to_do() {
    let rows = exported(&workshop(12));
    let text = csv(&rows).replace("\"preco_id\"", "\"cle\"");
    let why = read(text.as_bytes()).expect_err("no ids");
    assert_eq!(why, FileRefused::NoId(Some("preco_id")));
    for language in [Language::Fr, Language::En] {
        assert!(why.words(RestitutionWords::of(language)).contains("preco_id"));
    }
    assert_eq!(read(b"nom;age\r\nx;1\r\n"), Err(FileRefused::NoId(None)));
    let observations = b"obs_id;constat_id;statut\r\n1;2;3\r\n";
    assert_eq!(read(observations), Err(FileRefused::AnotherLayer("observations")));
}

#[test]
fn a_missing_and_a_renamed_column_are_named_and_the_rest_taken() {
    let workshop = workshop(12);
    let mut rows = exported(&workshop);
    rows[0].insert("cout_cl", "high".into());
    let (diff, problems) =
        diff(&workshop, &csv(&rows).replace("\"rep_texte\"", "\"reponse du service\""));
    assert_eq!(
        problems,
        [
            SheetProblem::MissingColumn(AnswerField::Text),
            SheetProblem::UnknownColumn("reponse du service".into())
        ]
    );
    assert_eq!(diff.rows.len(), 1);
}

#[test]
fn a_column_that_is_there_twice_is_read_once() {
    let workshop = workshop(12);
    let mut rows = exported(&workshop);
    rows[0].insert("cout_cl", "high".into());
    let (diff, problems) = diff(&workshop, &csv(&rows).replace("\"schema_v\"", "\"Cout_cl\""));
    assert_eq!(problems, [SheetProblem::ColumnTwice("Cout_cl".into())]);
    assert_eq!(diff.rows.len(), 1);
}

#[test]
fn the_same_row_twice_is_one_and_two_that_differ_are_none() {
    let workshop = workshop(12);
    let mut rows = exported(&workshop);
    rows[0].insert("cout_cl", "high".into());
    rows[1].insert("cout_cl", "none".into());
    rows.push(rows[0].clone());
    let (diff_once, problems) = diff(&workshop, &csv(&rows));
    assert_eq!((diff_once.rows.len(), problems), (2, Vec::new()));
    rows[12].insert("cout_cl", "medium".into());
    let (diff_none, problems) = diff(&workshop, &csv(&rows));
    assert_eq!(diff_none.rows.len(), 1, "the other row is taken");
    let number = rows[0]["preco_nr"].clone();
    assert_eq!(problems, [SheetProblem::Contradiction { number, lines: vec![2, 14] }]);
}

#[test]
fn an_id_that_was_changed_or_is_unknown_is_named() {
    let workshop = workshop(12);
    let mut rows = exported(&workshop);
    let other = RecordId(7).to_string();
    rows[0].insert("preco_id", other.clone());
    rows[1].insert("preco_id", RecordId(8).to_string());
    rows[1].insert("preco_nr", "AUTRE-C01-P1".into());
    rows[2].insert("preco_id", "illisible".into());
    rows[2].insert("preco_nr", String::new());
    let (diff, _) = diff(&workshop, &csv(&rows));
    let why: Vec<(usize, Unplaced)> =
        diff.strangers.iter().map(|stranger| (stranger.line, stranger.why)).collect();
    assert_eq!(why, [(2, Unplaced::IdChanged), (3, Unplaced::Unknown), (4, Unplaced::NoId)]);
    assert_eq!((diff.rows.len(), diff.unchanged), (0, 9));
    for stranger in &diff.strangers {
        assert!(stranger.words(RestitutionWords::of(Language::Fr)).starts_with("Ligne "));
    }
}

#[test]
fn what_the_group_wrote_is_listed_and_stays() {
    let (row, _) = one_change(
        |row| {
            row.insert("intitule", "Autre chose".into());
            row.insert("priorite", "9".into());
            row.insert("insee_com", "8021".into());
            row.insert("maj_le", "2027-01-01".into());
            row.insert("cout_cl", "high".into());
        },
        Status::Scheduled,
    );
    let row = row.expect("a change");
    let group = |column: &str, given: &str| NotTaken::OfTheGroup {
        column: column.into(),
        given: given.into(),
    };
    assert_eq!(row.not_taken, [group("intitule", "Autre chose"), group("priorite", "9")]);
    assert_eq!(row.changes, [change(AnswerField::Cost, "low", "high")]);
}

#[test]
fn points_that_were_moved_or_swapped_are_named() {
    let swap = |row: &mut Cells| {
        let (lon, lat) = (row["lon"].clone(), row["lat"].clone());
        row.insert("lon", lat);
        row.insert("lat", lon);
    };
    let (row, _) = one_change(swap, Status::Scheduled);
    assert_eq!(row.expect("named").not_taken, [NotTaken::Moved { swapped: true }]);
    let moved = |row: &mut Cells| {
        row.insert("lon", "2,3100".into());
    };
    let (row, _) = one_change(moved, Status::Scheduled);
    assert_eq!(row.expect("named").not_taken, [NotTaken::Moved { swapped: false }]);
    let with_comma = |row: &mut Cells| {
        let comma = row["lat"].replace('.', ",");
        row.insert("lat", comma);
    };
    assert_eq!(one_change(with_comma, Status::Scheduled), (None, Vec::new()));
}

#[test]
fn a_refused_status_keeps_nothing_else_out() {
    let to = |status: Status, from: Status| {
        let (row, _) = one_change(
            |row| {
                row.insert("statut", status.code().into());
                row.insert("rep_texte", "Oui, mais.".into());
                row.insert("motif_stat", String::new());
            },
            from,
        );
        let row = row.expect("a change");
        assert_eq!(row.changes.len(), 1, "{row:?}");
        assert!(row.steps.is_empty());
        row.not_taken
    };
    use Status::*;
    assert_eq!(to(Rejected, Transmitted), [NotTaken::NoReason(Rejected)]);
    assert_eq!(to(Accepted, Rejected), [NotTaken::Step { from: Rejected, to: Accepted }]);
    assert_eq!(
        to(Transmitted, Scheduled),
        [NotTaken::AlreadyPast { from: Scheduled, to: Transmitted }]
    );
    let party = Party::Review;
    assert_eq!(to(Verified, Scheduled), [NotTaken::OfAnother { to: Verified, party }]);
    let party = Party::Mediator;
    assert_eq!(to(Closed, Scheduled), [NotTaken::OfAnother { to: Closed, party }]);
}

#[test]
fn a_refusal_with_its_reason_is_taken() {
    let reason = "Le mât est sur un terrain privé.";
    let (row, _) = one_change(
        |row| {
            row.insert("statut", "Non retenu".into());
            row.insert("motif_stat", reason.into());
        },
        Status::Transmitted,
    );
    let row = row.expect("a change");
    let steps = [(Status::UnderStudy, String::new()), (Status::Rejected, reason.to_owned())];
    assert_eq!(row.steps, steps);
    let (row, _) = one_change(
        |row| {
            row.insert("motif_stat", reason.into());
        },
        Status::Transmitted,
    );
    assert_eq!(row.expect("named").not_taken, [NotTaken::ReasonAlone]);
}

#[test]
fn what_is_not_transmitted_is_not_answered() {
    let mut workshop = workshop(12);
    let rows = exported(&workshop);
    let id = RecordId::parse(&rows[0]["preco_id"]).expect("an id");
    let mut at = 0;
    while workshop.campaign.last_step(id).is_some_and(|(_, step)| step.to != Status::ToReview) {
        at += 1;
        let chance =
            Chance { at: Stamp { utc_ms: 1_790_000_000_000 + at, offset_min: 60 }, random: 1 };
        workshop.act(Act::StepBack(id), chance).expect("a step to undo");
    }
    let mut rows = exported(&workshop);
    rows[0].insert("statut", "accepted".into());
    let (diff, _) = diff(&workshop, &csv(&rows));
    let from = Status::ToReview;
    // It stood there once; what was undone does not count.
    assert_eq!(diff.rows[0].not_taken, [NotTaken::NotTransmitted { from }]);
}

#[test]
fn texts_that_are_too_long_are_cut_and_named() {
    for (column, field, most) in [
        ("rep_texte", AnswerField::Text, 500),
        ("op_npnru", AnswerField::Operation, 60),
        ("motif_stat", AnswerField::Reason, 250),
    ] {
        let (row, problems) = one_change(
            |row| {
                row.insert(column, "é".repeat(600));
                row.insert("statut", "rejected".into());
                let reason = row["motif_stat"].clone();
                row.insert("motif_stat", if reason.is_empty() { "x".into() } else { reason });
            },
            Status::Transmitted,
        );
        let row = row.expect("a change");
        let [SheetProblem::Cut { field: found, most: kept, .. }] = problems.as_slice() else {
            panic!("{problems:?}")
        };
        assert_eq!((*found, *kept), (field, most));
        let texts = row.changes.iter().map(|change| &change.after);
        let texts = texts.chain(row.steps.iter().map(|(_, reason)| reason));
        assert_eq!(texts.map(|text| text.chars().count()).max(), Some(most));
    }
}

#[test]
fn lost_zeros_and_the_errors_of_a_spreadsheet_are_named() {
    let mut workshop = workshop(12);
    let mut rows = exported(&workshop);
    rows[0].insert("op_npnru", "0042".into());
    let (found, _) = diff(&workshop, &csv(&rows));
    take(&mut workshop, &found, 0);
    rows[0].insert("op_npnru", "42".into());
    rows[1].insert("rep_texte", "#NOM?".into());
    rows[2].insert("ech_prev", "########".into());
    let (diff, problems) = diff(&workshop, &csv(&rows));
    let (field, before) = (AnswerField::Operation, "0042".to_owned());
    assert_eq!(diff.rows.len(), 1);
    assert_eq!(diff.rows[0].not_taken, [NotTaken::ZerosLost { field, before }]);
    assert_eq!(problems.len(), 2);
    assert!(problems.iter().all(|problem| matches!(problem, SheetProblem::CellError { .. })));
}

#[test]
fn a_row_with_too_many_cells_is_named_and_left_out() {
    let workshop = workshop(12);
    let rows = exported(&workshop);
    let mut text = csv(&rows);
    let _ = write!(text, "{};a;b", "x;".repeat(columns().len()));
    let (diff, problems) = diff(&workshop, &text);
    assert_eq!((diff.unchanged, diff.rows.len()), (12, 0));
    assert_eq!(problems, [SheetProblem::TooManyCells { line: 14 }]);
}

#[test]
fn other_files_are_refused_by_name() {
    let refused = |bytes: &[u8]| read(bytes).expect_err("refused");
    assert_eq!(refused(b""), FileRefused::Empty);
    assert_eq!(refused(b"\xef\xbb\xbf  \r\n"), FileRefused::Empty);
    assert_eq!(refused(b"PK\x03\x04..."), FileRefused::Workbook);
    assert_eq!(refused(b"<!DOCTYPE html><html>"), FileRefused::HtmlPage);
    assert_eq!(
        refused(b"{\"type\":\"FeatureCollection\",\n\"feat"),
        FileRefused::NotJson { line: 2 }
    );
    assert_eq!(refused(b"{\"a\":1}"), FileRefused::NotGeoJson);
    assert_eq!(refused(b"preco_id;statut\r\n"), FileRefused::NoRow);
    assert_eq!(
        refused(b"{\"type\":\"FeatureCollection\",\"features\":[]}"),
        FileRefused::NoId(None)
    );
}

#[test]
fn constats_are_answered_too() {
    let mut workshop = workshop(12);
    let (id, constat) = workshop.campaign.constats()[0];
    let number = constat.readable_number(&reference(&workshop));
    let (title, before) = (constat.title.clone(), constat.clone());
    let text = format!(
        "constat_id;constat_nr;titre;act_resp;op_npnru;projet_rel;statut;motif_stat;rep_texte\r\n\
         {id};{number};{title};landlord;OP-3;Résolu par le projet;À l’étude;;perdu\r\n"
    );
    let (found, problems) = diff(&workshop, &text);
    assert_eq!(problems, [SheetProblem::UnknownColumn("rep_texte".into())]);
    let row = &found.rows[0];
    assert_eq!(row.steps, [(Status::UnderStudy, String::new())]);
    assert!(row.changes.iter().any(|change| change.field == AnswerField::Operation));
    take(&mut workshop, &found, 0);
    assert_eq!(workshop.campaign.constat(id), Some(&before));
    assert_eq!(workshop.campaign.answer(id).map(|answer| answer.operation.as_str()), Some("OP-3"));
    assert_eq!(diff(&workshop, &text).0.unchanged, 1);
    assert_eq!(read(text.as_bytes()).map(|read| read.subject), Ok(AnsweredLayer::Constat));
}

/// Every sentence says something in both languages, and none has a code where a word belongs.
#[test]
fn everything_that_is_not_taken_is_said_in_words() {
    let field = AnswerField::Planned;
    let (from, to) = (Status::Rejected, Status::Accepted);
    let text = "x".to_owned();
    for language in [Language::Fr, Language::En] {
        let r = RestitutionWords::of(language);
        let mut said: Vec<String> = [
            NotTaken::Step { from, to },
            NotTaken::AlreadyPast { from, to },
            NotTaken::NotTransmitted { from },
            NotTaken::OfAnother { to, party: Party::Review },
            NotTaken::NoReason(to),
            NotTaken::ReasonAlone,
            NotTaken::LabelChanged { field: AnswerField::Cost, code: "low".into() },
            NotTaken::ZerosLost { field: AnswerField::Operation, before: "01".into() },
            NotTaken::OfTheGroup { column: "titre".into(), given: "x".into() },
            NotTaken::Moved { swapped: true },
            NotTaken::Moved { swapped: false },
        ]
        .iter()
        .map(|not_taken| not_taken.words(r, language))
        .collect();
        let problems = [
            SheetProblem::MissingColumn(field),
            SheetProblem::UnknownColumn("y".into()),
            SheetProblem::BadDate { line: 3, field, text: text.clone() },
            SheetProblem::UnknownCode { line: 3, field: AnswerField::Cost, text: text.clone() },
            SheetProblem::CellError { line: 3, field, text: text.clone() },
            SheetProblem::Cut { line: 3, field, most: 60 },
            SheetProblem::Contradiction { number: "C01".into(), lines: vec![2, 5] },
            SheetProblem::TooManyCells { line: 3 },
            SheetProblem::CutShort { line: 3 },
            SheetProblem::WindowsText,
        ];
        said.extend(problems.iter().map(|problem| problem.words(r, language)));
        for words in said {
            assert!(words.len() > 20 && words.ends_with(['.', ')']), "{words}");
            assert!(!words.contains("rejected") && !words.contains("accepted »"), "{words}");
        }
    }
}

// --- The real files -------------------------------------------------------------------------------

fn diff_of(workshop: &Workshop, bytes: &[u8]) -> (Returned, AnswersDiff) {
    let returned = read(bytes).expect("a file of answers");
    let diff = compared(workshop, &returned);
    (returned, diff)
}

#[test]
fn what_left_and_comes_back_untouched_changes_nothing() {
    let workshop = small().workshop;
    for audience in Audience::ALL {
        for coarse in [false, true] {
            let choice = Choice { coarse, ..Choice::all(*audience) };
            let (archive, ..) = bundle(&workshop, &choice);
            for file in ["preconis.csv", "preconis.geojson", "constats.csv", "constats.geojson"] {
                let (returned, diff) = diff_of(&workshop, entry(&archive, file).as_bytes());
                assert!(returned.problems.is_empty(), "{file}: {:?}", returned.problems);
                assert_eq!(diff.rows, Vec::new(), "{file}");
                assert_eq!(diff.strangers, Vec::new(), "{file}");
                assert_eq!(diff.unchanged, returned.rows.len());
            }
        }
    }
}
