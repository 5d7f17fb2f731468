//! « Mon recueil » as a text document: headings, the table, the notes, to be pasted into a note for elected members.

use std::io::Cursor;

use docx_rs::{
    AbstractNumbering, Docx, Hyperlink, HyperlinkType, IndentLevel, Level, LevelJc, LevelText, LineSpacing,
    NumberFormat, Numbering, NumberingId, PageMargin, Paragraph, Run, RunFonts, Shading, SpecialIndentType, Start,
    Style, StyleType, Table, TableCell, TableLayoutType, TableRow, WidthType, XMLDocx,
};
use essaim_web::Lang;
use jiff::Timestamp;

use super::{BooksError, Picked, Publisher};
use crate::model::{Axis, Experience};
use crate::words::Wording;

/// Half-points: 11 pt.
const BODY: usize = 22;
/// The deep green-blue of the house.
const INK: &str = "11302F";
/// What heads a table.
const HEAD: &str = "F2EBDD";
/// Found on any machine that opens such a document.
const FONT: &str = "Arial";
/// The numbering that draws bullets.
const BULLETS: usize = 2;
/// Twentieths of a point: the columns of the table, which fill a page of A4 between its margins. What is told takes most.
const COLUMNS: [usize; 6] = [2_638, 1_300, 1_500, 1_600, 1_200, 1_400];

/// The selection as a document of a word processor.
///
/// # Errors
/// What its writer refuses.
pub fn selection_docx(
    words: Wording<'_>,
    publisher: &Publisher,
    title: &str,
    address: &str,
    picked: &[Picked],
) -> Result<Vec<u8>, BooksError> {
    let mut bytes = Cursor::new(Vec::new());
    let parts = parts(words, publisher, title, address, picked);
    parts.pack(&mut bytes).map_err(|error| BooksError::TextDocument(error.to_string()))?;
    Ok(bytes.into_inner())
}

fn parts(words: Wording<'_>, publisher: &Publisher, title: &str, address: &str, picked: &[Picked]) -> XMLDocx {
    let sheet = Sheet { words, publisher };
    let mut docx = sheet.empty();
    docx = docx.add_paragraph(Paragraph::new().style("Title").add_run(run(title)));
    docx = docx.add_paragraph(sheet.small(&publisher.site).add_hyperlink(link(address, address)));
    docx = docx.add_table(sheet.table(picked));
    for pick in picked {
        docx = sheet.experience(docx, pick);
    }
    docx = docx.add_paragraph(sheet.licence());
    let mut parts = docx.build();
    let at = picked.iter().map(|pick| pick.entry.updated_at).max().unwrap_or_default();
    sheet.declare(&mut parts, title, at);
    parts
}

struct Sheet<'a> {
    words: Wording<'a>,
    publisher: &'a Publisher,
}

