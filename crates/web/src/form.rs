//! What an address gives, by its looks: a page to read, a file to take away, or JSON for a program.
//!
//! One place decides, so that whatever is open data is open in the same way: other sites' scripts may read it, it names
//! its licence, and a fault there is told to the program that asked.

use axum::http::{HeaderMap, header};

/// What lies under it answers in JSON, in the language of the header.
const API: &str = "/api/";
/// How addresses end whose answer is JSON.
const JSON: [&str; 3] = ["json", "jsonld", "geojson"];
/// How the addresses of other files end.
const FILES: [&str; 5] = ["csv", "xlsx", "atom", "pdf", "docx"];

/// What an address gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A page, for a person.
    Page,
    /// A file, for a person or a program.
    File,
    /// JSON, for a program.
    Json,
}

impl Form {
    /// From a path without its language.
    pub(crate) fn of(path: &str) -> Self {
        let ending = path.rsplit('/').next().and_then(|name| Some(name.rsplit_once('.')?.1));
        match ending {
            _ if is_api(path) => Self::Json,
            Some(ending) if JSON.contains(&ending) => Self::Json,
            Some(ending) if FILES.contains(&ending) => Self::File,
            _ => Self::Page,
        }
    }

    /// Whether a fault must be told as problem+json. A browser says that it reads HTML, a program seldom does.
    pub(crate) fn tells_faults_as_json(self, headers: &HeaderMap) -> bool {
        let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let place = |media: &str| accept.find(media).unwrap_or(usize::MAX);
        match self {
            Self::Json => true,
            Self::File => !accept.contains("text/html") || place("json") < place("text/html"),
            Self::Page => place("json") < place("text/html"),
        }
    }
}

/// Whether a path is of the API, which has one address for all languages.
pub(crate) fn is_api(path: &str) -> bool {
    path.starts_with(API)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_it_gives() {
        for (path, form) in [
            ("/", Form::Page),
            ("/experiences", Form::Page),
            ("/experiences/a.b/c", Form::Page),
            ("/plan-du-site.xml", Form::Page),
            ("/experiences.csv", Form::File),
            ("/recueil/2026.pdf", Form::File),
            ("/donnees/lieux.schema.json", Form::Json),
            ("/carte.geojson", Form::Json),
            ("/api/v1/experiences", Form::Json),
        ] {
            assert_eq!(Form::of(path), form, "{path}");
        }
    }

    #[test]
    fn a_browser_reads_a_page_about_a_file_and_a_program_json() {
        let told = |form: Form, accept: &str| {
            form.tells_faults_as_json(&HeaderMap::from_iter([(header::ACCEPT, accept.parse().unwrap())]))
        };
        const BROWSER: &str = "text/html,application/xhtml+xml,*/*;q=0.8";
        assert!(!told(Form::File, BROWSER) && told(Form::Json, BROWSER) && !told(Form::Page, BROWSER));
        for accept in ["*/*", "text/csv", "application/problem+json"] {
            assert!(told(Form::File, accept), "{accept}");
        }
        assert!(told(Form::Page, "application/json") && !told(Form::Page, "*/*"));
        assert!(Form::File.tells_faults_as_json(&HeaderMap::new()));
    }
}
