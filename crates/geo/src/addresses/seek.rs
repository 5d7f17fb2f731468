//! From a question to the ways that it may mean: a few are proposed, then weighed.

use std::collections::HashSet;

use super::naming::small_words;
use super::noise::{Said, mark};
use super::records::{View, code};
use super::spelling::Folded;
use super::tokens::{Noise, Token, tokens};
use super::towns::{Named, like, named};
use super::vocabulary::{Near, Sort};
use super::weigh::{Asked, Cost, Taken, Weighed, WeighedTown, missing, weigh, weigh_town};
use super::{Near as Bias, Question, joining};

/// So many ways of each commune are weighed.
const BY_TOWN: usize = 16;
/// So many communes are looked into.
const TOWNS: usize = 80;
/// So many ways are weighed where no commune is known.
const ANYWHERE: usize = 60;
/// A word that is part of more ways than this finds none by itself, where no commune is known.
const TOO_COMMON: usize = 30_000;
/// What costs no more is taken without a look at what misspellings could give.
const GOOD: Cost = 0.9;
/// What costs no more needs no look at other communes.
const FAIR: Cost = 2.4;

/// What a question led to.
#[derive(Debug, Clone, Default)]
pub(super) struct Sought {
    /// The ways, the best first.
    pub(super) ways: Vec<Weighed>,
    /// The communes that it names, the likeliest first.
    pub(super) towns: Vec<WeighedTown>,
    pub(super) said: Said,
    /// Whether it says anything that could be an address.
    pub(super) is_empty: bool,
}

/// A search under way; its rooms are used again by the next one.
#[derive(Default)]
pub(super) struct Seeking {
    folded: Folded,
    tokens: Vec<Token>,
    named: Vec<Named>,
    /// The postal codes of communes, by their tokens, the last first.
    postcodes: Vec<(usize, u32)>,
    near: Vec<Near>,
    proposed: Vec<(u32, f32)>,
    weighed: HashSet<u32>,
    /// Whether the last word may be only the beginning of one.
    pub(super) is_unfinished: bool,
}

impl Seeking {
    /// Seeks what a question means.
    pub(super) fn seek(&mut self, view: &View<'_>, question: &Question<'_>) -> Sought {
        self.read(view, question);
        let said = mark(&mut self.tokens);
        let mut sought = Sought { said, is_empty: !says_something(&self.tokens), ..Sought::default() };
        if sought.is_empty {
            return sought;
        }
        let insee = question.insee.and_then(insee);
        self.attempt(view, insee, question.near, &mut sought);
        if best(&sought) > GOOD {
            self.reread(view, insee, question.near, &mut sought);
        }
        relieve(&mut sought.ways);
        self.tell_apart(view, &mut sought.ways);
        sought.ways.sort_by(|one, other| one.cost.total_cmp(&other.cost).then(one.street.cmp(&other.street)));
        self.weigh_towns(view, insee, question.near, &mut sought);
        sought
    }

    /// Of ways that differ in small words only, `Rue Fontaine` and `Rue de la Fontaine`, the one that was written.
    fn tell_apart(&self, view: &View<'_>, ways: &mut [Weighed]) {
        const CLOSE: Cost = 0.5;
        let best = ways.iter().map(|way| way.cost).fold(f32::INFINITY, f32::min);
        for way in ways.iter_mut().filter(|way| way.cost <= best + CLOSE) {
            let name = view.texts.get(view.street(way.street).name as usize);
            let is_asked = |word: &str| self.tokens.iter().any(|token| token.text == word);
            let lost = small_words(name).iter().filter(|word| !is_asked(word)).count();
            way.cost += 0.1 * lost.min(3) as Cost;
        }
    }

    fn read(&mut self, view: &View<'_>, question: &Question<'_>) {
        self.folded.fold(question.number);
        for part in [question.address, question.postcode, question.city] {
            self.folded.add(part);
        }
        tokens(&self.folded, &view.words, &mut self.near, &mut self.tokens);
        let is_cut = self.is_unfinished && question.postcode.is_empty() && question.city.is_empty();
        if let Some((last, before)) =
            self.tokens.split_last_mut().filter(|_| is_cut && !question.address.ends_with(' '))
        {
            last.complete(view, before.iter().any(|token| token.sort() == Sort::Way));
        }
    }

