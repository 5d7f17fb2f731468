//! What is said, with the names of a table's columns as keys.

use serde_json::{Map, Number, Value};

use crate::tagging::Told;

/// The columns of an answer: numbers as numbers, null for what is not known.
pub(super) fn body(told: &Told<'_>) -> Map<String, Value> {
    told.cells().map(|(name, text)| (name.clone(), value(&name, text))).collect()
}

fn value(name: &str, text: String) -> Value {
    if text.is_empty() {
        return Value::Null;
    }
    let number = text.parse::<f64>().ok().filter(|_| is_number(name)).and_then(Number::from_f64);
    number.map_or(Value::String(text), Value::Number)
}

fn is_number(name: &str) -> bool {
    let name = name.trim_end_matches("_2015").trim_end_matches("_2024");
    name.ends_with("_m") || matches!(name, "adresse_score" | "adresse_lon" | "adresse_lat")
}
