use std::fs;
use std::path::PathBuf;

use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::prelude::{ForeignKey, Index, Table as Definition};
use sea_orm_migration::schema::*;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

use super::*;
use crate::testing::{START, TestDatabase, each_database, migrator};
use crate::{MigrationList, Migrator, Store, outbox, setting, sql};

/// A table of every kind of column, that points at itself and at a later one, and a counter.
struct Samples;

impl MigrationName for Samples {
    fn name(&self) -> &str {
        "m1_samples"
    }
}

#[async_trait]
impl MigrationTrait for Samples {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let second = Definition::create().table("zone").col(string("key").primary_key()).to_owned();
        manager.create_table(second).await?;
        let mut first = Definition::create();
        first.table("letter").col(uuid("id").primary_key()).col(uuid_null("answers"));
        first.col(string_null("zone")).col(text_null("body")).col(big_integer_null("at"));
        first.col(small_integer_null("year")).col(double_null("weight")).col(boolean_null("read"));
        first.col(json_binary_null("form")).col(binary_null("seal"));
        first.foreign_key(ForeignKey::create().from("letter", "answers").to("letter", "id"));
        first.foreign_key(ForeignKey::create().from("letter", "zone").to("zone", "key"));
        manager.create_table(first).await?;
        let mut pair = Definition::create();
        pair.table("pair").col(string("one")).col(integer("two")).primary_key(Index::create().col("one").col("two"));
        manager.create_table(pair.to_owned()).await?;
        manager
            .create_table(Definition::create().table("counter").col(pk_auto("id")).col(text("what")).to_owned())
            .await?;
        // What a migration sows must not come twice.
        manager.get_connection().execute_unprepared("INSERT INTO zone (key) VALUES ('sown')").await.map(drop)
    }
}

struct Later;

impl MigrationName for Later {
    fn name(&self) -> &str {
        "m2_later"
    }
}

#[async_trait]
impl MigrationTrait for Later {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("ALTER TABLE letter ADD COLUMN stamp text").await.map(drop)
    }
}

fn samples() -> MigrationList {
    vec![Box::new(Samples)]
}

fn later() -> Migrator {
    migrator([vec![Box::new(Samples) as Box<dyn MigrationTrait>, Box::new(Later)]])
}

async fn sow(store: &Store) -> Result<(), StoreError> {
    let letter = "INSERT INTO letter VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let ids: Vec<_> = (0..300).map(|_| crate::new_uuid(START)).collect();
    store
        .write(async |tx| {
            sql::execute(tx, "INSERT INTO zone VALUES ('é'), ('Z'), ('a')", vec![]).await?;
            for (number, id) in ids.iter().enumerate() {
                let number = i64::try_from(number).expect("a few hundred");
                let form = serde_json::json!({ "b": [1, null, 0.1], "aa": "“é”", "n": number });
                let values = vec![
                    (*id).into(),
                    None::<uuid::Uuid>.into(),
                    "é".into(),
                    "l’été\n\"à\" Metz".into(),
                    (i64::MAX - number).into(),
                    2018_i16.into(),
                    (0.1 + 1e-300 * number as f64).into(),
                    (number % 2 == 0).into(),
                    form.into(),
                    vec![0_u8, 255, 7].into(),
                ];
                sql::execute(tx, letter, values).await?;
            }
            let answer = "UPDATE letter SET answers = $1 WHERE id = $2";
            sql::execute(tx, answer, vec![ids[299].into(), ids[0].into()]).await?;
            let nothing = "INSERT INTO letter (id) VALUES ($1)";
            sql::execute(tx, nothing, vec![crate::new_uuid(START).into()]).await?;
            sql::execute(tx, "INSERT INTO pair VALUES ('é', 2), ('z', 10), ('z', 9)", vec![]).await?;
            sql::execute(tx, "INSERT INTO counter (what) VALUES ('one'), ('two')", vec![]).await?;
            setting::set(tx, "test.word", "« à »").await
        })
        .await
}

