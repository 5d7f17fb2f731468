//! Jobs on the disk: sealed, found by their address alone, ended, taken up again.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use essaim_geo::Generation;
use jiff::{SignedDuration, Timestamp};

use super::{Job, JobError, Jobs, Order, State, Token};
use crate::official::Node;
use crate::tagging::cases::{Settled, Wanting};
use crate::tagging::{Decision, Roles};
use crate::testing::{Held, node};

const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);
const TABLE: &str =
    "nom;adresse;cp;ville\nDurand-Inventé;3 rue des abeilles;57000;Metz\nAutre;avenue de la reine;57000;Metz\n";

fn order() -> Order {
    let names = ["nom", "adresse", "cp", "ville"].map(str::to_owned).to_vec();
    Order { file_name: "gens.csv".into(), made: NOW, names, sample: Vec::new(), wanting: None, part: None }
}

fn wanting() -> Wanting {
    Wanting {
        roles: Roles::guessed(&order().names),
        generations: vec![Generation::G2024],
        day: None,
        crossed: Vec::new(),
    }
}

fn made(jobs: &Arc<Jobs>) -> Arc<Job> {
    jobs.make(order(), TABLE.into(), None, 1).unwrap()
}

async fn worked(job: &Job) -> Arc<super::Worked> {
    for _ in 0..2_000 {
        match job.state() {
            State::Worked(worked) => return worked,
            State::Failed(fault) => panic!("{fault}"),
            State::Columns | State::Running(_) => tokio::time::sleep(Duration::from_millis(5)).await,
        }
    }
    panic!("it was never worked through")
}

/// Every file below a folder, and what they hold.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.push((path.display().to_string(), fs::read(&path).unwrap()));
        }
    }
    all
}

fn at(folder: &Path) -> Arc<Jobs> {
    Arc::new(Jobs::at(folder.join("brought"), 1_000_000))
}

fn find(jobs: &Arc<Jobs>, token: Token, now: Timestamp, node: &Arc<Node>) -> Result<Arc<Job>, JobError> {
    jobs.find(token, now, node)
}

#[tokio::test]
async fn what_lies_on_the_disk_says_nothing_without_the_address() {
    let folder = tempfile::tempdir().unwrap();
    let (jobs, node) = (at(folder.path()), node(Held::All));
    let job = made(&jobs);
    jobs.start(&job, wanting(), &node).unwrap();
    let worked = worked(&job).await;
    let decision = Decision { what: "hors".into(), day: "2027-01-15".into() };
    job.settle(&worked, [(1, Some(decision))]).unwrap();
    let token = job.token.to_string();
    let all = files(folder.path());
    assert!(all.len() >= 5, "{:?}", all.iter().map(|(name, _)| name).collect::<Vec<_>>());
    for (name, bytes) in all {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        for secret in ["durand", "abeilles", "reine", "gens.csv", "metz", "hors", &token] {
            assert!(!text.contains(secret) && !name.contains(secret), "{name} tells {secret}");
        }
    }
    assert!(!format!("{:?}", job.token).contains(&token), "nor does a log");
}

#[tokio::test]
async fn a_job_is_found_by_its_address_after_a_restart_with_what_was_decided() {
    let folder = tempfile::tempdir().unwrap();
    let node = node(Held::All);
    let (token, first) = {
        let jobs = at(folder.path());
        let job = made(&jobs);
        jobs.start(&job, wanting(), &node).unwrap();
        let worked = worked(&job).await;
        job.settle(&worked, [(1, Some(Decision { what: "QN05701M".into(), day: "2027-01-15".into() }))]).unwrap();
        (job.token, worked.cases.all.len())
    };
    let jobs = at(folder.path());
    let job = find(&jobs, token, NOW, &node).unwrap();
    let worked = worked(&job).await;
    assert_eq!((worked.cases.all.len(), worked.settled().len()), (first, 1));
    assert_eq!(job.table().unwrap(), TABLE.as_bytes());
    job.settle(&worked, [(1, None)]).unwrap();
    assert_eq!(*worked.settled(), Settled::new(), "a decision may be taken back");
    let other: Token = "00112233445566778899aabbccddeeff".parse().unwrap();
    assert!(matches!(find(&jobs, other, NOW, &node), Err(JobError::Gone)));
}

