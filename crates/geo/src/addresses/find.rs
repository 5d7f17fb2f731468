//! Which address a text means, and how sure that is.

use super::Addresses;
use super::houses::House;
use super::nearby::{Spot, nearest};
use super::records::{NONE, Placed, View, text_of};
use super::seek::{Seeking, Sought};
use super::weigh::{Weighed, WeighedTown};
use crate::{Point, Scale, UNITS, Vertex, distance};

/// What is asked. Every part may be empty; all of them may hold anything that an address is made of.
#[derive(Debug, Clone, Copy, Default)]
pub struct Question<'q> {
    /// House number, where it stands apart.
    pub number: &'q str,
    /// The way, or the whole address.
    pub address: &'q str,
    /// Postal code, where it stands apart.
    pub postcode: &'q str,
    /// Commune, where it stands apart.
    pub city: &'q str,
    /// INSEE code of the commune.
    pub insee: Option<&'q str>,
    /// Near what: of several that fit as well, the nearer is meant.
    pub near: Option<Near>,
}

/// A place near which something is looked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near(pub Point);

impl Near {
    /// What it costs to think that a place at this distance is meant.
    pub(super) fn cost(self, vertex: Vertex) -> f32 {
        let metres = distance(self.0, vertex.point());
        ((1.0 + metres / 1_500.0).ln() * 0.9) as f32
    }
}

/// What an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// A house number that is known.
    Number,
    /// A point between two known numbers of the same side.
    Between,
    /// A way, without a number.
    Way,
    /// A named place.
    Place,
    /// A commune.
    Town,
}

impl Nature {
    /// As tables write it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Number => "numero",
            Self::Between => "interpolee",
            Self::Way => "voie",
            Self::Place => "lieu_dit",
            Self::Town => "commune",
        }
    }
}

/// An address that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found<'a> {
    /// What it is.
    pub nature: Nature,
    /// House number and what follows it, as it is known; for one between others, as it was asked.
    pub number: Option<(u32, &'a str)>,
    /// The way or place; empty for a commune.
    pub street: &'a str,
    /// Postal code, 0 where it is unknown.
    pub postcode: u32,
    /// The commune's name.
    pub town: &'a str,
    /// The name of the commune that it was part of before.
    pub former_town: Option<&'a str>,
    /// The INSEE code of that one.
    pub former_insee: Option<&'a str>,
    /// The commune's INSEE code.
    pub insee: &'a str,
    /// Where.
    pub point: Point,
    /// How far the true place may be from the point, in metres: 0 for a house that has a point of its own.
    pub accuracy: f64,
    /// How likely it is that this is what was meant: 0 to 1.
    pub score: f64,
    /// The way's number in the tables; none for a commune.
    pub way: Option<u32>,
    /// What follows the commune's code in the way's identifier.
    pub mark: &'a str,
    /// The commune's population, 0 where it is unknown.
    pub population: u32,
}

/// Why an answer must be looked at, or what in the question was not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// The question says nothing.
    Empty,
    /// A country other than France.
    Abroad,
    /// An address lent by a service.
    Lent,
    /// A post box.
    Box,
    /// Several ways fit as well.
    Ways,
    /// Several communes have this name.
    Towns,
    /// The question names a commune and nothing in it.
    StreetMissing,
    /// The way has no such number.
    NumberUnknown,
    /// The question gives no number.
    NumberMissing,
    /// Nothing fits well enough.
    NotFound,
}

/// What a question led to.
#[derive(Debug, Clone, Default)]
pub struct Answer<'a> {
    /// The likeliest first.
    pub found: Vec<Found<'a>>,
    /// Why it must be looked at.
    pub doubt: Option<Doubt>,
    /// The question's postal code was not followed.
    pub is_postcode_ignored: bool,
    /// The question's INSEE code was not followed.
    pub is_insee_ignored: bool,
}

