//! The experience as schema.org describes things, for machines that read pages.

use essaim_web::Frame;
use serde::Serialize;

use crate::model::Axis;
use crate::snapshot::Entry;
use crate::words::Wording;

/// The whole block of data.
#[derive(Serialize)]
#[serde(rename_all = "camelCase", tag = "@type", rename = "Article")]
struct Article<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@id")]
    id: &'a str,
    url: &'a str,
    headline: &'a str,
    r#abstract: &'a str,
    in_language: &'static str,
    date_published: String,
    date_modified: String,
    temporal_coverage: String,
    license: &'a str,
    is_part_of: WebSite<'a>,
    audience: Vec<Audience<'a>>,
    keywords: Vec<&'a str>,
    about: Project<'a>,
    contributor: Vec<Organization<'a>>,
    content_location: Vec<Place>,
    citation: Vec<String>,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
struct WebSite<'a> {
    name: &'a str,
    url: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase", tag = "@type")]
struct Audience<'a> {
    audience_type: &'a str,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
struct Project<'a> {
    name: &'a str,
    sponsor: Vec<Organization<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
struct Organization<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
struct Place {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    geo: Option<GeoCoordinates>,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
struct GeoCoordinates {
    longitude: f64,
    latitude: f64,
}

/// JSON-LD, ready to stand inside a `script` element: a block of data, which no browser runs and which the content security
/// policy therefore lets stand.
pub(super) fn of(entry: &Entry, words: Wording<'_>, frame: &Frame, address: &str) -> String {
    let experience = &entry.experience;
    let text = experience.text_in(words.english());
    let organisation = |slug| Organization { name: words.directory.name(slug), url: words.website(slug) };
    let labels = |axis: Axis| experience.classification.on(axis).iter().map(move |key| words.term(axis.key(), key));
    let article = Article {
        context: "https://schema.org",
        id: address,
        url: address,
        headline: &text.title,
        r#abstract: &text.summary,
        in_language: if words.english() && experience.english.is_some() { "en" } else { "fr" },
        date_published: entry.created_at.to_string(),
        date_modified: entry.updated_at.to_string(),
        temporal_coverage: experience.situation.year.to_string(),
        license: &frame.licence().url,
        is_part_of: WebSite { name: frame.site_name(), url: frame.public_url("/") },
        audience: labels(Axis::Public).map(|audience_type| Audience { audience_type }).collect(),
        keywords: labels(Axis::Category).chain(labels(Axis::Theme)).chain(labels(Axis::Lever)).collect(),
        about: Project {
            name: &text.title,
            sponsor: experience.leaders().map(|partner| organisation(&partner.organisation)).collect(),
        },
        contributor: experience.cells().iter().map(|(slug, _)| organisation(slug)).collect(),
        content_location: places(entry, words),
        citation: experience.sources.iter().map(|source| words.full_source(source)).collect(),
    };
    let data = serde_json::to_string(&article).unwrap_or_default();
    // `</script>` inside a text would end the element.
    if data.contains('<') { data.replace('<', "\\u003c") } else { data }
}

fn places(entry: &Entry, words: Wording<'_>) -> Vec<Place> {
    let inside = entry.experience.places.iter().filter(|place| place.relation.is_inside());
    inside
        .map(|place| {
            let point = entry.card.points.iter().find(|point| point.territory == place.territory);
            Place {
                name: words.territory_in_full(&place.territory),
                geo: point.map(|point| GeoCoordinates { longitude: point.lon, latitude: point.lat }),
            }
        })
        .collect()
}
