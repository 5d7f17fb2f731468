//! What the page of an experience shows.

use std::borrow::Cow;

use askama::Template;
use essaim_search::Reason;
use essaim_web::{Frame, Lang, format};

use super::linked_data;
use crate::finding::Filter;
use crate::model::{Access, Axis, Experience, PartnerRole, PlaceRelation, Section, Text};
use crate::pages::card::{Icon, colour, icon};
use crate::pages::cover::Cover;
use crate::snapshot::{Entry, Snapshot};
use crate::words::{FigureWords, Wording};

/// How many similar experiences are proposed.
const SIMILAR: usize = 3;
/// How many reasons are given for each.
const REASONS: usize = 3;
/// How many figures are set large.
const LARGE: usize = 4;

/// A term under which an experience is filed: parameter and value of the search, label.
type FiledTerm<'a> = (&'static str, &'a str, &'a str);

#[derive(Template)]
#[template(path = "experience.html")]
pub(super) struct ExperiencePage<'a> {
    frame: Frame,
    entry: &'a Entry,
    experience: &'a Experience,
    words: Wording<'a>,
    text: &'a Text,
    sections: [&'a str; 6],
    kept: bool,
    large: Vec<FigureWords>,
    others: Vec<FigureWords>,
    similar: Vec<Similar<'a>>,
    contacts: Vec<Contact<'a>>,
    path: String,
}

/// Partners in one role.
struct Role<'a> {
    role: PartnerRole,
    label: &'a str,
    partners: Vec<Partner<'a>>,
}

struct Partner<'a> {
    slug: &'a str,
    name: &'a str,
    successor: Option<&'a str>,
    note: Option<&'a str>,
    goods: Option<&'a str>,
    amount: Option<String>,
}

/// What is asked of an economic actor.
struct Asked<'a> {
    kind: &'a str,
    what: &'a str,
    amount: Option<String>,
}

/// Territories in one relation.
struct Places<'a> {
    label: &'a str,
    places: Vec<Place<'a>>,
}

struct Place<'a> {
    code: String,
    name: String,
    year: Option<i16>,
    note: Option<&'a str>,
}

/// An organisation to ask, with the functions of those who answer.
struct Contact<'a> {
    slug: &'a str,
    name: &'a str,
    website: Option<&'a str>,
    functions: Vec<&'a str>,
}

struct Similar<'a> {
    entry: &'a Entry,
    title: &'a str,
    reasons: String,
}

/// An entry of the contents.
struct Part {
    id: &'static str,
    label: &'static str,
}

impl<'a> ExperiencePage<'a> {
    pub(super) fn new(frame: Frame, snapshot: &'a Snapshot, entry: &'a Entry, kept: bool) -> Self {
        let words = snapshot.words(frame.lang());
        let experience = &entry.experience;
        let sections = *snapshot.story(experience.slug.as_str()).sections(words.english());
        let (mut large, mut others) = (Vec::new(), Vec::new());
        for figure in words.figures(experience) {
            if figure.headline && large.len() < LARGE { large.push(figure) } else { others.push(figure) }
        }
        Self {
            similar: similar(snapshot, entry, words),
            contacts: contacts(experience, words),
            path: format!("/experiences/{}", experience.slug),
            text: experience.text_in(words.english()),
            frame,
            entry,
            experience,
            words,
            sections,
            kept,
            large,
            others,
        }
    }

    fn slug(&self) -> &str {
        self.experience.slug.as_str()
    }

    fn icon(&self, name: &'static str) -> Icon<'_> {
        icon(&self.frame, name)
    }

    /// The class that colours what is drawn from its first category.
    fn colour(&self) -> &str {
        colour(self.entry)
    }

    /// Whether the texts are French in an English page.
    fn is_foreign(&self) -> bool {
        self.words.english() && self.experience.english.is_none()
    }

    /// Said of the texts when they are not in the language of the page.
    fn text_lang(&self) -> &'static str {
        if self.is_foreign() { " lang=\"fr\"" } else { "" }
    }

