//! The press itself: fonts and templates read once, documents set one after the other or side by side.

use crate::{
    Document, PressError, Progress, Stage,
    prepare::{self, Folder},
    ruler::Ruler,
    text::Cleaner,
    world::{Job, Watch, file_id},
};
use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::{AtomicUsize, Ordering},
};
use typst::{
    Library, LibraryExt,
    comemo::evict,
    diag::SourceDiagnostic,
    foundations::{Bytes, Smart},
    syntax::{FileId, Source},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// The templates, by the name that they import each other with.
pub(crate) const TEMPLATES: [(&str, &str); 8] = [
    ("main.typ", include_str!("../templates/main.typ")),
    ("style.typ", include_str!("../templates/style.typ")),
    ("blocks.typ", include_str!("../templates/blocks.typ")),
    ("entry.typ", include_str!("../templates/entry.typ")),
    ("book.typ", include_str!("../templates/book.typ")),
    ("listing.typ", include_str!("../templates/listing.typ")),
    ("selection.typ", include_str!("../templates/selection.typ")),
    ("report.typ", include_str!("../templates/report.typ")),
];

/// The fonts, in order of preference; the last one covers the scripts that the first ones lack.
pub(crate) const FONTS: [(&str, &[u8]); 7] = [
    ("AtkinsonHyperlegibleNext_400Regular.ttf", include_bytes!("../fonts/AtkinsonHyperlegibleNext_400Regular.ttf")),
    (
        "AtkinsonHyperlegibleNext_400Regular_Italic.ttf",
        include_bytes!("../fonts/AtkinsonHyperlegibleNext_400Regular_Italic.ttf"),
    ),
    ("AtkinsonHyperlegibleNext_300Light.ttf", include_bytes!("../fonts/AtkinsonHyperlegibleNext_300Light.ttf")),
    ("AtkinsonHyperlegibleNext_600SemiBold.ttf", include_bytes!("../fonts/AtkinsonHyperlegibleNext_600SemiBold.ttf")),
    ("AtkinsonHyperlegibleNext_700Bold.ttf", include_bytes!("../fonts/AtkinsonHyperlegibleNext_700Bold.ttf")),
    (
        "AtkinsonHyperlegibleNext_700Bold_Italic.ttf",
        include_bytes!("../fonts/AtkinsonHyperlegibleNext_700Bold_Italic.ttf"),
    ),
    ("DejaVuSans.ttf", include_bytes!("../fonts/DejaVuSans.ttf")),
];

/// Jobs running in this process: Typst's cache is global, and only the last one out may empty it.
static RUNNING: AtomicUsize = AtomicUsize::new(0);

/// Fonts, templates and Typst's library, read once. Costs some milliseconds to make; share it between threads.
///
/// A document is set on the calling thread, helped by rayon's global pool: call it from where blocking is allowed.
pub struct Press {
    pub(crate) library: LazyHash<Library>,
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) fonts: Vec<Font>,
    pub(crate) templates: HashMap<FileId, Source>,
    pub(crate) main: FileId,
    cleaner: Cleaner,
    ruler: Ruler,
}

impl Default for Press {
    fn default() -> Self {
        Self::new()
    }
}

impl Press {
    /// Reads fonts and templates, which are inside the program.
    pub fn new() -> Self {
        let fonts: Vec<Font> = FONTS
            .iter()
            .map(|(_, bytes)| Font::new(Bytes::new(*bytes), 0).expect("an embedded font is sound"))
            .collect();
        let book = FontBook::from_fonts(&fonts);
        let templates = TEMPLATES
            .iter()
            .map(|(name, text)| (file_id(name), Source::new(file_id(name), (*text).to_owned())))
            .collect();
        Self {
            library: LazyHash::new(Library::default()),
            cleaner: Cleaner::new(&fonts),
            ruler: Ruler::new(&fonts),
            book: LazyHash::new(book),
            fonts,
            templates,
            main: file_id("main.typ"),
        }
    }

    /// Prints a document as PDF/UA-1: tagged, titled, in its language, its date the only one in the file. The same document
    /// always gives the same bytes.
    ///
    /// `report` is called from several threads as the work goes on, with fractions that mostly grow.
    ///
    /// # Errors
    /// A document that is too long, or a refusal of the exporter. No text is refused, and a picture that cannot be read is
    /// left out with a warning in the log.
    pub fn print(&self, document: &Document, report: &(dyn Fn(Progress) + Sync)) -> Result<Vec<u8>, PressError> {
        report(Progress::start(Stage::Preparing));
        let folder = prepare::folder(document, &self.cleaner, &self.ruler)?;
        let _running = Running::start();
        // A fault of the setter in one document must not take the server's thread with it.
        let printed = catch_unwind(AssertUnwindSafe(|| self.set_and_write(folder, report)));
        let pdf =
            printed.unwrap_or_else(|_| Err(PressError::Refused("the setter stopped on its own fault".to_owned())))?;
        report(Progress::start(Stage::Done));
        Ok(pdf)
    }

    /// The same document as a folder that Typst's own program sets alone: `main.typ` and all that it reads, fonts under `fonts/`.
    /// For benches and for designers.
    ///
    /// # Errors
    /// As [`Press::print`], but for what only the exporter sees.
    pub fn folder(&self, document: &Document) -> Result<Vec<(String, Vec<u8>)>, PressError> {
        let data = prepare::folder(document, &self.cleaner, &self.ruler)?.files;
        let templates = TEMPLATES.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
        let fonts = FONTS.iter().map(|(name, bytes)| (format!("fonts/{name}"), bytes.to_vec()));
        Ok(data.into_iter().chain(templates).chain(fonts).collect())
    }

    fn set_and_write(&self, folder: Folder, report: &(dyn Fn(Progress) + Sync)) -> Result<Vec<u8>, PressError> {
        report(Progress::start(Stage::Setting));
        let paged = self.set(folder, report)?;
        report(Progress::start(Stage::Writing));
        typst_pdf::pdf(&paged, &options()).map_err(|errors| refused(&errors))
    }

    fn set(&self, folder: Folder, report: &(dyn Fn(Progress) + Sync)) -> Result<PagedDocument, PressError> {
        let watch = Watch { report, total: folder.entries, seen: AtomicUsize::new(0) };
        let files = folder.files.into_iter().map(|(name, bytes)| (file_id(&name), Bytes::new(bytes))).collect();
        typst::compile(&Job { press: self, files, watch }).output.map_err(|errors| refused(&errors))
    }
}

fn options() -> PdfOptions {
    PdfOptions {
        standards: PdfStandards::new(&[PdfStandard::Ua_1]).expect("one standard alone contradicts nothing"),
        creator: Smart::Custom(Some("Essaim".to_owned())),
        ..PdfOptions::default()
    }
}

fn refused(errors: &[SourceDiagnostic]) -> PressError {
    let reasons: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    PressError::Refused(reasons.join("; "))
}

/// Counts a job in, and out again however it ends.
struct Running;

impl Running {
    fn start() -> Self {
        RUNNING.fetch_add(1, Ordering::SeqCst);
        Self
    }
}

impl Drop for Running {
    /// Gives the cache's memory back; what another job is using stays for two more endings.
    fn drop(&mut self) {
        let alone = RUNNING.fetch_sub(1, Ordering::SeqCst) == 1;
        evict(if alone { 0 } else { 2 });
    }
}
