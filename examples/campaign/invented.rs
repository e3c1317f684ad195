//! An invented campaign, decided on in the workshop itself: two walks, observations, constats,
//! préconisations at every step of their life, with answers, feedback and checks. For the tests, the
//! example and the benchmark. Nothing in it was ever said by anybody.

use eclaireuse::app::event::Chance;
use eclaireuse::app::workshop::{Act, Workshop};
use eclaireuse::domain::code::{Code, Language};
use eclaireuse::domain::date::CalendarDate;
use eclaireuse::domain::deliberation::CampaignSheet;
use eclaireuse::domain::deliberation::answer::{Answer, Channel, Check, Feedback, Outcome};
use eclaireuse::domain::deliberation::constat::{Constat, Manager, Priority, ProjectRelation};
use eclaireuse::domain::deliberation::lifecycle::{Party, Status};
use eclaireuse::domain::deliberation::preconisation::{
    ActionKind, Cost, Framework, Horizon, Origin, Preconisation,
};
use eclaireuse::domain::identity::{DeviceNumber, RecordId, WalkId};
use eclaireuse::domain::ledger::record::{Body, Envelope};
use eclaireuse::domain::observation::Observation;
use eclaireuse::domain::observation::amend::TextField;
use eclaireuse::domain::observation::fix::Fix;
use eclaireuse::domain::observation::gender::{AvoidedBy, AvoidedWhen, Reason};
use eclaireuse::domain::observation::photo::{MediaId, Photo};
use eclaireuse::domain::observation::place::Place;
use eclaireuse::domain::observation::scale::{
    Frequency, Level, PlaceKind, Polarity, Rating, Sharing,
};
use eclaireuse::domain::observation::taxonomy::Category;
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::domain::walk::actor::ActorKind;
use eclaireuse::domain::walk::{Participants, Stop, Theme, Walk, WalkKind};
use eclaireuse::format::v1;

/// How much of everything.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    /// Observations, on both walks together.
    pub(crate) observations: usize,
    /// Constats.
    pub(crate) constats: usize,
    /// Préconisations, dealt out to the constats that are problems.
    pub(crate) preconisations: usize,
}

/// A campaign as it is on disk.
pub(crate) struct Invented {
    /// Every line, by the walk or campaign it belongs to, in the order in which it was written.
    pub(crate) lines: Vec<(WalkId, String)>,
    /// The workshop that wrote it.
    pub(crate) workshop: Workshop,
}

pub(crate) const CAMPAIGN: WalkId = WalkId(0x0192_f3a0_0000_7000_8000_0000_0000_0ca0);
pub(crate) const WALKS: [WalkId; 2] = [
    WalkId(0x0192_f3a0_0000_7000_8000_0000_0000_0da1),
    WalkId(0x0192_f3a0_0000_7000_8000_0000_0000_0da2),
];

