//! What the tables that were brought in say of a territory beside its place: other names, postal codes, figures by
//! vintage, what became of neighbourhoods, points of contact, and where official sources differ.

use essaim_geo::{Level, TerritoryCode};
use essaim_web::{Frame, format};
use serde_json::{Value, json};

use super::href;
use crate::official::{Layer, Postcode};
use crate::panel::TerritoriesState;
use crate::{Change, Contact, Difference, Figure, FormerName, Registry, Said, Says, Source};

/// All of it, as the page writes it.
pub(super) struct Beside {
    /// Separated by commas; empty when nobody says.
    pub(super) postcodes: String,
    pub(super) former: Vec<String>,
    pub(super) figures: Vec<(&'static str, &'static Figure)>,
    pub(super) changes: Vec<ChangeLine>,
    pub(super) differences: Vec<(&'static str, [SaidLine; 2])>,
    pub(super) contacts: Vec<ContactLine>,
    pub(super) contacts_source: Option<&'static Source>,
}

/// A neighbourhood of 2024 and those that it comes from.
pub(super) struct ChangeLine {
    pub(super) status: &'static str,
    pub(super) now: Named,
    pub(super) before: Vec<Named>,
    pub(super) source: String,
}

/// A territory by its name, with its page where it has one; by its code where the registry has it not.
pub(super) struct Named {
    pub(super) name: String,
    pub(super) href: Option<String>,
}

/// What a source says.
pub(super) struct SaidLine {
    /// None when it says that there is no such territory.
    pub(super) said: Option<Named>,
    pub(super) source: String,
}

/// A point of contact in one line.
pub(super) struct ContactLine {
    pub(super) name: Box<str>,
    pub(super) kind: &'static str,
    pub(super) address: String,
}

impl Beside {
    pub(super) fn of(frame: &Frame, state: &TerritoriesState, code: &TerritoryCode) -> Self {
        let registry = state.registry();
        let postcodes: Vec<&str> = postcodes(registry, code).iter().map(|postcode| postcode.as_str()).collect();
        let changes = registry.changes(code);
        // What only the program's own tables say is told as neighbourhoods before and after.
        let is_brought = changes.iter().any(|change| change.status.is_some());
        let changes = changes.iter().filter(|_| is_brought);
        Self {
            postcodes: postcodes.join(", "),
            former: registry.former_names(code).iter().map(|former| told(frame, former)).collect(),
            figures: registry.figures(code).iter().map(|figure| (measure(figure), figure)).collect(),
            changes: changes.map(|change| ChangeLine::of(frame, registry, change)).collect(),
            differences: registry.differences(code).map(|one| difference(frame, registry, one)).collect(),
            contacts: contacts(state, code).into_iter().map(ContactLine::of).collect(),
            contacts_source: registry.contacts_source(),
        }
    }
}

fn postcodes<'r>(registry: &'r Registry, code: &TerritoryCode) -> &'r [Postcode] {
    if code.level() == Level::Commune { registry.postcodes(code) } else { &[] }
}

/// Those of a commune, or of a neighbourhood whose perimeter was brought in; larger territories have too many to be read.
fn contacts(state: &TerritoriesState, code: &TerritoryCode) -> Vec<&'static Contact> {
    let registry = state.registry();
    if code.level() == Level::Commune {
        return registry.contacts_in(code).collect();
    }
    let holdings = state.node().holdings();
    let drawn = code.generation().and_then(|generation| holdings.layer(Layer::Qpv(generation)));
    let found = drawn.and_then(|(_, perimeters)| Some((perimeters, perimeters.find(code.code())?)));
    found.map(|(perimeters, number)| registry.contacts_within(perimeters, number).collect()).unwrap_or_default()
}

fn told(frame: &Frame, former: &FormerName) -> String {
    let (name, code) = ((&*former.name).into(), former.code.as_str().into());
    match former.until {
        Some(day) => {
            let day = format::date(frame.lang(), day);
            frame
                .tn("territory-former-until", [("name", name), ("code", code), ("day", day.as_str().into())].as_slice())
        }
        None => frame.tn("territory-former", [("name", name), ("code", code)].as_slice()),
    }
}

fn measure(figure: &Figure) -> &'static str {
    match figure.measure {
        crate::FigureMeasure::PopulationInQpv => "territory-figure-population-in-qpv",
    }
}

