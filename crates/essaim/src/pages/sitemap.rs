//! `/plan-du-site.xml`: every lasting address, in both languages, with its date.

use std::fmt::Write as _;

use axum::extract::State;
use axum::response::Response;
use essaim_bank::BankState;
use essaim_web::{Failure, Frame, Lang, download};
use jiff::Timestamp;

/// The pages that are always there.
const PAGES: [&str; 10] = [
    "/",
    "/experiences",
    "/carte",
    "/territoires",
    "/structures",
    "/recueil",
    "/donnees",
    "/api",
    "/accessibilite",
    "/mentions",
];

/// No more addresses than the protocol allows in one file, both languages counted.
const MOST: usize = 50_000;

pub(super) async fn xml(State(state): State<BankState>, frame: Frame) -> Result<Response, Failure> {
    let snapshot = state.snapshot()?;
    let validators = frame.validators(snapshot.revision());
    if let Some(same) = frame.unchanged(&validators) {
        return Ok(same);
    }
    let changed = snapshot.changed_at();
    let fixed = PAGES.into_iter().map(|path| (path.to_owned(), changed));
    let experiences = snapshot.entries().iter().map(|entry| {
        (format!("/experiences/{}", entry.experience.slug), Some(entry.updated_at))
    });
    let organisations = snapshot.directory().all().iter().map(|o| (format!("/structures/{}", o.slug), changed));
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    for (path, at) in fixed.chain(experiences).chain(organisations).take(MOST / 2) {
        for lang in [Lang::Fr, Lang::En] {
            write_address(&mut out, &frame, &path, lang, at);
        }
    }
    out.push_str("</urlset>\n");
    let mut response = download(out, "application/xml; charset=utf-8", None);
    validators.write(response.headers_mut());
    Ok(response)
}

fn write_address(out: &mut String, frame: &Frame, path: &str, lang: Lang, at: Option<Timestamp>) {
    let address = |lang: Lang| frame.shell().public_url(lang, path);
    write!(out, "<url><loc>{}</loc>", address(lang)).expect("writing to a string");
    if let Some(at) = at {
        write!(out, "<lastmod>{}</lastmod>", at.strftime("%Y-%m-%dT%H:%M:%SZ")).expect("writing to a string");
    }
    for other in [Lang::Fr, Lang::En] {
        let (code, href) = (other.code(), address(other));
        write!(out, "<xhtml:link rel=\"alternate\" hreflang=\"{code}\" href=\"{href}\"/>").expect("writing to a string");
    }
    out.push_str("</url>\n");
}

/// What robots may read: everything but what each visitor makes for herself, and the endless combinations of filters.
pub(super) async fn robots(frame: Frame) -> Response {
    let map = frame.shell().public_url(Lang::Fr, "/plan-du-site.xml");
    let text = format!(
        "User-agent: *\nDisallow: /mon-recueil\nDisallow: /en/mon-recueil\nDisallow: /comparer\nDisallow: /en/comparer\nDisallow: /*?*\n\nSitemap: {map}\n"
    );
    download(text, "text/plain; charset=utf-8", None)
}
