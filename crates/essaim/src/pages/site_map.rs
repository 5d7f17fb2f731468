//! `/plan-du-site.xml` and `/robots.txt`, for search engines.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use essaim_bank::snapshot::Snapshot;
use essaim_web::{Failure, Frame, Lang, Shell, download};

use super::PagesState;

/// In how many seconds to come back while the bank is being read.
const PATIENCE: u32 = 3;
/// How many paths one file lists: twice as many addresses, each language having its own, under the 50,000 allowed.
const PATHS_AT_ONCE: usize = 20_000;

/// The pages that are always there.
const STANDING: [&str; 9] =
    ["/", "/experiences", "/carte", "/qpv", "/structures", "/recueil", "/donnees", "/accessibilite", "/mentions"];

struct Address {
    path: String,
    changed: Option<jiff::Timestamp>,
}

pub(super) async fn site_map(State(state): State<PagesState>, frame: Frame) -> Result<Response, Failure> {
    let snapshot = state.bank.snapshot().ok_or_else(|| Failure::unavailable(PATIENCE))?;
    let part = frame.query().get("partie").map(str::parse::<usize>);
    let validators = frame.file_validators((snapshot.revision(), frame.query().get("partie")));
    if let Some(same) = frame.unchanged(&validators) {
        return Ok(same);
    }
    let all = addresses(&snapshot);
    let parts: Vec<&[Address]> = all.chunks(PATHS_AT_ONCE).collect();
    let xml = match part {
        Some(Ok(number)) => match number.checked_sub(1).and_then(|index| parts.get(index)) {
            Some(part) => list(frame.shell(), part),
            None => return Err(Failure::not_found()),
        },
        Some(Err(_)) => return Err(Failure::not_found()),
        None if parts.len() == 1 => list(frame.shell(), &all),
        None => index(frame.shell(), parts.len()),
    };
    let mut response = download(xml, "application/xml; charset=utf-8", None);
    validators.write(response.headers_mut());
    Ok(response)
}

/// The standing pages, then experiences, organisations and the territories where something happens.
fn addresses(snapshot: &Snapshot) -> Vec<Address> {
    let mut all: Vec<Address> =
        STANDING.iter().map(|path| Address { path: (*path).to_owned(), changed: snapshot.changed_at() }).collect();
    let mut organisations = BTreeSet::new();
    let mut territories = BTreeSet::new();
    for entry in snapshot.entries() {
        let experience = &entry.experience;
        all.push(Address { path: format!("/experiences/{}", experience.slug), changed: Some(entry.updated_at) });
        organisations.extend(experience.partners.iter().map(|partner| partner.organisation.as_str()));
        territories.extend(experience.places.iter().map(|place| place.territory.to_string()));
    }
    all.extend(organisations.into_iter().map(|slug| Address { path: format!("/structures/{slug}"), changed: None }));
    all.extend(territories.into_iter().map(|code| Address { path: format!("/territoires/{code}"), changed: None }));
    all
}

fn list(shell: &Shell, addresses: &[Address]) -> String {
    let mut xml = String::with_capacity(addresses.len() * 600);
    xml.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n");
    for Address { path, changed } in addresses {
        let urls = Lang::ALL.map(|lang| (lang.code(), escape(&shell.public_url(lang, path))));
        for (_, url) in &urls {
            xml.push_str("<url><loc>");
            xml.push_str(url);
            xml.push_str("</loc>");
            if let Some(at) = changed {
                write!(xml, "<lastmod>{}</lastmod>", at.strftime("%Y-%m-%dT%H:%M:%SZ"))
                    .expect("a text takes more text");
            }
            for (lang, other) in &urls {
                write!(xml, "<xhtml:link rel=\"alternate\" hreflang=\"{lang}\" href=\"{other}\"/>")
                    .expect("a text takes more text");
            }
            xml.push_str("</url>\n");
        }
    }
    xml.push_str("</urlset>\n");
    xml
}

fn index(shell: &Shell, parts: usize) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let url = escape(&shell.public_url(Lang::Fr, "/plan-du-site.xml"));
    for part in 1..=parts {
        writeln!(xml, "<sitemap><loc>{url}?partie={part}</loc></sitemap>").expect("a text takes more text");
    }
    xml.push_str("</sitemapindex>\n");
    xml
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// Search engines are welcome to the pages, not to each combination of filters.
pub(super) async fn robots(frame: Frame) -> impl IntoResponse {
    let site_map = frame.shell().public_url(Lang::Fr, "/plan-du-site.xml");
    let text = format!(
        "User-agent: *\nDisallow: /api/\nDisallow: /*?*&\nDisallow: /comparer\nDisallow: /mon-recueil\nDisallow: /*qpv?\nSitemap: {site_map}\n"
    );
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("public, max-age=86400"));
    (headers, text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use essaim_web::testing;

    #[test]
    fn each_address_is_listed_in_both_languages() {
        let shell = testing::shell(&[]);
        let xml = list(&shell, &[Address { path: "/experiences/a&b".into(), changed: None }]);
        assert_eq!(xml.matches("<url>").count(), 2);
        assert!(xml.contains("/en/experiences/a&amp;b</loc>"));
        assert!(!xml.contains("a&b"));
    }

    #[test]
    fn a_long_list_is_cut_in_parts() {
        let xml = index(&testing::shell(&[]), 3);
        assert_eq!(xml.matches("<sitemap>").count(), 3);
        assert!(xml.contains("/plan-du-site.xml?partie=3"));
    }
}
