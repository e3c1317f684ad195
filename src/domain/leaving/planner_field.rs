//! What the responsible body fills in, one row for each column. The comparison of a file with the
//! campaign, the reader of such files, the layers with their dictionary, schemas and forms, and the
//! screens all come from these rows: a new one needs its row, its place in [`Answer`] and its line on
//! disk, and nothing else.

use crate::domain::code::{Code, Label, Language, codes};
use crate::domain::date::{CalendarDate, written};
use crate::domain::deliberation::answer::{ANSWER_MAX, Answer};
use crate::domain::deliberation::constat::{Constat, OPERATION_MAX, ProjectRelation};
use crate::domain::deliberation::life::Life;
use crate::domain::deliberation::lifecycle::{REASON_MAX, Status};
use crate::domain::deliberation::preconisation::{Cost, Framework, Horizon, Preconisation};
use crate::domain::walk::actor::ActorKind;

codes! {
    /// Which layer the answers were written in: the code is its name.
    AnsweredLayer {
        Constat "constats" "Constats" "Findings" "list",
        Preconisation "preconis" "Préconisations" "Recommendations" "megaphone",
    }
}

/// Rows of a table of codes: code, labels, picture.
pub type Codes = &'static [(&'static str, Label, &'static str)];

/// What may stand in a column.
#[derive(Clone, Copy)]
pub enum Holds {
    /// One of some codes, of at most so many characters.
    Code(Codes, usize),
    /// A local date, `YYYY-MM-DD`.
    Date,
    /// A text of at most so many characters.
    Text(usize),
}

/// What a body answers about.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The constat, or that of the préconisation.
    pub constat: &'a Constat,
    /// Absent when it is about the constat itself.
    pub preconisation: Option<&'a Preconisation>,
    /// What became of it.
    pub life: &'a Life<'a>,
    /// Who should act on the constat.
    pub lead_of_constat: Option<ActorKind>,
}

/// One column.
struct Row {
    /// What it means, in French: for the dictionary.
    about: &'static str,
    holds: Holds,
    /// Whether it never is empty.
    required: bool,
    /// The layers that have it, each with the column after which it stands there.
    after: &'static [(AnsweredLayer, &'static str)],
    /// What the body said in its answer; empty for nothing.
    said: fn(&Answer) -> String,
    /// What stands there as long as it said nothing.
    own: fn(&Asked<'_>) -> String,
    /// Takes what it says, in the form of [`Row::said`]; what cannot be read changes nothing.
    /// `None` when a step of its life says it.
    write: Option<fn(&mut Answer, &str)>,
}

const fn coded<C: Code>(most: usize) -> Holds {
    Holds::Code(C::TABLE, most)
}

fn code_of<C: Code>(code: Option<C>) -> String {
    code.map_or(String::new(), |code| code.code().to_owned())
}

fn set<C: Code>(field: &mut Option<C>, code: &str) {
    *field = C::from_code(code).or(*field);
}

fn set_date(field: &mut Option<CalendarDate>, date: &str) {
    *field = CalendarDate::parse(date).or(*field);
}

/// A column that stands only beside préconisations, after another one.
macro_rules! preconis {
    ($after:literal) => {
        &[(AnsweredLayer::Preconisation, $after)]
    };
}

/// A row for each column: variant, name, French label, English label, picture, and the rest.
macro_rules! planner_fields {
    ($($variant:ident $name:literal $fr:literal $en:literal $icon:literal => $row:expr;)+) => {
        codes! {
            /// The columns that the responsible body fills in: the code is the column's name.
            AnswerField { $($variant $name $fr $en $icon,)+ }
        }

        const FIELDS: &[Row] = &[$($row),+];
    };
}

