//! Fictional documents, the same at every run, for tests, measures and specimens.

pub mod report;

use essaim_press::{
    AccessLine, Book, Category, Cell, Classification, Colour, Contribution, Cover, Date, Entry, Facts, Figure, Image,
    Imprint, Language, Link, Listing, Logo, Map, Partner, Pick, Place, Referent, Role, Row, Section, Selection, Source,
};

const CATEGORIES: [(&str, [u8; 3]); 3] = [
    ("Accès à des biens ou des services", [0xa2, 0x3f, 0x1d]),
    ("Accompagnement des publics éloignés de l’emploi", [0x11, 0x5f, 0x86]),
    ("Liens avec le monde de l’entreprise", [0x6a, 0x3f, 0x87]),
];
const TITLES: [&str; 8] = [
    "Un garage où l’on répare ensemble",
    "Des marraines et des parrains pour un premier emploi",
    "La conciergerie du quartier des Tilleuls",
    "Une épicerie ouverte aux familles, tenue par ses clientes et ses clients",
    "Trois jours pour monter son entreprise",
    "Les visites d’ateliers du mercredi",
    "Un service de vélos partagés entre deux rives, porté par les commerces, l’école de la seconde chance et la régie de quartier",
    "Coudre",
];
const TOWNS: [&str; 7] = [
    "Valmont-sur-Orne",
    "Saint-Aubert",
    "Les Essarts",
    "Beaurivage",
    "Clairfontaine",
    "Montreuil-le-Haut",
    "Étangs-Neufs",
];
const THEMES: [&str; 6] = [
    "Mobilité",
    "Recherche d’emploi et recrutement",
    "Alimentation",
    "Environnement et économie circulaire",
    "Découverte des métiers",
    "Lien social",
];
const NAMES: [&str; 9] = [
    "Régie de quartier des Tilleuls",
    "Ville de Beaurivage",
    "Atelier mécanique solidaire",
    "Caisse des dépôts fictive",
    "Fédération des commerces du canal",
    "Lycée professionnel Ada-Lovelace",
    "Mission locale du bassin de l’Orne",
    "Fondation du Pont-Neuf",
    "Agence départementale pour l’insertion",
];
const SENTENCES: [&str; 10] = [
    "L’association accueille chaque semaine une vingtaine de personnes, orientées par les travailleurs sociaux ou venues par le bouche-à-oreille.",
    "Les outils sont prêtés, les pièces payées à prix coûtant, et un mécanicien salarié vérifie chaque réparation avant la remise des clés.",
    "Au départ, trois habitantes avaient relevé que la moitié des offres d’emploi du bassin demandaient un permis et un véhicule.",
    "La ville met un local à disposition ; le bailleur a financé les travaux, et deux entreprises voisines donnent du matériel.",
    "Pourquoi cela fonctionne-t-il ? Parce que chacun y trouve son compte : les habitants un service, les entreprises des candidatures.",
    "Un comité de suivi réunit deux fois par an les financeurs, les bénévoles et les personnes accompagnées.",
    "Le contrat de ville en a fait une action de droit commun dès la deuxième année.",
    "La difficulté principale reste de remplacer les bénévoles qui déménagent ou reprennent un emploi à temps plein.",
    "Les bénéficiaires paient une adhésion de 5 € par an, puis un tarif à l’heure qui dépend du quotient familial.",
    "« On vient pour un pneu, on repart avec un rendez-vous », résume la coordinatrice du lieu.",
];
const ROLES: [Role; 5] = [Role::Leads, Role::Runs, Role::Funds, Role::Hosts, Role::Supports];

/// A small generator of numbers, so that samples need no dependency.
pub struct Dice(pub u64);

impl Dice {
    /// From 0 to `sides` - 1.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len())]
    }

    fn paragraph(&mut self) -> String {
        let count = 3 + self.roll(4);
        (0..count).map(|_| self.pick(&SENTENCES)).collect::<Vec<_>>().join(" ")
    }
}

/// What every sample says of itself.
pub fn imprint(language: Language) -> Imprint {
    Imprint {
        language,
        date: Date { year: 2026, month: 11, day: 23 },
        site: "Essaim".into(),
        editor: "Centre de ressources du Val d’Orne".into(),
        address: "https://essaim.example".into(),
        licence: "Licence Ouverte 2.0".into(),
        licence_url: Some("https://www.etalab.gouv.fr/licence-ouverte-open-licence/".into()),
        contact: Some(Link { url: "mailto:contact@essaim.example".into(), label: "contact@essaim.example".into() }),
    }
}

