//! Who publishes what this node holds.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use essaim_web::{Lang, format};
use serde::Deserialize;

use super::Kept;
use crate::Source;

const PUBLICATIONS: &str = include_str!("../../../../data/territories/official.toml");

static PARSED: LazyLock<BTreeMap<String, Publication>> =
    LazyLock::new(|| toml::from_str(PUBLICATIONS).expect("a test reads the embedded list of publications"));

/// Who publishes an official file, whatever its vintage.
#[derive(Debug, Deserialize)]
struct Publication {
    title: String,
    producer: String,
    licence: String,
}

impl Kept {
    /// Where it comes from, as pages say it.
    pub fn source(&self) -> Source {
        let Publication { title, producer, licence } = &PARSED[self.holding.key()];
        Source {
            title: title.clone(),
            producer: producer.clone(),
            vintage: format::date(Lang::Fr, self.vintage),
            licence: licence.clone(),
            via: Some(self.file.clone()),
            files: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::official::Holding;

    #[test]
    fn every_holding_has_its_publication_and_no_other_has() {
        let mut keys: Vec<&str> = Holding::all().map(Holding::key).collect();
        keys.sort_unstable();
        assert_eq!(PARSED.keys().map(String::as_str).collect::<Vec<_>>(), keys);
    }
}
