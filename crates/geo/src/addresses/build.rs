//! From addresses, one by one, to the tables that answer.

use std::collections::{HashMap, HashSet};

use bytes::Bytes;

use super::file::{AddressesError, Parts, TABLES};
use super::hashed::{hash, table};
use super::naming::{all_words, names_of, words_of};
use super::nearby;
use super::records::{HouseNumber, NONE, NameRecord, Placed, StreetRecord, TownRecord, code};
use super::texts;
use super::vocabulary::{self, Sort};
use super::words::repetition;
use crate::{Point, Vertex};

/// An address as it is published.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Address<'a> {
    /// The INSEE code of its commune.
    pub insee: &'a str,
    /// The commune's name.
    pub town: &'a str,
    /// The INSEE code of the commune that this was part of before it joined another; empty otherwise.
    pub former_insee: &'a str,
    /// The name of that one.
    pub former_town: &'a str,
    /// Postal code, 0 where it is unknown.
    pub postcode: u32,
    /// The way's name; where there is no number, that of a way or of a named place.
    pub street: &'a str,
    /// What follows the commune's code in the way's identifier: up to eight letters.
    pub mark: &'a str,
    /// Whether the name is that of a place that is no way.
    pub is_place: bool,
    /// House number.
    pub number: Option<u32>,
    /// What follows it: `bis`, `a`.
    pub repetition: &'a str,
    /// Where it is.
    pub point: Point,
    /// How well its point is placed.
    pub placed: Placed,
}

/// A commune as the official tables know it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Town {
    /// INSEE code.
    pub insee: String,
    /// Name.
    pub name: String,
    /// Other names under which people look for it: former communes, localities of the post.
    pub other_names: Vec<String>,
    /// Postal codes.
    pub postcodes: Vec<u32>,
    /// A point in it.
    pub point: Option<Point>,
    /// Inhabitants.
    pub population: u32,
}

/// Makes the tables of addresses.
#[derive(Debug, Default)]
pub struct AddressesBuilder {
    towns: Vec<DraftTown>,
    town_numbers: HashMap<(String, String), u32>,
    insees: HashSet<String>,
    known: HashMap<String, Town>,
    streets: Vec<DraftStreet>,
    street_numbers: HashMap<(u32, u32, bool, String), u32>,
    repetitions: HashMap<String, u32>,
    count: usize,
}

#[derive(Debug, Default)]
struct DraftTown {
    insee: String,
    former_insee: String,
    name: String,
    former: String,
    postcodes: Vec<u32>,
}

#[derive(Debug)]
struct DraftStreet {
    town: u32,
    postcode: u32,
    name: String,
    mark: [u8; 8],
    is_place: bool,
    point: Option<Vertex>,
    numbers: Vec<(HouseNumber, Vertex)>,
}

impl AddressesBuilder {
    /// How many addresses were added.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Whether it has an address of a commune, by its INSEE code.
    pub fn holds(&self, insee: &str) -> bool {
        self.insees.contains(insee)
    }

    /// Tells what the official tables know of a commune. Communes of which no address is added are found too.
    pub fn know(&mut self, town: Town) {
        self.known.insert(town.insee.clone(), town);
    }

    /// Adds an address.
    ///
    /// # Errors
    /// When there is more than the tables can hold.
    pub fn add(&mut self, address: &Address<'_>) -> Result<(), AddressesError> {
        let street = match self.streets.last() {
            // Files go way by way.
            Some(last) if self.is_same(last, address) => self.streets.len() - 1,
            _ => self.street(address)? as usize,
        };
        self.count += 1;
        let vertex = Vertex::nearest(address.point);
        let Some(number) = address.number.filter(|number| *number <= HouseNumber::MOST) else {
            self.streets[street].point.get_or_insert(vertex);
            return Ok(());
        };
        let repetition = self.repetition(address.repetition)?;
        self.streets[street].numbers.push((HouseNumber::new(number, repetition, address.placed), vertex));
        Ok(())
    }

    fn is_same(&self, street: &DraftStreet, address: &Address<'_>) -> bool {
        let town = &self.towns[street.town as usize];
        street.name == address.street
            && street.postcode == address.postcode
            && street.is_place == address.is_place
            && town.insee == address.insee
            && town.former_insee == address.former_insee
    }

    fn street(&mut self, address: &Address<'_>) -> Result<u32, AddressesError> {
        let town = self.town(address)?;
        let key = (town, address.postcode, address.is_place, address.street.to_owned());
        if let Some(known) = self.street_numbers.get(&key) {
            return Ok(*known);
        }
        let number = fit(self.streets.len())?;
        let mut mark = [0; 8];
        if address.mark.len() <= mark.len() {
            mark[..address.mark.len()].copy_from_slice(address.mark.as_bytes());
        }
        self.streets.push(DraftStreet {
            town,
            postcode: address.postcode,
            name: address.street.to_owned(),
            mark,
            is_place: address.is_place,
            point: None,
            numbers: Vec::new(),
        });
        let postcodes = &mut self.towns[town as usize].postcodes;
        if address.postcode != 0 && !postcodes.contains(&address.postcode) {
            postcodes.push(address.postcode);
        }
        self.street_numbers.insert(key, number);
        Ok(number)
    }