    /// One reading of the question: word for word first, then with misspellings.
    fn attempt(&mut self, view: &View<'_>, insee: Option<[u8; 8]>, near: Option<Bias>, sought: &mut Sought) {
        self.weighed.clear();
        self.prepare(view);
        self.look(view, insee, near, sought);
        if best(sought) <= GOOD {
            return;
        }
        self.widen(view, sought);
        self.look(view, insee, near, sought);
        let is_coded = insee.is_some() || !self.postcodes.is_empty();
        if best(sought) > if is_coded { FAIR } else { GOOD } {
            self.look_anywhere(view, insee, near, sought);
        }
    }

    /// What the tokens say word for word of communes.
    fn prepare(&mut self, view: &View<'_>) {
        named(view, &self.tokens, &mut self.named);
        self.postcodes = postcodes(view, &self.tokens);
    }

    /// The question read otherwise: words that were glued are parted, words that were parted are joined.
    fn reread(&mut self, view: &View<'_>, insee: Option<[u8; 8]>, near: Option<Bias>, sought: &mut Sought) {
        let taken = sought.ways.iter().min_by(|one, other| one.cost.total_cmp(&other.cost)).map(|best| best.taken);
        let Some(read) = joining::reread(&self.tokens, taken.unwrap_or_default(), &view.words) else { return };
        let as_typed = std::mem::replace(&mut self.tokens, read);
        let mut other = Sought { said: sought.said, ..Sought::default() };
        self.attempt(view, insee, near, &mut other);
        if best(&other) + 0.2 < best(sought) {
            other.ways.iter_mut().for_each(|way| way.cost += 0.2);
            *sought = other;
        } else {
            self.tokens = as_typed;
            self.prepare(view);
        }
    }

    fn widen(&mut self, view: &View<'_>, sought: &Sought) {
        let best = sought.ways.iter().min_by(|one, other| one.cost.total_cmp(&other.cost));
        let explained = best.map(|best| best.taken).unwrap_or_default();
        for (token, at) in self.tokens.iter_mut().zip(0..) {
            let is_settled = explained.holds(at) && token.meant.first().is_some_and(|meant| meant.cost == 0.0);
            if !is_settled && token.noise != Noise::Sure {
                token.widen(&view.words, &mut self.near);
            }
        }
        self.weighed.clear();
    }

    fn weigh_towns(&mut self, view: &View<'_>, insee: Option<[u8; 8]>, near: Option<Bias>, sought: &mut Sought) {
        let towns = self.towns_of_question(view, insee);
        let asked = self.asked(insee, sought);
        sought.towns = towns
            .into_iter()
            .map(|town| {
                let weighed = weigh_town(view, &asked, town);
                let far = near.map_or(0.0, |near| near.cost(view.town(town).point));
                WeighedTown { cost: weighed.cost + far, name_cost: weighed.name_cost + far, ..weighed }
            })
            .collect();
        sought.towns.sort_by(|one, other| one.cost.total_cmp(&other.cost).then(one.town.cmp(&other.town)));
    }

