//! An experience as the press sees it: every value already in words.

use essaim_press::{
    AccessLine, Category, Cell, Classification, Colour, Contribution, Cover, Entry as Set, Facts, Figure, Image, Link,
    Partner, Picture, Place, Referent, Role, Section as Part, Source,
};
use essaim_web::{Lang, tamed};

use super::{Publisher, language};
use crate::error::BankError;
use crate::model::{Access, Axis, Experience, PartnerRole, Section, Text};
use crate::snapshot::{Bank, Entry};
use crate::store;
use crate::words::Wording;

/// The light theme's colours of the categories (`ui/styles/tokens.mjs`): a book is read on paper.
const COLOURS: [(&str, [u8; 3]); 3] =
    [("goods", [0xa2, 0x3f, 0x1d]), ("employment", [0x11, 0x5f, 0x86]), ("ties", [0x6a, 0x3f, 0x87])];

/// The first picture of an experience, where the press can set its kind.
pub(super) async fn photograph(bank: &Bank, entry: &Entry) -> Result<Option<Picture>, BankError> {
    let Some(picture) = entry.experience.pictures.first() else { return Ok(None) };
    let make: fn(Vec<u8>) -> Image = match picture.file.rsplit('.').next() {
        Some("jpg" | "jpeg") => Image::Jpeg,
        Some("png") => Image::Png,
        Some("webp") => Image::Webp,
        _ => return Ok(None),
    };
    let Some(bytes) = store::picture(bank.store().reader(), entry.id, &picture.file).await? else { return Ok(None) };
    let credit = picture.credit.clone().unwrap_or_default();
    Ok(Some(Picture { image: make(bytes), alt: picture.alt.clone(), credit }))
}

/// An experience with its story as it was written.
pub(super) fn entry(
    experience: &Experience,
    words: Wording<'_>,
    publisher: &Publisher,
    photograph: Option<Picture>,
) -> Set {
    let text = experience.text_in(words.english());
    let foreign = words.english() && experience.english.is_none();
    Set {
        slug: experience.slug.to_string(),
        title: text.title.clone(),
        summary: text.summary.clone(),
        language: foreign.then(|| language(Lang::Fr)),
        address: Some(publisher.page(words.lang, &format!("/experiences/{}", experience.slug))),
        in_brief: text.in_brief.clone(),
        cover: cover(experience, words, photograph),
        facts: facts(experience, words),
        situation: words.situation(&experience.situation),
        figures: words.figures(experience).into_iter().map(figure).collect(),
        access: text.access.as_ref().map(|access| access_lines(access, words.lang)).unwrap_or_default(),
        sections: sections(text, if foreign { Lang::Fr } else { words.lang }),
        partners: partners(experience, words),
        contributions: contributions(experience, text, words),
        referents: referents(experience, words),
        links: experience.links.iter().map(|link| Link { url: link.url.clone(), label: link.label.clone() }).collect(),
        places: places(experience, words),
        sources: experience
            .sources
            .iter()
            .map(|source| Source { text: words.full_source(source), url: source.url.clone() })
            .collect(),
        classification: classification(experience, words),
        themes: labels(experience, words, Axis::Theme),
        territories: territories(experience, words),
    }
}

fn cover(experience: &Experience, words: Wording<'_>, photograph: Option<Picture>) -> Cover {
    let cells = experience.cells().into_iter();
    let categories = experience.classification.on(Axis::Category).iter();
    Cover {
        cells: cells
            .map(|(slug, cell)| Cell { role: role(cell), organisation: words.directory.name(slug).to_owned() })
            .collect(),
        categories: categories
            .map(|key| Category { label: words.term("category", key).to_owned(), colour: colour(key) })
            .collect(),
        photograph,
    }
}

fn colour(category: &str) -> Colour {
    COLOURS.iter().find(|(key, _)| *key == category).map_or_else(Colour::default, |(_, rgb)| Colour(*rgb))
}

fn role(role: PartnerRole) -> Role {
    match role {
        PartnerRole::Leads => Role::Leads,
        PartnerRole::Runs => Role::Runs,
        PartnerRole::Funds => Role::Funds,
        PartnerRole::Hosts => Role::Hosts,
        PartnerRole::Supports => Role::Supports,
    }
}

fn facts(experience: &Experience, words: Wording<'_>) -> Facts {
    Facts {
        place: words.where_it_is(experience),
        lead: words.lead(experience),
        audience: words.audience(experience),
        since: words.since(experience).unwrap_or_default(),
        means: labels(experience, words, Axis::Means).join(", "),
    }
}

fn figure(figure: crate::words::FigureWords) -> Figure {
    Figure {
        unit: figure.shown_unit().to_owned(),
        value: figure.number,
        label: figure.label,
        period: figure.period,
        qualifier: figure.qualifier,
        nature: figure.nature,
        scope: figure.scope,
        source: figure.source,
        headline: figure.headline,
    }
}