    fn town(&mut self, address: &Address<'_>) -> Result<u32, AddressesError> {
        let key = (address.insee.to_owned(), address.former_insee.to_owned());
        if let Some(known) = self.town_numbers.get(&key) {
            return Ok(*known);
        }
        let number = fit(self.towns.len())?;
        self.insees.insert(key.0.clone());
        self.towns.push(DraftTown {
            insee: key.0.clone(),
            former_insee: key.1.clone(),
            name: address.town.to_owned(),
            former: address.former_town.to_owned(),
            postcodes: Vec::new(),
        });
        self.town_numbers.insert(key, number);
        Ok(number)
    }

    fn repetition(&mut self, written: &str) -> Result<u32, AddressesError> {
        if written.is_empty() {
            return Ok(0);
        }
        let plain = written.trim().to_lowercase();
        let plain = repetition(&plain).unwrap_or(&plain);
        if let Some(known) = self.repetitions.get(plain) {
            return Ok(*known);
        }
        let number = self.repetitions.len() as u32 + 1;
        if number as usize >= HouseNumber::REPETITIONS {
            return Err(AddressesError::TooMany);
        }
        self.repetitions.insert(plain.to_owned(), number);
        Ok(number)
    }

    /// The tables, as bytes to be kept in a file. The same addresses give the same bytes, whatever their order.
    ///
    /// # Errors
    /// When there is more than the tables can hold.
    pub fn finish(mut self) -> Result<Bytes, AddressesError> {
        self.add_known_towns();
        self.sort();
        let mut tables = Tables::default();
        tables.add_repetitions(self.repetitions);
        for town in &self.towns {
            tables.add_town(town, self.known.get(&town.insee));
        }
        for street in merged(self.streets) {
            tables.add_street(street)?;
        }
        tables.finish()
    }

    /// Communes of which no address was added.
    fn add_known_towns(&mut self) {
        let held: HashSet<&str> = self.towns.iter().map(|town| town.insee.as_str()).collect();
        let bare = self.known.values().filter(|town| !held.contains(town.insee.as_str()));
        let bare: Vec<DraftTown> = bare
            .map(|town| DraftTown { insee: town.insee.clone(), name: town.name.clone(), ..DraftTown::default() })
            .collect();
        self.towns.extend(bare);
    }

    /// Communes by their codes, ways by their communes and names, numbers as people count.
    fn sort(&mut self) {
        let mut order: Vec<u32> = (0..self.towns.len() as u32).collect();
        order.sort_by(|one, other| {
            let key = |at: u32| (&self.towns[at as usize].insee, &self.towns[at as usize].former_insee);
            key(*one).cmp(&key(*other))
        });
        let mut places = vec![0; order.len()];
        for (place, at) in order.iter().zip(0..) {
            places[*place as usize] = at;
        }
        let mut towns: Vec<Option<DraftTown>> = std::mem::take(&mut self.towns).into_iter().map(Some).collect();
        self.towns = order.iter().filter_map(|at| towns[*at as usize].take()).collect();
        for street in &mut self.streets {
            street.town = places[street.town as usize];
        }
        self.streets.sort_by(|one, other| {
            let key = |street: &DraftStreet| (street.town, street.is_place, street.postcode);
            key(one).cmp(&key(other)).then_with(|| one.name.cmp(&other.name))
        });
    }
}

/// Ways of one commune and postal code whose names have the same words are one: `R. Fabert` and `Rue Fabert`. The name of the one with most numbers is kept.
fn merged(streets: Vec<DraftStreet>) -> Vec<DraftStreet> {
    let mut places: HashMap<(u32, u32, bool, Vec<String>), usize> = HashMap::new();
    let mut kept: Vec<DraftStreet> = Vec::with_capacity(streets.len());
    for street in streets {
        let key = (street.town, street.postcode, street.is_place, all_words(&street.name));
        let Some(place) = places.get(&key) else {
            places.insert(key, kept.len());
            kept.push(street);
            continue;
        };
        let known = &mut kept[*place];
        if street.numbers.len() > known.numbers.len() {
            (known.name, known.mark) = (street.name, street.mark);
        }
        known.point = known.point.or(street.point);
        known.numbers.extend(street.numbers);
    }
    for street in &mut kept {
        street.numbers.sort();
        // One number may have several points: the best placed comes first.
        street.numbers.dedup_by_key(|(number, _)| (number.number(), number.repetition()));
    }
    kept
}