/// The experience number `n`, complete.
pub fn entry(n: usize) -> Entry {
    let mut dice = Dice(n as u64 * 7919 + 17);
    let category = CATEGORIES[n % 3];
    let town = dice.pick(&TOWNS);
    let partners = partners(&mut dice);
    let title = TITLES[n % TITLES.len()];
    let slug = format!("experience-{n}");
    Entry {
        title: if n < TITLES.len() { title.into() } else { format!("{title}, à {town} ({n})") },
        summary: "Des habitantes et des habitants réparent leur voiture eux-mêmes, avec un mécanicien à leurs côtés, pour garder ou retrouver un emploi.".into(),
        address: Some(format!("https://essaim.example/experiences/{slug}")),
        slug,
        language: None,
        in_brief: vec![
            "Un atelier ouvert à tous, où l’on répare sa voiture avec l’aide d’un mécanicien.".into(),
            "Il sert aux personnes qui ont besoin d’un véhicule pour travailler.".into(),
            "En cinq ans, 420 personnes ont gardé ou trouvé un emploi.".into(),
        ],
        cover: Cover {
            cells: partners.iter().map(|partner| Cell { role: partner.role, organisation: partner.name.clone() }).collect(),
            categories: vec![Category { label: category.0.into(), colour: Colour(category.1) }],
            photograph: None,
        },
        facts: Facts {
            place: format!("{town}, quartier des Tilleuls"),
            lead: partners[0].name.clone(),
            audience: "Personnes en recherche d’emploi, jeunes".into(),
            since: "2013".into(),
            means: "Une équipe salariée et des bénévoles".into(),
        },
        situation: "Situation de 2018, non revérifiée".into(),
        figures: figures(),
        access: if n.is_multiple_of(2) { access() } else { Vec::new() },
        sections: sections(&mut dice),
        contributions: contributions(),
        referents: vec![Referent { organisation: partners[0].name.clone(), function: "Coordination de l’atelier".into() }],
        links: vec![Link { url: "https://www.exemple.org/atelier".into(), label: "Atelier mécanique solidaire".into() }],
        places: vec![
            Place { name: town.into(), relation: "s’y déroule".into(), year: "2013".into(), note: String::new() },
            Place { name: "Département de l’Orne-et-Marne".into(), relation: "couvre".into(), ..Place::default() },
        ],
        sources: vec![Source { text: "Centre de ressources du Val d’Orne, Recueil d’expériences, 2018".into(), url: Some("https://exemple.org/recueil".into()) }],
        classification: vec![
            Classification { vocabulary: "Leviers".into(), labels: vec!["Recrutement".into(), "Responsabilité sociétale (RSE)".into()] },
            Classification { vocabulary: "Publics".into(), labels: vec!["Jeunes".into(), "Personnes en recherche d’emploi".into()] },
            Classification { vocabulary: "Échelle".into(), labels: vec!["Agglomération".into()] },
        ],
        themes: vec![THEMES[n % 6].into(), dice.pick(&THEMES).into()],
        territories: vec![town.into()],
        partners,
    }
}

fn partners(dice: &mut Dice) -> Vec<Partner> {
    let count = 3 + dice.roll(9);
    let partner = |index: usize| Partner {
        role: if index == 0 { Role::Leads } else { ROLES[1 + index % 4] },
        name: if index < NAMES.len() {
            NAMES[(index + count) % NAMES.len()].into()
        } else {
            format!("{} ({index})", NAMES[index % NAMES.len()])
        },
        note: if index.is_multiple_of(4) { "devenue une société coopérative en 2020".into() } else { String::new() },
        goods: if index == 3 { "deux ponts élévateurs".into() } else { String::new() },
        amount: if index == 2 { "près de 15 000 € par an (2017)".into() } else { String::new() },
    };
    (0..count).map(partner).collect()
}

fn figures() -> Vec<Figure> {
    let figure = |value: &str, unit: &str, label: &str, period: &str, headline: bool| Figure {
        value: value.into(),
        unit: unit.into(),
        label: label.into(),
        period: period.into(),
        headline,
        nature: "cumulé".into(),
        source: "Recueil 2018".into(),
        ..Figure::default()
    };
    vec![
        Figure {
            qualifier: "plus de".into(),
            ..figure("1 250", "personnes", "accueillies à l’atelier", "de 2013 à 2018", true)
        },
        figure("62", "%", "ont gardé ou trouvé un emploi", "2017", true),
        figure("18 à 30", "ans", "âge des jeunes accueillis", "non daté", true),
        Figure {
            nature: "prix".into(),
            ..figure("12", "€ de l’heure", "tarif le plus bas de l’atelier", "2018", false)
        },
        Figure {
            qualifier: "environ".into(),
            scope: "bassin d’emploi".into(),
            ..figure("300", "véhicules", "réparés chaque année", "2018", false)
        },
        Figure {
            nature: "objectif".into(),
            ..figure("3", "salariés", "à l’ouverture du second atelier", "2019", false)
        },
    ]
}

fn access() -> Vec<AccessLine> {
    let line = |label: &str, text: &str| AccessLine { label: label.into(), text: text.into() };
    vec![
        line("Pour qui", "Toute personne qui habite le quartier ou y travaille"),
        line("Où", "12 rue des Ateliers, au pied de la tour bleue"),
        line("Quand", "Du mardi au samedi, de 9 h à 18 h"),
        line("Combien", "Adhésion de 5 € par an, puis 12 à 25 € de l’heure"),
    ]
}

