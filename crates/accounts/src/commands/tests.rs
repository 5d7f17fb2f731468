//! Signing in, roles and centres, on both databases.

use essaim_mail::Address;
use essaim_store::Store;
use essaim_store::testing::{START, each_database};
use essaim_web::{Lang, Shell};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

use super::*;
use crate::model::{CODE_DIGITS, MOST_SENDINGS, Secret};
use crate::store::link::Whose;
use crate::{AccountsError, Actor, Grant, Means, Person, ResourceCentre, Role, audit, store};

const OPERATOR: Actor = Actor::Operator { command: "test" };
const CAMILLE: &str = "camille@example.org";

fn shell() -> Arc<Shell> {
    essaim_web::testing::shell(&[&crate::pages::MESSAGES])
}

fn mail(text: &str) -> Address {
    text.parse().unwrap()
}

fn after(seconds: i64) -> Timestamp {
    START + SignedDuration::from_secs(seconds)
}

const BROWSER: Browser<'static> = Browser { agent: "Firefox · Linux", session: None, asking: None };

/// The browser that has this secret.
fn with(asking: &Secret) -> Browser<'_> {
    Browser { asking: Some(asking), ..BROWSER }
}

/// How many mails strangers' browsers had sent.
async fn sendings(db: &Store, at: Timestamp) -> Result<i64, AccountsError> {
    store::link::sendings(db.reader(), CAMILLE, Whose::Others(&[]), at).await
}

async fn ask(db: &Store, at: Timestamp, browser: &Secret) -> Result<(), AccountsError> {
    let asked = Asked { mail: mail(CAMILLE), lang: Lang::Fr, next: "/experiences".into() };
    ask_link(db, at, &shell(), &asked, browser).await
}

async fn serving(db: &Store, at: Timestamp) -> Result<Vec<crate::model::Link>, AccountsError> {
    store::link::serving(db.reader(), CAMILLE, at).await
}

async fn each(body: impl AsyncFn(Store) -> Result<(), AccountsError>) {
    each_database([essaim_mail::migrations(), crate::migrations()], body).await;
}

