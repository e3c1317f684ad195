//! What the adversary keeps of the rows that she read: ids, places and numbers, no words.

use super::aggregates::TOGETHER;
use super::places::minutes;
use super::rows::{Layer, Row};
use crate::domain::deliberation::read_words;
use crate::domain::identity::RecordId;

/// A file of a layer, once it is read.
pub(super) struct Table {
    pub(super) file: String,
    pub(super) name: &'static str,
    pub(super) is_copy: bool,
    pub(super) rows: Vec<KeptRow>,
    /// Of the layer of constats, row by row.
    pub(super) constats: Vec<KeptConstat>,
    /// Of the layer of walks, row by row.
    pub(super) walks: Vec<KeptWalk>,
}

/// What is kept of any row.
pub(super) struct KeptRow {
    pub(super) line: usize,
    pub(super) id: Option<RecordId>,
    pub(super) hash: u64,
    pub(super) walk: Option<RecordId>,
    pub(super) constat: Option<RecordId>,
    pub(super) number: f64,
    /// Day and hour as they sort; 0 for none.
    pub(super) time: u64,
    /// Minute of the day.
    pub(super) minute: Option<i32>,
    pub(super) feeling: Option<f64>,
    pub(super) place: Option<(f64, f64)>,
    /// Whether the place is that of a stop, as the row says.
    pub(super) at_stop: bool,
    /// Whether it names a stop that has a number.
    pub(super) has_number_of_stop: bool,
}

/// What is kept of a constat besides.
pub(super) struct KeptConstat {
    /// The number that people read: the same for all readers.
    pub(super) number: String,
    /// How many observations it is made of.
    pub(super) of: Option<f64>,
    /// What they say together, where anything is told.
    pub(super) told: Vec<(&'static str, String)>,
    /// Whether its point is computed of them; else the group put it there.
    pub(super) is_computed: bool,
    /// Whether something of it is as an earlier release told it.
    pub(super) is_held: bool,
}

/// What is kept of a walk besides.
pub(super) struct KeptWalk {
    /// Its line, longitude and latitude.
    pub(super) line: Vec<(f64, f64)>,
    /// Its hours, minutes of the day.
    pub(super) hours: Option<(i32, i32)>,
}

/// A name of a thing, whatever it looks like.
fn named(text: &str) -> Option<RecordId> {
    if text.is_empty() {
        return None;
    }
    RecordId::parse(text).or_else(|| Some(RecordId(u128::from(read_words(text)))))
}

/// Its digits, one after the other: a day and an hour sort so.
fn digits(text: &str) -> u64 {
    let digits = text.bytes().filter(u8::is_ascii_digit).take(14);
    digits.fold(0, |all, digit| all * 10 + u64::from(digit - b'0'))
}

impl Table {
    pub(super) fn of(layer: &Layer) -> Self {
        let (file, name, is_copy) = (layer.file.clone(), layer.name, layer.is_copy());
        Self { file, name, is_copy, rows: Vec::new(), constats: Vec::new(), walks: Vec::new() }
    }

    /// Keeps what is needed of one row.
    pub(super) fn keep(&mut self, layer: &Layer, row: &Row) {
        let cell = |name: &str| layer.cell(row, name);
        let own = match layer.name {
            "observations" => "obs_id",
            "constats" => "constat_id",
            "preconis" => "preco_id",
            _ => "marche_id",
        };
        self.rows.push(KeptRow {
            line: row.line,
            id: named(cell(own)),
            hash: row.hash,
            walk: named(cell("marche_id")),
            constat: named(cell("constat_id")),
            number: layer.number(row, "obs_num").unwrap_or(0.0),
            time: digits(cell("date_obs")) * 1_000_000 + digits(cell("heure_loc")),
            minute: minutes(cell("heure_loc")),
            feeling: layer.number(row, "ressenti"),
            place: row.places.first().copied().filter(|_| layer.name != "parcours"),
            at_stop: cell("geo_src") == "stop",
            has_number_of_stop: !cell("arret_num").is_empty(),
        });
        match layer.name {
            "constats" => {
                let told = TOGETHER.into_iter().map(|name| (name, cell(name).to_owned()));
                self.constats.push(KeptConstat {
                    number: cell("constat_nr").to_owned(),
                    of: layer.number(row, "nb_obs"),
                    told: told.filter(|(_, value)| !value.is_empty()).collect(),
                    is_computed: cell("geo_src") != "map",
                    is_held: !cell("fige_le").is_empty(),
                });
            }
            "parcours" => self.walks.push(KeptWalk {
                line: row.places.clone(),
                hours: minutes(cell("h_debut")).zip(minutes(cell("h_fin"))),
            }),
            _ => {}
        }
    }

    /// The constats with what is kept of every row.
    pub(super) fn concluded(&self) -> impl Iterator<Item = (&KeptRow, &KeptConstat)> {
        self.rows.iter().zip(&self.constats)
    }
}
