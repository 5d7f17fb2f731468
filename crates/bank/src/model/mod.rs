//! The types of the bank and their rules. Pure: no database, no clock, no page.

mod addresses;
mod experience;
mod number;
mod period;
mod slug;
mod synonyms;
mod vocabulary;

pub use addresses::Addresses;
pub use essaim_network::{DateFault, PartialDate};
pub use experience::{
    Access, Classification, Contribution, ContributionAmount, Experience, KeyFigure, KnownStatus, Link, Money, Partner,
    PartnerRole, Picture, Place, PlaceRelation, Referent, Section, Situation, Source, Status, Text,
};
pub use number::{Decimal, Nature, Qualifier, Quantity, QuantityFault};
pub use period::Period;
pub use slug::{Slug, SlugFault};
pub use synonyms::{SynonymLine, Synonyms};
pub use vocabulary::{Axis, Term, Vocabularies, Vocabulary};
