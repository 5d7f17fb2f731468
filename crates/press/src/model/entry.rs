//! One experience, as the press sees it.

use super::{Colour, Image, Language, Role};
use serde::{Deserialize, Serialize};

/// One experience. All texts are plain, except [`Section::markdown`]; an empty one is left out of the page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// Its stable readable name.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// The language of its texts, where it is not the document's: a French experience in an English book.
    pub language: Option<Language>,
    /// The public address of its page, printed and linked.
    pub address: Option<String>,
    /// « En bref »: plain sentences, three as a rule.
    pub in_brief: Vec<String>,
    /// The cells at its head.
    pub cover: Cover,
    /// The four facts that the eye must find first, and the means.
    pub facts: Facts,
    /// « Situation de 2018, non revérifiée ».
    pub situation: String,
    /// Figures, the headline ones set large.
    pub figures: Vec<Figure>,
    /// « Y aller »; empty where an inhabitant cannot come.
    pub access: Vec<AccessLine>,
    /// The story, in order.
    pub sections: Vec<Section>,
    /// Partners, grouped by role when printed; one line per role that an organisation has.
    pub partners: Vec<Partner>,
    /// What is asked of an economic actor.
    pub contributions: Vec<Contribution>,
    /// Whom to contact: an organisation and a function, never a person.
    pub referents: Vec<Referent>,
    /// Websites.
    pub links: Vec<Link>,
    /// Where it happens, and elsewhere.
    pub places: Vec<Place>,
    /// Where it comes from.
    pub sources: Vec<Source>,
    /// The labels it is filed under, by vocabulary.
    pub classification: Vec<Classification>,
    /// Themes, for the index.
    pub themes: Vec<String>,
    /// Territories, for the index.
    pub territories: Vec<String>,
}

/// The drawing at the head of an entry, made of its own facts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cover {
    /// One cell per partner; several roles of one organisation make one cell, in its first role.
    pub cells: Vec<Cell>,
    /// Its categories: the first gives the colour, all are named under the drawing.
    pub categories: Vec<Category>,
    /// A photograph, which then takes the wide place, the cells beside it.
    pub photograph: Option<Picture>,
}

/// One cell of a cover.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cell {
    /// Gives the shade.
    pub role: Role,
    /// The organisation's name, for the text equivalent.
    pub organisation: String,
}

/// A category and its colour.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Category {
    /// As on screen.
    pub label: String,
    /// Its colour, dark enough for white text (4.5:1).
    pub colour: Colour,
}

/// A picture with its text equivalent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Picture {
    /// The bytes.
    pub image: Image,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// Who made it.
    pub credit: String,
}

/// The four facts that the eye must find first, and the means.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Where.
    pub place: String,
    /// Who leads.
    pub lead: String,
    /// For whom.
    pub audience: String,
    /// Since when.
    pub since: String,
    /// The means that it takes (for the table of a selection).
    pub means: String,
}

/// One key figure, formatted.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Figure {
    /// « 1 234 », « 18 à 30 ».
    pub value: String,
    /// « jeunes », « € », « % ».
    pub unit: String,
    /// What is counted.
    pub label: String,
    /// « 2018 », « d’août 2013 à 2018 », « non daté ».
    pub period: String,
    /// « environ », « plus de »; empty when exact.
    pub qualifier: String,
    /// « mesuré », « cumulé », « prix », « plafond », « objectif ».
    pub nature: String,
    /// The geographic scope, where it is not the whole experience.
    pub scope: String,
    /// The source's short name.
    pub source: String,
    /// Set large, at the head (four at most are).
    pub headline: bool,
}

/// One line of « Y aller ».
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccessLine {
    /// « Pour qui », « Où », « Quand », « Combien ».
    pub label: String,
    /// The answer.
    pub text: String,
}

/// One part of the story.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Section {
    /// « Présentation », « Enjeux »…
    pub title: String,
    /// Markdown: paragraphs, headings, bold, italics, links, lists, quotes. Everything else, HTML among it, is set as it is written.
    pub markdown: String,
}

/// An organisation in one role.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Partner {
    /// Its role.
    pub role: Role,
    /// Its name.
    pub name: String,
    /// What it does here, a former name, a successor.
    pub note: String,
    /// Gifts in kind.
    pub goods: String,
    /// « près de 15 000 € (2017) ».
    pub amount: String,
}

/// What is asked of an economic actor.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contribution {
    /// « Temps », « Locaux »…
    pub kind: String,
    /// What exactly.
    pub what: String,
    /// Amount and period where sourced; « à préciser » is printed where it is empty.
    pub amount: String,
}

/// Whom to contact.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Referent {
    /// The organisation.
    pub organisation: String,
    /// The function in it.
    pub function: String,
}

/// An address of the web, with its words.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Link {
    /// Only `http:`, `https:` and `mailto:` become links; any other stays text.
    pub url: String,
    /// What it leads to.
    pub label: String,
}

/// A place and what it is to the experience.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// The territory's name.
    pub name: String,
    /// « s’y déroule », « couvre », « a commencé là », « prévu », « aussi ailleurs ».
    pub relation: String,
    /// The year, where sourced.
    pub year: String,
    /// Any precision.
    pub note: String,
}

/// Where the facts come from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Source {
    /// Title, publisher and year, in one line.
    pub text: String,
    /// Its address.
    pub url: Option<String>,
}

/// The labels of one vocabulary.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Classification {
    /// « Leviers », « Objectifs locaux »…
    pub vocabulary: String,
    /// The labels.
    pub labels: Vec<String>,
}