impl Sheet<'_> {
    fn say(&self, french: &'static str, english: &'static str) -> &'static str {
        if self.words.english() { english } else { french }
    }

    /// An A4 page with styles that a word processor knows by name, so that a paste takes those of the note.
    fn empty(&self) -> Docx {
        let heading = |id: &str, name: &str, level: usize, size: usize| {
            let style = Style::new(id, StyleType::Paragraph).name(name).based_on("Normal").next("Normal");
            let room = LineSpacing::new().before(if level == 0 { 480 } else { 240 }).after(100);
            style.size(size).bold().color(INK).outline_lvl(level).line_spacing(room)
        };
        let bullets = AbstractNumbering::new(BULLETS).add_level(
            Level::new(0, Start::new(1), NumberFormat::new("bullet"), LevelText::new("•"), LevelJc::new("left"))
                .indent(Some(360), Some(SpecialIndentType::Hanging(260)), None, None),
        );
        Docx::new()
            .page_size(11_906, 16_838)
            .page_margin(PageMargin::new().top(1_134).bottom(1_134).left(1_134).right(1_134))
            .default_fonts(RunFonts::new().ascii(FONT).hi_ansi(FONT).cs(FONT))
            .default_size(BODY)
            .add_style(
                Style::new("Title", StyleType::Paragraph).name("Title").based_on("Normal").size(40).bold().color(INK),
            )
            .add_style(heading("Heading1", "heading 1", 0, 30))
            .add_style(heading("Heading2", "heading 2", 1, 24))
            .add_abstract_numbering(bullets)
            .add_numbering(Numbering::new(BULLETS, BULLETS))
    }

    /// What, where, for whom, figure, means, lead.
    fn table(&self, picked: &[Picked]) -> Table {
        let heads = match self.words.lang {
            Lang::Fr => ["Quoi", "Où", "Pour qui", "Chiffre", "Moyens", "Porteur"],
            Lang::En => ["What", "Where", "For whom", "Figure", "Means", "Lead"],
        };
        let head = heads.map(|head| {
            let run = run(head).bold().size(18);
            TableCell::new().shading(Shading::new().fill(HEAD)).add_paragraph(Paragraph::new().add_run(run))
        });
        let head: Vec<_> =
            head.into_iter().zip(COLUMNS).map(|(cell, width)| cell.width(width, WidthType::Dxa)).collect();
        let mut rows = vec![TableRow::new(head).cant_split()];
        rows.extend(picked.iter().map(|pick| self.row(&pick.entry.experience)));
        let width = COLUMNS.iter().sum();
        Table::new(rows).width(width, WidthType::Dxa).layout(TableLayoutType::Fixed).set_grid(COLUMNS.to_vec())
    }

    fn row(&self, experience: &Experience) -> TableRow {
        let words = self.words;
        let figure = words.first_figure(experience).map(|figure| figure.line(words.lang)).unwrap_or_default();
        let means = experience.classification.one(Axis::Means).map(|key| words.term("means", key)).unwrap_or_default();
        let cells = [
            experience.text_in(words.english()).title.clone(),
            words.where_it_is(experience),
            words.audience(experience),
            figure,
            means.to_owned(),
            words.lead(experience),
        ];
        let cell = |(text, width): (String, usize)| {
            let body = Paragraph::new().add_run(run(&text).size(18));
            TableCell::new().width(width, WidthType::Dxa).add_paragraph(body)
        };
        TableRow::new(cells.into_iter().zip(COLUMNS).map(cell).collect()).cant_split()
    }

    fn experience(&self, mut docx: Docx, pick: &Picked) -> Docx {
        let experience = &pick.entry.experience;
        let text = experience.text_in(self.words.english());
        docx = docx.add_paragraph(heading("Heading1", &text.title));
        if !pick.note.trim().is_empty() {
            docx = docx.add_paragraph(heading("Heading2", self.say("Ma note", "My note")));
            for line in pick.note.lines() {
                docx = docx.add_paragraph(plain(line));
            }
        }
        docx = docx.add_paragraph(plain(&text.summary));
        docx = docx.add_paragraph(self.small(&self.words.situation(&experience.situation)));
        docx = docx.add_paragraph(heading("Heading2", self.say("En bref", "In brief")));
        for line in &text.in_brief {
            docx = docx.add_paragraph(bullet(line));
        }
        docx = self.facts(docx, experience);
        let figures = self.words.figures(experience);
        if !figures.is_empty() {
            docx = docx.add_paragraph(heading("Heading2", self.say("Chiffres clés", "Key figures")));
            for figure in figures {
                docx = docx.add_paragraph(bullet(&figure.line(self.words.lang)));
            }
        }
        self.contacts(docx, experience)
    }

    fn facts(&self, mut docx: Docx, experience: &Experience) -> Docx {
        let words = self.words;
        let facts = [
            (self.say("Où", "Where"), words.where_it_is(experience)),
            (self.say("Qui porte", "Who leads"), words.lead(experience)),
            (self.say("Pour qui", "For whom"), words.audience(experience)),
        ];
        docx = docx.add_paragraph(heading("Heading2", self.say("Repères", "Key facts")));
        for (label, text) in facts.into_iter().filter(|(_, text)| !text.is_empty()) {
            docx = docx.add_paragraph(bullet(&format!("{label}{}{text}", self.say("\u{a0}: ", ": "))));
        }
        docx
    }

    fn contacts(&self, mut docx: Docx, experience: &Experience) -> Docx {
        docx = docx.add_paragraph(heading("Heading2", self.say("Contacts et suite", "Contacts and more")));
        for referent in &experience.referents {
            let line = format!("{}, {}", self.words.directory.name(&referent.organisation), referent.function);
            let mut paragraph = bullet(&line);
            if let Some(website) = self.words.website(&referent.organisation) {
                paragraph = paragraph.add_run(run(" ")).add_hyperlink(link(website, website));
            }
            docx = docx.add_paragraph(paragraph);
        }
        let page = self.publisher.page(self.words.lang, &format!("/experiences/{}", experience.slug));
        docx.add_paragraph(
            bullet(self.say("La fiche entière\u{a0}: ", "The whole entry: ")).add_hyperlink(link(&page, &page)),
        )
    }

    /// What the document says of itself, and its writer cannot: title, author, date, language, and which row of the table
    /// stands again at the head of each page.
    fn declare(&self, parts: &mut XMLDocx, title: &str, at: Timestamp) {
        let language = self.say("fr-FR", "en-GB");
        let (title, author) = (escaped(title), escaped(&self.publisher.site));
        let rights = escaped(&[self.licence_words().trim(), " ", &self.publisher.licence_url].concat());
        let day = at.strftime("%Y-%m-%dT%H:%M:%SZ");
        parts.doc_props.core = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
            <cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
            xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
            xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
            <dc:title>{title}</dc:title><dc:creator>{author}</dc:creator><dc:description>{rights}</dc:description>\
            <cp:lastModifiedBy>{author}</cp:lastModifiedBy>\
            <dcterms:created xsi:type=\"dcterms:W3CDTF\">{day}</dcterms:created>\
            <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{day}</dcterms:modified>\
            <dc:language>{language}</dc:language></cp:coreProperties>"
        )
        .into_bytes();
        let spoken = format!("<w:lang w:val=\"{language}\" /></w:rPr></w:rPrDefault>");
        replace_first(&mut parts.styles, "</w:rPr></w:rPrDefault>", &spoken);
        let kept_whole = "<w:trPr><w:cantSplit />";
        replace_first(&mut parts.document, kept_whole, &[kept_whole, "<w:tblHeader />"].concat());
    }

    fn small(&self, text: &str) -> Paragraph {
        let text = format!("{text} ");
        Paragraph::new().add_run(run(&text).italic().size(18).color("3B514E"))
    }

    fn licence_words(&self) -> String {
        format!("{} {}", self.say("Contenus sous", "Content under"), self.publisher.licence)
    }

    fn licence(&self) -> Paragraph {
        let paragraph = self.small(&self.licence_words());
        if self.publisher.licence_url.is_empty() {
            return paragraph;
        }
        paragraph.add_hyperlink(link(&self.publisher.licence_url, &self.publisher.licence_url))
    }
}