fn plan(from: &Path) -> Restore {
    Restore { from: from.to_owned(), files: None, existing: Existing::Keep }
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}

#[tokio::test]
async fn a_backup_gives_the_same_tables_in_every_database() {
    let folder = Folder::new();
    let migrator = migrator([samples()]);
    for source in TestDatabase::each().await {
        let from = source.open().await;
        from.migrate(&migrator, START).await.unwrap();
        sow(&from).await.unwrap();
        let first = backup(&from, &folder.file("first.tar.gz"), &Extent::default(), START).await.unwrap();
        assert_eq!(first.rows(), 301 + 4 + 3 + 2 + 1);
        for target in TestDatabase::each().await {
            let to = target.open().await;
            restore(&to, &migrator, &plan(&folder.file("first.tar.gz")), START).await.unwrap();
            let second = backup(&to, &folder.file("second.tar.gz"), &Extent::default(), START).await.unwrap();
            assert_eq!(first, second, "from {:?} to {:?}", from.backend(), to.backend());
            let count = "INSERT INTO counter (what) VALUES ('three') RETURNING CAST(id AS bigint)";
            let next = to.write(async |tx| Ok::<_, StoreError>(sql::one::<i64>(tx, count).await?)).await.unwrap();
            assert_eq!(next, 3, "the counter goes on");
            to.close().await.unwrap();
            target.discard().await;
        }
        from.close().await.unwrap();
        source.discard().await;
    }
}

#[tokio::test]
async fn a_restore_replaces_rows_only_when_told_to() {
    each_database([samples()], async |store| {
        let folder = Folder::new();
        sow(&store).await?;
        let cursor = outbox::now(&store).await?;
        backup(&store, &folder.file("b.tar.gz"), &Extent::default(), START).await?;
        store.write(async |tx| setting::set(tx, "test.word", "later").await).await?;
        let (migrator, mut plan) = (migrator([samples()]), plan(&folder.file("b.tar.gz")));
        let refused = restore(&store, &migrator, &plan, START).await;
        assert!(matches!(refused, Err(StoreError::NotEmpty { .. })));
        plan.existing = Existing::Replace;
        restore(&store, &migrator, &plan, START).await?;
        assert_eq!(setting::get::<String>(store.reader(), "test.word").await?.as_deref(), Some("« à »"));
        assert!(store.check(&migrator).await?.is_well());
        // What nodes derived from the former rows no longer holds.
        assert!(matches!(outbox::read_after(&store, &cursor).await, Err(StoreError::CursorLost)));
        Ok::<_, StoreError>(())
    })
    .await;
}

#[tokio::test]
async fn an_older_backup_is_migrated_and_a_newer_one_refused() {
    let folder = Folder::new();
    let (old, new) = (folder.file("old.tar.gz"), folder.file("new.tar.gz"));
    each_database([samples()], async |store| {
        sow(&store).await?;
        backup(&store, &old, &Extent::default(), START).await.map(drop)
    })
    .await;
    for target in TestDatabase::each().await {
        let store = target.open().await;
        restore(&store, &later(), &plan(&old), START).await.unwrap();
        assert!(store.pending(&later()).await.unwrap().is_empty());
        let stamps: i64 = sql::one(store.reader(), "SELECT count(*) FROM letter WHERE stamp IS NULL").await.unwrap();
        assert_eq!(stamps, 301);
        backup(&store, &new, &Extent::default(), START).await.unwrap();
        store.close().await.unwrap();
        target.discard().await;
    }
    each_database([], async |store| {
        let refused = restore(&store, &migrator([samples()]), &plan(&new), START).await;
        assert!(matches!(refused, Err(StoreError::SchemaTooNew { .. })), "{refused:?}");
        Ok::<_, StoreError>(())
    })
    .await;
}