    /// Said of what is always French: names of functions, notes, sources.
    fn french(&self) -> &'static str {
        if self.words.english() { " lang=\"fr\"" } else { "" }
    }

    fn categories(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.terms(Axis::Category)
    }

    fn terms(&self, axis: Axis) -> impl Iterator<Item = (&'a str, &'a str)> {
        let words = self.words;
        self.experience.classification.on(axis).iter().map(move |key| (&**key, words.term(axis.key(), key)))
    }

    fn situation(&self) -> String {
        self.words.situation(&self.experience.situation)
    }

    fn known(&self) -> &'static str {
        self.experience.situation.known.key()
    }

    /// The cover: one cell per organisation.
    fn cells(&self) -> Cover<'a> {
        Cover::wide(&self.entry.card.cells)
    }

    /// The cover in words, said once, here.
    fn cover_words(&self) -> String {
        let cells = self.experience.cells();
        let counted = PartnerRole::ALL.into_iter().filter_map(|role| {
            let count = cells.iter().filter(|(_, own)| *own == role).count();
            (count > 0).then(|| self.frame.count(&format!("experience-cells-{}", role.key()), count))
        });
        let roles = counted.collect::<Vec<_>>().join(", ");
        self.frame.tn("experience-cover", &[("count", cells.len().into()), ("roles", roles.into())])
    }

    fn picture(&self) -> Option<&'a crate::model::Picture> {
        self.experience.pictures.first()
    }

    fn place(&self) -> String {
        self.words.where_it_is(self.experience)
    }

    fn leaders(&self) -> Vec<(&'a str, &'a str)> {
        let words = self.words;
        self.experience
            .leaders()
            .map(|partner| (&*partner.organisation, words.directory.name(&partner.organisation)))
            .collect()
    }

    fn audience(&self) -> String {
        self.words.audience(self.experience)
    }

    fn since(&self) -> Cow<'_, str> {
        self.words.since(self.experience).map_or(Cow::Borrowed(self.frame.t("experience-since-unknown")), Cow::Owned)
    }

    fn access(&self) -> Vec<(&str, &'a str)> {
        let Some(access) = &self.text.access else { return Vec::new() };
        let Access { audience, place, schedule, cost } = access;
        let lines = [("who", audience), ("where", place), ("when", schedule), ("cost", cost)];
        let key = |line| match line {
            "who" => "experience-access-who",
            "where" => "experience-access-where",
            "when" => "experience-access-when",
            _ => "experience-access-cost",
        };
        lines.into_iter().filter_map(|(line, told)| Some((self.frame.t(key(line)), told.as_deref()?))).collect()
    }

    fn section(&self, section: Section) -> &'a str {
        self.sections[section as usize]
    }

    fn presentation(&self) -> &'a str {
        self.section(Section::Presentation)
    }

    fn stakes(&self) -> Vec<(&str, &'a str)> {
        let sides = [
            ("experience-stakes-inhabitants", Section::StakesInhabitants),
            ("experience-stakes-economic", Section::StakesEconomic),
        ];
        let told = sides.into_iter().map(|(key, section)| (self.frame.t(key), self.section(section)));
        told.filter(|(_, html)| !html.is_empty()).collect()
    }

    /// What follows the stakes: identifier, title, HTML.
    fn rest(&self) -> Vec<(&'static str, &str, &'a str)> {
        let parts = [
            ("contexte", "experience-context", Section::Context),
            ("plus-loin", "experience-going-further", Section::GoingFurther),
            ("a-noter", "experience-worth-noting", Section::WorthNoting),
        ];
        let told = parts.into_iter().map(|(id, key, section)| (id, self.frame.t(key), self.section(section)));
        told.filter(|(_, _, html)| !html.is_empty()).collect()
    }

    /// The contents, in the order of the page; only what is there.
    fn contents(&self) -> Vec<Part> {
        let part = |there: bool, id, label| there.then_some(Part { id, label });
        let story = |section: Section| !self.section(section).is_empty();
        let experience = self.experience;
        [
            part(self.text.access.is_some(), "y-aller", "experience-access"),
            part(story(Section::Presentation), "presentation", "experience-presentation"),
            part(!self.stakes().is_empty(), "enjeux", "experience-stakes"),
            part(story(Section::Context), "contexte", "experience-context"),
            part(story(Section::GoingFurther), "plus-loin", "experience-going-further"),
            part(story(Section::WorthNoting), "a-noter", "experience-worth-noting"),
            part(!self.others.is_empty(), "chiffres", "experience-other-figures"),
            part(!experience.contributions.is_empty(), "apports", "experience-asked"),
            part(!experience.partners.is_empty(), "partenaires", "experience-partners"),
            part(!experience.places.is_empty(), "lieux", "experience-places"),
            part(true, "contact", "experience-contact"),
            part(!experience.sources.is_empty(), "sources", "experience-sources"),
            part(true, "reperes", "experience-filed"),
            part(true, "citer", "experience-cite"),
            part(!self.similar.is_empty(), "proches", "experience-similar"),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn means(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.terms(Axis::Means)
    }

    fn asked(&self) -> Vec<Asked<'a>> {
        let (words, texts) = (self.words, &self.text.contribution_texts);
        let all = self.experience.contributions.iter().enumerate();
        all.map(|(place, one)| Asked {
            kind: words.term("contribution", &one.kind),
            what: texts.get(place).unwrap_or(&one.what),
            amount: one.amount.as_ref().map(|amount| words.contribution(amount)),
        })
        .collect()
    }

    fn roles(&self) -> Vec<Role<'a>> {
        let groups = PartnerRole::ALL.into_iter().map(|role| Role {
            role,
            label: self.words.role(role),
            partners: self
                .experience
                .partners
                .iter()
                .filter(|p| p.role == role)
                .map(|p| partner(p, self.words))
                .collect(),
        });
        groups.filter(|group| !group.partners.is_empty()).collect()
    }

    /// One cell alone, beside the name of a role.
    fn role_cell<'r>(&self, role: &'r PartnerRole) -> Cover<'r> {
        Cover::mark(role)
    }

    fn places(&self) -> Vec<Places<'a>> {
        let groups = PlaceRelation::ALL.into_iter().map(|relation| Places {
            label: self.words.term("place-relation", relation.key()),
            places: self
                .experience
                .places
                .iter()
                .filter(|place| place.relation == relation)
                .map(|p| self.one_place(p))
                .collect(),
        });
        groups.filter(|group| !group.places.is_empty()).collect()
    }

    fn one_place(&self, place: &'a crate::model::Place) -> Place<'a> {
        Place {
            code: place.territory.to_string(),
            name: self.words.territory_in_full(&place.territory),
            year: place.year,
            note: place.note.as_deref(),
        }
    }

    fn sources(&self) -> Vec<(String, Option<&'a str>)> {
        self.experience.sources.iter().map(|source| (self.words.full_source(source), source.url.as_deref())).collect()
    }

    /// The axes that say how it is filed, with links to the search: label, then parameter, value and label of each term.
    fn filed(&self) -> Vec<(&'a str, Vec<FiledTerm<'a>>)> {
        let axes = [Axis::Lever, Axis::Objective, Axis::Theme, Axis::Sector, Axis::Scale, Axis::Maturity];
        let terms = |axis: Axis| {
            let filter = Filter::ALL.into_iter().find(|filter| filter.vocabulary() == Some(axis.key()));
            let parameter = filter.and_then(Filter::parameter).unwrap_or_default();
            self.terms(axis).map(|(key, label)| (parameter, key, label)).collect::<Vec<_>>()
        };
        let filed = axes.into_iter().map(|axis| (self.words.vocabulary(axis.key()), terms(axis)));
        filed.filter(|(_, terms)| !terms.is_empty()).collect()
    }

    fn updated(&self) -> String {
        format::day(self.frame.lang(), self.entry.updated_at)
    }

    /// The public address, without a language's query.
    fn address(&self) -> String {
        self.frame.public_url(&self.path)
    }

    /// How to cite it: title, bank, when it was true, when it last changed, where.
    fn citation(&self) -> String {
        self.frame.tn(
            "experience-citation",
            &[
                ("title", self.text.title.as_str().into()),
                ("site", self.frame.site_name().into()),
                ("year", self.experience.situation.year.to_string().into()),
                ("date", self.updated().into()),
                ("address", self.address().into()),
            ],
        )
    }

    /// A letter that holds the title and the address, to whom the reader chooses.
    fn letter(&self) -> String {
        let encode =
            |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
        format!("mailto:?subject={}&body={}", encode(&self.text.title), encode(&self.address()))
    }

    fn picture_address(&self) -> Option<String> {
        Some(self.frame.shell().public_url(Lang::Fr, &format!("{}/{}", self.path, self.picture()?.file)))
    }

    fn linked_data(&self) -> String {
        linked_data::of(self.entry, self.words, &self.frame, &self.address())
    }
}

