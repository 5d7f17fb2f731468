//! Reads a PDF back, as far as the tests need.

use std::collections::HashMap;

use hayro_cmap::{BfString, CMap};
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Dict, Name, Object, Stream, String as Bytes};
use hayro_syntax::page::Page;

/// A PDF read back.
pub struct Pdf {
    document: hayro_syntax::Pdf,
}

impl Pdf {
    pub fn read(bytes: &[u8]) -> Self {
        Self { document: hayro_syntax::Pdf::new(bytes.to_vec()).unwrap() }
    }

    pub fn pages(&self) -> usize {
        self.document.pages().len()
    }

    /// The words of a page, one space between them, hyphens at the ends of lines undone.
    pub fn page_text(&self, number: usize) -> String {
        let text = shown(&self.document.pages()[number - 1]);
        text.split_whitespace().collect::<Vec<_>>().join(" ").replace("- ", "-")
    }

    /// What stands before a hyphen at the end of a run, on all pages: words cut at the end of a line.
    pub fn cut_words(&self) -> Vec<String> {
        let texts: Vec<String> = self.document.pages().iter().map(shown).collect();
        let words = texts.iter().flat_map(|text| text.split_whitespace());
        words.filter(|word| word.len() > 1 && word.ends_with('-')).map(str::to_owned).collect()
    }

    pub fn text(&self) -> String {
        (1..=self.pages()).map(|number| self.page_text(number)).collect::<Vec<_>>().join(" ")
    }

    /// The width and the height of each page, in points.
    pub fn sides(&self) -> Vec<(f32, f32)> {
        self.document.pages().iter().map(Page::render_dimensions).collect()
    }

    pub fn metadata(&self) -> String {
        let stream: Stream<'_> = self.catalog().get("Metadata").unwrap();
        String::from_utf8(stream.decoded().unwrap().into_owned()).unwrap()
    }

    pub fn language(&self) -> String {
        text(&self.catalog(), "Lang").unwrap()
    }

    pub fn shows_its_title(&self) -> bool {
        self.catalog().get::<Dict<'_>>("ViewerPreferences").unwrap().get("DisplayDocTitle").unwrap()
    }

    /// Titles of the outline, in order, at all depths.
    pub fn bookmarks(&self) -> Vec<String> {
        let mut found = Vec::new();
        bookmarks_under(&self.catalog().get("Outlines").unwrap(), &mut found);
        found
    }

    /// The levels of the headings, in reading order.
    pub fn headings(&self) -> Vec<u32> {
        let level = |tag: &Dict<'_>| name(tag)?.strip_prefix('H')?.parse().ok();
        self.structure().iter().filter_map(level).collect()
    }

    /// How many elements have a tag.
    pub fn tags(&self, wanted: &str) -> usize {
        self.structure().iter().filter(|tag| name(tag).is_some_and(|name| name == wanted)).count()
    }

    /// The text equivalents, in reading order.
    pub fn alts(&self) -> Vec<String> {
        self.structure().iter().filter_map(|tag| text(tag, "Alt")).collect()
    }

    /// The languages that elements are marked with.
    pub fn languages(&self) -> Vec<String> {
        self.structure().iter().filter_map(|tag| text(tag, "Lang")).collect()
    }

    fn structure(&self) -> Vec<Dict<'_>> {
        let mut found = Vec::new();
        collect(self.catalog().get("StructTreeRoot").unwrap(), &mut found);
        found
    }

    fn catalog(&self) -> Dict<'_> {
        let xref = self.document.xref();
        xref.get(xref.root_id()).unwrap()
    }
}

fn bookmarks_under(parent: &Dict<'_>, found: &mut Vec<String>) {
    let mut next = parent.get::<Dict<'_>>("First");
    while let Some(item) = next {
        found.push(text(&item, "Title").unwrap());
        bookmarks_under(&item, found);
        next = item.get("Next");
    }
}

fn collect<'a>(object: Object<'a>, found: &mut Vec<Dict<'a>>) {
    match object {
        Object::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Object::Dict(tag) => {
            let children = tag.get("K");
            found.push(tag);
            if let Some(children) = children {
                collect(children, found);
            }
        }
        _ => {}
    }
}

fn name(tag: &Dict<'_>) -> Option<String> {
    Some(tag.get::<Name<'_>>("S")?.as_str().to_owned())
}

/// A text string, in UTF-16 with its mark or in plain bytes.
fn text(tag: &Dict<'_>, key: &str) -> Option<String> {
    let bytes = tag.get::<Bytes<'_>>(key)?;
    Some(match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(wide) => {
            String::from_utf16(&wide.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect::<Vec<_>>())
                .unwrap()
        }
        None => String::from_utf8_lossy(&bytes).into_owned(),
    })
}

/// What a page shows, each of its runs followed by a space.
fn shown(page: &Page<'_>) -> String {
    let mut fonts = HashMap::new();
    let mut font = None;
    let mut shown = String::new();
    let mut operations = page.typed_operations();
    while let Some(operation) = operations.next() {
        match operation {
            TypedInstruction::TextFont(chosen) => {
                let name = chosen.0.as_str().to_owned();
                fonts.entry(name.clone()).or_insert_with(|| to_unicode(page, chosen.0));
                font = Some(name);
            }
            TypedInstruction::ShowText(run) => show(&fonts[font.as_ref().unwrap()], run.0, &mut shown),
            TypedInstruction::ShowTexts(run) => {
                run.0.iter::<Object<'_>>().filter_map(Object::into_string).for_each(|part| {
                    show(&fonts[font.as_ref().unwrap()], &part, &mut shown);
                });
                shown.push(' ');
            }
            _ => {}
        }
    }
    shown
}

/// The table by which a font tells the characters of its glyphs.
fn to_unicode(page: &Page<'_>, font: &Name<'_>) -> CMap {
    let table: Stream<'_> = page.resources().get_font(font).unwrap().get("ToUnicode").unwrap();
    CMap::parse(&table.decoded().unwrap(), |_| None).unwrap()
}

fn show(font: &CMap, codes: &[u8], shown: &mut String) {
    for code in codes.chunks_exact(2) {
        match font.lookup_bf_string(u16::from_be_bytes([code[0], code[1]]).into()) {
            Some(BfString::Char(one)) => shown.push(one),
            Some(BfString::String(several)) => shown.push_str(&several),
            None => {}
        }
    }
}