fn sections(dice: &mut Dice) -> Vec<Section> {
    let section = |title: &str, markdown: String| Section { title: title.into(), markdown };
    vec![
        section(
            "Présentation",
            format!(
                "{}\n\n{}\n\n- **Accueil** : un diagnostic gratuit ;\n- *Réparation* : avec un mécanicien ;\n- Suivi à six mois, avec la [mission locale](https://exemple.org/mission).",
                dice.paragraph(),
                dice.paragraph()
            ),
        ),
        section(
            "Enjeux",
            format!(
                "### Pour les habitants et les partenaires\n\n{}\n\n### Pour les acteurs économiques\n\n{}",
                dice.paragraph(),
                dice.paragraph()
            ),
        ),
        section("Éléments de contexte", format!("{}\n\n> {}\n\n{}", dice.paragraph(), SENTENCES[9], dice.paragraph())),
        section("Pour aller plus loin", dice.paragraph()),
        section("À noter", "Un second atelier est envisagé.".into()),
    ]
}

fn contributions() -> Vec<Contribution> {
    let asked = |kind: &str, what: &str, amount: &str| Contribution {
        kind: kind.into(),
        what: what.into(),
        amount: amount.into(),
    };
    vec![
        asked("Temps", "Parrainer une personne et la conseiller", "1 fois par mois"),
        asked("Dons en nature", "Donner des véhicules réformés et des pièces", ""),
    ]
}

/// A map that looks like one.
pub fn map() -> Map {
    let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 260"><path d="M20 40L150 10L280 60L260 200L140 250L30 180Z" fill="#eef2f1" stroke="#5b6b6d"/><circle cx="90" cy="90" r="6" fill="#1f4e54"/><circle cx="190" cy="150" r="9" fill="#8a5a00"/></svg>"##;
    Map {
        image: Image::Svg(svg.as_bytes().to_vec()),
        alt: "Deux lieux dans la région fictive.".into(),
        credit: "Fond : contours fictifs, Licence Ouverte 2.0.".into(),
        places: Vec::new(),
    }
}

/// A compendium of `count` experiences.
pub fn book(count: usize) -> Book {
    let logo = r##"<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40"><rect width="120" height="40" rx="6" fill="#1f4e54"/><circle cx="20" cy="20" r="10" fill="#fff"/></svg>"##;
    Book {
        imprint: imprint(Language::Fr),
        title: "Développer l’économie dans les quartiers".into(),
        subtitle: "Des expériences à connaître, à rencontrer, à reprendre".into(),
        edition: "Édition 2026".into(),
        foreword: format!("{}\n\n{}", Dice(3).paragraph(), Dice(5).paragraph()),
        method: format!(
            "## Comment les expériences ont été choisies\n\n{}\n\n## Comment elles sont tenues à jour\n\n{}",
            Dice(8).paragraph(),
            Dice(9).paragraph()
        ),
        credits: "Textes : **Centre de ressources du Val d’Orne**.\n\nComposé en Atkinson Hyperlegible.".into(),
        logos: vec![
            Logo {
                image: Image::Svg(logo.as_bytes().to_vec()),
                alt: "Centre de ressources du Val d’Orne".into()
            };
            3
        ],
        map: Some(map()),
        entries: (0..count).map(entry).collect(),
        index: true,
    }
}

/// A search with `count` results.
pub fn listing(count: usize) -> Listing {
    let row = |n: usize| {
        let entry = entry(n);
        Row {
            title: entry.title,
            summary: entry.summary,
            language: None,
            address: entry.address,
            place: entry.facts.place,
            lead: entry.facts.lead,
            figure: "1 250 personnes accueillies (de 2013 à 2018)".into(),
            situation: entry.situation,
        }
    };
    Listing {
        imprint: imprint(Language::Fr),
        title: "Résultats de recherche".into(),
        query: "garage solidaire".into(),
        filters: vec!["Levier : Recrutement".into(), "Territoire : Valmont-sur-Orne".into()],
        order: "par pertinence".into(),
        total: count * 2,
        address: Some("https://essaim.example/experiences?q=garage".into()),
        rows: (0..count).map(row).collect(),
    }
}

/// A selection of `count` experiences.
pub fn selection(count: usize) -> Selection {
    let note = "À montrer au comité de pilotage du 12 mars.\nVoir si le bailleur suivrait.";
    Selection {
        imprint: imprint(Language::Fr),
        title: "Trois pistes pour les Tilleuls".into(),
        address: Some("https://essaim.example/recueil?fiches=experience-0,experience-1,experience-2".into()),
        picks: (0..count)
            .map(|n| Pick { entry: entry(n), note: if n == 1 { String::new() } else { note.into() } })
            .collect(),
    }
}
