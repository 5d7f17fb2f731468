//! Vocabularies and synonyms: small tables, read and written whole.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel, QueryOrder};

use super::entities as e;
use crate::error::BankError;
use crate::model::{SynonymLine, Synonyms, Term, Vocabularies, Vocabulary};

/// All the vocabularies, in order.
pub(crate) async fn load_vocabularies(on: &impl ConnectionTrait) -> Result<Vocabularies, BankError> {
    use e::{term, vocabulary};
    let heads = vocabulary::Entity::find().order_by_asc(vocabulary::Column::Position);
    let heads = heads.order_by_asc(vocabulary::Column::Key).all(on).await?;
    let terms = term::Entity::find().order_by_asc(term::Column::Position).order_by_asc(term::Column::Key);
    let terms = terms.all(on).await?;
    let mut all: Vec<Vocabulary> = heads
        .into_iter()
        .map(|row| Vocabulary {
            key: row.key,
            fr: row.fr,
            en: row.en,
            parameter: row.parameter,
            source: row.source,
            terms: Vec::new(),
        })
        .collect();
    for row in terms {
        if let Some(vocabulary) = all.iter_mut().find(|v| v.key == row.vocabulary) {
            vocabulary.terms.push(Term { key: row.key, fr: row.fr, en: row.en, inclusion: row.inclusion });
        }
    }
    Ok(Vocabularies { all })
}

/// Writes vocabularies: known keys take the new labels and order, new ones are added, none is removed, since
/// experiences may hold it.
pub(crate) async fn save_vocabularies(tx: &impl ConnectionTrait, vocabularies: &Vocabularies) -> Result<(), BankError> {
    for (position, vocabulary) in (0..).zip(&vocabularies.all) {
        use e::vocabulary::Column as C;
        let row = e::vocabulary::Model {
            key: vocabulary.key.clone(),
            position,
            fr: vocabulary.fr.clone(),
            en: vocabulary.en.clone(),
            parameter: vocabulary.parameter.clone(),
            source: vocabulary.source.clone(),
        };
        let clash =
            OnConflict::column(C::Key).update_columns([C::Position, C::Fr, C::En, C::Parameter, C::Source]).to_owned();
        e::vocabulary::Entity::insert(row.into_active_model()).on_conflict(clash).exec_without_returning(tx).await?;
        save_terms(tx, vocabulary).await?;
    }
    Ok(())
}

async fn save_terms(tx: &impl ConnectionTrait, vocabulary: &Vocabulary) -> Result<(), BankError> {
    use e::term::Column as C;
    for (position, term) in (0..).zip(&vocabulary.terms) {
        let row = e::term::Model {
            vocabulary: vocabulary.key.clone(),
            key: term.key.clone(),
            position,
            fr: term.fr.clone(),
            en: term.en.clone(),
            inclusion: term.inclusion.clone(),
        };
        let clash = OnConflict::columns([C::Vocabulary, C::Key])
            .update_columns([C::Position, C::Fr, C::En, C::Inclusion])
            .to_owned();
        e::term::Entity::insert(row.into_active_model()).on_conflict(clash).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// The synonyms, in order.
pub(crate) async fn load_synonyms(on: &impl ConnectionTrait) -> Result<Synonyms, BankError> {
    let rows = e::synonym::Entity::find().order_by_asc(e::synonym::Column::Position).all(on).await?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let words: Vec<String> =
            serde_json::from_str(&row.words).map_err(|_| BankError::damaged("words", &row.words))?;
        lines.push(SynonymLine { is_acronym: row.kind == "acronym", words });
    }
    Ok(Synonyms { lines })
}

/// Replaces the synonyms.
pub(crate) async fn save_synonyms(tx: &impl ConnectionTrait, synonyms: &Synonyms) -> Result<(), BankError> {
    e::synonym::Entity::delete_many().exec(tx).await?;
    for (position, line) in (0..).zip(&synonyms.lines) {
        let row = e::synonym::Model {
            position,
            kind: if line.is_acronym { "acronym" } else { "group" }.to_owned(),
            words: serde_json::to_string(&line.words).expect("strings serialise"),
        };
        e::synonym::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    }
    Ok(())
}
