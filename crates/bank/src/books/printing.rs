//! Turns at the press: how many documents are set at once, how many may wait, and the one book that everybody asks for.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use essaim_press::{Document, Press, Progress};
use essaim_web::Lang;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::{BooksError, Publisher, compendium_document, read_texts};
use crate::snapshot::{Bank, Snapshot};

/// Documents set at once: each takes a whole core.
const AT_ONCE: usize = 2;
/// Documents that may wait for a turn; who comes after them is told to come back.
const WAITING: usize = 8;
/// How long a visitor waits for a turn, or for the book that is under way, before being told to come back.
const PATIENCE: Duration = Duration::from_secs(20);
/// How many entries a book asked for over the web may hold: some 900 pages, a gigabyte while it is set.
pub(crate) const MOST_ONLINE: usize = 300;

/// The press of this node: read once, a few documents at a time, the last compendium kept. Cheap to clone.
#[derive(Clone)]
pub struct Books(Arc<Inner>);

struct Inner {
    press: OnceLock<Press>,
    turns: Arc<Semaphore>,
    queue: Semaphore,
    /// The whole compendium as last asked for, one for each language.
    whole: Mutex<HashMap<Lang, Print>>,
}

/// How a print ended.
type Outcome = Result<Arc<[u8]>, Arc<BooksError>>;

/// A print that many may ask for: under way, then done.
#[derive(Clone)]
struct Print {
    state: u64,
    outcome: watch::Receiver<Option<Outcome>>,
}

impl Print {
    /// Whether it serves who asks now: it is under way, it is done, or it would fail again.
    fn serves(&self, state: u64) -> bool {
        self.state == state
            && match &*self.outcome.borrow() {
                // A sender that is gone without a word was stopped with its runtime.
                None => self.outcome.has_changed().is_ok(),
                Some(Ok(_)) => true,
                Some(Err(error)) => error.is_final(),
            }
    }
}

impl Default for Books {
    fn default() -> Self {
        Self(Arc::new(Inner {
            press: OnceLock::new(),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            queue: Semaphore::new(WAITING),
            whole: Mutex::default(),
        }))
    }
}

impl Books {
    /// The press; its fonts are read by the first who asks.
    fn press(&self) -> &Press {
        self.0.press.get_or_init(Press::new)
    }

    /// Prints a document away from the threads that answer visitors, waiting for a turn.
    ///
    /// # Errors
    /// No turn came in time, too many wait already, or the press refused.
    pub async fn print(&self, document: Document) -> Result<Vec<u8>, BooksError> {
        self.print_with(document, |_| {}).await
    }

    /// What a document is printed from, as a folder that Typst's own program sets: for designers and for measures.
    ///
    /// # Errors
    /// As [`Books::print`].
    pub fn sources(&self, document: &Document) -> Result<Vec<(String, Vec<u8>)>, BooksError> {
        Ok(self.press().folder(document)?)
    }

    /// The same, telling how far it is.
    ///
    /// # Errors
    /// As [`Books::print`].
    pub async fn print_with(
        &self,
        document: Document,
        report: impl Fn(Progress) + Send + Sync + 'static,
    ) -> Result<Vec<u8>, BooksError> {
        let turn = self.turn().await?;
        let books = self.clone();
        let printed = tokio::task::spawn_blocking(move || {
            // The turn goes with the work, which nothing stops: who gives up does not let another in beside it.
            let _turn = turn;
            books.press().print(&document, &report)
        });
        Ok(printed.await.map_err(|_| BooksError::Stopped)??)
    }

    async fn turn(&self) -> Result<OwnedSemaphorePermit, BooksError> {
        if let Ok(turn) = self.0.turns.clone().try_acquire_owned() {
            return Ok(turn);
        }
        let _place = self.0.queue.try_acquire().map_err(|_| BooksError::Busy)?;
        let turn = tokio::time::timeout(PATIENCE, self.0.turns.clone().acquire_owned()).await;
        Ok(turn.map_err(|_| BooksError::Busy)?.expect("the semaphore is never closed"))
    }

