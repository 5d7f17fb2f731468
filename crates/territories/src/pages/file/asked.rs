//! What the forms of a job say.

use essaim_geo::Generation;
use essaim_web::Query;

use crate::jobs::{LONGEST_DAYS, Part};
use crate::tagging::Roles;
use crate::tagging::cases::Wanting;

/// The fields that tell which column holds what, with the key of their labels, in the order of the page.
pub(super) const ROLES: [(&str, &str); 8] = [
    ("adresse", "file-role-address"),
    ("code_postal", "file-role-postcode"),
    ("ville", "file-role-city"),
    ("insee", "file-role-insee"),
    ("numero", "file-role-number"),
    ("rep", "file-role-repetition"),
    ("type_voie", "file-role-kind"),
    ("complement", "file-role-complement"),
];

/// The columns that are no part of an address.
pub(super) const OTHERS: [(&str, &str); 3] =
    [("date", "file-role-day"), ("croiser1", "file-role-crossed"), ("croiser2", "file-role-crossed-again")];

/// What a role is called in a form, as its column stands in a table.
pub(super) fn role(roles: &Roles, field: &str) -> Option<usize> {
    match field {
        "adresse" => roles.address,
        "code_postal" => roles.postcode,
        "ville" => roles.city,
        "insee" => roles.insee,
        "numero" => roles.number,
        "rep" => roles.repetition,
        "type_voie" => roles.way_kind,
        "complement" => roles.complement,
        _ => None,
    }
}

/// Whether a form tells columns.
pub(super) fn tells_columns(form: &Query) -> bool {
    form.iter().any(|(name, _)| name == ROLES[0].0)
}

/// What is asked of a table of so many columns; none where no column holds an address.
pub(super) fn wanting(form: &Query, columns: usize) -> Option<Wanting> {
    let at = |field: &str| form.get(field)?.parse::<usize>().ok().filter(|at| *at < columns);
    let roles = Roles {
        number: at("numero"),
        repetition: at("rep"),
        way_kind: at("type_voie"),
        address: at("adresse"),
        complement: at("complement"),
        postcode: at("code_postal"),
        city: at("ville"),
        insee: at("insee"),
    };
    let day = at("date");
    let mut crossed: Vec<usize> = [at("croiser1"), at("croiser2")].into_iter().flatten().collect();
    crossed.dedup();
    let generations = match form.get("generation") {
        _ if day.is_some() => vec![Generation::G2015, Generation::G2024],
        Some("2015") => vec![Generation::G2015],
        Some("both") => vec![Generation::G2015, Generation::G2024],
        _ => vec![Generation::G2024],
    };
    roles.is_enough().then_some(Wanting { roles, generations, day, crossed })
}

/// For how many days a job is kept.
pub(super) fn days(form: &Query) -> i64 {
    form.get("garder").and_then(|days| days.parse().ok()).unwrap_or(1).clamp(1, LONGEST_DAYS)
}

/// What a browser says of the part that it sent; none where it sent all.
pub(super) fn part(form: &Query) -> Option<Part> {
    form.get("partie").filter(|part| *part == "1")?;
    let columns: Vec<usize> = serde_json::from_str(form.get("colonnes")?).ok()?;
    let mark = form.get("empreinte")?;
    let is_mark = mark.len() <= 64 && mark.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (is_mark && columns.len() < 10_000).then(|| Part { columns, mark: mark.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_told_by_their_places_and_those_that_are_not_there_are_not_told() {
        let form = Query::parse("adresse=1&code_postal=2&ville=9&croiser1=0&croiser2=0&generation=both");
        let wanting = wanting(&form, 3).unwrap();
        assert_eq!((wanting.roles.address, wanting.roles.postcode, wanting.roles.city), (Some(1), Some(2), None));
        assert_eq!((wanting.crossed, wanting.generations.len()), (vec![0], 2));
        assert_eq!(super::wanting(&Query::parse("adresse=&code_postal=2"), 3), None, "no address");
        assert_eq!(super::wanting(&Query::parse("adresse=0&date=1"), 3).unwrap().generations.len(), 2);
    }

    #[test]
    fn a_part_is_told_whole_or_not_at_all() {
        let of = |text: &str| part(&Query::parse(text));
        assert_eq!(of("partie=1&colonnes=[2,3]&empreinte=00ff").unwrap().columns, [2, 3]);
        for wrong in [
            "",
            "partie=0&colonnes=[2]&empreinte=a",
            "partie=1&colonnes=x&empreinte=a",
            "partie=1&colonnes=[2]",
            "partie=1&colonnes=[2]&empreinte=%22%3E",
        ] {
            assert!(of(wrong).is_none(), "{wrong}");
        }
        assert_eq!(
            [days(&Query::parse("garder=3")), days(&Query::parse("garder=99")), days(&Query::parse(""))],
            [3, 7, 1]
        );
    }
}
