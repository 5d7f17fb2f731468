//! The values of a sheet, each sort with what can be wrong with it.

use essaim_geo::TerritoryCode;
use toml::Spanned;
use toml::de::DeValue;

use super::{At, Expected, FlawKind, LINE_LIMIT, LIST_LIMIT, Listed, Number, Sheet, Table, Texts, is_slug, nearest};
use crate::date::PartialDate;

impl<'t> Sheet<'t> {
    fn as_string(&mut self, key: &str, value: Spanned<DeValue<'t>>) -> Option<At<String>> {
        let at = value.span().start;
        match value.into_inner() {
            DeValue::String(text) => Some(At { at, value: text.into_owned() }),
            _ => {
                self.wrong(at, key, Expected::Text);
                None
            }
        }
    }

    fn as_text(&mut self, key: &str, value: Spanned<DeValue<'t>>, limit: usize) -> Option<At<String>> {
        let text = self.as_string(key, value)?;
        self.check_text(text.at, key, &text.value, limit).then_some(text)
    }

    /// A text that must be there.
    pub fn text(&mut self, table: &mut Table<'t>, key: &'static str, limit: usize) -> Option<At<String>> {
        let value = self.need(table, key)?;
        self.as_text(key, value, limit)
    }

    /// A text that may be there; not empty where it is.
    pub fn optional_text(&mut self, table: &mut Table<'t>, key: &'static str, limit: usize) -> Option<At<String>> {
        let value = self.take(table, key)?;
        self.as_text(key, value, limit)
    }

    /// A text that may be there, and may be empty.
    pub fn free_text(&mut self, table: &mut Table<'t>, key: &'static str, limit: usize) -> At<String> {
        let Some(value) = self.take(table, key) else { return At { at: table.at, value: String::new() } };
        let at = value.span().start;
        let text = self.as_string(key, value).map(|text| text.value).unwrap_or_default();
        let is_sound = text.trim().is_empty() || self.check_text(at, key, &text, limit);
        At { at, value: if is_sound { text } else { String::new() } }
    }

    fn as_list(&mut self, key: &str, value: Spanned<DeValue<'t>>, expected: Expected) -> Vec<Spanned<DeValue<'t>>> {
        let at = value.span().start;
        match value.into_inner() {
            DeValue::Array(list) if list.len() > LIST_LIMIT => {
                self.flaw(at, FlawKind::TooMany(key.to_owned(), LIST_LIMIT));
                Vec::new()
            }
            DeValue::Array(list) => list.into_iter().collect(),
            _ => {
                self.wrong(at, key, expected);
                Vec::new()
            }
        }
    }

    fn as_texts(&mut self, key: &str, value: Spanned<DeValue<'t>>, limit: usize) -> Texts {
        let at = value.span().start;
        let list = self.as_list(key, value, Expected::Texts);
        let written = list.len();
        Texts { at, written, sound: list.into_iter().filter_map(|value| self.as_text(key, value, limit)).collect() }
    }

    /// A list of texts that must be there.
    pub fn texts(&mut self, table: &mut Table<'t>, key: &'static str, limit: usize) -> Option<Texts> {
        let value = self.need(table, key)?;
        Some(self.as_texts(key, value, limit))
    }

    /// A list of texts that may be there.
    pub fn optional_texts(&mut self, table: &mut Table<'t>, key: &'static str, limit: usize) -> Vec<At<String>> {
        self.take(table, key).map(|value| self.as_texts(key, value, limit).sound).unwrap_or_default()
    }

    /// A table whose keys are not known beforehand, each with a list of texts.
    pub fn lists(&mut self, table: &mut Table<'t>, key: &'static str) -> Option<At<Vec<Listed>>> {
        let value = self.need(table, key)?;
        let lists = self.as_table(key, value)?;
        let at = lists.at;
        let each = lists.entries.into_iter().map(|(key, (at, value))| {
            let texts = self.as_texts(&key, value, LINE_LIMIT);
            (At { at, value: key }, texts)
        });
        Some(At { at, value: each.collect() })
    }

    fn as_table(&mut self, key: &str, value: Spanned<DeValue<'t>>) -> Option<Table<'t>> {
        let at = value.span().start;
        match value.into_inner() {
            DeValue::Table(table) => Some(Table::new(at, table)),
            _ => {
                self.wrong(at, key, Expected::Table);
                None
            }
        }
    }

    /// A table that must be there.
    pub fn table(&mut self, table: &mut Table<'t>, key: &'static str) -> Option<Table<'t>> {
        let value = self.need(table, key)?;
        self.as_table(key, value)
    }

    /// A table that may be there.
    pub fn optional_table(&mut self, table: &mut Table<'t>, key: &'static str) -> Option<Table<'t>> {
        let value = self.take(table, key)?;
        self.as_table(key, value)
    }