fn partner<'a>(partner: &'a crate::model::Partner, words: Wording<'a>) -> Partner<'a> {
    let known = words.directory.get(&partner.organisation);
    let successor = known.and_then(|organisation| organisation.successors.first());
    Partner {
        slug: &partner.organisation,
        name: words.directory.name(&partner.organisation),
        successor: successor.map(|successor| words.directory.name(&successor.slug)),
        note: partner.note.as_deref(),
        goods: partner.goods.as_deref(),
        amount: partner.amount.as_ref().map(|money| words.money(money)),
    }
}

/// Those who answer, by organisation; without any, who leads.
fn contacts<'a>(experience: &'a Experience, words: Wording<'a>) -> Vec<Contact<'a>> {
    let contact = |slug: &'a str, functions| Contact {
        slug,
        name: words.directory.name(slug),
        website: words.website(slug),
        functions,
    };
    let mut contacts: Vec<Contact<'a>> = Vec::new();
    for referent in &experience.referents {
        match contacts.iter_mut().find(|contact| contact.slug == referent.organisation) {
            Some(contact) => contact.functions.push(&referent.function),
            None => contacts.push(contact(&referent.organisation, vec![&referent.function])),
        }
    }
    for leader in experience.leaders() {
        if !contacts.iter().any(|contact| contact.slug == leader.organisation) {
            contacts.push(contact(&leader.organisation, Vec::new()));
        }
    }
    contacts
}