    /// The whole compendium in a language, printed once for each state of the bank, whoever asks and whoever gives up.
    ///
    /// # Errors
    /// More entries than are printed over the web, a print that takes longer than a visitor waits, the database's or the
    /// press's.
    pub async fn whole(
        &self,
        bank: &Bank,
        snapshot: &Arc<Snapshot>,
        publisher: &Publisher,
        lang: Lang,
    ) -> Result<Arc<[u8]>, BooksError> {
        within(snapshot.entries().len(), MOST_ONLINE)?;
        let texts = read_texts(bank.store().reader(), lang).await?;
        let state = texts.state(snapshot.revision());
        let (books, bank) = (self.clone(), bank.clone());
        let (snapshot, publisher) = (snapshot.clone(), publisher.clone());
        self.once(lang, state, async move {
            let document = compendium_document(&bank, &snapshot, &publisher, &texts, lang, None).await?;
            books.print(document).await
        })
        .await
    }

    /// What `work` prints for this state, done once and by a task of its own: all wait for the same.
    async fn once(
        &self,
        lang: Lang,
        state: u64,
        work: impl Future<Output = Result<Vec<u8>, BooksError>> + Send + 'static,
    ) -> Result<Arc<[u8]>, BooksError> {
        let mut outcome = self.print_of(lang, state, work).outcome;
        let waited = tokio::time::timeout(PATIENCE, outcome.wait_for(Option::is_some)).await;
        let ended = waited.map_err(|_| BooksError::UnderWay)?.map_err(|_| BooksError::Stopped)?;
        match ended.as_ref().expect("it was waited for") {
            Ok(bytes) => Ok(bytes.clone()),
            Err(error) => Err(BooksError::Shared(error.clone())),
        }
    }

    /// The print of a state: the one there is, or one that begins.
    fn print_of(
        &self,
        lang: Lang,
        state: u64,
        work: impl Future<Output = Result<Vec<u8>, BooksError>> + Send + 'static,
    ) -> Print {
        let mut whole = self.0.whole.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(print) = whole.get(&lang).filter(|print| print.serves(state)) {
            return print.clone();
        }
        let (ended, outcome) = watch::channel(None);
        tokio::spawn(async move {
            let outcome = work.await.map(Arc::from).map_err(Arc::new);
            drop(ended.send(Some(outcome)));
        });
        let print = Print { state, outcome };
        whole.insert(lang, print.clone());
        print
    }
}