#[tokio::test]
async fn files_come_back_with_the_rows() {
    each_database([], async |store| {
        let folder = Folder::new();
        fs::create_dir_all(folder.file("files/2026")).unwrap();
        fs::write(folder.file("files/2026/photo.jpg"), [0xff, 0xd8, 0]).unwrap();
        fs::write(folder.file("files/empty"), []).unwrap();
        let made = backup(
            &store,
            &folder.file("b.tar.gz"),
            &Extent { files: Some(&folder.file("files")), passing: &[] },
            START,
        )
        .await?;
        assert_eq!(made.files.len(), 2);
        let plan = Restore { files: Some(folder.file("back")), ..plan(&folder.file("b.tar.gz")) };
        restore(&store, &migrator([]), &plan, START).await?;
        assert_eq!(fs::read(folder.file("back/2026/photo.jpg")).unwrap(), [0xff, 0xd8, 0]);
        assert_eq!(fs::read_dir(folder.file("back")).unwrap().count(), 2, "nothing else is left there");
        Ok::<_, StoreError>(())
    })
    .await;
}

/// Every byte counts: an archive cut or altered anywhere is refused before anything is touched.
#[tokio::test]
async fn a_damaged_backup_is_refused() {
    let database = TestDatabase::each().await.remove(0);
    let store = database.open().await;
    let migrator = migrator([samples()]);
    store.migrate(&migrator, START).await.unwrap();
    sow(&store).await.unwrap();
    let folder = Folder::new();
    backup(&store, &folder.file("b.tar.gz"), &Extent::default(), START).await.unwrap();
    let whole = fs::read(folder.file("b.tar.gz")).unwrap();
    for tenth in 0..=10 {
        let place = (whole.len() - 1) * tenth / 10;
        fs::write(folder.file("cut.tar.gz"), &whole[..place]).unwrap();
        assert!(verify(&folder.file("cut.tar.gz")).await.is_err(), "cut at {place}");
        let mut altered = whole.clone();
        altered[place.max(12)] ^= 0x10;
        fs::write(folder.file("altered.tar.gz"), altered).unwrap();
        let read = verify(&folder.file("altered.tar.gz")).await;
        assert!(read.is_err(), "altered at {place}");
    }
    for rest in [b"x".as_slice(), &whole] {
        fs::write(folder.file("longer.tar.gz"), [&whole, rest].concat()).unwrap();
        assert!(verify(&folder.file("longer.tar.gz")).await.is_err(), "{} bytes more", rest.len());
    }
    assert!(verify(&folder.file("absent.tar.gz")).await.is_err());
    assert!(verify(&folder.file("b.tar.gz")).await.is_ok());
    store.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_made_while_others_write_is_one_instant() {
    each_database([samples()], async |store| {
        // Each transaction writes one row in two tables: any instant holds as many in both.
        let writing = {
            let store = store.clone();
            tokio::spawn(async move {
                for number in 0..200 {
                    let both = store.write(async |tx| {
                        sql::execute(tx, "INSERT INTO counter (what) VALUES ('x')", vec![]).await?;
                        sql::execute(tx, "INSERT INTO pair VALUES ('x', $1)", vec![number.into()]).await?;
                        Ok::<_, StoreError>(())
                    });
                    both.await.unwrap();
                }
            })
        };
        let folder = Folder::new();
        while !writing.is_finished() {
            let made = backup(&store, &folder.file("b.tar.gz"), &Extent::default(), START).await?;
            let rows = |name: &str| made.tables.iter().find(|table| table.name == name).unwrap().rows;
            assert_eq!(rows("counter"), rows("pair"));
        }
        writing.await.unwrap();
        Ok::<_, StoreError>(())
    })
    .await;
}

#[tokio::test]
async fn a_column_that_no_backup_can_carry_is_named() {
    each_database([], async |store| {
        let folder = Folder::new();
        let kind = if store.backend() == DbBackend::Postgres { "interval" } else { "timestamp_text" };
        let odd = format!("CREATE TABLE odd (id integer PRIMARY KEY, lasted {kind})");
        store.write(async |tx| Ok::<_, StoreError>(sql::execute(tx, &odd, vec![]).await?)).await?;
        let refused = backup(&store, &folder.file("b.tar.gz"), &Extent::default(), START).await.unwrap_err();
        assert!(refused.to_string().contains("odd.lasted"), "{refused}");
        assert!(!folder.file("b.tar.gz").exists());
        Ok::<_, StoreError>(())
    })
    .await;
}

#[tokio::test]
async fn a_database_that_holds_no_bank_is_not_backed_up() {
    for database in TestDatabase::each().await {
        let (store, folder) = (database.open().await, Folder::new());
        let refused = backup(&store, &folder.file("b.tar.gz"), &Extent::default(), START).await;
        assert!(matches!(refused, Err(StoreError::Absent { .. })), "{refused:?}");
        assert!(!folder.file("b.tar.gz").exists());
        store.close().await.unwrap();
        database.discard().await;
    }
}

#[tokio::test]
async fn a_backup_replaces_a_backup_and_nothing_else() {
    each_database([], async |store| {
        let folder = Folder::new();
        fs::write(folder.file("notes.txt"), "mine").unwrap();
        let refused = backup(&store, &folder.file("notes.txt"), &Extent::default(), START).await;
        assert!(matches!(refused, Err(StoreError::Occupied { .. })), "{refused:?}");
        assert_eq!(fs::read(folder.file("notes.txt")).unwrap(), b"mine");
        if let crate::Address::Sqlite(file) = store.address() {
            assert!(backup(&store, file, &Extent::default(), START).await.is_err(), "the database itself");
        }
        backup(&store, &folder.file("b.tar.gz"), &Extent::default(), START).await?;
        backup(&store, &folder.file("b.tar.gz"), &Extent::default(), START).await.map(drop)
    })
    .await;
}

#[tokio::test]
async fn a_damaged_file_is_put_aside_and_the_backup_in_its_place() {
    let database = TestDatabase::each().await.remove(0);
    let (store, migrator) = (database.open().await, migrator([samples()]));
    store.migrate(&migrator, START).await.unwrap();
    sow(&store).await.unwrap();
    let folder = Folder::new();
    backup(&store, &folder.file("b.tar.gz"), &Extent::default(), START).await.unwrap();
    store.close().await.unwrap();
    let file = folder.file("essaim.db");
    for (number, harm) in [&b"this is no database, and never was one"[..], &[0; 5000]].into_iter().enumerate() {
        fs::write(&file, harm).unwrap();
        let (made, kept) = replace_damaged(&file, &migrator, &plan(&folder.file("b.tar.gz")), START).await.unwrap();
        assert_eq!(fs::read(&kept).unwrap(), harm, "number {number}");
        let store = Store::open(&crate::Settings::new(crate::Address::Sqlite(file.clone()))).await.unwrap();
        assert!(store.check(&migrator).await.unwrap().is_well());
        let letters: i64 = sql::one(store.reader(), "SELECT count(*) FROM letter").await.unwrap();
        assert!(letters > 0 && made.rows() > 0);
        store.close().await.unwrap();
    }
    fs::write(&file, "harmed again").unwrap();
    fs::write(folder.file("b.tar.gz"), "no backup").unwrap();
    assert!(replace_damaged(&file, &migrator, &plan(&folder.file("b.tar.gz")), START).await.is_err());
    assert_eq!(fs::read(&file).unwrap(), b"harmed again", "nothing changes before the backup is verified");
    assert!(!folder.file("essaim.db.restoring").exists());
}

#[tokio::test]
async fn an_archive_without_tables_is_refused() {
    let folder = Folder::new();
    forge(&folder.file("f.tar.gz"), vec![]);
    let refused = verify(&folder.file("f.tar.gz")).await.unwrap_err();
    assert!(refused.to_string().contains("no table"), "{refused}");
}

/// A reader of the archive's form must not follow a path out of its folder.
#[tokio::test]
async fn a_forged_path_is_refused() {
    let folder = Folder::new();
    let astray = Part { path: "../outside".to_owned(), bytes: 0, blake3: blake3::hash(b"").to_hex().to_string() };
    forge(&folder.file("f.tar.gz"), vec![astray]);
    let refused = verify(&folder.file("f.tar.gz")).await.unwrap_err();
    assert!(refused.to_string().contains("leaves its folder"), "{refused}");
}

/// An archive that holds a manifest and nothing else.
fn forge(to: &std::path::Path, files: Vec<Part>) {
    let (program, migrations) = ("0".to_owned(), vec![]);
    let manifest = Manifest { format: FORMAT, made_at: START, program, migrations, tables: vec![], files };
    forge_with(to, &manifest, |_| {});
}

type Forged = tar::Builder<flate2::write::GzEncoder<fs::File>>;

fn forge_with(to: &std::path::Path, manifest: &Manifest, rest: impl FnOnce(&mut Forged)) {
    let file = fs::File::create(to).unwrap();
    let mut tar = tar::Builder::new(flate2::write::GzEncoder::new(file, flate2::Compression::fast()));
    entry(&mut tar, "manifest.json", tar::EntryType::Regular, &serde_json::to_vec(manifest).unwrap());
    rest(&mut tar);
    tar.into_inner().unwrap().finish().unwrap();
}

fn entry(tar: &mut Forged, path: &str, kind: tar::EntryType, content: &[u8]) {
    let mut header = tar::Header::new_gnu();
    header.set_size(content.len() as u64);
    header.set_entry_type(kind);
    header.set_path(path).unwrap();
    header.set_cksum();
    tar.append(&header, content).unwrap();
}

fn file(path: &str, content: &[u8]) -> Part {
    Part { path: path.to_owned(), bytes: content.len() as u64, blake3: blake3::hash(content).to_hex().to_string() }
}

/// What a few bytes could unfold to is refused before it fills a memory or a disk.
#[tokio::test]
async fn an_archive_that_holds_more_than_it_announces_is_refused() {
    use tar::EntryType::{GNULongName, Regular, Symlink};
    let folder = Folder::new();
    let to = folder.file("f.tar.gz");
    let zeros = vec![0; 4 * 1024 * 1024];
    let manifest = |files| Manifest {
        format: FORMAT,
        made_at: START,
        program: "0".to_owned(),
        migrations: vec![],
        tables: vec![],
        files,
    };
    let huge = Part { bytes: 1 << 40, ..file("a", b"") };
    type Case = (&'static str, Manifest, fn(&mut Forged, &[u8]));
    let cases: [Case; 7] = [
        ("would unfold to", manifest(vec![huge]), |_, _| {}),
        ("announced twice", manifest(vec![file("a", b""), file("a", b"")]), |_, _| {}),
        ("200000 at most", manifest(vec![file("a", b""); 200_001]), |_, _| {}),
        ("not the file", manifest(vec![file("a", b"x")]), |tar, zeros| entry(tar, "files/a", Regular, zeros)),
        ("not the file", manifest(vec![file("a", b"")]), |tar, _| entry(tar, "files/a", Symlink, b"")),
        ("more than it announces", manifest(vec![file("a", b"")]), |tar, zeros| entry(tar, "x", GNULongName, zeros)),
        ("is not in its manifest", manifest(vec![]), |tar, zeros| entry(tar, "files/a", Regular, zeros)),
    ];
    for (wanted, manifest, rest) in cases {
        forge_with(&to, &manifest, |tar| rest(tar, &zeros));
        let refused = verify(&to).await.unwrap_err();
        assert!(matches!(refused, StoreError::Damaged { .. }) && refused.to_string().contains(wanted), "{refused}");
    }
}

/// Rows that no bank could hold are the archive's fault, not the database's.
#[tokio::test]
async fn rows_that_break_a_rule_are_refused_and_nothing_changes() {
    each_database([samples()], async |store| {
        let folder = Folder::new();
        sow(&store).await?;
        fs::create_dir_all(folder.file("files")).unwrap();
        fs::write(folder.file("files/photo.jpg"), "then").unwrap();
        let made = backup(
            &store,
            &folder.file("b.tar.gz"),
            &Extent { files: Some(&folder.file("files")), passing: &[] },
            START,
        )
        .await?;
        fs::write(folder.file("files/photo.jpg"), "now").unwrap();
        let rules: [(&str, &[u8]); 5] = [
            ("zone", b"[\"twice\"]\n[\"twice\"]\n"),
            ("zone", b"[null]\n"),
            ("zone", b"[\"a\", 3]\n"),
            ("zone", b"\xff\n"),
            ("zone", b"[\"only\"]\n"),
        ];
        for (table, rows) in rules {
            let mut manifest = made.clone();
            let spoiled = manifest.tables.iter_mut().find(|one| one.name == table).unwrap();
            spoiled.rows = rows.iter().filter(|byte| **byte == b'\n').count() as u64;
            spoiled.part = file(&spoiled.part.path, rows);
            copy_with(&folder, &manifest, table, rows);
            let files = Some(folder.file("files"));
            let plan = Restore { existing: Existing::Replace, files, ..plan(&folder.file("spoiled.tar.gz")) };
            let refused = restore(&store, &migrator([samples()]), &plan, START).await.unwrap_err();
            assert!(matches!(refused, StoreError::Damaged { .. }), "{rows:?}: {refused:?}");
            assert_eq!(fs::read(folder.file("files/photo.jpg")).unwrap(), b"now");
            assert_eq!(
                backup(&store, &folder.file("after.tar.gz"), &Extent::default(), START).await?.tables,
                made.tables
            );
        }
        Ok::<_, StoreError>(())
    })
    .await;
}

/// The backup `b.tar.gz` as `spoiled.tar.gz`, with other rows in one table.
fn copy_with(folder: &Folder, manifest: &Manifest, table: &str, rows: &[u8]) {
    let whole = fs::File::open(folder.file("b.tar.gz")).unwrap();
    let mut whole = tar::Archive::new(flate2::read::GzDecoder::new(whole));
    forge_with(&folder.file("spoiled.tar.gz"), manifest, |tar| {
        for read in whole.entries().unwrap().skip(1) {
            let (mut read, mut content) = (read.unwrap(), Vec::new());
            std::io::Read::read_to_end(&mut read, &mut content).unwrap();
            let path = read.path().unwrap().to_str().unwrap().to_owned();
            let is_spoiled = path == format!("tables/{table}.jsonl");
            entry(tar, &path, tar::EntryType::Regular, if is_spoiled { rows } else { &content });
        }
    });
}

#[tokio::test]
async fn what_is_passing_is_empty_in_what_is_restored() {
    for database in TestDatabase::each().await {
        let folder = Folder::new();
        let store = database.open().await;
        store.migrate(&migrator([]), START).await.unwrap();
        store.write(async |tx| setting::set(tx, "test.name", "kept").await).await.unwrap();
        let extent = Extent { files: None, passing: &["setting"] };
        let manifest = backup(&store, &folder.file("b.tar.gz"), &extent, START).await.unwrap();
        assert!(manifest.tables.iter().all(|table| table.name != "setting"));
        let what = Restore { from: folder.file("b.tar.gz"), files: None, existing: Existing::Replace };
        restore(&store, &migrator([]), &what, START).await.unwrap();
        assert_eq!(setting::get::<String>(store.reader(), "test.name").await.unwrap(), None);
        store.close().await.unwrap();
        database.discard().await;
    }
}
