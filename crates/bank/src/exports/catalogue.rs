//! `/donnees/catalogue.jsonld`: DCAT-AP, as JSON-LD. Each table is a dataset, each form a distribution.

use essaim_web::{Frame, Lang};
use serde_json::{Value, json};

use super::columns::{DATASETS, Dataset};
use super::state::State;
use crate::snapshot::Snapshot;

/// The vocabularies of the European Union, in which catalogues say languages, formats, themes and countries.
const EU: &str = "http://publications.europa.eu/resource/authority/";

/// A form of a table: its ending, the European name of its format, its media type.
struct Form {
    ending: &'static str,
    format: &'static str,
    media: &'static str,
}

const CSV: Form = Form { ending: "csv", format: "CSV", media: "text/csv" };
const XLSX: Form = Form { ending: "xlsx", format: "XLSX", media: super::search::XLSX };
const JSON: Form = Form { ending: "json", format: "JSON", media: "application/json" };
const GEOJSON: Form = Form { ending: "geojson", format: "GEOJSON", media: "application/geo+json" };

impl Dataset {
    fn forms(&self) -> impl Iterator<Item = Form> {
        [CSV, XLSX, JSON].into_iter().chain((self.key == super::datasets::PLACES).then_some(GEOJSON))
    }
}

/// The catalogue in the language of the request.
pub(super) fn catalogue(frame: &Frame, snapshot: &Snapshot) -> Value {
    let writer = Writer { frame, modified: instant(State::of(snapshot)) };
    json!({
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "vcard": "http://www.w3.org/2006/vcard/ns#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@type": "dcat:Catalog",
        "@id": writer.here(),
        "dct:title": writer.told(frame.site_name()),
        "dct:description": writer.told(frame.t("datasets-lead")),
        "dct:publisher": writer.publisher(),
        "dct:language": { "@id": language(frame.lang()) },
        "dct:license": writer.licence(),
        "dct:modified": writer.modified,
        "dct:spatial": { "@id": format!("{EU}country/FRA") },
        "foaf:homepage": { "@id": frame.public_url("/") },
        "dcat:themeTaxonomy": { "@id": format!("{EU}data-theme") },
        "dcat:dataset": DATASETS.iter().map(|dataset| writer.dataset(dataset)).collect::<Vec<_>>(),
        "dcat:service": writer.service(),
    })
}

fn language(lang: Lang) -> String {
    let key = match lang {
        Lang::Fr => "FRA",
        Lang::En => "ENG",
    };
    format!("{EU}language/{key}")
}

fn instant(state: State) -> Option<Value> {
    state.at().map(|at| json!({ "@type": "xsd:dateTime", "@value": at }))
}

/// What all the parts of a catalogue say alike.
struct Writer<'a> {
    frame: &'a Frame,
    modified: Option<Value>,
}

impl Writer<'_> {
    fn here(&self) -> String {
        self.frame.public_url("/donnees")
    }

    /// A text in the language of the catalogue.
    fn told(&self, text: &str) -> Value {
        json!({ "@language": self.frame.lang().code(), "@value": text })
    }

    fn licence(&self) -> Value {
        let licence = self.frame.licence();
        json!({ "@type": "dct:LicenseDocument", "@id": licence.url, "dct:title": licence.name })
    }

    fn publisher(&self) -> Value {
        json!({
            "@type": "foaf:Agent",
            "@id": self.frame.public_url("/#publisher"),
            "foaf:name": self.frame.publisher(),
            "foaf:homepage": { "@id": self.frame.public_url("/") },
        })
    }

    fn contact(&self) -> Option<Value> {
        let contact = self.frame.contact()?;
        let href = contact.href();
        let key = if href.starts_with("mailto:") { "vcard:hasEmail" } else { "vcard:hasURL" };
        Some(json!({ "@type": "vcard:Kind", "vcard:fn": self.frame.publisher(), key: { "@id": href } }))
    }

    fn dataset(&self, dataset: &Dataset) -> Value {
        let page = format!("{}#{}", self.here(), dataset.key);
        let mut told = json!({
            "@type": "dcat:Dataset",
            "@id": page,
            "dct:identifier": page,
            "dct:title": self.told(dataset.title_in(self.frame.lang())),
            "dct:description": self.told(dataset.about_in(self.frame.lang())),
            "dct:publisher": self.publisher(),
            "dct:language": { "@id": language(self.frame.lang()) },
            "dct:license": self.licence(),
            "dct:modified": self.modified,
            "dct:accrualPeriodicity": { "@id": format!("{EU}frequency/IRREG") },
            "dct:spatial": { "@id": format!("{EU}country/FRA") },
            "dcat:theme": { "@id": format!("{EU}data-theme/SOCI") },
            "dcat:landingPage": { "@id": page },
            "dcat:distribution": dataset.forms().map(|form| self.distribution(dataset, &form)).collect::<Vec<_>>(),
        });
        if let Some(contact) = self.contact() {
            told["dcat:contactPoint"] = contact;
        }
        told
    }

    fn distribution(&self, dataset: &Dataset, form: &Form) -> Value {
        let file = self.frame.public_url(&format!("/donnees/{}.{}", dataset.key, form.ending));
        let title = format!("{} ({})", dataset.title_in(self.frame.lang()), form.format);
        json!({
            "@type": "dcat:Distribution",
            "@id": file,
            "dct:title": self.told(&title),
            "dct:description": self.told(dataset.about_in(self.frame.lang())),
            "dcat:accessURL": { "@id": format!("{}#{}", self.here(), dataset.key) },
            "dcat:downloadURL": { "@id": file },
            "dcat:mediaType": { "@id": format!("https://www.iana.org/assignments/media-types/{}", form.media) },
            "dct:format": { "@id": format!("{EU}file-type/{}", form.format) },
            "dct:language": { "@id": language(self.frame.lang()) },
            "dct:license": self.licence(),
            "dct:modified": self.modified,
            "dct:conformsTo": {
                "@type": "dct:Standard",
                "@id": self.frame.public_url(&format!("/donnees/{}.schema.json", dataset.key)),
            },
        })
    }

    fn service(&self) -> Value {
        json!({
            "@type": "dcat:DataService",
            "@id": self.frame.public_url("/api"),
            "dct:title": self.told(self.frame.t("datasets-api")),
            "dct:publisher": self.publisher(),
            "dct:license": self.licence(),
            "dcat:endpointURL": { "@id": self.address_of_api("") },
            "dcat:endpointDescription": { "@id": self.address_of_api("/openapi.json") },
            "dcat:servesDataset": { "@id": format!("{}#{}", self.here(), DATASETS[0].key) },
        })
    }

    /// The API has one address for all languages.
    fn address_of_api(&self, path: &str) -> String {
        self.frame.shell().public_url(Lang::Fr, &["/api/v1", path].concat())
    }
}
