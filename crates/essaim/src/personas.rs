//! The people of the demo, whom one becomes in one click. All are invented.

use essaim_accounts::pages::Persona;
use essaim_accounts::{Actor, Grant, ResourceCentre, give_role, open_account, save_centre};
use essaim_store::Store;
use essaim_web::Lang;
use jiff::Timestamp;

const ACTOR: Actor = Actor::Operator { command: "demo" };
/// Mail to them goes nowhere: the domain is kept for examples (RFC 2606).
const PEOPLE: [(&str, &str, &str); 4] = [
    ("administrator", "Ada Rucher", "ada.rucher@example.org"),
    ("editor", "Mélissa Alvéole", "melissa.alveole@example.org"),
    ("member", "Pol Lenn", "pol.lenn@example.org"),
    ("contributor", "Flora Butine", "flora.butine@example.org"),
];

/// Makes them, with the centre that one of them edits for; those that stand already are left as they are.
pub(crate) async fn make(store: &Store, at: Timestamp) -> anyhow::Result<Vec<Persona>> {
    let centre = ResourceCentre::named("Centre de ressources du Grand Est", vec!["region-44".parse()?]);
    // Refused where it stands already, which is as well.
    let _refused = save_centre(store, &ACTOR, at, &centre, true, &|_| true).await?;
    let mut personas = Vec::new();
    for (key, name, mail) in PEOPLE {
        let account = open_account(store, &ACTOR, at, &mail.parse()?, name, Lang::Fr).await?;
        let grant = match key {
            "administrator" => Some(Grant::Administrator),
            "editor" => Some(Grant::Editor { centre: centre.slug.clone(), territories: [].into() }),
            "member" => Some(Grant::Member { organisation: "mission-locale-strasbourg".to_owned() }),
            _ => None,
        };
        if let Some(grant) = grant {
            give_role(store, &ACTOR, at, account, &grant).await?;
        }
        personas.push(Persona { account, key, name });
    }
    Ok(personas)
}