planner_fields! {
    Status "statut" "Étape" "Status" "clock" => Row {
        about: "Étape de sa vie, à remplir",
        holds: coded::<Status>(20),
        required: true,
        after: &[(AnsweredLayer::Preconisation, "cout_cl"), (AnsweredLayer::Constat, "nb_precos")],
        said: |_| String::new(),
        own: |asked| asked.life.status.code().to_owned(),
        write: None,
    };
    Reason "motif_stat" "Raison" "Reason" "message-circle" => Row {
        about: "Raison, en mots simples ; obligatoire si rejected ou partly_accepted",
        holds: Holds::Text(REASON_MAX),
        required: false,
        after: &[(AnsweredLayer::Preconisation, "statut"), (AnsweredLayer::Constat, "statut")],
        said: |_| String::new(),
        own: |asked| asked.life.reason().to_owned(),
        write: None,
    };
    Text "rep_texte" "Réponse" "Answer" "message-circle" => Row {
        about: "Réponse en français simple, à remplir",
        holds: Holds::Text(ANSWER_MAX),
        required: false,
        after: preconis!("motif_stat"),
        said: |answer| answer.text.clone(),
        own: |_| String::new(),
        write: Some(|answer, text| text.clone_into(&mut answer.text)),
    };
    On "rep_le" "Date de la réponse" "Answered on" "calendar" => Row {
        about: "Date de la réponse, à remplir",
        holds: Holds::Date,
        required: false,
        after: preconis!("rep_texte"),
        said: |answer| written(answer.on),
        own: |_| String::new(),
        write: Some(|answer, date| set_date(&mut answer.on, date)),
    };
    Planned "ech_prev" "Date annoncée" "Announced date" "calendar" => Row {
        about: "Date annoncée, à remplir",
        holds: Holds::Date,
        required: false,
        after: preconis!("rep_le"),
        said: |answer| written(answer.planned),
        own: |_| String::new(),
        write: Some(|answer, date| set_date(&mut answer.planned, date)),
    };
    Done "real_le" "Réalisée le" "Done on" "calendar" => Row {
        about: "Réalisée le, à remplir",
        holds: Holds::Date,
        required: false,
        after: preconis!("ech_prev"),
        said: |answer| written(answer.done),
        own: |asked| written(asked.life.done()),
        write: Some(|answer, date| set_date(&mut answer.done, date)),
    };
    Lead "act_resp" "Qui agit" "Who acts" "landmark" => Row {
        about: "Acteur responsable, à remplir",
        holds: coded::<ActorKind>(20),
        required: false,
        after: &[(AnsweredLayer::Preconisation, "defi_cv"), (AnsweredLayer::Constat, "defi_cv")],
        said: |answer| code_of(answer.lead),
        own: |asked| {
            let named = asked.preconisation.and_then(|one| one.lead);
            code_of(named.or(asked.lead_of_constat))
        },
        write: Some(|answer, code| set(&mut answer.lead, code)),
    };
    Framework "cadre" "Cadre" "Framework" "layers" => Row {
        about: "Cadre qui la portera, à remplir",
        holds: coded::<Framework>(20),
        required: false,
        after: preconis!("act_assoc"),
        said: |answer| code_of(answer.framework),
        own: |asked| code_of(asked.preconisation.and_then(|one| one.framework)),
        write: Some(|answer, code| set(&mut answer.framework, code)),
    };
    Operation "op_npnru" "Opération NPNRU" "Renewal operation" "construction" => Row {
        about: "Opération de renouvellement, à remplir",
        holds: Holds::Text(OPERATION_MAX),
        required: false,
        after: &[(AnsweredLayer::Preconisation, "cadre"), (AnsweredLayer::Constat, "insee_com")],
        said: |answer| answer.operation.clone(),
        own: |asked| {
            asked.preconisation.map_or(&asked.constat.operation, |one| &one.operation).clone()
        },
        write: Some(|answer, text| text.clone_into(&mut answer.operation)),
    };
    Horizon "horizon" "Échéance" "Term" "calendar" => Row {
        about: "Court, moyen ou long terme, à remplir",
        holds: coded::<Horizon>(10),
        required: false,
        after: preconis!("op_npnru"),
        said: |answer| code_of(answer.horizon),
        own: |asked| code_of(asked.preconisation.and_then(|one| one.horizon)),
        write: Some(|answer, code| set(&mut answer.horizon, code)),
    };
    Cost "cout_cl" "Coût" "Cost" "scale" => Row {
        about: "Classe de coût, remplie par les services",
        holds: coded::<Cost>(10),
        required: false,
        after: preconis!("priorite"),
        said: |answer| code_of(answer.cost),
        own: |_| String::new(),
        write: Some(|answer, code| set(&mut answer.cost, code)),
    };
    Project "projet_rel" "Effet du projet" "Effect of the project" "construction" => Row {
        about: "Ce que le projet y change, à remplir",
        holds: coded::<ProjectRelation>(20),
        required: false,
        after: &[(AnsweredLayer::Constat, "op_npnru")],
        said: |answer| code_of(answer.project),
        own: |asked| code_of(asked.constat.project),
        write: Some(|answer, code| set(&mut answer.project, code)),
    };
}

