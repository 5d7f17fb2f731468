//! What writes in the bank, on both databases.

use essaim_accounts::Actor;
use essaim_store::testing::{START, each_database};
use essaim_store::{MigrationList, Store};
use sea_orm::{ConnectionTrait, Statement};

use super::{
    Imported, Outcome, Seed, Source, TableImport, Take, Tally, import, import_synonyms, import_vocabularies, sow,
};
use crate::books::{Texts, import_texts};
use crate::error::BankError;
use crate::model::{Synonyms, Vocabularies};
use crate::samples;
use crate::store::{self, Stored};

const WHO: Actor = Actor::Operator { command: "test" };

fn lists() -> [MigrationList; 3] {
    [essaim_accounts::migrations(), essaim_network::migrations(), crate::migrations()]
}

/// Runs on a bank that is sown and knows the organisations of the samples.
async fn each_bank(body: impl AsyncFn(Store) -> Result<(), BankError>) {
    each_database(lists(), async |store| {
        sow(&store, &WHO, START, &Seed::default()).await?;
        let organisations = samples::ORGANISATIONS.as_bytes();
        essaim_network::import_directory(&store, &WHO, START, organisations, &|_| true).await?;
        body(store).await
    })
    .await;
}

/// A sample under another folder's name, its first `from` turned into `to`.
fn source(sample: &str, folder: &str, from: &str, to: &str) -> Source {
    let source = samples::experiences().into_iter().find(|source| source.folder == sample).unwrap();
    let text = String::from_utf8(source.french.clone()).unwrap();
    assert!(text.contains(from), "{sample} does not hold {from}");
    Source { folder: folder.into(), french: text.replacen(from, to, 1).into_bytes(), ..source }
}

/// A sample with former slugs.
fn renamed(sample: &str, folder: &str, former: &str) -> Source {
    source(sample, folder, "\nsummary = ", &format!("\nformer_slugs = [{former}]\nsummary = "))
}

fn same(sample: &str) -> Source {
    source(sample, sample, "", "")
}

/// Two imports, neither of which waits for the other.
async fn at_once(store: &Store, mine: &[Source], hers: &[Source]) -> Result<(Vec<Outcome>, Vec<Outcome>), BankError> {
    let (one, other) = (bring(store, mine, Take::Neither), bring(store, hers, Take::Neither));
    let (mine, hers) = tokio::join!(Box::pin(one), Box::pin(other));
    Ok((mine?, hers?))
}

async fn bring(store: &Store, sources: &[Source], take: Take) -> Result<Vec<Outcome>, BankError> {
    let done = import(store, &WHO, START, sources, &|_| true, take).await?;
    Ok(done.into_iter().map(|Imported { outcome, .. }| outcome).collect())
}

/// What the only refused file is told, with its line.
fn told(outcome: &Outcome) -> (usize, String) {
    let Outcome::Refused(faults) = outcome else { panic!("{outcome:?} is no refusal") };
    assert_eq!((faults.french.len(), faults.english.len()), (1, 0), "{faults:?}");
    (faults.french[0].line, faults.french[0].describe(false))
}

async fn count(store: &Store, table: &str) -> i64 {
    let backend = store.backend();
    let sql = format!("SELECT count(*) AS n FROM {table}");
    let row = store.reader().query_one_raw(Statement::from_string(backend, sql)).await.unwrap().unwrap();
    row.try_get("", "n").unwrap()
}

/// The bank's own change of a title, which no file brought.
async fn edit(store: &Store, slug: &str) -> Result<(), BankError> {
    let mut stored: Stored = store::find(store.reader(), slug).await?.unwrap();
    stored.experience.text.title.push_str(" (revu)");
    stored.revision = "edited".into();
    store.write(async |tx| store::update(tx, &stored).await).await
}