impl Named {
    fn of(frame: &Frame, registry: &Registry, code: TerritoryCode) -> Self {
        match registry.get(&code) {
            Some(place) => Self { name: place.name().to_owned(), href: Some(href(frame, &code)) },
            None => Self { name: code.code().to_owned(), href: None },
        }
    }
}

impl ChangeLine {
    fn of(frame: &Frame, registry: &Registry, change: &Change) -> Self {
        use crate::official::ChangeStatus::{Changed, New, Unchanged};
        Self {
            status: match change.status {
                Some(Unchanged) => "territory-change-unchanged",
                Some(Changed) => "territory-change-changed",
                Some(New) => "territory-change-new",
                None => "territory-change-unsaid",
            },
            now: Named::of(frame, registry, change.code),
            before: change.before.iter().map(|code| Named::of(frame, registry, *code)).collect(),
            source: in_short(&change.source),
        }
    }
}

fn difference(frame: &Frame, registry: &Registry, one: &Difference) -> (&'static str, [SaidLine; 2]) {
    let line = |said: &Said| SaidLine {
        said: match &said.says {
            Says::Nothing => None,
            Says::Name(name) => Some(Named { name: name.to_string(), href: None }),
            Says::Territory(code, name) => {
                let named = Named::of(frame, registry, *code);
                Some(Named { name: name.as_deref().map_or(named.name, str::to_owned), href: named.href })
            }
        },
        source: in_short(&said.source),
    };
    let about = match one.about {
        crate::About::Existence => "territory-difference-existence",
        crate::About::Name => "territory-difference-name",
        crate::About::Within(level) => super::level_key(level),
    };
    (about, one.said.each_ref().map(line))
}

fn in_short(source: &Source) -> String {
    format!("{}, {}, {}", source.title, source.producer, source.vintage)
}

impl ContactLine {
    fn of(contact: &Contact) -> Self {
        use crate::official::ContactKind::{Municipal, Other, PostOffice, Shop};
        let last = contact.postcode.iter().map(ToString::to_string).chain(contact.town.iter().map(ToString::to_string));
        let last = last.collect::<Vec<_>>().join(" ");
        let lines = contact.address.iter().chain([&last]).filter(|line| !line.is_empty());
        Self {
            name: contact.name.clone(),
            kind: match contact.kind {
                PostOffice => "territory-contact-post-office",
                Municipal => "territory-contact-municipal",
                Shop => "territory-contact-shop",
                Other => "territory-contact-other",
            },
            address: lines.map(String::as_str).collect::<Vec<_>>().join(", "),
        }
    }
}

/// The same for machines.
pub(super) fn json(state: &TerritoriesState, code: &TerritoryCode) -> Vec<(&'static str, Value)> {
    let registry = state.registry();
    let former = registry.former_names(code).iter().map(|former| {
        let until = former.until.map(|day| day.to_string());
        json!({ "code": former.code.as_str(), "name": former.name, "kind": former.kind.key(), "until": until })
    });
    let figures = registry
        .figures(code)
        .iter()
        .map(|figure| json!({ "measure": figure.measure.key(), "value": figure.value, "source": *figure.source }));
    let changes = registry.changes(code);
    let changes = changes.iter().map(|change| {
        let status = change.status.map(crate::official::ChangeStatus::key);
        json!({ "code": change.code, "status": status, "before": change.before, "source": *change.source })
    });
    let differences = registry
        .differences(code)
        .map(|one| json!({ "about": one.about.key(), "said": one.said.each_ref().map(said) }));
    let contacts = contacts(state, code).into_iter().map(|contact| {
        json!({
            "name": contact.name, "kind": contact.kind.key(), "address": contact.address,
            "postcode": contact.postcode.map(|postcode| postcode.to_string()), "town": contact.town,
            "commune": contact.commune, "point": contact.point, "precision": contact.precision,
        })
    });
    vec![
        ("postcodes", postcodes(registry, code).iter().map(ToString::to_string).collect()),
        ("former_names", former.collect()),
        ("figures", figures.collect()),
        ("changes", changes.collect()),
        ("differences", differences.collect()),
        ("contacts", contacts.collect()),
        ("contacts_source", json!(registry.contacts_source())),
    ]
}

fn said(said: &Said) -> Value {
    let (territory, name) = match &said.says {
        Says::Nothing => (None, None),
        Says::Name(name) => (None, Some(name)),
        Says::Territory(code, name) => (Some(code), name.as_ref()),
    };
    json!({ "territory": territory, "name": name, "source": *said.source })
}
