//! Against a real mail server: nothing is lost, and only what is marked as doubtful may come twice.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use essaim_store::testing::{START, each_database};
use jiff::SignedDuration;
use serde::Deserialize;

use super::*;
use crate::{Block, Letter, LetterId, counts, post, retry, troubled};

/// What the server tells of each mail.
#[derive(Clone, Debug, Deserialize)]
struct Came {
    #[serde(default)]
    port: u16,
    #[serde(default)]
    to: String,
    #[serde(default)]
    id: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    dropped: bool,
}

/// A mail server of a package, for as long as a test lasts.
struct TestServer {
    child: Child,
    _stdin: ChildStdin,
    port: u16,
    came: Arc<Mutex<Vec<Came>>>,
}

impl TestServer {
    /// `None` where the package is not installed: said, never silently.
    fn start() -> Option<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/mail");
        if !folder.join("node_modules").exists() {
            assert!(std::env::var_os("ESSAIM_TEST_MAIL").is_none(), "tests/mail has no packages: npm ci there");
            eprintln!("skipped: tests against a mail server (npm ci in tests/mail)");
            return None;
        }
        let mut child = Command::new("node")
            .arg(folder.join("server.mjs"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node runs");
        let stdin = child.stdin.take().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first: Came = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        let came = Arc::new(Mutex::new(Vec::new()));
        let told = Arc::clone(&came);
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                told.lock().unwrap().push(serde_json::from_str(&line).unwrap());
            }
        });
        Some(Self { child, _stdin: stdin, port: first.port, came })
    }

    fn transport(&self) -> Transport {
        transport(self.port)
    }

    fn to(&self, recipient: &str) -> Vec<Came> {
        self.came.lock().unwrap().iter().filter(|one| one.to == recipient).cloned().collect()
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn transport(port: u16) -> Transport {
    Transport::Server {
        server: format!("smtp://127.0.0.1:{port}").parse().unwrap(),
        sender: "Essaim <bonjour@example.org>".parse().unwrap(),
    }
}

async fn write(db: &Store, to: &str) -> Result<LetterId, MailError> {
    let letter = Letter {
        kind: "test.letter",
        to: to.parse().unwrap(),
        lang: "fr",
        subject: "Essai : été".into(),
        body: vec![Block::Paragraph("Bonjour à vous,".into())],
        useless_after: None,
        reply_to: None,
        unsubscribe: None,
        follows: None,
    };
    db.write(async |tx| post(tx, START, &letter).await).await
}

async fn state(db: &Store, id: LetterId) -> Result<(LetterState, bool), MailError> {
    let kept = store::letter(db.reader(), id).await?.unwrap();
    Ok((kept.state, kept.is_doubtful))
}

/// Sends all that is due, later and later, until nothing waits.
async fn send_all(db: &Store, clock: &Clock, transport: &Transport) -> Result<(), MailError> {
    for _ in 0..400 {
        while deliver(db, clock, transport).await? {}
        let counts = counts(db.reader()).await?;
        if counts[&LetterState::Waiting] + counts[&LetterState::Leaving] == 0 {
            return Ok(());
        }
        clock.advance(SignedDuration::from_mins(6));
    }
    panic!("letters wait for ever: {:?}", counts(db.reader()).await?)
}

#[tokio::test]
async fn what_a_server_says_decides_what_becomes_of_a_letter() {
    let Some(server) = TestServer::start() else { return };
    each_database([crate::migrations()], async |db| {
        let clock = Clock::fixed(START);
        let base = server.came.lock().unwrap().len();
        let taken = write(&db, "camille@example.org").await?;
        let refused = write(&db, "refused@example.org").await?;
        let no_text = write(&db, "no-text@example.org").await?;
        send_all(&db, &clock, &server.transport()).await?;
        assert_eq!(state(&db, taken).await?, (LetterState::Sent, false));
        assert_eq!(state(&db, refused).await?, (LetterState::Refused, false));
        assert_eq!(state(&db, no_text).await?, (LetterState::Refused, false));
        let told = troubled(db.reader(), START, 10).await?;
        assert_eq!(told.len(), 2);
        assert!(told.iter().any(|one| one.answer.as_deref().unwrap().contains("No such mailbox here")), "{told:?}");
        let came = server.came.lock().unwrap()[base..].to_vec();
        assert_eq!(came.len(), 1);
        assert!(
            came[0].text.contains("From: \"Essaim\" <bonjour@example.org>")
                || came[0].text.contains("From: Essaim <bonjour@example.org>"),
            "{}",
            came[0].text
        );
        db.write(async |tx| retry(tx, START, refused).await).await?;
        db.write(async |tx| retry(tx, START, taken).await).await?;
        send_all(&db, &clock, &server.transport()).await?;
        assert_eq!(server.came.lock().unwrap().len(), base + 1, "what was taken is not sent again");
        Ok::<_, MailError>(())
    })
    .await;
}

#[tokio::test]
async fn a_server_that_puts_off_or_is_down_loses_nothing() {
    let Some(server) = TestServer::start() else { return };
    let nowhere = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let number = std::sync::atomic::AtomicU32::new(0);
    each_database([crate::migrations()], async |db| {
        let clock = Clock::fixed(START);
        let to = format!("later{}@example.org", number.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
        let id = write(&db, &to).await?;
        assert!(deliver(&db, &clock, &transport(nowhere)).await?);
        assert_eq!(state(&db, id).await?, (LetterState::Waiting, false));
        assert!(!deliver(&db, &clock, &server.transport()).await?, "it waits a while");
        send_all(&db, &clock, &server.transport()).await?;
        assert_eq!((state(&db, id).await?, server.to(&to).len()), ((LetterState::Sent, false), 1));
        Ok::<_, MailError>(())
    })
    .await;
}

#[tokio::test]
async fn a_server_that_is_silent_is_left_and_one_that_never_answers_gives_up_in_the_end() {
    // Takes connections and says nothing.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = silent.local_addr().unwrap().port();
    let holding = tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((stream, _)) = silent.accept().await {
            held.push(stream);
        }
    });
    let nowhere = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    each_database([crate::migrations()], async |db| {
        let clock = Clock::fixed(START);
        let id = write(&db, "camille@example.org").await?;
        let started = Instant::now();
        let waiting = tokio::time::timeout(Duration::from_millis(300), deliver(&db, &clock, &transport(port))).await;
        assert!(waiting.is_err() && started.elapsed() < Duration::from_secs(5), "its bound is a minute");
        for _ in 0..Posted::ATTEMPTS {
            clock.advance(SignedDuration::from_hours(7));
            while deliver(&db, &clock, &transport(nowhere)).await? {}
        }
        assert_eq!(state(&db, id).await?, (LetterState::Refused, false));
        assert!(outbox::dead_tasks(db.reader(), 1).await?.is_empty());
        Ok::<_, MailError>(())
    })
    .await;
    holding.abort();
}

