//! The experience as schema.org describes things, for machines that read pages.

use essaim_web::Frame;
use serde_json::{Value, json};

use crate::model::Axis;
use crate::snapshot::Entry;
use crate::words::Wording;

/// JSON-LD, ready to stand inside a `script` element: a block of data, which no browser runs and which the content security
/// policy therefore lets stand.
pub(super) fn of(entry: &Entry, words: Wording<'_>, frame: &Frame, address: &str) -> String {
    let experience = &entry.experience;
    let text = experience.text_in(words.english());
    let language = if words.english() && experience.english.is_some() { "en" } else { "fr" };
    let organisation = |slug: &str| {
        let mut organisation = json!({ "@type": "Organization", "name": words.directory.name(slug) });
        if let Some(website) = words.website(slug) {
            organisation["url"] = website.into();
        }
        organisation
    };
    let labels = |axis: Axis| experience.classification.on(axis).iter().map(move |key| words.term(axis.key(), key));
    let data = json!({
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": address,
        "url": address,
        "headline": text.title,
        "abstract": text.summary,
        "inLanguage": language,
        "datePublished": entry.created_at.to_string(),
        "dateModified": entry.updated_at.to_string(),
        "temporalCoverage": experience.situation.year.to_string(),
        "license": frame.licence().url,
        "isPartOf": { "@type": "WebSite", "name": frame.site_name(), "url": frame.public_url("/") },
        "audience": labels(Axis::Public).map(|label| json!({ "@type": "Audience", "audienceType": label })).collect::<Vec<_>>(),
        "keywords": labels(Axis::Category).chain(labels(Axis::Theme)).chain(labels(Axis::Lever)).collect::<Vec<_>>(),
        "about": {
            "@type": "Project",
            "name": text.title,
            "sponsor": experience.leaders().map(|partner| organisation(&partner.organisation)).collect::<Vec<_>>(),
        },
        "contributor": experience.cells().iter().map(|(slug, _)| organisation(slug)).collect::<Vec<_>>(),
        "contentLocation": places(entry, words),
        "citation": experience.sources.iter().map(|source| words.full_source(source)).collect::<Vec<_>>(),
    });
    // `</script>` inside a text would end the element.
    data.to_string().replace('<', "\\u003c")
}

fn places(entry: &Entry, words: Wording<'_>) -> Vec<Value> {
    let inside = entry.experience.places.iter().filter(|place| place.relation.is_inside());
    inside
        .map(|place| {
            let mut told = json!({ "@type": "Place", "name": words.territory_in_full(&place.territory) });
            if let Some(point) = entry.card.points.iter().find(|point| point.territory == place.territory) {
                told["geo"] = json!({ "@type": "GeoCoordinates", "longitude": point.lon, "latitude": point.lat });
            }
            told
        })
        .collect()
}
