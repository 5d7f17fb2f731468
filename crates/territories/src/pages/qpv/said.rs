//! An answer in plain words.

use essaim_geo::Generation;
use essaim_web::{Frame, format};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::official::Holdings;
use crate::pages::distance;
use crate::tagging::address::likely;
use crate::tagging::quarters::Answer;
use crate::tagging::{Ask, Reason, Told, Verdict, label};

/// What the page says of what was asked.
pub(super) struct Answered {
    /// For the look of the sentence: `inside`, `outside`, `to-check`.
    pub(super) key: &'static str,
    /// The icon beside it.
    pub(super) icon: &'static str,
    /// One sentence.
    pub(super) sentence: String,
    /// Why, or how sure.
    pub(super) reasons: Vec<String>,
    /// What may have been meant, and where that leads.
    pub(super) candidates: Vec<(String, String)>,
    /// The proof: what and which.
    pub(super) facts: Vec<(&'static str, String)>,
    /// How far off the point may be, in metres.
    pub(super) has_circle: bool,
}

pub(super) fn answered(frame: &Frame, holdings: &Holdings, ask: &Ask, told: &Told<'_>, at: Timestamp) -> Answered {
    // The neighbourhoods in force where they are at hand.
    let current = told.answers.iter().find(|one| one.quarters.generation == Generation::G2024);
    let current = current.or(told.answers.last());
    let verdict = current.map_or(Verdict::ToCheck, |one| one.verdict);
    let (key, icon) = match verdict {
        Verdict::Inside => ("inside", "ok"),
        Verdict::Outside => ("outside", "info"),
        Verdict::ToCheck => ("to-check", "warn"),
    };
    Answered {
        key,
        icon,
        sentence: current.map(|one| sentence(frame, ask, one)).unwrap_or_default(),
        reasons: current.map(|one| reasons(frame, one)).unwrap_or_default(),
        candidates: current.map(|one| candidates(frame, told, one)).unwrap_or_default(),
        facts: facts(frame, holdings, ask, told, at),
        has_circle: uncertainty(ask, told) > 0.0,
    }
}

/// How far the true place may be from the point, in metres.
pub(super) fn uncertainty(ask: &Ask, told: &Told<'_>) -> f64 {
    match ask {
        Ask::Point(_, accuracy) => *accuracy,
        Ask::Address(_) => told.found().first().map_or(0.0, |found| found.accuracy),
    }
}

fn sentence(frame: &Frame, ask: &Ask, answer: &Answer<'_>) -> String {
    let is_point = matches!(ask, Ask::Point(..));
    let key = |address: &'static str, point: &'static str| if is_point { point } else { address };
    match answer.verdict {
        Verdict::Inside => {
            let name = inside(answer).map(|(name, _)| name).unwrap_or_default();
            frame.tn(key("qpv-inside-address", "qpv-inside-point"), &[("name", name.into())])
        }
        Verdict::Outside => frame.t(key("qpv-outside-address", "qpv-outside-point")).to_owned(),
        Verdict::ToCheck => frame.t(key("qpv-to-check-address", "qpv-to-check-point")).to_owned(),
    }
}

fn reasons(frame: &Frame, answer: &Answer<'_>) -> Vec<String> {
    let sure = match answer.verdict {
        Verdict::ToCheck => None,
        Verdict::Inside => answer
            .situation
            .inside
            .map(|(_, metres)| frame.tn("qpv-sure-inside", &[("distance", distance(frame, metres).into())])),
        Verdict::Outside => Some(match nearest(answer) {
            Some((name, _, metres)) => {
                let distance = distance(frame, metres).into();
                frame.tn("qpv-sure-outside", &[("name", name.into()), ("distance", distance)])
            }
            None => frame.t("qpv-sure-outside-alone").to_owned(),
        }),
    };
    let why = answer.reason.map(|reason| frame.t(sentence_key(reason)).to_owned());
    why.into_iter().chain(sure).collect()
}

/// The key of the sentence that explains a reason.
pub(in crate::pages) const fn sentence_key(reason: Reason) -> &'static str {
    match reason {
        Reason::Empty => "qpv-reason-vide",
        Reason::Abroad => "qpv-reason-etranger",
        Reason::Lent => "qpv-reason-domicilie",
        Reason::PostBox => "qpv-reason-boite-postale",
        Reason::Unreadable => "qpv-reason-illisible",
        Reason::Ways => "qpv-reason-voie-ambigue",
        Reason::Towns => "qpv-reason-communes-homonymes",
        Reason::NotFound => "qpv-reason-introuvable",
        Reason::StreetMissing => "qpv-reason-commune-seule",
        Reason::NumberMissing => "qpv-reason-numero-absent",
        Reason::NumberUnknown => "qpv-reason-numero-inconnu",
        Reason::Accuracy => "qpv-reason-precision",
        Reason::NearEdge => "qpv-reason-bord",
        Reason::PerimetersMissing => "qpv-reason-perimetres-absents",
        Reason::AddressesMissing => "qpv-reason-adresses-absentes",
        Reason::PostcodeIgnored => "qpv-reason-code-postal-ignore",
        Reason::InseeIgnored => "qpv-reason-code-insee-ignore",
        Reason::Decided => "qpv-reason-decision",
    }
}