#[tokio::test]
async fn a_link_signs_in_once_in_the_browser_that_asked_and_makes_the_account() {
    each(async |db| {
        let (own, other) = (Secret::new()?, Secret::new()?);
        ask(&db, START, &own).await?;
        let link = serving(&db, START).await?.remove(0);
        assert_eq!(opened(&db, START, &link.key, Some(&own)).await?, Opened::Here { mail: CAMILLE.into() });
        assert_eq!(opened(&db, START, &link.key, Some(&other)).await?, Opened::Elsewhere { mail: CAMILLE.into() });
        let elsewhere = confirm_by_link(&db, START, &link.key, &with(&other)).await?;
        assert_eq!(elsewhere.err(), Some(Refusal::Elsewhere));
        assert!(store::account::person_at(db.reader(), CAMILLE).await?.is_none(), "nobody has proved anything");
        let confirmed = confirm_by_link(&db, START, &link.key, &with(&own)).await?.unwrap();
        assert_eq!(confirmed.next, "/experiences");
        let who = recognise(&db, START, &confirmed.key).await?.unwrap();
        assert_eq!((who.person.mail.as_str(), who.person.grants.len()), (CAMILLE, 0));
        let again = confirm_by_link(&db, START, &link.key, &with(&own)).await?;
        assert_eq!(again.err(), Some(Refusal::Over));
        assert_eq!(opened(&db, START, &link.key, Some(&own)).await?, Opened::Over { was_used: true });
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn of_two_uses_at_once_one_signs_in() {
    each(async |db| {
        let own = Secret::new()?;
        ask(&db, START, &own).await?;
        let key = serving(&db, START).await?.remove(0).key;
        let browser = with(&own);
        let (one, other) =
            tokio::join!(confirm_by_link(&db, START, &key, &browser), confirm_by_link(&db, START, &key, &browser));
        let done = [one?, other?].iter().filter(|outcome| outcome.is_ok()).count();
        assert_eq!(done, 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn asking_again_sends_the_same_link_and_never_too_often() {
    each(async |db| {
        let own = Secret::new()?;
        ask(&db, START, &own).await?;
        ask(&db, after(30), &own).await?;
        assert_eq!(sendings(&db, after(30)).await?, 1, "it is on its way");
        ask(&db, after(90), &own).await?;
        assert_eq!(serving(&db, after(90)).await?.len(), 1, "the same link");
        assert_eq!(sendings(&db, after(90)).await?, 2);
        for number in 0..20 {
            ask(&db, after(100 + number), &Secret::new()?).await?;
        }
        assert_eq!(sendings(&db, after(130)).await?, MOST_SENDINGS);
        let link = serving(&db, after(130)).await?.pop().unwrap();
        assert!(confirm_by_link(&db, after(130), &link.key, &with(&own)).await?.is_ok(), "the first still opens");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_link_ends_after_a_quarter_of_an_hour_and_sends_another() {
    each(async |db| {
        let own = Secret::new()?;
        ask(&db, START, &own).await?;
        let key = serving(&db, START).await?.remove(0).key;
        let late = after(15 * 60);
        assert_eq!(opened(&db, late, &key, Some(&own)).await?, Opened::Over { was_used: false });
        assert_eq!(confirm_by_link(&db, late, &key, &with(&own)).await?.err(), Some(Refusal::Over));
        assert_eq!(ask_again(&db, late, &shell(), &key, &own).await?, CAMILLE);
        assert_eq!(serving(&db, late).await?.len(), 1);
        let stranger = ask_again(&db, late, &shell(), &Secret::new()?, &own).await;
        assert!(matches!(stranger, Err(AccountsError::NotFound)));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_code_signs_in_anywhere_and_wrong_ones_are_counted() {
    each(async |db| {
        ask(&db, START, &Secret::new()?).await?;
        let code = serving(&db, START).await?.remove(0).code;
        assert_eq!(code.len(), CODE_DIGITS);
        let wrong = if code == "00000000" { "00000001" } else { "00000000" };
        let refused = confirm_by_code(&db, START, &mail(CAMILLE), wrong, &BROWSER).await?;
        assert_eq!(refused.err(), Some(Refusal::WrongCode));
        let unknown = confirm_by_code(&db, START, &mail("other@example.org"), &code, &BROWSER).await?;
        assert_eq!(unknown.err(), Some(Refusal::WrongCode), "as for an address that never asked");
        let typed = format!(" {} {} ", &code[..4], &code[4..]);
        let confirmed = confirm_by_code(&db, START, &mail("Camille@Example.org"), &typed, &BROWSER).await?;
        assert!(confirmed.is_ok());
        let again = confirm_by_code(&db, START, &mail(CAMILLE), &code, &BROWSER).await?;
        assert_eq!(again.err(), Some(Refusal::WrongCode), "a code serves once");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn after_some_wrong_codes_only_the_link_opens_whatever_the_time() {
    each(async |db| {
        let own = Secret::new()?;
        ask(&db, START, &own).await?;
        let handed = invite_administrator(&db, &OPERATOR, START, &mail(CAMILLE), Lang::Fr).await?;
        let link =
            serving(&db, START).await?.into_iter().find(|link| !handed.path.ends_with(&link.key.to_string())).unwrap();
        for _ in 0..5 {
            let wrong = confirm_by_code(&db, START, &mail(CAMILLE), "1", &BROWSER).await?;
            assert_eq!(wrong.err(), Some(Refusal::WrongCode));
        }
        for (code, at) in [(link.code.as_str(), START), (&handed.code, START), (&handed.code, after(2 * 3600))] {
            let right = confirm_by_code(&db, at, &mail(CAMILLE), code, &BROWSER).await?;
            assert_eq!(right.err(), Some(Refusal::WrongCode), "also of what was handed over, an hour later");
        }
        let key: Secret = handed.path.rsplit('/').next().unwrap().parse().unwrap();
        assert!(confirm_by_link(&db, after(2 * 3600), &key, &BROWSER).await?.is_ok());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_stranger_locks_nobody_out_of_a_browser_in_which_she_signed_in() {
    each(async |db| {
        let own = Secret::new()?;
        ask(&db, START, &own).await?;
        let first = serving(&db, START).await?.remove(0);
        confirm_by_link(&db, START, &first.key, &with(&own)).await?.unwrap();
        let day = 24 * 3600;
        for number in 0..20 {
            ask(&db, after(day + number), &Secret::new()?).await?;
        }
        for _ in 0..20 {
            drop(confirm_by_code(&db, after(day + 30), &mail(CAMILLE), "1", &BROWSER).await?);
        }
        ask(&db, after(day + 40), &own).await?;
        let latest = serving(&db, after(day + 40)).await?.remove(0);
        assert!(confirm_by_link(&db, after(day + 41), &latest.key, &with(&own)).await?.is_ok());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_is_counted_is_counted_rightly_by_many_at_once() {
    each(async |db| {
        let asked: Vec<_> = (0..20).map(|_| async { ask(&db, START, &Secret::new()?).await }).collect();
        for outcome in futures::future::join_all(asked).await {
            outcome?;
        }
        assert_eq!(sendings(&db, START).await?, MOST_SENDINGS);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_was_handed_over_is_taken_back_with_a_role_with_all_sessions_and_by_the_next() {
    each(async |db| {
        let ada = invite_administrator(&db, &OPERATOR, START, &mail("ada@example.org"), Lang::Fr).await?;
        let (camille, _) = person(&db, START).await?;
        let account = camille.account;
        give_role(&db, &OPERATOR, START, account, &Grant::Administrator).await?;
        let opens = async |handed: &Handed| {
            let key: Secret = handed.path.rsplit('/').next().unwrap().parse().unwrap();
            opened(&db, after(1), &key, None).await
        };
        let over = Opened::Over { was_used: false };
        let first = hand_over(&db, &OPERATOR, START, account).await?;
        let second = hand_over(&db, &OPERATOR, START, account).await?;
        assert_eq!(opens(&first).await?, over);
        take_role(&db, &OPERATOR, START, account, Role::Administrator, "").await?;
        assert_eq!(opens(&second).await?, over);
        let third = hand_over(&db, &OPERATOR, START, account).await?;
        end_all_sessions(&db, &OPERATOR, START, account, None).await?;
        assert_eq!(opens(&third).await?, over);
        assert!(matches!(opens(&ada).await?, Opened::Here { .. }), "nobody else's");
        Ok(())
    })
    .await;
}

async fn person(db: &Store, at: Timestamp) -> Result<(Person, Secret), AccountsError> {
    let account = open_account(db, &OPERATOR, at, &mail(CAMILLE), "Camille", Lang::Fr).await?;
    let key = begin(db, at, account, Means::Demo, &BROWSER).await?;
    Ok((store::account::person(db.reader(), account).await?.unwrap(), key))
}

#[tokio::test]
async fn a_session_changes_its_key_and_the_former_one_opens_for_a_minute() {
    each(async |db| {
        let (_, first) = person(&db, START).await?;
        assert!(recognise(&db, after(1), &first).await?.unwrap().turned.is_none());
        let turned = recognise(&db, after(3601), &first).await?.unwrap().turned.unwrap();
        assert!(recognise(&db, after(3602), &first).await?.is_some(), "another request of the same page");
        assert!(recognise(&db, after(3603), &turned).await?.is_some());
        assert!(recognise(&db, after(3700), &first).await?.is_none(), "a key that was stolen is worth nothing");
        assert!(recognise(&db, after(3700), &turned).await?.is_some());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn sessions_are_listed_and_ended_by_their_holder_alone() {
    each(async |db| {
        let (camille, here) = person(&db, START).await?;
        let there = begin(&db, START, camille.account, Means::Code, &BROWSER).await?;
        let present = recognise(&db, START, &here).await?.unwrap().session;
        let camille = Actor::Person(Arc::new(camille));
        let own = camille.person().unwrap().account;
        assert_eq!(store::session::of(db.reader(), own, START).await?.len(), 2);
        let other = open_account(&db, &OPERATOR, START, &mail("other@example.org"), "Other", Lang::Fr).await?;
        let other = Actor::Person(Arc::new(store::account::person(db.reader(), other).await?.unwrap()));
        for who in [&other, &Actor::Visitor] {
            assert!(end_session(&db, who, START, own, present).await.is_err());
            assert!(end_all_sessions(&db, who, START, own, None).await.is_err());
        }
        assert_eq!(end_all_sessions(&db, &camille, START, own, Some(present)).await?, 1);
        assert!(recognise(&db, START, &there).await?.is_none() && recognise(&db, START, &here).await?.is_some());
        end_session(&db, &camille, START, own, present).await?;
        assert!(recognise(&db, START, &here).await?.is_none());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn who_signs_in_again_in_one_browser_leaves_no_session_behind() {
    each(async |db| {
        let (camille, first) = person(&db, START).await?;
        let browser = Browser { agent: "", session: Some(&first), asking: None };
        let second = begin(&db, START, camille.account, Means::Demo, &browser).await?;
        assert!(recognise(&db, START, &first).await?.is_none() && recognise(&db, START, &second).await?.is_some());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_has_ended_is_swept() {
    each(async |db| {
        person(&db, START).await?;
        ask(&db, START, &Secret::new()?).await?;
        assert_eq!(sweep(&db, after(60)).await?, 0);
        assert_eq!(sweep(&db, after(9 * 24 * 3600)).await?, 1, "the session");
        assert_eq!(sweep(&db, after(91 * 24 * 3600)).await?, 1, "the link");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn roles_are_given_and_taken_by_administrators_and_one_of_them_stays() {
    each(async |db| {
        invite_administrator(&db, &OPERATOR, START, &mail("ada@example.org"), Lang::Fr).await?;
        let ada = store::account::person_at(db.reader(), "ada@example.org").await?.unwrap();
        let (camille, _) = person(&db, START).await?;
        let (own, ada_is) = (camille.account, ada.account);
        let (ada, camille) = (Actor::Person(Arc::new(ada)), Actor::Person(Arc::new(camille)));
        let centre = ResourceCentre::named("Lorraine", vec!["departement-57".parse().unwrap()]);
        let editor = Grant::Editor { centre: "lorraine".into(), territories: [].into() };
        let missing = give_role(&db, &ada, START, own, &editor).await;
        assert!(matches!(missing, Err(AccountsError::NotFound)), "no centre yet");
        assert!(save_centre(&db, &camille, START, &centre, true, &|_| true).await.is_err());
        assert_eq!(save_centre(&db, &ada, START, &centre, true, &|_| true).await?, Ok(()));
        assert_eq!(save_centre(&db, &ada, START, &centre, true, &|_| true).await?, Err(CentreRefusal::Taken));
        assert!(give_role(&db, &camille, START, own, &Grant::Administrator).await.is_err());
        give_role(&db, &ada, START, own, &editor).await?;
        give_role(&db, &ada, START, own, &editor).await?;
        let grants = store::grant::of(db.reader(), own).await?;
        assert_eq!(
            grants,
            [Grant::Editor { centre: "lorraine".into(), territories: centre.territories.clone().into() }]
        );
        let last = take_role(&db, &ada, START, ada_is, Role::Administrator, "").await;
        assert!(matches!(last, Err(AccountsError::LastAdministrator)));
        assert_eq!(store::grant::of(db.reader(), ada_is).await?, [Grant::Administrator], "undone");
        take_role(&db, &ada, START, own, Role::Editor, "lorraine").await?;
        assert_eq!(store::grant::of(db.reader(), own).await?, []);
        let told = audit::latest(db.reader(), 1).await?;
        assert_eq!(
            (told[0].action.as_str(), told[0].object.clone()),
            ("role.taken.editor", format!("account:{own} lorraine"))
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_is_handed_over_signs_in_anywhere_once() {
    each(async |db| {
        let handed = invite_administrator(&db, &OPERATOR, START, &mail(CAMILLE), Lang::En).await?;
        let key: Secret = handed.path.rsplit('/').next().unwrap().parse().unwrap();
        let confirmed = confirm_by_link(&db, after(3600), &key, &BROWSER).await?.unwrap();
        let who = recognise(&db, after(3600), &confirmed.key).await?.unwrap().person;
        assert!(who.is(Role::Administrator) && who.lang == Lang::En);
        assert_eq!(confirm_by_link(&db, after(3600), &key, &BROWSER).await?.err(), Some(Refusal::Over));
        let handed = hand_over(&db, &Actor::Person(who.clone()), START, who.account).await?;
        assert!(confirm_by_code(&db, START, &mail(CAMILLE), &handed.code, &BROWSER).await?.is_ok());
        assert!(hand_over(&db, &Actor::Visitor, START, who.account).await.is_err());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_name_is_kept_on_one_line() {
    each(async |db| {
        let (camille, _) = person(&db, START).await?;
        let account = camille.account;
        let camille = Actor::Person(Arc::new(camille));
        let name = format!(" Camille\r\nBcc:  x\t{}", "é".repeat(200));
        describe_oneself(&db, &camille, START, account, &name, Lang::En).await?;
        let told = store::account::person(db.reader(), account).await?.unwrap();
        assert!(told.name.starts_with("Camille Bcc: x é") && told.name.chars().count() == LONGEST_NAME);
        assert_eq!(told.lang, Lang::En);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn accounts_are_found_by_what_is_typed_and_nothing_of_it_is_a_pattern() {
    each(async |db| {
        for (address, name) in [("a@example.org", "Ada"), ("b_c@example.org", "Bob"), ("bxc@example.org", "100 %")] {
            open_account(&db, &OPERATOR, START, &mail(address), name, Lang::Fr).await?;
        }
        for (words, found) in [("", 3), ("b_c", 1), ("%", 1), ("Ada", 1), ("zzz", 0), ("\\", 0)] {
            assert_eq!(store::account::people(db.reader(), words, None, 10).await?.len(), found, "{words}");
        }
        let rest = store::account::people(db.reader(), "", Some("a@example.org"), 10).await?;
        assert_eq!(rest.len(), 2);
        Ok(())
    })
    .await;
}