#[tokio::test]
async fn a_text_that_was_given_without_an_answer_goes_again_under_the_same_name_and_is_doubtful() {
    let Some(server) = TestServer::start() else { return };
    let number = std::sync::atomic::AtomicU32::new(0);
    each_database([crate::migrations()], async |db| {
        let clock = Clock::fixed(START);
        let to = format!("dropped{}@example.org", number.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
        let id = write(&db, &to).await?;
        send_all(&db, &clock, &server.transport()).await?;
        let came = server.to(&to);
        assert_eq!(came.len(), 2);
        assert!(came[0].dropped && came[0].id == came[1].id);
        assert_eq!(state(&db, id).await?, (LetterState::Sent, true));
        assert_eq!(troubled(db.reader(), START, 10).await?.len(), 1, "it is listed");
        Ok::<_, MailError>(())
    })
    .await;
}

/// A node that ends at any moment: the work is dropped after some milliseconds, again and again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_that_end_at_any_moment_lose_no_letter_and_double_only_what_is_doubtful() {
    const LETTERS: usize = 40;
    let Some(server) = TestServer::start() else { return };
    each_database([crate::migrations()], async |db| {
        let clock = Clock::fixed(START);
        let base = server.came.lock().unwrap().len();
        for number in 0..LETTERS {
            write(&db, &format!("camille{number}@example.org")).await?;
        }
        let mut random = 7_u64;
        for _ in 0..120 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let life = Duration::from_micros(random >> 33 & 0x7fff);
            let (mut one, mut other) = (Vec::new(), Vec::new());
            for lives in [&mut one, &mut other] {
                let (db, clock, transport) = (db.clone(), clock.clone(), server.transport());
                lives.push(tokio::spawn(
                    async move { while deliver(&db, &clock, &transport).await.unwrap_or(false) {} },
                ));
            }
            tokio::time::sleep(life).await;
            for node in one.into_iter().chain(other) {
                node.abort();
                drop(node.await);
            }
            clock.advance(SignedDuration::from_mins(6));
        }
        send_all(&db, &clock, &server.transport()).await?;
        tokio::time::sleep(Duration::from_millis(100)).await;
        let mut times: BTreeMap<String, usize> = BTreeMap::new();
        for one in &server.came.lock().unwrap()[base..] {
            *times.entry(one.id.clone()).or_default() += 1;
        }
        assert_eq!(times.len(), LETTERS, "none is lost");
        for kept in store::latest(db.reader(), 100).await? {
            let name = format!("<{}@example.org>", kept.id);
            assert_eq!(kept.state, LetterState::Sent);
            assert!(times[&name] == 1 || kept.is_doubtful, "{kept:?} came {} times", times[&name]);
        }
        Ok::<_, MailError>(())
    })
    .await;
}