/// Other addresses that may have been meant, where one of them would settle the matter.
fn candidates(frame: &Frame, told: &Told<'_>, answer: &Answer<'_>) -> Vec<(String, String)> {
    let settles = matches!(answer.reason, Some(Reason::Ways | Reason::Towns | Reason::NotFound));
    if answer.verdict != Verdict::ToCheck || !settles {
        return Vec::new();
    }
    let link = |label: &str| frame.link("/qpv", essaim_web::Query::default().set("adresse", label)).to_string();
    likely(told.found()).into_iter().map(|(label, _)| (label.clone(), link(&label))).collect()
}

fn facts(frame: &Frame, holdings: &Holdings, ask: &Ask, told: &Told<'_>, at: Timestamp) -> Vec<(&'static str, String)> {
    let mut facts = vec![("qpv-day", format::moment(frame.lang(), at))];
    match ask {
        Ask::Address(asked) => facts.push(("qpv-asked", asked.address.clone())),
        Ask::Point(point, accuracy) => {
            facts.push(("qpv-asked-point", format!("{:.6}, {:.6}", point.lat, point.lon)));
            if *accuracy > 0.0 {
                facts.push(("qpv-asked-accuracy", distance(frame, *accuracy)));
            }
        }
    }
    if let Some(found) = told.found().first() {
        facts.push(("qpv-found", label(found)));
        facts.push(("qpv-nature", frame.t(nature(found.nature)).to_owned()));
    }
    for answer in told.answers.iter().rev() {
        facts.push((verdict_key(answer), in_short(frame, answer)));
    }
    for answer in told.answers.iter().rev() {
        let year = answer.quarters.generation.year();
        facts.push(("qpv-quarters-of", format!("{year}, {}", of_day(frame, answer.quarters.kept.vintage))));
    }
    if let Some(set) = holdings.addresses().filter(|_| matches!(ask, Ask::Address(_))) {
        facts.push(("qpv-addresses-of", format!("Base Adresse Nationale, {}", of_day(frame, set.vintage()))));
    }
    facts.push(("qpv-program", format!("Essaim {}", env!("CARGO_PKG_VERSION"))));
    facts
}

fn verdict_key(answer: &Answer<'_>) -> &'static str {
    match answer.quarters.generation {
        Generation::G2015 => "qpv-verdict-2015",
        Generation::G2024 => "qpv-verdict-2024",
    }
}

fn in_short(frame: &Frame, answer: &Answer<'_>) -> String {
    match (answer.verdict, inside(answer)) {
        (Verdict::Inside, Some((name, code))) => {
            frame.tn("qpv-told-inside", &[("name", name.into()), ("code", code.into())])
        }
        (Verdict::Outside, _) => frame.t("qpv-told-outside").to_owned(),
        _ => frame.t("qpv-told-to-check").to_owned(),
    }
}

fn of_day(frame: &Frame, day: Date) -> String {
    frame.tn("qpv-of-day", &[("day", format::date(frame.lang(), day).into())])
}

fn inside<'a>(answer: &Answer<'a>) -> Option<(&'a str, &'a str)> {
    let perimeters = &answer.quarters.perimeters;
    answer.situation.inside.map(|(number, _)| (perimeters.name(number), perimeters.code(number)))
}

fn nearest<'a>(answer: &Answer<'a>) -> Option<(&'a str, &'a str, f64)> {
    let perimeters = &answer.quarters.perimeters;
    answer.situation.nearest.map(|(number, metres)| (perimeters.name(number), perimeters.code(number), metres))
}

fn nature(nature: essaim_geo::addresses::Nature) -> &'static str {
    use essaim_geo::addresses::Nature;
    match nature {
        Nature::Number => "qpv-nature-numero",
        Nature::Between => "qpv-nature-interpolee",
        Nature::Way => "qpv-nature-voie",
        Nature::Place => "qpv-nature-lieu-dit",
        Nature::Town => "qpv-nature-commune",
    }
}