/// What it costs to think that nothing known is meant.
const NOTHING: f32 = 4.2;
/// The same, of a commune.
const NO_TOWN: f32 = 2.0;
/// How much more than their costs say the likelier is the likelier: set by hand, by the bench's table of reliability.
const SHARP: f32 = 1.3;
/// What has a lower score is told after its commune.
const LIKELY: f64 = 0.2;
/// What has a lower score must be looked at.
const SURE: f64 = 0.8;
/// So many that may be meant are told apart.
const WEIGHED: usize = 24;
/// Two points nearer than this are one place, in metres.
const SAME: f64 = 30.0;

/// Answers questions, one after the other; one for each thread.
pub struct Finder<'a> {
    view: View<'a>,
    seeking: Seeking,
}

impl Addresses {
    /// Somebody who answers questions.
    pub fn finder(&self) -> Finder<'_> {
        Finder { view: self.view(), seeking: Seeking::default() }
    }

    /// The nearest address to a point, within two kilometres, and its distance in metres.
    pub fn nearest(&self, point: Point) -> Option<(Found<'_>, f64)> {
        self.nearest_where(point, |_| true)
    }

    /// The same, of those that are wanted.
    pub fn nearest_where(&self, point: Point, is_wanted: impl Fn(&Found<'_>) -> bool) -> Option<(Found<'_>, f64)> {
        let view = self.view();
        let (spot, metres) = nearest(&view, point, |spot| is_wanted(&spot_found(&view, spot)))?;
        Some((Found { score: 1.0 / (1.0 + metres / 100.0), ..spot_found(&view, spot) }, metres))
    }

    /// A way by its number, without any of its houses.
    pub fn way(&self, way: u32) -> Option<Found<'_>> {
        let view = self.view();
        ((way as usize) < view.streets.len()).then(|| way_found(&view, way))
    }

    /// The points of a way: those of its numbers, else its own.
    pub fn points_of(&self, way: u32) -> impl Iterator<Item = Point> {
        let view = self.view();
        let own = view.points.get(view.numbers_of(way)).unwrap_or_default();
        let bare = view.streets.get(way as usize).filter(|_| own.is_empty()).map(|street| street.point);
        own.iter().copied().chain(bare).map(Vertex::point)
    }
}