fn similar<'a>(snapshot: &'a Snapshot, entry: &Entry, words: Wording<'a>) -> Vec<Similar<'a>> {
    let Some(number) = snapshot.number(entry.experience.slug.as_str()) else { return Vec::new() };
    let found = snapshot.index().similar(number, SIMILAR);
    let one = |similar: essaim_search::Similar<'a>| {
        let entry = snapshot.entries().get(similar.doc as usize)?;
        // A town, its urban area and its arrondissement have one name, which is said once.
        let mut reasons: Vec<Cow<'_, str>> = Vec::new();
        for reason in similar.reasons.into_iter().filter_map(|reason| reason_words(reason, words)) {
            if reasons.len() < REASONS && !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        Some(Similar { entry, title: &entry.experience.text_in(words.english()).title, reasons: reasons.join(", ") })
    };
    found.into_iter().filter_map(one).collect()
}

/// What two experiences share, in words: a term, an organisation, a territory, a telling word.
fn reason_words<'a>(reason: Reason<'a>, words: Wording<'a>) -> Option<Cow<'a, str>> {
    let (facet, value) = match reason {
        Reason::Word(word) => {
            return Some(Cow::Owned(if words.english() {
                format!("“{word}”")
            } else {
                format!("«\u{202f}{word}\u{202f}»")
            }));
        }
        Reason::Value { facet, value } => (facet, value),
    };
    let filter = Filter::ALL.into_iter().find(|filter| filter.facet() == facet)?;
    Some(match (filter.vocabulary(), filter) {
        (Some(vocabulary), _) => Cow::Borrowed(words.term(vocabulary, value)),
        (None, Filter::Organisation) => Cow::Borrowed(words.directory.name(value)),
        (None, _) => words.territory(&value.parse().ok()?),
    })
}