/// The tables under construction.
#[derive(Default)]
struct Tables {
    texts: Vec<String>,
    text_numbers: HashMap<String, u32>,
    words: Vec<String>,
    word_numbers: HashMap<String, u32>,
    repetitions: Vec<String>,
    towns: Vec<TownRecord>,
    streets: Vec<StreetRecord>,
    street_words: Vec<u32>,
    names: Vec<NameRecord>,
    name_words: Vec<u32>,
    whole_names: Vec<(u32, u32)>,
    numbers: Vec<HouseNumber>,
    points: Vec<Vertex>,
    postcodes: Vec<u64>,
}

impl Tables {
    fn add_repetitions(&mut self, repetitions: HashMap<String, u32>) {
        let mut all: Vec<(u32, String)> = repetitions.into_iter().map(|(text, number)| (number, text)).collect();
        all.sort_unstable();
        self.repetitions = std::iter::once(String::new()).chain(all.into_iter().map(|(_, text)| text)).collect();
    }

    fn text(&mut self, text: &str) -> u32 {
        numbered(&mut self.texts, &mut self.text_numbers, text)
    }

    fn words(&mut self, words: &[String]) -> Vec<u32> {
        words.iter().map(|word| numbered(&mut self.words, &mut self.word_numbers, word)).collect()
    }

    fn add_town(&mut self, draft: &DraftTown, known: Option<&Town>) {
        let town = self.towns.len() as u32;
        let name = known.map_or(draft.name.as_str(), |known| &known.name);
        let mut postcodes = draft.postcodes.clone();
        postcodes.extend(known.into_iter().flat_map(|known| &known.postcodes));
        postcodes.sort_unstable();
        postcodes.dedup();
        self.postcodes.extend(postcodes.iter().map(|postcode| u64::from(*postcode) << 32 | u64::from(town)));
        let former = if draft.former.is_empty() { NONE } else { self.text(&draft.former) };
        let record = TownRecord {
            insee: code(&draft.insee),
            former_insee: code(&draft.former_insee),
            point: known.and_then(|known| known.point).map_or(Vertex { x: 0, y: 0 }, Vertex::nearest),
            name: self.text(name),
            former,
            streets: 0,
            postcode: postcodes.first().copied().unwrap_or_default(),
            population: known.map_or(0, |known| known.population),
            reserved: 0,
        };
        self.towns.push(record);
        let others = known.into_iter().flat_map(|known| &known.other_names);
        let mut names: Vec<Vec<String>> = [name, &draft.name, &draft.former]
            .into_iter()
            .chain(others.map(String::as_str))
            .flat_map(names_of)
            .filter(|words| !words.is_empty())
            .collect();
        names.sort_unstable();
        names.dedup();
        for words in names {
            self.whole_names.push((hash(super::towns::NAME, words.join(" ").as_bytes()), self.names.len() as u32));
            self.names.push(NameRecord { town, words: self.name_words.len() as u32 });
            let words = self.words(&words);
            self.name_words.extend(words);
        }
    }

