//! A row as a line of JSON, and back.

use sea_orm::{DbErr, QueryResult, Value};
use serde_json::Value as Json;
use uuid::Uuid;

use super::catalog::{Column, Kind};

/// The row as one line: a list in the order of the columns.
pub(super) fn line(row: &QueryResult, columns: &[Column]) -> Result<String, DbErr> {
    let values = columns.iter().enumerate().map(|(index, column)| read(row, index, column.kind));
    let mut line = Json::Array(values.collect::<Result<_, _>>()?).to_string();
    line.push('\n');
    Ok(line)
}

fn read(row: &QueryResult, index: usize, kind: Kind) -> Result<Json, DbErr> {
    let found = match kind {
        Kind::Integer => row.try_get_by_index::<Option<i64>>(index)?.map(Json::from),
        // As text, the shortest that gives the same number back; JSON has no infinity and parsers round.
        Kind::Real => row.try_get_by_index::<Option<f64>>(index)?.map(|real| Json::from(format!("{real:?}"))),
        Kind::Text => row.try_get_by_index::<Option<String>>(index)?.map(Json::from),
        Kind::Bool => row.try_get_by_index::<Option<bool>>(index)?.map(Json::from),
        Kind::Uuid => row.try_get_by_index::<Option<Uuid>>(index)?.map(|id| Json::from(id.to_string())),
        // Parsed and written again: PostgreSQL and SQLite keep different spaces and orders of keys.
        Kind::Json => match row.try_get_by_index::<Option<String>>(index)? {
            Some(text) => {
                Some(Json::Array(vec![serde_json::from_str(&text).map_err(|error| DbErr::Json(error.to_string()))?]))
            }
            None => None,
        },
        Kind::Blob => row.try_get_by_index::<Option<Vec<u8>>>(index)?.map(|bytes| Json::from(hexadecimal(&bytes))),
    };
    Ok(found.unwrap_or(Json::Null))
}

/// The values of a line, as the columns want them; nothing if the line is not of these columns.
pub(super) fn values(line: &str, columns: &[Column]) -> Option<Vec<Value>> {
    let Ok(Json::Array(found)) = serde_json::from_str(line) else { return None };
    if found.len() != columns.len() {
        return None;
    }
    found.into_iter().zip(columns).map(|(value, column)| bound(value, column.kind)).collect()
}

fn bound(value: Json, kind: Kind) -> Option<Value> {
    if value.is_null() {
        return Some(null(kind));
    }
    Some(match kind {
        Kind::Integer => value.as_i64()?.into(),
        Kind::Real => value.as_str()?.parse::<f64>().ok()?.into(),
        Kind::Text => value.as_str()?.into(),
        Kind::Bool => value.as_bool()?.into(),
        Kind::Uuid => value.as_str()?.parse::<Uuid>().ok()?.into(),
        Kind::Json => value.get(0)?.clone().into(),
        Kind::Blob => bytes(value.as_str()?)?.into(),
    })
}

fn null(kind: Kind) -> Value {
    match kind {
        Kind::Integer => Value::BigInt(None),
        Kind::Real => Value::Double(None),
        Kind::Text => Value::String(None),
        Kind::Bool => Value::Bool(None),
        Kind::Uuid => Value::Uuid(None),
        Kind::Json => Value::Json(None),
        Kind::Blob => Value::Bytes(None),
    }
}

const DIGITS: &[u8; 16] = b"0123456789abcdef";

fn hexadecimal(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| Some(digit(pair[0])? << 4 | digit(*pair.get(1)?)?)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn bytes_survive_their_hexadecimal_form(original: Vec<u8>) {
            prop_assert_eq!(bytes(&hexadecimal(&original)), Some(original));
        }

        #[test]
        fn no_line_makes_it_panic(line: String) {
            let columns = [Kind::Integer, Kind::Blob].map(|kind| Column { name: "x".to_owned(), kind });
            let _refused = values(&line, &columns);
        }
    }

    #[test]
    fn a_json_null_is_not_an_absent_value() {
        let columns = [Column { name: "x".to_owned(), kind: Kind::Json }];
        assert_eq!(values("[null]", &columns), Some(vec![Value::Json(None)]));
        assert_eq!(values("[[null]]", &columns), Some(vec![Json::Null.into()]));
    }
}
