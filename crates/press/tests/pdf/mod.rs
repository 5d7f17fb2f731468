//! Reads a PDF back, as far as the tests need.

use lopdf::{Dictionary, Document, Object, ObjectId};

/// A PDF read back.
pub struct Pdf {
    document: Document,
}

impl Pdf {
    pub fn read(bytes: &[u8]) -> Self {
        Self { document: Document::load_mem(bytes).unwrap() }
    }

    pub fn pages(&self) -> u32 {
        self.document.get_pages().len().try_into().unwrap()
    }

    /// The words of a page, one space between them, hyphens at the ends of lines undone.
    pub fn page_text(&self, number: u32) -> String {
        let text = self.document.extract_text(&[number]).unwrap();
        text.split_whitespace().collect::<Vec<_>>().join(" ").replace("- ", "-")
    }

    /// The lines of all pages, as they were cut.
    pub fn lines(&self) -> Vec<String> {
        let pages: Vec<u32> = (1..=self.pages()).collect();
        let text = self.document.extract_text(&pages).unwrap();
        text.lines().map(|line| line.trim().to_owned()).collect()
    }

    pub fn text(&self) -> String {
        (1..=self.pages()).map(|number| self.page_text(number)).collect::<Vec<_>>().join(" ")
    }

    pub fn metadata(&self) -> String {
        let stream = self.follow(self.catalog().get(b"Metadata").unwrap()).as_stream().unwrap();
        String::from_utf8(stream.decompressed_content().unwrap_or_else(|_| stream.content.clone())).unwrap()
    }

    pub fn language(&self) -> String {
        text(self.catalog().get(b"Lang").unwrap())
    }

    pub fn shows_its_title(&self) -> bool {
        let preferences = self.follow(self.catalog().get(b"ViewerPreferences").unwrap()).as_dict().unwrap();
        preferences.get(b"DisplayDocTitle").unwrap().as_bool().unwrap()
    }

    /// Titles of the outline, in order, at all depths.
    pub fn bookmarks(&self) -> Vec<String> {
        let mut found = Vec::new();
        let outlines = self.follow(self.catalog().get(b"Outlines").unwrap()).as_dict().unwrap();
        self.bookmarks_under(outlines, &mut found);
        found
    }

    fn bookmarks_under(&self, parent: &Dictionary, found: &mut Vec<String>) {
        let mut next = parent.get(b"First").ok();
        while let Some(object) = next {
            let item = self.follow(object).as_dict().unwrap();
            found.push(text(item.get(b"Title").unwrap()));
            self.bookmarks_under(item, found);
            next = item.get(b"Next").ok();
        }
    }

    /// The levels of the headings, in reading order.
    pub fn headings(&self) -> Vec<u32> {
        let level = |tag: &Dictionary| name(tag)?.strip_prefix('H')?.parse().ok();
        self.structure().into_iter().filter_map(level).collect()
    }

    /// How many elements have a tag.
    pub fn tags(&self, wanted: &str) -> usize {
        self.structure().into_iter().filter(|tag| name(tag).is_some_and(|name| name == wanted)).count()
    }

    /// The text equivalents, in reading order.
    pub fn alts(&self) -> Vec<String> {
        self.structure().into_iter().filter_map(|tag| tag.get(b"Alt").ok()).map(text).collect()
    }

    /// The languages that elements are marked with.
    pub fn languages(&self) -> Vec<String> {
        self.structure().into_iter().filter_map(|tag| tag.get(b"Lang").ok()).map(text).collect()
    }

    fn structure(&self) -> Vec<&Dictionary> {
        let mut found = Vec::new();
        self.collect(self.catalog().get(b"StructTreeRoot").unwrap(), &mut found);
        found
    }

    fn collect<'a>(&'a self, object: &'a Object, found: &mut Vec<&'a Dictionary>) {
        match self.follow(object) {
            Object::Array(items) => items.iter().for_each(|item| self.collect(item, found)),
            Object::Dictionary(tag) => {
                found.push(tag);
                if let Ok(children) = tag.get(b"K") {
                    self.collect(children, found);
                }
            }
            _ => {}
        }
    }

    fn catalog(&self) -> &Dictionary {
        self.document.catalog().unwrap()
    }

    fn follow<'a>(&'a self, object: &'a Object) -> &'a Object {
        let mut current = object;
        while let Ok(id) = current.as_reference() {
            current = self.at(id);
        }
        current
    }

    fn at(&self, id: ObjectId) -> &Object {
        self.document.get_object(id).unwrap()
    }
}

fn name(tag: &Dictionary) -> Option<String> {
    Some(String::from_utf8_lossy(tag.get(b"S").ok()?.as_name().ok()?).into_owned())
}

/// A text string, in UTF-16 with its mark or in plain bytes.
fn text(object: &Object) -> String {
    let bytes = object.as_str().unwrap();
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(wide) => {
            String::from_utf16(&wide.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect::<Vec<_>>())
                .unwrap()
        }
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}
