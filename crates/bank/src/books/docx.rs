//! « Mon recueil » as a text document: headings, the table, the notes, to be pasted into a note for elected members.

use std::io::Cursor;

use docx_rs::{
    AbstractNumbering, Docx, Hyperlink, HyperlinkType, IndentLevel, Level, LevelJc, LevelText, NumberFormat, Numbering,
    NumberingId, PageMargin, Paragraph, Run, RunFonts, Shading, SpecialIndentType, Start, Style, StyleType, Table,
    TableCell, TableRow, WidthType,
};
use essaim_web::Lang;

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
/// Twentieths of a point: the width of a page of A4 between its margins.
const WIDTH: usize = 9_638;

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
    let sheet = Sheet { words, publisher };
    let mut docx = sheet.empty();
    docx = docx.add_paragraph(Paragraph::new().style("Title").add_run(Run::new().add_text(title)));
    docx = docx.add_paragraph(sheet.small(&publisher.site).add_hyperlink(link(address, address)));
    docx = docx.add_table(sheet.table(picked));
    for pick in picked {
        docx = sheet.experience(docx, pick);
    }
    docx = docx.add_paragraph(sheet.licence());
    let mut bytes = Cursor::new(Vec::new());
    docx.build().pack(&mut bytes).map_err(|error| BooksError::TextDocument(error.to_string()))?;
    Ok(bytes.into_inner())
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
            style.size(size).bold().color(INK).outline_lvl(level)
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
            let run = Run::new().add_text(head).bold().size(18);
            TableCell::new().shading(Shading::new().fill(HEAD)).add_paragraph(Paragraph::new().add_run(run))
        });
        let mut rows = vec![TableRow::new(head.into()).cant_split()];
        rows.extend(picked.iter().map(|pick| self.row(&pick.entry.experience)));
        Table::new(rows).width(WIDTH, WidthType::Dxa)
    }

    fn row(&self, experience: &Experience) -> TableRow {
        let words = self.words;
        let figure = words.first_figure(experience).map(|figure| figure.line()).unwrap_or_default();
        let means = experience.classification.one(Axis::Means).map(|key| words.term("means", key)).unwrap_or_default();
        let cells = [
            experience.text_in(words.english()).title.clone(),
            words.where_it_is(experience),
            words.audience(experience),
            figure,
            means.to_owned(),
            words.lead(experience),
        ];
        let cell =
            |text: String| TableCell::new().add_paragraph(Paragraph::new().add_run(Run::new().add_text(text).size(18)));
        TableRow::new(cells.map(cell).into()).cant_split()
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
                docx = docx.add_paragraph(bullet(&figure.line()));
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
                paragraph = paragraph.add_run(Run::new().add_text(" ")).add_hyperlink(link(website, website));
            }
            docx = docx.add_paragraph(paragraph);
        }
        let page = self.publisher.page(self.words.lang, &format!("/experiences/{}", experience.slug));
        docx.add_paragraph(
            bullet(self.say("La fiche entière\u{a0}: ", "The whole entry: ")).add_hyperlink(link(&page, &page)),
        )
    }

    fn small(&self, text: &str) -> Paragraph {
        let text = format!("{text} ");
        Paragraph::new().add_run(Run::new().add_text(text).italic().size(18).color("3B514E"))
    }

    fn licence(&self) -> Paragraph {
        let words = format!("{} {} ", self.say("Contenus sous", "Content under"), self.publisher.licence);
        let paragraph = self.small(&words);
        if self.publisher.licence_url.is_empty() {
            return paragraph;
        }
        paragraph.add_hyperlink(link(&self.publisher.licence_url, &self.publisher.licence_url))
    }
}

fn heading(style: &str, text: &str) -> Paragraph {
    Paragraph::new().style(style).keep_next(true).add_run(Run::new().add_text(text))
}

fn plain(text: &str) -> Paragraph {
    Paragraph::new().add_run(Run::new().add_text(text))
}

fn bullet(text: &str) -> Paragraph {
    plain(text).numbering(NumberingId::new(BULLETS), IndentLevel::new(0))
}

fn link(url: &str, text: &str) -> Hyperlink {
    Hyperlink::new(url, HyperlinkType::External).add_run(Run::new().add_text(text).color("075458").underline("single"))
}