    /// The question as it is weighed.
    fn asked(&self, insee: Option<[u8; 8]>, sought: &Sought) -> Asked<'_> {
        // A code that no commune has is one all the same.
        let unknown = || self.tokens.iter().enumerate().rev().filter(|(_, token)| token.noise != Noise::Sure);
        let unknown = || unknown().find_map(|(at, token)| Some((at, token.postcode()?)));
        let postcode = self.postcodes.first().copied().or_else(unknown);
        Asked { tokens: &self.tokens, named: &self.named, postcode, is_cedex: sought.said.is_cedex, insee }
    }

    /// Looks into the communes that the question may name.
    fn look(&mut self, view: &View<'_>, insee: Option<[u8; 8]>, near: Option<Bias>, sought: &mut Sought) {
        let towns = self.towns_of_question(view, insee);
        for group in [&towns[..towns.len().min(8)], &towns[towns.len().min(8)..]] {
            for town in group {
                self.propose(view, *town);
                self.weigh(view, insee, near, BY_TOWN, sought);
            }
            if best(sought) <= GOOD {
                return;
            }
        }
        if towns.is_empty() {
            self.look_anywhere(view, insee, near, sought);
        }
    }

    /// Communes by code, then by postal code and name together, by name, by postal code.
    fn towns_of_question(&self, view: &View<'_>, insee: Option<[u8; 8]>) -> Vec<u32> {
        let mut all: Vec<(u32, f32)> = Vec::new();
        if let Some(insee) = insee {
            let start = view.towns.partition_point(|town| town.insee < insee);
            let own = view.towns[start..].iter().take_while(|town| town.insee == insee).count();
            (start..start + own).for_each(|town| add(&mut all, town as u32, 3.0));
        }
        for (_, postcode) in &self.postcodes {
            view.towns_of(*postcode).for_each(|town| add(&mut all, town, 1.5));
        }
        for named in &self.named {
            let words = named.tokens.count() as f32;
            let is_last = named.tokens.end() == Some(self.tokens.len());
            add(&mut all, view.town_named(named.name), 1.0 + 0.3 * words + if is_last { 0.5 } else { 0.0 });
        }
        if self.tokens.iter().any(|token| token.is_wide()) || all.is_empty() {
            for (name, place) in like(view, &self.tokens, 24).into_iter().zip(0u8..) {
                add(&mut all, view.town_named(name), 0.8 - 0.02 * f32::from(place));
            }
        }
        all.sort_by(|(one, merit), (other, theirs)| {
            let people = |town: u32| view.town(town).population;
            theirs.total_cmp(merit).then(people(*other).cmp(&people(*one))).then(one.cmp(other))
        });
        all.truncate(TOWNS);
        all.into_iter().map(|(town, _)| town).collect()
    }

    /// The ways of a commune that share words with the question.
    fn propose(&mut self, view: &View<'_>, town: u32) {
        self.proposed.clear();
        let streets = view.streets_of(town);
        let named = self.named.iter().filter(|named| view.town_named(named.name) == town);
        let own = named.fold(Taken::NONE, |all, named| all.and(named.tokens));
        // What names the commune finds any way that bears its name too.
        let own_name = |at: usize| if own.holds(at) { 0.2 } else { 1.0 };
        for (at, token) in self.tokens.iter().enumerate().filter(|(_, token)| is_looked_for(token)) {
            for meant in &token.meant {
                let weight = (0.1 + view.telling(meant.word)) * (-meant.cost).exp() * own_name(at);
                let own = view.streets_with_in(meant.word, &streets);
                self.proposed.extend(own.iter().map(|street| (*street, weight)));
            }
        }
    }

    /// The ways of any commune that share the words that tell most.
    fn look_anywhere(&mut self, view: &View<'_>, insee: Option<[u8; 8]>, near: Option<Bias>, sought: &mut Sought) {
        self.proposed.clear();
        for token in self.tokens.iter().filter(|token| is_looked_for(token)) {
            for meant in token.meant.iter().take(16) {
                let own = view.streets_with(meant.word);
                if own.len() <= TOO_COMMON {
                    // A number is that of a house more often than part of a name.
                    let part = if token.digits > 0 { 0.2 } else { 1.0 };
                    let weight = part * (0.05 + view.telling(meant.word)) * (-meant.cost).exp();
                    self.proposed.extend(own.iter().map(|street| (*street, weight)));
                }
            }
        }
        for (street, weight) in &mut self.proposed {
            let street = view.street(*street);
            *weight *= match near {
                Some(near) => (-0.6 * near.cost(street.point)).exp(),
                // Where nothing says which commune, the larger comes first.
                None => 1.0 + 0.01 * (1.0 + view.town(street.town).population as f32).ln(),
            };
        }
        self.weigh(view, insee, near, ANYWHERE, sought);
    }

    /// Weighs the proposed ways that share most.
    fn weigh(&mut self, view: &View<'_>, insee: Option<[u8; 8]>, near: Option<Bias>, most: usize, sought: &mut Sought) {
        self.proposed.sort_unstable_by_key(|(street, _)| *street);
        let mut kept = 0;
        for at in 1..self.proposed.len() {
            if self.proposed[at].0 == self.proposed[kept].0 {
                self.proposed[kept].1 += self.proposed[at].1;
            } else {
                kept += 1;
                self.proposed[kept] = self.proposed[at];
            }
        }
        self.proposed.truncate((kept + 1).min(self.proposed.len()));
        if self.proposed.len() > most {
            self.proposed.select_nth_unstable_by(most, |(_, one), (_, other)| other.total_cmp(one));
            self.proposed.truncate(most);
        }
        let asked = self.asked(insee, sought);
        let mut weighed = Vec::with_capacity(self.proposed.len());
        for (street, _) in &self.proposed {
            if !self.weighed.contains(street)
                && let Some(mut way) = weigh(view, &asked, *street)
            {
                way.cost += near.map_or(0.0, |near| near.cost(view.street(*street).point));
                way.cost -= if self.is_unfinished { yet_to_come(view, &self.tokens, &way) } else { 0.0 };
                weighed.push(way);
            }
        }
        self.weighed.extend(self.proposed.iter().map(|(street, _)| *street));
        for way in weighed {
            match sought.ways.iter_mut().find(|known| known.street == way.street) {
                Some(known) if known.cost > way.cost => *known = way,
                Some(_) => {}
                None => sought.ways.push(way),
            }
        }
    }
}