/// Refuses what would hold a visitor, and the server's memory, for too long.
fn within(count: usize, limit: usize) -> Result<(), BooksError> {
    if count > limit { Err(BooksError::TooLongOnline { count, limit }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc;

    use axum::http::StatusCode;
    use essaim_web::Failure;
    use tokio::sync::Notify;

    use super::*;

    fn document() -> Document {
        essaim_press::Listing::default().into()
    }

    #[tokio::test]
    async fn a_print_that_was_given_up_keeps_its_turn_until_it_ends() {
        let books = Books::default();
        let (begun, has_begun) = mpsc::channel();
        let (end, may_end) = mpsc::channel::<()>();
        let may_end = Mutex::new(may_end);
        let report = move |_| {
            let _ = begun.send(());
            let _ = may_end.lock().unwrap().recv();
        };
        let asked = tokio::spawn({
            let books = books.clone();
            async move { books.print_with(document(), report).await }
        });
        tokio::task::spawn_blocking(move || has_begun.recv().unwrap()).await.unwrap();
        asked.abort();
        drop(asked.await);
        assert_eq!(books.0.turns.available_permits(), AT_ONCE - 1);
        drop(end);
        let all = books.0.turns.acquire_many(u32::try_from(AT_ONCE).unwrap());
        assert!(tokio::time::timeout(PATIENCE, all).await.is_ok(), "the turn never came back");
    }

    #[tokio::test]
    async fn whoever_comes_after_a_full_queue_is_told_at_once_when_to_come_back() {
        let books = Books::default();
        let _turns = books.0.turns.acquire_many(u32::try_from(AT_ONCE).unwrap()).await.unwrap();
        let waiting: Vec<_> = (0..WAITING)
            .map(|_| {
                let books = books.clone();
                tokio::spawn(async move { books.print(document()).await })
            })
            .collect();
        while books.0.queue.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        let refused = tokio::time::timeout(PATIENCE / 4, books.print(document())).await.unwrap().unwrap_err();
        assert!(matches!(refused, BooksError::Busy));
        assert_eq!(Failure::from(refused).status(), StatusCode::SERVICE_UNAVAILABLE);
        waiting.iter().for_each(tokio::task::JoinHandle::abort);
    }

    #[tokio::test]
    async fn whoever_leaves_before_her_turn_leaves_her_place_too() {
        let books = Books::default();
        let turns = books.0.turns.acquire_many(u32::try_from(AT_ONCE).unwrap()).await.unwrap();
        let waiting = tokio::spawn({
            let books = books.clone();
            async move { books.print_with(document(), |_| panic!("nobody waits for it")).await }
        });
        while books.0.queue.available_permits() == WAITING {
            tokio::task::yield_now().await;
        }
        waiting.abort();
        assert!(waiting.await.unwrap_err().is_cancelled());
        drop(turns);
        assert_eq!(books.0.queue.available_permits(), WAITING);
        assert_eq!(books.0.turns.available_permits(), AT_ONCE, "nothing was begun");
    }

    #[tokio::test]
    async fn the_book_of_a_state_is_printed_once_for_all_even_for_those_who_gave_up() {
        let books = Books::default();
        let (count, go) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
        let work = || {
            let (count, go) = (count.clone(), go.clone());
            async move {
                count.fetch_add(1, Ordering::SeqCst);
                go.notified().await;
                Ok(b"%PDF-".to_vec())
            }
        };
        for _ in 0..3 {
            let given_up = tokio::time::timeout(Duration::from_millis(5), books.once(Lang::Fr, 1, work())).await;
            assert!(given_up.is_err());
        }
        go.notify_one();
        assert_eq!(&*books.once(Lang::Fr, 1, work()).await.unwrap(), b"%PDF-");
        assert_eq!(&*books.once(Lang::Fr, 1, work()).await.unwrap(), b"%PDF-");
        assert_eq!(count.load(Ordering::SeqCst), 1);
        go.notify_one();
        books.once(Lang::Fr, 2, work()).await.unwrap();
        assert_eq!(count.load(Ordering::SeqCst), 2, "a new state is printed anew");
    }

    #[tokio::test]
    async fn a_passing_failure_is_tried_again_and_a_lasting_one_is_not() {
        let books = Books::default();
        let count = Arc::new(AtomicUsize::new(0));
        let work = |error: BooksError| {
            let count = count.clone();
            async move {
                count.fetch_add(1, Ordering::SeqCst);
                Err(error)
            }
        };
        for tried in 1..3 {
            assert!(books.once(Lang::Fr, 1, work(BooksError::Busy)).await.is_err());
            assert_eq!(count.load(Ordering::SeqCst), tried);
        }
        for _ in 0..2 {
            assert!(books.once(Lang::En, 1, work(BooksError::Stopped)).await.is_err());
        }
        assert_eq!(count.load(Ordering::SeqCst), 3);
    }

    #[test]
    fn a_book_too_long_for_the_web_names_the_command_that_prints_it() {
        assert!(within(MOST_ONLINE, MOST_ONLINE).is_ok());
        let refused = within(MOST_ONLINE + 1, MOST_ONLINE).unwrap_err();
        assert!(refused.to_string().contains("essaim recueil"), "{refused}");
        assert_eq!(Failure::from(refused).status(), StatusCode::NOT_FOUND);
    }
}