impl<'a> Finder<'a> {
    /// What a question means whose last word may be only the beginning of one: at most so many answers.
    pub fn complete(&mut self, question: &Question<'_>, most: usize) -> Answer<'a> {
        self.seeking.is_unfinished = true;
        let answer = self.find(question, most);
        self.seeking.is_unfinished = false;
        answer
    }

    /// What a question means: at most so many answers.
    pub fn find(&mut self, question: &Question<'_>, most: usize) -> Answer<'a> {
        let sought = self.seeking.seek(&self.view, question);
        let mut answer = Answer { doubt: outright(&sought), ..Answer::default() };
        if sought.is_empty {
            answer.doubt = answer.doubt.or(Some(Doubt::Empty));
            return answer;
        }
        let all = scored(&self.view, &sought);
        if let Some(Scored { what: Meant::Way(best), .. }) = all.first() {
            answer.is_postcode_ignored = best.is_postcode_wrong;
            answer.is_insee_ignored = best.is_insee_wrong;
        }
        answer.found = all.iter().take(most).map(|one| self.found(one)).collect();
        if answer.found.first().is_none_or(|best| best.score < LIKELY) {
            self.fall_back(&sought, most, &mut answer);
        }
        answer.doubt = answer.doubt.or_else(|| doubt(&all, &answer));
        answer
    }

    fn found(&self, scored: &Scored) -> Found<'a> {
        let found = match &scored.what {
            Meant::Town(town) => town_found(&self.view, town.town),
            Meant::Way(way) => match way.house {
                House::Found(at) => house_found(&self.view, way.street, at),
                House::Between(number, one, other, part) => {
                    Found { number: Some((number, "")), ..between_found(&self.view, way.street, one, other, part) }
                }
                House::NotAsked | House::Unknown => way_found(&self.view, way.street),
            },
        };
        Found { score: scored.score, ..found }
    }

    /// The commune, where nothing in it is likely.
    fn fall_back(&self, sought: &Sought, most: usize, answer: &mut Answer<'a>) {
        let chance = |town: &WeighedTown| f64::from(-2.0 * SHARP * town.name_cost).exp();
        let Some(best) = sought.towns.iter().min_by(|one, other| one.name_cost.total_cmp(&other.name_cost)) else {
            return;
        };
        let sum: f64 = sought.towns.iter().map(chance).sum::<f64>() + f64::from(-2.0 * SHARP * NO_TOWN).exp();
        let score = chance(best) / sum;
        if answer.found.first().is_some_and(|found| found.score > score) {
            return;
        }
        answer
            .found
            .retain(|found| found.nature != Nature::Town || found.insee != text_of(&self.view.town(best.town).insee));
        answer.found.insert(0, Found { score, ..town_found(&self.view, best.town) });
        answer.found.truncate(most);
    }
}

/// What makes an answer useless whatever is found.
fn outright(sought: &Sought) -> Option<Doubt> {
    let said = sought.said;
    match () {
        () if said.is_lent => Some(Doubt::Lent),
        () if said.is_abroad && sought.towns.is_empty() => Some(Doubt::Abroad),
        () if said.has_box && sought.ways.first().is_none_or(|way| way.cost > 2.0) => Some(Doubt::Box),
        () => None,
    }
}

fn doubt(all: &[Scored], answer: &Answer<'_>) -> Option<Doubt> {
    let Some(first) = answer.found.first() else { return Some(Doubt::NotFound) };
    if first.nature == Nature::Town {
        // What the question says besides the commune's name is next to nothing.
        let is_meant = all.iter().any(|one| matches!(one.what, Meant::Town(town) if town.cost - town.name_cost < 1.0));
        let has_rival =
            answer.found.get(1).is_some_and(|other| other.nature == Nature::Town && other.score * 3.0 > first.score);
        return Some(match (is_meant, has_rival) {
            (true, true) => Doubt::Towns,
            (true, false) => Doubt::StreetMissing,
            (false, _) => Doubt::NotFound,
        });
    }
    if first.score < SURE {
        let has_rival = answer.found.get(1).is_some_and(|other| other.score * 3.0 > first.score);
        return Some(if has_rival { rivals(first, &answer.found[1]) } else { Doubt::NotFound });
    }
    match all.first().map(|best| &best.what) {
        Some(Meant::Way(Weighed { house: House::Unknown, .. })) => Some(Doubt::NumberUnknown),
        Some(Meant::Way(Weighed { house: House::NotAsked, .. })) => Some(Doubt::NumberMissing),
        _ => None,
    }
}

/// Two that fit as well: in two communes of one name, or two ways.
fn rivals(one: &Found<'_>, other: &Found<'_>) -> Doubt {
    if one.insee != other.insee && one.town == other.town { Doubt::Towns } else { Doubt::Ways }
}

/// What may be meant, and how likely it is.
struct Scored {
    what: Meant,
    score: f64,
    point: Point,
}

enum Meant {
    Way(Weighed),
    Town(WeighedTown),
}

/// All that may be meant, with their shares: what is at the same place as a better one adds to it.
fn scored(view: &View<'_>, sought: &Sought) -> Vec<Scored> {
    let chance = |cost: f32| f64::from(-SHARP * cost).exp();
    let ways = sought.ways.iter().map(|way| (way.cost, Meant::Way(*way), place(view, way)));
    let towns =
        sought.towns.iter().map(|town| (town.cost + 0.5, Meant::Town(*town), view.town(town.town).point.point()));
    let mut all: Vec<(f32, Meant, Point)> = ways.chain(towns).collect();
    let sum: f64 = all.iter().map(|(cost, ..)| chance(*cost)).sum::<f64>() + chance(NOTHING);
    all.sort_by(|(one, ..), (other, ..)| one.total_cmp(other));
    let mut scored: Vec<Scored> = Vec::new();
    for (cost, what, point) in all.into_iter().take(WEIGHED) {
        let score = chance(cost) / sum;
        let is_way = matches!(what, Meant::Way(_));
        let same = scored.iter_mut().find(|known| {
            matches!(known.what, Meant::Way(_)) == is_way && is_way && distance(known.point, point) < SAME
        });
        match same {
            Some(known) => known.score += score,
            None => scored.push(Scored { what, score, point }),
        }
    }
    scored.sort_by(|one, other| other.score.total_cmp(&one.score));
    scored
}

fn place(view: &View<'_>, way: &Weighed) -> Point {
    match way.house {
        House::Found(at) => view.point(at).point(),
        House::Between(_, one, other, part) => between(view.point(one), view.point(other), part),
        House::NotAsked | House::Unknown => view.street(way.street).point.point(),
    }
}

fn between(one: Vertex, other: Vertex, part: f32) -> Point {
    let mix = |one: i32, other: i32| (f64::from(one) + (f64::from(other) - f64::from(one)) * f64::from(part)) / UNITS;
    Point { lon: mix(one.x, other.x), lat: mix(one.y, other.y) }
}

fn spot_found<'a>(view: &View<'a>, spot: Spot) -> Found<'a> {
    match spot {
        Spot::Number(at) => {
            let street = view.streets.partition_point(|street| street.numbers as usize <= at).saturating_sub(1);
            house_found(view, street as u32, at)
        }
        Spot::Street(street) => way_found(view, street),
    }
}