/// Tokens that are postal codes of communes, the last first: a house number of five digits comes before.
fn postcodes(view: &View<'_>, tokens: &[Token]) -> Vec<(usize, u32)> {
    let known = |code: &u32| view.towns_of(*code).next().is_some();
    let all = || tokens.iter().enumerate().rev().filter(|(_, token)| token.noise != Noise::Sure);
    if all().any(|(_, token)| token.postcode().is_some()) {
        return all().filter_map(|(at, token)| Some((at, token.postcode().filter(known)?))).collect();
    }
    let short = all().filter(|(at, _)| *at > 0);
    short.filter_map(|(at, token)| Some((at, token.shortened_postcode().filter(known)?))).take(1).collect()
}

/// Where even the best has other codes than the question's, the codes are wrong: they count for little.
fn relieve(ways: &mut [Weighed]) {
    let best = ways.iter().min_by(|one, other| one.cost.total_cmp(&other.cost)).map_or(0.0, |best| best.relief);
    ways.iter_mut().for_each(|way| way.cost -= best.min(way.relief));
}

fn best(sought: &Sought) -> Cost {
    sought.ways.iter().map(|way| way.cost).fold(f32::INFINITY, f32::min)
}

/// What it cost that words are missing which come after the last one typed: whoever is typing has not come to them.
fn yet_to_come(view: &View<'_>, tokens: &[Token], way: &Weighed) -> Cost {
    /// What a word that is still to come costs.
    const EACH: Cost = 0.3;
    let words = view.words_of(way.street);
    let stands_for = |token: &Token, word: u32| token.cost(word, &view.words).is_some();
    let last = tokens.len().checked_sub(1).filter(|last| way.taken.holds(*last));
    let Some(place) = last.and_then(|last| words.iter().position(|word| stands_for(&tokens[last], *word))) else {
        return 0.0;
    };
    let rest = words.iter().enumerate().skip(place + 1);
    let missed = rest.filter(|(_, word)| tokens.iter().all(|token| !stands_for(token, **word)));
    let cost = |(at, word): (usize, &u32)| {
        let telling = 0.15 + view.telling(*word);
        missing(Sort::of(view.words.text(*word)), telling, at + 1 == words.len()) - EACH
    };
    missed.map(cost).sum::<Cost>().max(0.0)
}

fn is_looked_for(token: &Token) -> bool {
    token.noise != Noise::Sure && token.postcode().is_none()
}

fn says_something(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| {
        token.noise != Noise::Sure
            && (token.sort() == Sort::Name || token.sort() == Sort::Way || token.postcode().is_some())
    })
}

/// Adds to a commune's merit.
fn add(all: &mut Vec<(u32, f32)>, town: u32, merit: f32) {
    match all.iter_mut().find(|(known, _)| *known == town) {
        Some((_, sum)) => *sum += merit,
        None => all.push((town, merit)),
    }
}

/// An INSEE code as the tables hold it.
fn insee(text: &str) -> Option<[u8; 8]> {
    let text = text.trim().to_ascii_uppercase();
    (text.len() == 5).then(|| code(&text))
}