    fn add_street(&mut self, draft: DraftStreet) -> Result<(), AddressesError> {
        let words = self.words(&words_of(&draft.name));
        let points = draft.numbers.iter().map(|(_, vertex)| *vertex);
        let point = draft.point.or_else(|| middle(points)).unwrap_or(Vertex { x: 0, y: 0 });
        let name = self.text(&draft.name);
        self.streets.push(StreetRecord {
            point,
            mark: draft.mark,
            name,
            town: draft.town,
            postcode: draft.postcode,
            numbers: fit(self.numbers.len())?,
            words: fit(self.street_words.len())?,
            is_place: u32::from(draft.is_place),
        });
        self.street_words.extend(words);
        for (number, vertex) in draft.numbers {
            self.numbers.push(number);
            self.points.push(vertex);
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Bytes, AddressesError> {
        self.place_streets();
        self.order_words();
        let mut parts = Parts::default();
        (parts.texts, parts.text_ends) = texts::tables(self.texts.iter().map(String::as_str));
        (parts.words, parts.word_ends) = texts::tables(self.words.iter().map(String::as_str));
        (parts.repetitions, parts.repetition_ends) = texts::tables(self.repetitions.iter().map(String::as_str));
        [parts.whole_directory, parts.whole, parts.near_directory, parts.near] =
            vocabulary::tables(self.words.iter().map(String::as_str));
        (parts.posting_ends, parts.postings) = postings(self.words.len(), self.streets_by_word());
        (parts.name_posting_ends, parts.name_postings) = postings(self.words.len(), self.names_by_word());
        (parts.name_directory, parts.name_entries) = table(self.whole_names);
        (parts.cells, parts.cell_starts, parts.cell_numbers) = nearby::tables(&self.streets, &self.points);
        self.postcodes.sort_unstable();
        parts.towns = bytes_of(&self.towns);
        parts.streets = bytes_of(&self.streets);
        parts.numbers = bytes_of(&self.numbers);
        parts.points = bytes_of(&self.points);
        parts.street_words = bytes_of(&self.street_words);
        parts.names = bytes_of(&self.names);
        parts.name_words = bytes_of(&self.name_words);
        parts.postcodes = bytes_of(&self.postcodes);
        Ok(TABLES.write(0, &parts.all()))
    }

    /// Where each commune's ways begin, and a point in the communes of which the official tables gave none.
    fn place_streets(&mut self) {
        let mut next = 0;
        for (town, at) in self.towns.iter_mut().zip(0..) {
            town.streets = next as u32;
            let own = self.streets[next..].iter().take_while(|street| street.town == at);
            let points: Vec<Vertex> = own.map(|street| street.point).collect();
            next += points.len();
            if town.point == (Vertex { x: 0, y: 0 }) {
                town.point = middle(points.into_iter()).unwrap_or(town.point);
            }
        }
    }

    /// Gives words their places in alphabetical order.
    fn order_words(&mut self) {
        let mut order: Vec<u32> = (0..self.words.len() as u32).collect();
        order.sort_by(|one, other| self.words[*one as usize].cmp(&self.words[*other as usize]));
        let mut places = vec![0; order.len()];
        for (word, place) in order.iter().zip(0..) {
            places[*word as usize] = place;
        }
        let mut words = std::mem::take(&mut self.words);
        self.words = order.iter().map(|word| std::mem::take(&mut words[*word as usize])).collect();
        for word in self.street_words.iter_mut().chain(&mut self.name_words) {
            *word = places[*word as usize];
        }
    }

    /// Word and way; the kind of way that a name begins with finds nothing, where more follows.
    fn streets_by_word(&self) -> Vec<u64> {
        let ends = self.streets.iter().skip(1).map(|street| street.words as usize).chain([self.street_words.len()]);
        let mut all = Vec::with_capacity(self.street_words.len());
        for ((street, end), at) in self.streets.iter().zip(ends).zip(0u64..) {
            let words = &self.street_words[street.words as usize..end];
            for (word, place) in words.iter().zip(0..) {
                let is_kind = place == 0 && words.len() > 1 && Sort::of(&self.words[*word as usize]) == Sort::Way;
                if !is_kind {
                    all.push(u64::from(*word) << 32 | at);
                }
            }
        }
        all
    }

    fn names_by_word(&self) -> Vec<u64> {
        let ends = self.names.iter().skip(1).map(|name| name.words as usize).chain([self.name_words.len()]);
        let names = self.names.iter().zip(ends).zip(0u64..);
        names
            .flat_map(|((name, end), at)| {
                self.name_words[name.words as usize..end].iter().map(move |word| u64::from(*word) << 32 | at)
            })
            .collect()
    }
}

/// Ends and numbers by word, as bytes.
fn postings(words: usize, mut pairs: Vec<u64>) -> (Vec<u8>, Vec<u8>) {
    pairs.sort_unstable();
    pairs.dedup();
    let mut ends = vec![0u32; words];
    for pair in &pairs {
        ends[(pair >> 32) as usize] += 1;
    }
    let mut sum = 0;
    for end in &mut ends {
        sum += *end;
        *end = sum;
    }
    let numbers: Vec<u32> = pairs.into_iter().map(|pair| pair as u32).collect();
    (bytes_of(&ends), bytes_of(&numbers))
}

fn numbered(all: &mut Vec<String>, numbers: &mut HashMap<String, u32>, text: &str) -> u32 {
    if let Some(known) = numbers.get(text) {
        return *known;
    }
    let number = all.len() as u32;
    all.push(text.to_owned());
    numbers.insert(text.to_owned(), number);
    number
}

/// The point of several that is nearest to their middle: it lies on the way, a mean may not.
fn middle(points: impl Iterator<Item = Vertex> + Clone) -> Option<Vertex> {
    let (count, x, y) = points.clone().fold((0i64, 0i64, 0i64), |(count, x, y), vertex| {
        (count + 1, x + i64::from(vertex.x), y + i64::from(vertex.y))
    });
    if count == 0 {
        return None;
    }
    let (x, y) = (x / count, y / count);
    points.min_by_key(|vertex| (i64::from(vertex.x) - x).abs() + (i64::from(vertex.y) - y).abs())
}

fn bytes_of<T: bytemuck::NoUninit>(all: &[T]) -> Vec<u8> {
    bytemuck::cast_slice(all).to_vec()
}

fn fit(number: usize) -> Result<u32, AddressesError> {
    u32::try_from(number).ok().filter(|number| *number != NONE).ok_or(AddressesError::TooMany)
}