#[tokio::test]
async fn a_job_that_was_interrupted_is_taken_up_by_whoever_opens_it() {
    let folder = tempfile::tempdir().unwrap();
    let node = node(Held::All);
    let token = {
        let job = made(&at(folder.path()));
        // Told, and stopped before a line was worked through.
        job.tell(wanting()).unwrap();
        job.token
    };
    let job = find(&at(folder.path()), token, NOW, &node).unwrap();
    assert_eq!(worked(&job).await.cases.of_row.len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_address_has_one_job_however_many_open_it_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let node = node(Held::All);
    let token = {
        let jobs = at(folder.path());
        let job = made(&jobs);
        jobs.start(&job, wanting(), &node).unwrap();
        worked(&job).await;
        job.token
    };
    let jobs = at(folder.path());
    let open = |number: u32| {
        let (jobs, node) = (Arc::clone(&jobs), Arc::clone(&node));
        tokio::task::spawn_blocking(move || {
            let job = jobs.find(token, NOW, &node).unwrap();
            let State::Worked(worked) = job.state() else { panic!("it was answered") };
            let decision = Decision { what: "hors".into(), day: number.to_string() };
            job.settle(&worked, [(number, Some(decision))]).unwrap();
        })
    };
    for hand in (0..12).map(open).collect::<Vec<_>>() {
        hand.await.unwrap();
    }
    let job = find(&at(folder.path()), token, NOW, &node).unwrap();
    assert_eq!(worked(&job).await.settled().len(), 12, "no decision is lost");
}

#[tokio::test]
async fn a_job_is_worked_through_once_however_often_its_columns_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let (jobs, node) = (at(folder.path()), node(Held::All));
    let job = made(&jobs);
    jobs.start(&job, wanting(), &node).unwrap();
    jobs.start(&job, wanting(), &node).unwrap();
    let first = worked(&job).await;
    job.settle(&first, [(1, Some(Decision { what: "hors".into(), day: String::new() }))]).unwrap();
    jobs.start(&job, wanting(), &node).unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(worked(&job).await.settled().len(), 1, "what was decided stays");
}

#[tokio::test]
async fn a_job_ends_in_its_time_and_nothing_of_it_remains() {
    let folder = tempfile::tempdir().unwrap();
    let (jobs, node) = (at(folder.path()), node(Held::All));
    let job = made(&jobs);
    let (day, second) = (SignedDuration::from_hours(24), SignedDuration::from_secs(1));
    assert_eq!(job.until(), Some(NOW + day));
    assert!(find(&jobs, job.token, NOW + day - second, &node).is_ok());
    assert!(matches!(find(&jobs, job.token, NOW + day, &node), Err(JobError::Gone)), "at its very second");
    jobs.prolong(&job).unwrap();
    assert!(find(&jobs, job.token, NOW + day, &node).is_ok(), "it was asked to last");
    assert_eq!(jobs.sweep(NOW + 7 * day - second).unwrap(), 0);
    assert_eq!(jobs.sweep(NOW + 7 * day).unwrap(), 1);
    assert_eq!(files(folder.path()), []);
    assert!(matches!(find(&jobs, job.token, NOW, &node), Err(JobError::Gone)));
}

#[tokio::test]
async fn a_job_is_erased_at_once_even_while_it_is_worked_through() {
    let folder = tempfile::tempdir().unwrap();
    let (jobs, node) = (at(folder.path()), node(Held::All));
    let job = made(&jobs);
    jobs.start(&job, wanting(), &node).unwrap();
    jobs.erase(&job).unwrap();
    assert!(matches!(find(&jobs, job.token, NOW, &node), Err(JobError::Gone)));
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(files(folder.path()), [], "its answers do not come back");
}

#[tokio::test]
async fn what_an_interruption_left_is_swept_and_no_more_than_the_room_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let jobs = at(folder.path());
    let job = made(&jobs);
    let own = fs::read_dir(folder.path().join("brought")).unwrap().next().unwrap().unwrap().path();
    fs::rename(&own, own.with_extension("gone")).unwrap();
    assert_eq!(jobs.sweep(NOW).unwrap(), 1);
    assert!(job.until().is_none());
    let large = vec![b'x'; 600_000];
    drop(jobs.make(order(), large.clone(), None, 1).unwrap());
    assert!(matches!(jobs.make(order(), large, None, 1), Err(JobError::Full)));
    // Whoever made one was stopped before it was whole.
    let half = folder.path().join("brought/half");
    fs::create_dir(&half).unwrap();
    fs::write(half.join("until"), (NOW.as_second() + 86_400).to_string()).unwrap();
    let now = Timestamp::try_from(fs::metadata(&half).unwrap().modified().unwrap()).unwrap();
    jobs.sweep(now).unwrap();
    assert!(half.exists(), "it may still be under way");
    jobs.sweep(now + SignedDuration::from_hours(2)).unwrap();
    assert!(!half.exists());
}

#[tokio::test]
async fn a_file_that_was_changed_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let token = made(&at(folder.path())).token;
    for (name, mut bytes) in files(folder.path()) {
        if name.ends_with("order") {
            let last = bytes.len() - 1;
            bytes[last] ^= 1;
            fs::write(name, bytes).unwrap();
        }
    }
    let found = find(&at(folder.path()), token, NOW, &node(Held::All));
    assert!(matches!(found, Err(JobError::Io(_))));
}

#[test]
fn an_address_is_read_as_it_is_written_or_not_at_all() {
    let token = Token::new().unwrap();
    assert_eq!(token.to_string().parse(), Ok(token));
    assert_ne!(Token::new().unwrap(), token);
    let long = "é".repeat(16);
    for wrong in ["", "00112233445566778899AABBCCDDEEFF", "0011", "../../../../../../../etc/passwd.", &long] {
        assert_eq!(wrong.parse::<Token>(), Err(()), "{wrong}");
    }
}