/// Words, without what no XML document may hold: a bank's texts may come from anywhere.
fn run(text: &str) -> Run {
    let fit = |c: &char| matches!(c, '\t' | '\n' | '\r') || !(*c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}'));
    Run::new().add_text(text.chars().filter(fit).collect::<String>())
}

fn escaped(text: &str) -> String {
    let text: String = text.chars().filter(|c| !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'))).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// In a part that the writer made: text, always UTF-8.
fn replace_first(part: &mut Vec<u8>, what: &str, with: &str) {
    *part = String::from_utf8_lossy(part).replacen(what, with, 1).into_bytes();
}

fn heading(style: &str, text: &str) -> Paragraph {
    Paragraph::new().style(style).keep_next(true).add_run(run(text))
}

fn plain(text: &str) -> Paragraph {
    Paragraph::new().add_run(run(text))
}

fn bullet(text: &str) -> Paragraph {
    plain(text).numbering(NumberingId::new(BULLETS), IndentLevel::new(0))
}

fn link(url: &str, text: &str) -> Hyperlink {
    Hyperlink::new(url, HyperlinkType::External).add_run(run(text).color("075458").underline("single"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestSite;

    async fn document(title: &str, lang: Lang) -> XMLDocx {
        let site = TestSite::with_samples().await;
        let snapshot = site.bank.snapshot().unwrap();
        let picked = [Picked { entry: snapshot.entries()[0].clone(), note: "a\u{ffff}b\u{1}c".into() }];
        let publisher = Publisher {
            site: "Essaim & Cie".into(),
            licence: "Licence Ouverte 2.0".into(),
            licence_url: "https://essaim.example/licence".into(),
            ..Publisher::default()
        };
        parts(snapshot.words(lang), &publisher, title, "https://essaim.example/", &picked)
    }

    fn text(part: &[u8]) -> &str {
        std::str::from_utf8(part).unwrap()
    }

    #[tokio::test]
    async fn the_document_says_its_title_its_author_its_date_and_its_language() {
        let document = document("Du pain & des jeux", Lang::Fr).await;
        let core = text(&document.doc_props.core);
        assert!(core.contains("<dc:title>Du pain &amp; des jeux</dc:title>"), "{core}");
        assert!(core.contains("<dc:creator>Essaim &amp; Cie</dc:creator>"), "{core}");
        assert!(!core.contains("unknown") && !core.contains("1970"), "{core}");
        let rights =
            "<dc:description>Contenus sous Licence Ouverte 2.0 https://essaim.example/licence</dc:description>";
        assert!(core.contains(rights), "{core}");
        let styles = text(&document.styles);
        assert!(styles.contains("<w:lang w:val=\"fr-FR\""), "{styles}");
        assert_eq!(text(&document.document).matches("<w:tblHeader").count(), 1);
    }

    #[tokio::test]
    async fn what_no_document_may_hold_is_dropped() {
        let document = document("a\u{ffff}b\u{fffe}\u{1}c", Lang::En).await;
        let body = text(&document.document);
        assert_eq!(body.matches(">abc<").count(), 2, "{body}");
        assert!(!body.contains(['\u{ffff}', '\u{fffe}', '\u{1}']));
        assert!(text(&document.styles).contains("<w:lang w:val=\"en-GB\""));
    }
}
