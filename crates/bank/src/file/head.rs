//! The head of a file as TOML gives it, with the place of each value; turned into the model's types by `read`.

use std::collections::BTreeMap;

use essaim_geo::TerritoryCode;
use serde::Deserialize;
use toml::Spanned;

use crate::model::{
    Access, Decimal, Link, Nature, PartialDate, PartnerRole, Picture, PlaceRelation, Qualifier, Referent, Situation,
    Slug, Source, Status,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    pub(super) title: Spanned<String>,
    #[serde(default)]
    pub(super) former_slugs: Vec<Slug>,
    pub(super) summary: Spanned<String>,
    #[serde(default)]
    pub(super) status: Status,
    pub(super) in_brief: Spanned<Vec<String>>,
    pub(super) situation: Spanned<Situation>,
    pub(super) classification: Spanned<BTreeMap<String, Vec<Spanned<String>>>>,
    pub(super) access: Option<Spanned<Access>>,
    #[serde(default)]
    pub(super) sources: Vec<Spanned<Source>>,
    #[serde(default)]
    pub(super) places: Vec<Spanned<PlaceLine>>,
    #[serde(default)]
    pub(super) partners: Vec<Spanned<PartnerLine>>,
    #[serde(default)]
    pub(super) figures: Vec<Spanned<FigureLine>>,
    #[serde(default)]
    pub(super) contributions: Vec<Spanned<ContributionLine>>,
    #[serde(default)]
    pub(super) referents: Vec<Spanned<Referent>>,
    #[serde(default)]
    pub(super) links: Vec<Spanned<Link>>,
    #[serde(default)]
    pub(super) pictures: Vec<Spanned<Picture>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlaceLine {
    pub(super) territory: TerritoryCode,
    pub(super) relation: PlaceRelation,
    pub(super) year: Option<i64>,
    pub(super) note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PartnerLine {
    pub(super) organisation: String,
    pub(super) role: PartnerRole,
    pub(super) note: Option<String>,
    pub(super) goods: Option<String>,
    pub(super) amount: Option<AmountLine>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AmountLine {
    pub(super) value: Option<Decimal>,
    pub(super) min: Option<Decimal>,
    pub(super) max: Option<Decimal>,
    #[serde(default)]
    pub(super) qualifier: Qualifier,
    pub(super) from: Option<PartialDate>,
    pub(super) to: Option<PartialDate>,
    pub(super) source: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FigureLine {
    pub(super) label: String,
    pub(super) value: Option<Decimal>,
    pub(super) min: Option<Decimal>,
    pub(super) max: Option<Decimal>,
    pub(super) unit: String,
    #[serde(default)]
    pub(super) qualifier: Qualifier,
    pub(super) nature: Nature,
    pub(super) from: Option<PartialDate>,
    pub(super) to: Option<PartialDate>,
    pub(super) scope: Option<TerritoryCode>,
    pub(super) scope_note: Option<String>,
    pub(super) source: String,
    #[serde(default)]
    pub(super) headline: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContributionLine {
    pub(super) kind: String,
    pub(super) what: String,
    pub(super) value: Option<Decimal>,
    pub(super) min: Option<Decimal>,
    pub(super) max: Option<Decimal>,
    pub(super) unit: Option<String>,
    #[serde(default)]
    pub(super) qualifier: Qualifier,
    pub(super) from: Option<PartialDate>,
    pub(super) to: Option<PartialDate>,
    pub(super) source: Option<String>,
}

/// The head of a translation: words only, everything else is the French file's.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TranslationHead {
    pub(super) title: Spanned<String>,
    pub(super) summary: Spanned<String>,
    pub(super) in_brief: Spanned<Vec<String>>,
    pub(super) access: Option<Spanned<Access>>,
    pub(super) figure_labels: Spanned<Vec<String>>,
    pub(super) contribution_texts: Spanned<Vec<String>>,
}