    /// The tables of a list, which may be absent; at most [`LIST_LIMIT`].
    pub fn tables(&mut self, table: &mut Table<'t>, key: &'static str) -> Vec<Table<'t>> {
        let Some(value) = self.take(table, key) else { return Vec::new() };
        let list = self.as_list(key, value, Expected::Tables);
        list.into_iter().filter_map(|value| self.as_table(key, value)).collect()
    }

    /// The tables of a list that is the whole file, however many.
    pub fn all_tables(&mut self, table: &mut Table<'t>, key: &'static str) -> Vec<Table<'t>> {
        let Some(value) = self.take(table, key) else { return Vec::new() };
        let at = value.span().start;
        let DeValue::Array(list) = value.into_inner() else {
            self.wrong(at, key, Expected::Tables);
            return Vec::new();
        };
        list.into_iter().filter_map(|value| self.as_table(key, value)).collect()
    }

    fn as_choice<T: Copy>(
        &mut self,
        key: &str,
        value: Spanned<DeValue<'t>>,
        all: &[T],
        key_of: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let text = self.as_string(key, value)?;
        let found = all.iter().copied().find(|one| key_of(*one) == text.value);
        if found.is_none() {
            let known: Vec<_> = all.iter().map(|one| key_of(*one)).collect();
            let near = nearest(&text.value, known.iter().copied());
            let value = text.value.chars().take(80).collect();
            self.flaw(text.at, FlawKind::NotOneOf { key: key.to_owned(), value, known, nearest: near });
        }
        found
    }

    /// One of a few words, which must be there.
    pub fn choice<T: Copy>(
        &mut self,
        table: &mut Table<'t>,
        key: &'static str,
        all: &[T],
        key_of: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let value = self.need(table, key)?;
        self.as_choice(key, value, all, key_of)
    }

    /// One of a few words, which may be absent.
    pub fn optional_choice<T: Copy>(
        &mut self,
        table: &mut Table<'t>,
        key: &'static str,
        all: &[T],
        key_of: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let value = self.take(table, key)?;
        self.as_choice(key, value, all, key_of)
    }

    /// Whether a key says `true`.
    pub fn flag(&mut self, table: &mut Table<'t>, key: &'static str) -> bool {
        let Some(value) = self.take(table, key) else { return false };
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong(value.span().start, key, Expected::Flag);
        }
        flag.unwrap_or_default()
    }

    /// A number that may be there.
    pub fn number(&mut self, table: &mut Table<'t>, key: &'static str) -> Option<At<Number>> {
        let value = self.take(table, key)?;
        let at = value.span().start;
        let number = match value.get_ref() {
            DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix()).ok().map(Number::Whole),
            DeValue::Float(n) => n.as_str().parse().ok().filter(|n: &f64| n.is_finite()).map(Number::Float),
            _ => None,
        };
        if number.is_none() {
            self.wrong(at, key, Expected::Number);
        }
        number.map(|value| At { at, value })
    }

    fn as_year(&mut self, key: &str, value: &Spanned<DeValue<'t>>) -> Option<i16> {
        let at = value.span().start;
        let DeValue::Integer(n) = value.get_ref() else {
            self.wrong(at, key, Expected::Whole);
            return None;
        };
        let year = i16::from_str_radix(n.as_str(), n.radix()).ok().and_then(PartialDate::year_only);
        if year.is_none() {
            self.flaw(at, FlawKind::Year(n.as_str().chars().take(20).collect()));
        }
        year.map(PartialDate::year)
    }

    /// A year that must be there, from 1800 to 2199.
    pub fn year(&mut self, table: &mut Table<'t>, key: &'static str) -> Option<i16> {
        let value = self.need(table, key)?;
        self.as_year(key, &value)
    }

    /// A year that may be there.
    pub fn optional_year(&mut self, table: &mut Table<'t>, key: &'static str) -> Option<i16> {
        let value = self.take(table, key)?;
        self.as_year(key, &value)
    }

    /// A date that may be there, known to the year, the month or the day.
    pub fn date(&mut self, table: &mut Table<'t>, key: &'static str) -> Option<PartialDate> {
        let value = self.take(table, key)?;
        let text = self.as_string(key, value)?;
        let date = text.value.parse().ok();
        if date.is_none() {
            self.flaw(text.at, FlawKind::Date(text.value.chars().take(40).collect()));
        }
        date
    }

    fn as_territory(
        &mut self,
        key: &str,
        value: Spanned<DeValue<'t>>,
        exists: &dyn Fn(&TerritoryCode) -> bool,
    ) -> Option<TerritoryCode> {
        let text = self.as_string(key, value)?;
        let shown = || text.value.chars().take(60).collect();
        match text.value.parse::<TerritoryCode>() {
            Ok(code) if exists(&code) => return Some(code),
            Ok(code) => self.flaw(text.at, FlawKind::UnknownTerritory(code.to_string())),
            Err(_) => {
                let level = text.value.split_once('-').and_then(|(level, _)| level.parse().ok());
                self.flaw(text.at, FlawKind::TerritoryCode(shown(), level));
            }
        }
        None
    }

    /// A territory of the official tables, which must be there.
    pub fn territory(
        &mut self,
        table: &mut Table<'t>,
        key: &'static str,
        exists: &dyn Fn(&TerritoryCode) -> bool,
    ) -> Option<TerritoryCode> {
        let value = self.need(table, key)?;
        self.as_territory(key, value, exists)
    }

    /// A territory of the official tables, which may be absent.
    pub fn optional_territory(
        &mut self,
        table: &mut Table<'t>,
        key: &'static str,
        exists: &dyn Fn(&TerritoryCode) -> bool,
    ) -> Option<TerritoryCode> {
        let value = self.take(table, key)?;
        self.as_territory(key, value, exists)
    }

    /// A name for addresses, which must be there: lower-case letters, digits, single hyphens.
    pub fn slug(&mut self, table: &mut Table<'t>, key: &'static str) -> Option<At<String>> {
        let value = self.need(table, key)?;
        let text = self.as_string(key, value)?;
        if !is_slug(&text.value) {
            self.flaw(text.at, FlawKind::Slug(text.value.chars().take(80).collect()));
            return None;
        }
        Some(text)
    }
}