#[tokio::test]
async fn a_letter_that_is_of_no_use_any_more_is_not_sent_and_a_demo_keeps_all() {
    each_database([crate::migrations()], async |db| {
        let clock = Clock::fixed(START);
        let kept = write(&db, "camille@example.org").await?;
        send_all(&db, &clock, &Transport::Mailbox).await?;
        assert_eq!(state(&db, kept).await?, (LetterState::Kept, false));
        let letter = Letter {
            kind: "test.link",
            to: "camille@example.org".parse().unwrap(),
            lang: "fr",
            subject: "Lien".into(),
            body: Vec::new(),
            useless_after: Some(START),
            reply_to: None,
            unsubscribe: None,
            follows: None,
        };
        let late = db.write(async |tx| post(tx, START, &letter).await).await?;
        send_all(&db, &clock, &transport(9)).await?;
        assert_eq!(state(&db, late).await?, (LetterState::Lapsed, false));
        let day = START + SignedDuration::from_hours(48);
        assert_eq!(db.write(async |tx| crate::forget(tx, day).await).await?, 2);
        Ok::<_, MailError>(())
    })
    .await;
}

#[tokio::test]
async fn what_a_letter_asks_of_mail_programs_is_kept_with_it_and_a_bad_address_is_left_out() {
    each_database([crate::migrations()], async |db| {
        let first = write(&db, "camille@example.org").await?;
        for (address, is_kept) in [
            ("https://essaim.example/fin?a=1&b=2", true),
            ("http://essaim.example/fin", false),
            ("https://essaim.example/>, <mailto:a@b.fr", false),
            ("https://essaim.example/\r\nBcc: a@b.fr", false),
            ("https://", false),
        ] {
            let letter = Letter {
                kind: "test.letter",
                to: "camille@example.org".parse().unwrap(),
                lang: "fr",
                subject: "Essai".into(),
                body: Vec::new(),
                useless_after: None,
                reply_to: Some("Régie <regie@asso.example>".parse().unwrap()),
                unsubscribe: Some(address.to_owned()),
                follows: Some(first),
            };
            let id = db.write(async |tx| post(tx, START, &letter).await).await?;
            let kept = store::letter(db.reader(), id).await?.unwrap();
            assert_eq!((kept.reply_to, kept.follows), (letter.reply_to, letter.follows));
            assert_eq!(kept.unsubscribe.is_some(), is_kept, "{address:?}");
        }
        Ok::<_, MailError>(())
    })
    .await;
}