#[tokio::test]
async fn an_address_taken_by_another_refuses_its_file_and_keeps_the_others() {
    each_bank(async |store| {
        let clash = [renamed("vrac", "vrac", "\"citeslab\""), same("citeslab"), same("care")];
        let done = bring(&store, &clash, Take::Neither).await?;
        assert!(told(&done[0]).1.contains("« citeslab » appartient"), "{done:?}");
        assert_eq!(done[1..], [Outcome::Added, Outcome::Added]);
        // The bank knows both now; two files may not share a former name either.
        assert_eq!(bring(&store, &[same("vrac")], Take::Neither).await?, [Outcome::Added]);
        let done =
            bring(&store, &[renamed("vrac", "vrac", "\"citeslab\""), same("garage-solidaire")], Take::Neither).await?;
        assert!(told(&done[0]).1.contains("« citeslab » appartient"), "{done:?}");
        assert_eq!(done[1], Outcome::Added);
        let twice = [renamed("vrac", "vrac", "\"passe\""), renamed("switch", "switch", "\"passe\"")];
        let done = bring(&store, &twice, Take::Neither).await?;
        assert_eq!(done[0], Outcome::Updated);
        assert!(told(&done[1]).1.contains("« passe » appartient à « vrac »"), "{done:?}");
        Ok(())
    })
    .await;
}