/// Category, problem or strength, title, summary, quote, place, kind of place.
type Found = (&'static str, Polarity, &'static str, &'static str, &'static str, &'static str);

const FOUND: [Found; 8] = [
    (
        "street_lighting",
        Polarity::Negative,
        "Le mail est dans le noir dès 18 h",
        "Entre les deux arrêts, trois lampes sur quatre ne s’allument pas. On ne voit pas qui vient.",
        "On ne voit pas ses pieds.",
        "Le mail",
    ),
    (
        "green_shade",
        Polarity::Positive,
        "Les grands arbres de la place font de l’ombre",
        "L’été, tout le monde s’y retrouve, des enfants aux anciens.",
        "C’est notre salon d’été.",
        "La place",
    ),
    (
        "group_occupation",
        Polarity::Negative,
        "Le hall est occupé le soir",
        "Un groupe prend toute la place ; on attend dehors ou on rentre à plusieurs.",
        "J’appelle avant de rentrer.",
        "Le hall B",
    ),
    (
        "pavement_steps",
        Polarity::Negative,
        "Le trottoir cassé arrête les poussettes",
        "Devant l’école, il faut descendre sur la chaussée.",
        "On passe sur la route avec les petits.",
        "Devant l’école",
    ),
    (
        "women_girls_activities",
        Polarity::Negative,
        "Rien pour les filles après douze ans",
        "Le terrain est pris ; les filles ne viennent plus.",
        "Ma fille ne descend plus.",
        "Le terrain",
    ),
    (
        "local_associations",
        Polarity::Positive,
        "La maison de quartier reste ouverte tard",
        "On sait que quelqu’un est là, et la lumière se voit de loin.",
        "Si ça va mal, j’entre.",
        "La maison de quartier",
    ),
    (
        "bus_stop_wait",
        Polarity::Negative,
        "On attend le bus dans le noir",
        "L’abri n’est pas éclairé et le dernier bus est souvent en retard.",
        "Je compte les minutes.",
        "L’arrêt de bus",
    ),
    (
        "wayfinding_signs",
        Polarity::Negative,
        "Aucune flèche au carrefour",
        "Les visiteurs et les secours se perdent entre les entrées.",
        "Les pompiers ont cherché l’entrée.",
        "Le carrefour",
    ),
];

/// What is asked: title, action, who, by when.
type Asked = (&'static str, ActionKind, ActorKind, Horizon, Framework);

const ASKED: [Asked; 6] = [
    (
        "Réparer les lampes du mail",
        ActionKind::Lighting,
        ActorKind::Metropole,
        Horizon::Short,
        Framework::Gusp,
    ),
    (
        "Assurer une présence de médiation le soir",
        ActionKind::Presence,
        ActorKind::Mediation,
        Horizon::Medium,
        Framework::ContratVille,
    ),
    (
        "Reprendre le trottoir devant l’école",
        ActionKind::Layout,
        ActorKind::City,
        Horizon::Long,
        Framework::Npnru,
    ),
    (
        "Ouvrir un créneau de sport pour les filles",
        ActionKind::Activities,
        ActorKind::SocialCentre,
        Horizon::Short,
        Framework::ContratVille,
    ),
    (
        "Éclairer le hall et son entrée",
        ActionKind::Lighting,
        ActorKind::Landlord,
        Horizon::Medium,
        Framework::Tfpb,
    ),
    (
        "Poser des panneaux vers les entrées",
        ActionKind::Signage,
        ActorKind::Landlord,
        Horizon::Short,
        Framework::Gusp,
    ),
];

/// 5 November 2025, 14:00 in Berlin time, and 18:30.
const DAY: Stamp = Stamp { utc_ms: 1_762_347_600_000, offset_min: 60 };
const NIGHT: Stamp = Stamp { utc_ms: 1_762_363_800_000, offset_min: 60 };

fn later(from: Stamp, seconds: usize) -> Stamp {
    Stamp { utc_ms: from.utc_ms + i64::try_from(seconds).unwrap_or(0) * 1000, ..from }
}

fn here() -> Place {
    Place::from_lon_lat(2.2935, 49.8709).expect("a place")
}

/// The place of a constat: a grid of streets that do not exist.
fn spot(constat: usize) -> Place {
    let (along, row) = (constat % 40 % 8, constat % 40 / 8 + constat / 40 * 5);
    let across = if row % 2 == 0 { along } else { 7 - along };
    here().moved(90.0, across as f64 * 60.0).moved(0.0, row as f64 * 50.0)
}

/// Seconds in which a large walk is walked: what is said after it would wait for the mediator.
const WALKED_S: usize = 3600;

fn sheet(index: usize, size: Size) -> Walk {
    let made = if index == 0 { DAY } else { NIGHT };
    let mut walk = Walk::blank(WALKS[index], made);
    walk.training = true;
    walk.title = ["Marche de l’après-midi", "Marche du soir"][index].into();
    walk.reference = ["EX-2025-01", "EX-2025-02"][index].into();
    walk.kind = WalkKind::Exploratory;
    walk.cycle = "automne-2025".into();
    walk.starts_at = ["14:00", "18:30"][index].into();
    walk.themes = vec![Theme::Safety, Theme::Lighting, Theme::Gender];
    walk.commune = "80021".into();
    walk.commune_name = "Amiens".into();
    walk.quarter = "Quartier inventé".into();
    walk.commissioner = "Collectivité inventée".into();
    walk.operator = "Association inventée".into();
    walk.contact = "contact@exemple.invalid".into();
    walk.participants = Participants {
        total: Some(12),
        women: Some(12),
        men: Some(0),
        minors: Some(0),
        facilitators: Some(2),
    };
    walk.around = Some(here());
    walk.stops = (0..6)
        .map(|number| Stop {
            place: Some(spot(number * 3)),
            ..Stop::named(number as u16 + 1, format!("Arrêt inventé {}", number + 1))
        })
        .collect();
    // A large walk goes past all that is said of it.
    let vertices = if size.constats > 60 { size.constats / 3 + 1 } else { 6 };
    walk.route = (0..vertices).map(|number| spot(number * 3)).collect();
    walk
}

/// Makes it; the photos (name, bytes) are dealt out to the observations in their order. The same size
/// and photos give the same campaign.
pub(crate) fn invented(size: Size, photos: &[(MediaId, u64)]) -> Invented {
    let mut workshop = Workshop::default();
    workshop.open(CAMPAIGN, DeviceNumber(0x00ca_4a16));
    let mut made = Invented { lines: Vec::new(), workshop };
    let mut clock = Clock { at: later(NIGHT, 86_400 * 14), count: 0 };
    let mut sheet_of_campaign =
        CampaignSheet::of("Campagne inventée".into(), "EX-2025".into(), WALKS.to_vec(), clock.at);
    sheet_of_campaign.training = true;
    made.act(Act::Sheet(Box::new(sheet_of_campaign)), &mut clock);
    let of_constat = made.walk(size, photos);
    made.decide(size, &of_constat, &mut clock);
    made
}

struct Clock {
    at: Stamp,
    count: u128,
}

impl Clock {
    fn chance(&mut self) -> Chance {
        self.count += 1;
        self.at.utc_ms += 1000;
        Chance { at: self.at, random: self.count * 0x9e37_79b9_7f4a_7c15_0000_0001 }
    }
}

impl Invented {
    fn act(&mut self, act: Act, clock: &mut Clock) -> Option<RecordId> {
        let kept = self.workshop.act(act, clock.chance()).expect("an act that is allowed");
        let first = kept.first().map(|kept| kept.id);
        self.lines.extend(kept.into_iter().map(|kept| (kept.walk, kept.entry.line)));
        first
    }

    fn line(&mut self, walk: WalkId, id: RecordId, device: u32, at: Stamp, body: &Body) {
        let envelope = Envelope {
            kind: body.kind().to_owned(),
            id,
            walk,
            device: DeviceNumber(device),
            revision: 1,
            at,
        };
        self.lines.push((walk, v1::write_line(&envelope, body).0));
    }

    /// Both walks; answers with the observations that speak of each constat.
    fn walk(&mut self, size: Size, photos: &[(MediaId, u64)]) -> Vec<Vec<RecordId>> {
        let walks = [0, 1].map(|index| sheet(index, size));
        for walk in &walks {
            self.line(
                walk.id,
                RecordId(walk.id.0),
                1,
                walk.made,
                &Body::Walk(Box::new(walk.clone())),
            );
        }
        let constats = size.constats.max(1);
        let mut of_constat = vec![Vec::new(); constats];
        for number in 0..size.observations {
            let (which, nth) = (number % constats, number / constats);
            let (category, polarity, _, _, quote, place) = FOUND[which % FOUND.len()];
            let index = number % 2;
            let walk = &walks[index];
            let at = later(walk.made, number % WALKED_S);
            let id = RecordId::made(at.utc_ms, (number as u128) << 20);
            let category = Category::from_code(category).expect("a category");
            let place_of = spot(which).moved((number * 37 % 360) as f64, (number % 9) as f64);
            let fix = Fix { place: place_of, accuracy_m: 4.0 + (number % 7) as f64, at };
            let begun = Observation::begun(id, walk, at, category, Some(fix), Language::Fr);
            let is_problem = polarity == Polarity::Negative;
            let mut observation = Observation {
                polarity: Some(polarity),
                feeling: Level::new((number % 2) as u8 + if is_problem { 0 } else { 2 }),
                severity: Level::new((number % 3) as u8 + 1).filter(|_| is_problem),
                frequency: Some(Frequency::ALL[number % Frequency::ALL.len()]),
                words: if number % 3 == 0 { quote.to_owned() } else { String::new() },
                place_name: place.to_owned(),
                place_kind: Some(PlaceKind::ALL[which % PlaceKind::ALL.len()]),
                voices: Some((number % 11) as u16 + 1),
                stop: Some(walk.stops[which % 6].known()),
                finished: true,
                ..begun
            };
            let is_internal = number % 10 == 7 || which % 16 == 6 && nth < 5;
            if is_problem {
                observation.avoided = Some(number % 2 == 0);
                let at = which + nth / 7;
                observation.avoided_by = vec![AvoidedBy::ALL[at % AvoidedBy::ALL.len()]];
                observation.avoided_when = vec![AvoidedWhen::ALL[at % AvoidedWhen::ALL.len()]];
                observation.reasons = vec![Reason::PoorLighting];
                if is_internal {
                    observation.reasons.push(Reason::Dealing);
                }
            }
            if index == 1 {
                observation.ratings[Rating::Lighting as usize] = Level::new((number % 3) as u8);
            }
            // Some are kept in the group, some may be public.
            observation.sharing_said = match which % 4 {
                _ if is_internal => Some(Sharing::Internal),
                0 | 1 => Some(Sharing::Public),
                _ => None,
            };
            // Eight phones, each of which speaks of every place.
            let device = 2 + (nth % 8) as u32;
            self.line(walk.id, id, device, at, &Body::Observation(Box::new(observation)));
            of_constat[which].push(id);
            if let Some((media, bytes)) = photos.get(number) {
                let photo = Photo {
                    id: RecordId::made(at.utc_ms + 1, (number as u128) << 20 | 1),
                    walk: walk.id,
                    observation: id,
                    media: *media,
                    media_type: "image/jpeg".into(),
                    size: *bytes,
                    pixels: (1600, 1200),
                    blocks: 0,
                    withdrawn: false,
                    made: at,
                };
                self.line(walk.id, photo.id, device, at, &Body::Photo(Box::new(photo.clone())));
            }
        }
        for walk in WALKS {
            let own = self.lines.iter().filter(|(of, _)| *of == walk);
            let lines: Vec<String> = own.map(|(_, line)| line.clone()).collect();
            self.workshop.lines(walk, &lines, true);
        }
        of_constat
    }

    fn decide(&mut self, size: Size, of_constat: &[Vec<RecordId>], clock: &mut Clock) {
        let mut problems = Vec::new();
        for (index, members) in of_constat.iter().enumerate().take(size.constats) {
            if members.is_empty() {
                continue;
            }
            let id = self.act(Act::Group(members.clone(), None), clock).expect("a constat");
            let (_, polarity, title, summary, quote, place) = FOUND[index % FOUND.len()];
            let photos: Vec<RecordId> = self
                .workshop
                .campaign
                .photos_of(members[0])
                .map(|photo| photo.id)
                .take(1)
                .collect();
            let before = self.workshop.campaign.constat(id).expect("it was made").clone();
            let is_problem = polarity == Polarity::Negative;
            let constat = Constat {
                title: title.into(),
                summary: summary.into(),
                quote: quote.into(),
                polarity: Some(polarity),
                severity: Level::new(2).filter(|_| is_problem),
                frequency: Some(Frequency::Recurrent),
                priority: is_problem.then(|| Priority::ALL[index % Priority::ALL.len()]),
                place_name: place.into(),
                // Most were put on the map by the group; the others are where their phones were.
                place: if index % 4 == 1 && members.len() > 6 {
                    before.place
                } else {
                    Some(spot(index).moved(0.0, 2.0))
                },
                manager: Some(Manager::ALL[index % Manager::ALL.len()]),
                photos,
                project: Some(if is_problem {
                    ProjectRelation::ALL[index % 3]
                } else {
                    ProjectRelation::ToKeep
                }),
                sector: "nord".into(),
                challenge: "tranquillite".into(),
                lead: Some(ActorKind::ALL[index % 4]),
                sharing: match index % 7 {
                    4 => Sharing::Internal,
                    0..=3 => Sharing::Public,
                    _ => Sharing::Partners,
                },
                ..before
            };
            self.act(Act::Constat(id, Box::new(constat)), clock);
            if is_problem {
                problems.push(id);
            }
            for member in members.iter().take(3) {
                self.reread(*member, TextField::Words, &format!("{quote} (relu)"), clock);
                self.reread(*member, TextField::PlaceName, place, clock);
            }
            let steps: &[(Status, Party)] = &[
                (Status::ToReview, Party::Mediator),
                (Status::Validated, Party::Group),
                (Status::Transmitted, Party::Mediator),
            ];
            for (to, by) in steps {
                self.step(id, *to, *by, "", clock);
            }
        }
        for number in 0..size.preconisations {
            let Some(constat) = problems.get(number % problems.len().max(1)) else { break };
            // A second wish for the same constat is another one.
            let wanted = ASKED[(number + number / problems.len()) % ASKED.len()];
            self.ask(number, wanted, *constat, clock);
        }
        let order: Vec<RecordId> = problems.iter().rev().copied().collect();
        self.act(Act::Rank(order), clock);
    }

    /// A wording of the mediator's that may be public, beside the original.
    fn reread(&mut self, of: RecordId, field: TextField, words: &str, clock: &mut Clock) {
        self.act(Act::Reword(of, field, words.to_owned(), Sharing::Public), clock);
    }

    fn step(&mut self, thing: RecordId, to: Status, by: Party, reason: &str, clock: &mut Clock) {
        self.act(Act::Step { thing, to, by, reason: reason.into() }, clock);
    }

    /// A préconisation, brought to some step of its life.
    fn ask(&mut self, number: usize, wanted: Asked, constat: RecordId, clock: &mut Clock) {
        let (title, action, lead, horizon, framework) = wanted;
        let wanted = Preconisation {
            title: title.into(),
            detail: "Effet attendu : qu’on y passe à pied, seule, le soir.".into(),
            action,
            origin: Origin::Workshop,
            lead: Some(lead),
            framework: Some(framework),
            horizon: Some(horizon),
            priority: Some(Priority::ALL[number % Priority::ALL.len()]),
            sharing: if number % 5 == 4 { Sharing::Internal } else { Sharing::Public },
            ..Preconisation::blank(0, constat)
        };
        let id = self.act(Act::Propose(constat, Box::new(wanted)), clock).expect("it was made");
        for (to, by) in [
            (Status::ToReview, Party::Mediator),
            (Status::Validated, Party::Group),
            (Status::Transmitted, Party::Mediator),
        ] {
            self.step(id, to, by, "", clock);
        }
        let answer = |text: &str, steps: &[(Status, &str)]| {
            let answer = Answer {
                text: text.into(),
                on: CalendarDate::parse("2025-12-15"),
                planned: CalendarDate::parse("2026-03-01"),
                cost: Some(Cost::Low),
                file: "reponses-inventees.csv".into(),
                ..Answer::blank(id)
            };
            let steps = steps.iter().map(|(to, why)| (*to, (*why).to_owned())).collect();
            (answer, steps)
        };
        use Status::{Accepted, Done, InProgress, PartlyAccepted, Rejected, Scheduled, UnderStudy};
        let answered = match number % 6 {
            0 => Some(answer(
                "C’est prévu au printemps.",
                &[(UnderStudy, ""), (Accepted, ""), (Scheduled, "")],
            )),
            1 => Some(answer(
                "Nous ne pouvons pas financer ce poste cette année.",
                &[(UnderStudy, ""), (Rejected, "Pas de budget en 2026 ; à revoir en 2027.")],
            )),
            2 | 3 => Some(answer(
                "C’est fait.",
                &[(UnderStudy, ""), (Accepted, ""), (Scheduled, ""), (InProgress, ""), (Done, "")],
            )),
            4 => Some(answer(
                "Une partie seulement.",
                &[(UnderStudy, ""), (PartlyAccepted, "Seule l’entrée B peut l’être.")],
            )),
            _ => None,
        };
        if let Some((mut answer, steps)) = answered {
            if matches!(number % 6, 2 | 3) {
                answer.done = CalendarDate::parse("2026-02-20");
            }
            self.act(Act::Answers(vec![(answer, steps)]), clock);
        }
        if number % 6 < 3 {
            let told = Feedback {
                preconisation: id,
                on: CalendarDate::parse("2026-03-10"),
                channels: vec![Channel::Poster, Channel::PublicMeeting],
                withdrawn: false,
            };
            self.act(Act::Told(vec![told]), clock);
        }
        if number % 6 == 2 {
            let check = Check {
                preconisation: id,
                outcome: Outcome::Resolved,
                on: CalendarDate::parse("2026-05-20"),
                withdrawn: false,
            };
            self.act(Act::Checked(vec![check]), clock);
        }
    }
}