fn way_found<'a>(view: &View<'a>, street: u32) -> Found<'a> {
    let own = view.points.get(view.numbers_of(street)).unwrap_or_default();
    let record = view.street(street);
    Found { accuracy: reach(record.point, own), ..on_way(view, street) }
}

/// What is said of anything on a way, but how accurate it is.
fn on_way<'a>(view: &View<'a>, street: u32) -> Found<'a> {
    let record = view.street(street);
    let town = town_found(view, record.town);
    Found {
        nature: if record.is_place == 1 { Nature::Place } else { Nature::Way },
        street: view.texts.get(record.name as usize),
        postcode: if record.postcode == 0 { town.postcode } else { record.postcode },
        point: record.point.point(),
        way: Some(street),
        mark: text_of(&record.mark),
        ..town
    }
}

/// How far the farthest number of a way is from its point.
fn reach(point: Vertex, own: &[Vertex]) -> f64 {
    /// What a way without numbers may be long, in metres.
    const UNKNOWN: f64 = 150.0;
    let scale = Scale::at(point.point().lat);
    let metres = |vertex: &Vertex| {
        let (x, y) = (f64::from(vertex.x) - f64::from(point.x), f64::from(vertex.y) - f64::from(point.y));
        (x / UNITS * scale.lon).hypot(y / UNITS * scale.lat)
    };
    own.iter()
        .map(metres)
        .fold(None, |most: Option<f64>, metres| Some(most.map_or(metres, |most| most.max(metres))))
        .unwrap_or(UNKNOWN)
}

fn house_found<'a>(view: &View<'a>, street: u32, at: usize) -> Found<'a> {
    let house = view.number(at);
    let accuracy = match house.placed() {
        Placed::House => 0.0,
        Placed::Along => 50.0,
        Placed::Commune => 2_000.0,
    };
    Found {
        nature: Nature::Number,
        number: Some((house.number(), view.repetitions.get(house.repetition() as usize))),
        point: view.point(at).point(),
        accuracy,
        ..on_way(view, street)
    }
}

fn between_found<'a>(view: &View<'a>, street: u32, one: usize, other: usize, part: f32) -> Found<'a> {
    let accuracy = distance(view.point(one).point(), view.point(other).point()).max(20.0);
    Found {
        nature: Nature::Between,
        point: between(view.point(one), view.point(other), part),
        accuracy,
        ..on_way(view, street)
    }
}

fn town_found<'a>(view: &View<'a>, town: u32) -> Found<'a> {
    let record = view.town(town);
    Found {
        nature: Nature::Town,
        number: None,
        street: "",
        postcode: record.postcode,
        town: view.texts.get(record.name as usize),
        former_town: (record.former != NONE).then(|| view.texts.get(record.former as usize)),
        former_insee: (record.former != NONE).then(|| text_of(&record.former_insee)),
        insee: text_of(&record.insee),
        point: record.point.point(),
        accuracy: 3_000.0,
        score: 0.0,
        way: None,
        mark: "",
        population: record.population,
    }
}