fn access_lines(access: &Access, lang: Lang) -> Vec<AccessLine> {
    let labels = match lang {
        Lang::Fr => ["Pour qui", "Où", "Quand", "Combien"],
        Lang::En => ["For whom", "Where", "When", "Cost"],
    };
    let lines = [&access.audience, &access.place, &access.schedule, &access.cost];
    let told = labels.into_iter().zip(lines).filter_map(|(label, line)| Some((label, line.as_ref()?)));
    told.map(|(label, line)| AccessLine { label: label.to_owned(), text: line.clone() }).collect()
}

/// The story, both stakes under one title, each with its own heading inside.
fn sections(text: &Text, lang: Lang) -> Vec<Part> {
    let titles: [&str; 7] = match lang {
        Lang::Fr => [
            "Présentation",
            "Enjeux",
            "Pour les habitants et les partenaires",
            "Pour les acteurs économiques",
            "Éléments de contexte",
            "Pour aller plus loin",
            "À noter",
        ],
        Lang::En => [
            "Overview",
            "Stakes",
            "For inhabitants and partners",
            "For economic actors",
            "Context",
            "Going further",
            "Worth noting",
        ],
    };
    let told = |section| tamed(text.section(section)).into_owned();
    let stakes: Vec<String> = [(titles[2], Section::StakesInhabitants), (titles[3], Section::StakesEconomic)]
        .into_iter()
        .filter(|(_, section)| !text.section(*section).is_empty())
        .map(|(title, section)| format!("### {title}\n\n{}", told(section)))
        .collect();
    let parts = [
        (titles[0], told(Section::Presentation)),
        (titles[1], stakes.join("\n\n")),
        (titles[4], told(Section::Context)),
        (titles[5], told(Section::GoingFurther)),
        (titles[6], told(Section::WorthNoting)),
    ];
    let written = parts.into_iter().filter(|(_, markdown)| !markdown.is_empty());
    written.map(|(title, markdown)| Part { title: title.to_owned(), markdown }).collect()
}

fn partners(experience: &Experience, words: Wording<'_>) -> Vec<Partner> {
    let partner = |partner: &crate::model::Partner| Partner {
        role: role(partner.role),
        name: words.directory.name(&partner.organisation).to_owned(),
        note: partner.note.clone().unwrap_or_default(),
        goods: partner.goods.clone().unwrap_or_default(),
        amount: partner.amount.as_ref().map(|money| words.money(money)).unwrap_or_default(),
    };
    experience.partners.iter().map(partner).collect()
}

fn contributions(experience: &Experience, text: &Text, words: Wording<'_>) -> Vec<Contribution> {
    let what = |place: usize, own: &str| text.contribution_texts.get(place).map_or(own, String::as_str).to_owned();
    let all = experience.contributions.iter().enumerate();
    all.map(|(place, contribution)| Contribution {
        kind: words.term("contribution", &contribution.kind).to_owned(),
        what: what(place, &contribution.what),
        amount: contribution.amount.as_ref().map(|amount| words.contribution(amount)).unwrap_or_default(),
    })
    .collect()
}

fn referents(experience: &Experience, words: Wording<'_>) -> Vec<Referent> {
    let referent = |referent: &crate::model::Referent| Referent {
        organisation: words.directory.name(&referent.organisation).to_owned(),
        function: referent.function.clone(),
    };
    experience.referents.iter().map(referent).collect()
}

fn places(experience: &Experience, words: Wording<'_>) -> Vec<Place> {
    let place = |place: &crate::model::Place| Place {
        name: words.territory_in_full(&place.territory),
        relation: words.term("place-relation", place.relation.key()).to_owned(),
        year: place.year.map(|year| year.to_string()).unwrap_or_default(),
        note: place.note.clone().unwrap_or_default(),
    };
    experience.places.iter().map(place).collect()
}

fn classification(experience: &Experience, words: Wording<'_>) -> Vec<Classification> {
    let filed = Axis::ALL.into_iter().map(|axis| Classification {
        vocabulary: words.vocabulary(axis.key()).to_owned(),
        labels: labels(experience, words, axis),
    });
    filed.filter(|filed| !filed.labels.is_empty()).collect()
}

fn labels(experience: &Experience, words: Wording<'_>, axis: Axis) -> Vec<String> {
    experience.classification.on(axis).iter().map(|key| words.term(axis.key(), key).to_owned()).collect()
}

fn territories(experience: &Experience, words: Wording<'_>) -> Vec<String> {
    let inside = experience.places.iter().filter(|place| place.relation.is_inside());
    inside.map(|place| words.territory_in_full(&place.territory)).collect()
}