/// PostgreSQL lets both find the slug free; the one that comes second sees what the first wrote.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_imports_of_one_new_slug_at_once_bring_it_once() {
    each_bank(async |store| {
        for round in 0..10 {
            let slug = format!("vrac-{round}");
            let (mine, hers) = (source("vrac", &slug, "", ""), source("vrac", &slug, "", ""));
            let (mine, hers) = ([mine, same("citeslab")], [same("citeslab"), hers]);
            let (mine, hers) = at_once(&store, &mine, &hers).await?;
            let new = |outcomes: &[Outcome]| outcomes.iter().filter(|one| **one == Outcome::Added).count();
            assert_eq!(new(&mine) + new(&hers), if round == 0 { 2 } else { 1 }, "{mine:?} {hers:?}");
            assert!(mine.iter().chain(&hers).all(|one| matches!(one, Outcome::Added | Outcome::Unchanged)));
            assert_eq!(count(&store, "experiences").await, round + 2);
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn two_imports_that_change_one_experience_at_once_leave_it_whole() {
    each_bank(async |store| {
        bring(&store, &[same("vrac")], Take::Neither).await?;
        let kept = async || store::find(store.reader(), "vrac").await.map(|stored| stored.unwrap().experience);
        let first = kept().await?;
        for round in 0..10 {
            let titled = |who: &str| [source("vrac", "vrac", "title = \"", &format!("title = \"{who}{round} "))];
            let (mine, hers) = (titled("a"), titled("b"));
            let both = at_once(&store, &mine, &hers).await?;
            assert_eq!(both, (vec![Outcome::Updated], vec![Outcome::Updated]));
            let mut now = kept().await?;
            assert!(
                now.text.title.starts_with(&format!("a{round} ")) || now.text.title.starts_with(&format!("b{round} "))
            );
            now.text.title.clone_from(&first.text.title);
            assert_eq!(now, first);
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_renamed_experience_is_not_doubled_by_its_old_folder() {
    each_bank(async |store| {
        bring(&store, &[same("vrac")], Take::Neither).await?;
        let new = renamed("vrac", "vrac-strasbourg", "\"vrac\"");
        assert_eq!(bring(&store, std::slice::from_ref(&new), Take::Neither).await?, [Outcome::Updated]);
        let done = bring(&store, &[same("vrac")], Take::Neither).await?;
        assert!(told(&done[0]).1.contains("appartient maintenant à « vrac-strasbourg »"), "{done:?}");
        // The old folder that was left there does not stand in the way of the new one.
        let done = bring(&store, &[same("vrac"), new], Take::Neither).await?;
        assert!(matches!(done[0], Outcome::Refused(_)) && done[1] == Outcome::Unchanged, "{done:?}");
        // The old name is taken back.
        let back = renamed("vrac", "vrac", "\"vrac-strasbourg\"");
        assert_eq!(bring(&store, &[back], Take::Neither).await?, [Outcome::Updated]);
        assert_eq!(count(&store, "experiences").await, 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn nothing_that_a_file_says_is_an_error_of_the_database() {
    each_bank(async |store| {
        let figure = "\n[[figures]]\nlabel = \"x\"\nvalue = 1\nunit = \"eur\"\nnature = \"price\"\nsource = \"x\"\n";
        let many = |text: &str| text.repeat(4_000);
        let long = format!("\"{}\"", "a".repeat(3_000));
        for (from, to) in [
            ("\ntitle = \"", "\ntitle = \"\\u0000".to_owned()),
            ("\n## Présentation\n", "\n## Présentation\n\nUn\u{0}\n".to_owned()),
            ("\n[[referents]]", many(figure) + "\n[[referents]]"),
            ("\nsummary = ", format!("\nformer_slugs = [{}]\nsummary = ", many("\"aa\", "))),
            ("\nsummary = ", format!("\nformer_slugs = [{long}]\nsummary = ")),
            ("\npublic = [", format!("\npublic = [{long}, ")),
            ("\n[situation]\nyear = ", "\n[situation]\nyear = 99999999999999999999 #".to_owned()),
        ] {
            let done =
                bring(&store, &[source("garage-solidaire", "garage", from, &to), same("care")], Take::Neither).await?;
            assert!(matches!(done[0], Outcome::Refused(_)), "{from}: {done:?}");
            assert!(matches!(done[1], Outcome::Added | Outcome::Unchanged), "{from}: {done:?}");
        }
        let key = "a".repeat(5_000);
        for table in [
            format!("[[vocabulary]]\nkey = \"{key}\"\nfr = \"x\"\nen = \"x\"\nterms = []\n"),
            "[[vocabulary]]\nkey = \"a\"\nfr = \"\\u0000\"\nen = \"x\"\nterms = []\n".to_owned(),
        ] {
            let done = import_vocabularies(&store, &WHO, START, table.as_bytes()).await?;
            assert!(matches!(done, TableImport::Refused(_)), "{table}");
        }
        let done = import_synonyms(&store, &WHO, START, b"[[group]]\nwords = [\"a\", \"\\u0000\"]\n").await?;
        assert!(matches!(done, TableImport::Refused(_)), "{done:?}");
        let done = import_synonyms(&store, &WHO, START, "[[group]]\nwords = [\"!\", \"…\"]\n".as_bytes()).await?;
        assert!(matches!(done, TableImport::Taken(_)), "{done:?}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn tables_that_say_the_same_change_nothing() {
    each_bank(async |store| {
        let (lines, notices) = (count(&store, "audit").await, count(&store, "outbox").await);
        let seed = Vocabularies::seed();
        let terms = seed.all.iter().map(|vocabulary| vocabulary.terms.len()).sum();
        let all = |unchanged| TableImport::Taken(Tally { unchanged, ..Tally::default() });
        let mut part = seed.clone();
        part.all.truncate(1);
        assert_eq!(import_vocabularies(&store, &WHO, START, seed.to_toml().as_bytes()).await?, all(terms));
        let synonyms = Synonyms::seed();
        let done = import_synonyms(&store, &WHO, START, synonyms.to_toml().as_bytes()).await?;
        assert_eq!(done, all(synonyms.lines.len()));
        assert_eq!((count(&store, "audit").await, count(&store, "outbox").await), (lines, notices));
        let none = Tally { removed: synonyms.lines.len(), ..Tally::default() };
        assert_eq!(import_synonyms(&store, &WHO, START, b"").await?, TableImport::Taken(none), "forgetting is counted");
        part.all[0].terms[0].fr = "Autrement dit".into();
        let done = import_vocabularies(&store, &WHO, START, part.to_toml().as_bytes()).await?;
        let others = part.all[0].terms.len() - 1;
        assert_eq!(done, TableImport::Taken(Tally { updated: 1, unchanged: others, ..Tally::default() }));
        assert_eq!(import_vocabularies(&store, &WHO, START, part.to_toml().as_bytes()).await?, all(others + 1));
        let present = store::load_vocabularies(store.reader()).await?;
        assert_eq!((present.all.len(), present.label("category", "goods", false)), (seed.all.len(), "Autrement dit"));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn every_file_on_which_the_bank_and_a_folder_disagree_is_shown() {
    each_bank(async |store| {
        let given = same("care");
        bring(&store, std::slice::from_ref(&given), Take::Neither).await?;
        edit(&store, "care").await?;
        assert_eq!(bring(&store, std::slice::from_ref(&given), Take::Neither).await?, [Outcome::Unchanged], "no news");
        let picture = "\n[[pictures]]\nfile = \"vue.jpg\"\nalt = \"Une vue\"\n+++\n\n## Présentation";
        let mut news = source("care", "care", "\n+++\n\n## Présentation", &format!("\n{picture}"));
        news.pictures.insert("vue.jpg".into(), b"\xff\xd8\xff".to_vec());
        let done = bring(&store, std::slice::from_ref(&news), Take::Neither).await?;
        let Outcome::Edited(files) = &done[0] else { panic!("{done:?}") };
        let names: Vec<_> = files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["experience.md", "vue.jpg"]);
        assert_eq!(files[1].bank, None);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_banks_version_once_taken_is_not_asked_about_again() {
    each_bank(async |store| {
        bring(&store, &[same("care")], Take::Neither).await?;
        edit(&store, "care").await?;
        let news = source("care", "care", "\ntitle = \"", "\ntitle = \"Nouveau : ");
        assert!(matches!(bring(&store, std::slice::from_ref(&news), Take::Neither).await?[0], Outcome::Edited(_)));
        assert_eq!(bring(&store, std::slice::from_ref(&news), Take::Bank).await?, [Outcome::Kept]);
        assert_eq!(bring(&store, std::slice::from_ref(&news), Take::Neither).await?, [Outcome::Unchanged]);
        let later = source("care", "care", "\ntitle = \"", "\ntitle = \"Encore : ");
        assert!(matches!(bring(&store, std::slice::from_ref(&later), Take::Neither).await?[0], Outcome::Edited(_)));
        assert_eq!(bring(&store, &[later], Take::File).await?, [Outcome::Updated]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_edited_words_of_the_compendium_leave_and_come_back() {
    each_bank(async |store| {
        let folder = tempfile::tempdir().unwrap();
        crate::folder::export(&store, folder.path()).await.unwrap();
        let file = folder.path().join(crate::folder::texts_file(essaim_web::Lang::Fr));
        assert!(!file.exists(), "nobody edited them");
        let texts = Texts { title: "Notre recueil".into(), editor: "Le centre".into(), ..Texts::default() };
        let write = async |bytes: &[u8]| import_texts(&store, &WHO, START, essaim_web::Lang::Fr, bytes).await.unwrap();
        assert_eq!(
            write(texts.to_toml().as_bytes()).await,
            TableImport::Taken(Tally { updated: 1, ..Tally::default() })
        );
        crate::folder::export(&store, folder.path()).await.unwrap();
        let read = crate::folder::Folder::read(folder.path()).unwrap();
        assert_eq!(read.texts.len(), 1);
        assert_eq!(Texts::read(&read.texts[0].1).unwrap(), texts);
        let lines = count(&store, "audit").await;
        assert_eq!(write(&read.texts[0].1).await, TableImport::Taken(Tally { unchanged: 1, ..Tally::default() }));
        assert_eq!(count(&store, "audit").await, lines);
        assert!(matches!(write(b"titre = 1\n").await, TableImport::Refused(_)));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_visitor_writes_nothing() {
    each_bank(async |store| {
        assert!(import(&store, &Actor::Visitor, START, &[same("care")], &|_| true, Take::Neither).await.is_err());
        assert!(import_vocabularies(&store, &Actor::Visitor, START, b"").await.is_err());
        assert!(import_synonyms(&store, &Actor::Visitor, START, b"").await.is_err());
        assert_eq!(count(&store, "experiences").await, 0);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_older_bank_gets_the_vocabularies_that_it_never_heard_of_and_keeps_its_own() {
    each_bank(async |store| {
        let mut older = Vocabularies::seed();
        older.all.retain(|vocabulary| vocabulary.key != "organisation-kind");
        older.all[0].fr = "Autrement".into();
        store
            .write(async |tx| {
                tx.execute_unprepared("DELETE FROM terms WHERE vocabulary = 'organisation-kind'").await?;
                tx.execute_unprepared("DELETE FROM vocabularies WHERE key = 'organisation-kind'").await?;
                store::save_vocabularies(tx, &older).await
            })
            .await?;
        assert!(sow(&store, &WHO, START, &Seed::default()).await?);
        let present = store::load_vocabularies(store.reader()).await?;
        assert_eq!(present.all[..older.all.len()], older.all);
        assert_eq!(present.get("organisation-kind"), Vocabularies::seed().get("organisation-kind"));
        assert!(!sow(&store, &WHO, START, &Seed::default()).await?, "once is enough");
        Ok(())
    })
    .await;
}