impl AnswerField {
    fn row(self) -> &'static Row {
        &FIELDS[self as usize]
    }

    /// What it means, in French.
    pub fn about(self) -> &'static str {
        self.row().about
    }

    /// What may stand in it.
    pub fn holds(self) -> Holds {
        self.row().holds
    }

    /// Whether it never is empty.
    pub fn is_required(self) -> bool {
        self.row().required
    }

    /// The codes that may stand in it; `None` for a date or a text.
    pub fn codes(self) -> Option<Codes> {
        match self.row().holds {
            Holds::Code(codes, _) => Some(codes),
            _ => None,
        }
    }

    /// Whether it holds a date, `YYYY-MM-DD`.
    pub fn is_date(self) -> bool {
        matches!(self.row().holds, Holds::Date)
    }

    /// How many characters fit into it; `None` for a date or a code.
    pub fn most(self) -> Option<usize> {
        match self.row().holds {
            Holds::Text(most) => Some(most),
            _ => None,
        }
    }

    /// The column of a layer after which it stands; `None` when that layer does not have it.
    pub fn stands_after(self, subject: AnsweredLayer) -> Option<&'static str> {
        self.row().after.iter().find(|(of, _)| *of == subject).map(|(_, column)| *column)
    }

    /// Whether a layer has this column.
    pub fn is_of(self, subject: AnsweredLayer) -> bool {
        self.stands_after(subject).is_some()
    }

    /// The columns of a layer.
    pub fn of(subject: AnsweredLayer) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |field| field.is_of(subject))
    }

    /// What an answer says in it: a code, a date `YYYY-MM-DD` or a text; empty for nothing.
    pub fn said(self, answer: &Answer) -> String {
        (self.row().said)(answer)
    }

    /// What stands in it: what the body answered, else what the group wrote or its life says.
    pub fn stands(self, asked: &Asked<'_>) -> String {
        let said = asked.life.answer().map(|answer| self.said(answer)).unwrap_or_default();
        if said.is_empty() { (self.row().own)(asked) } else { said }
    }

    /// Whether it is said by steps and not by the answer.
    pub fn is_of_a_step(self) -> bool {
        self.row().write.is_none()
    }

    /// Writes into an answer what [`AnswerField::said`] then gives back; what it cannot read changes
    /// nothing.
    pub fn write(self, answer: &mut Answer, said: &str) {
        if let Some(write) = self.row().write {
            write(answer, said);
        }
    }

    /// A value of it as it is read by people: the label of a code, a date or a text as it is.
    pub fn shown(self, value: &str, language: Language) -> String {
        let labels = self.codes().unwrap_or_default();
        let row = labels.iter().find(|(code, ..)| *code == value);
        row.map_or(value, |(_, label, _)| label[language as usize]).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::identity::RecordId;

    #[test]
    fn what_is_written_is_said() {
        for field in AnswerField::ALL.iter().copied().filter(|field| !field.is_of_a_step()) {
            let value = match field.holds() {
                Holds::Code(codes, most) => {
                    assert!(codes.iter().all(|(code, ..)| code.len() <= most), "{field:?}");
                    codes.last().map_or("", |(code, ..)| *code)
                }
                Holds::Date => "2026-11-05",
                Holds::Text(_) => "Deux mots",
            };
            let mut answer = Answer::blank(RecordId(1));
            assert_eq!(field.said(&answer), "", "{field:?}");
            field.write(&mut answer, value);
            assert_eq!(field.said(&answer), value, "{field:?}");
            // Nothing else of it was touched.
            let others = AnswerField::ALL.iter().copied().filter(|other| *other != field);
            assert!(others.map(|other| other.said(&answer)).all(|said| said.is_empty()));
            if !matches!(field.holds(), Holds::Text(_)) {
                field.write(&mut answer, "galaxy");
                assert_eq!(field.said(&answer), value, "{field:?}");
            }
        }
    }
}
