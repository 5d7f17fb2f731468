//! The story below the head: six sections under known headings.

use essaim_web::markdown_excess;

use super::{Fault, FaultKind};
use crate::model::Section;

/// The heading of each section, in French and in English; the two kinds of stakes are parts of one chapter.
const HEADINGS: [(Section, &str, &str); 6] = [
    (Section::Presentation, "## Présentation", "## Overview"),
    (Section::StakesInhabitants, "### Pour les habitants et les partenaires", "### For inhabitants and partners"),
    (Section::StakesEconomic, "### Pour les acteurs économiques", "### For economic actors"),
    (Section::Context, "## Éléments de contexte", "## Context"),
    (Section::GoingFurther, "## Pour aller plus loin", "## Going further"),
    (Section::WorthNoting, "## À noter", "## Worth noting"),
];

const STAKES: (&str, &str) = ("## Enjeux", "## Stakes");

fn heading(section: Section, english: bool) -> &'static str {
    let (_, french_words, english_words) = HEADINGS[section as usize];
    if english { english_words } else { french_words }
}

fn stakes(english: bool) -> &'static str {
    if english { STAKES.1 } else { STAKES.0 }
}

/// The known headings in words, for a fault's remedy.
pub(super) fn heading_list(english: bool) -> String {
    let names = HEADINGS.map(|(section, ..)| heading(section, english).trim_start_matches(['#', ' ']));
    names.join(", ")
}

/// Where the reader stands.
enum Under {
    Nothing,
    Stakes,
    Section(Section),
}

/// Reads the sections; `first_line` is the number of the body's first line in its file.
pub(super) fn read(body: &str, first_line: usize, english: bool, faults: &mut Vec<Fault>) -> [String; 6] {
    let mut sections: [Option<String>; 6] = Default::default();
    let mut under = Under::Nothing;
    let mut fence: Option<(usize, String)> = None;
    let mut first_lines = [first_line; 6];
    for (offset, line) in body.lines().enumerate() {
        let number = first_line + offset;
        if fence.is_none() && is_heading(line) {
            under = enter(line.trim(), number, english, &mut sections, faults, under);
            continue;
        }
        track_fence(line, number, &mut fence);
        match under {
            Under::Section(section) => {
                let text = sections[section as usize].get_or_insert_default();
                if text.is_empty() {
                    first_lines[section as usize] = number;
                }
                text.push_str(line);
                text.push('\n');
            }
            Under::Nothing | Under::Stakes if line.trim().is_empty() => {}
            Under::Nothing | Under::Stakes => faults.push(Fault::at(number, FaultKind::TextOutside)),
        }
    }
    if let Some((line, _)) = fence {
        faults.push(Fault::at(line, FaultKind::FenceNotClosed));
    }
    for (text, first_line) in sections.iter().zip(first_lines) {
        let excess = text.as_deref().and_then(markdown_excess);
        faults.extend(excess.map(|excess| Fault::at(first_line + excess.line - 1, FaultKind::Markdown(excess.kind))));
    }
    let sections = sections.map(|text| text.map(trimmed).unwrap_or_default());
    if sections[Section::Presentation as usize].is_empty() {
        faults.push(Fault::at(first_line, FaultKind::NoPresentation));
    }
    sections
}

/// Headings of the first three levels structure the file; deeper ones belong to the text.
fn is_heading(line: &str) -> bool {
    ["# ", "## ", "### "].iter().any(|mark| line.starts_with(mark))
}

fn enter(
    title: &str,
    line: usize,
    english: bool,
    sections: &mut [Option<String>; 6],
    faults: &mut Vec<Fault>,
    under: Under,
) -> Under {
    if title == stakes(english) {
        return Under::Stakes;
    }
    let Some(section) = Section::ALL.into_iter().find(|s| heading(*s, english) == title) else {
        let name = title.trim_start_matches(['#', ' ']).chars().take(80).collect();
        faults.push(Fault::at(line, FaultKind::UnknownHeading(name)));
        return under;
    };
    if sections[section as usize].is_some() {
        let name = title.trim_start_matches(['#', ' ']).to_owned();
        faults.push(Fault::at(line, FaultKind::HeadingTwice(name)));
    }
    sections[section as usize].get_or_insert_default();
    Under::Section(section)
}

/// Inside a fenced block nothing is a heading.
fn track_fence(line: &str, number: usize, fence: &mut Option<(usize, String)>) {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let text = line.trim_start_matches(' ');
    let Some(mark) = text.chars().next().filter(|c| matches!(c, '`' | '~')) else { return };
    let run: String = text.chars().take_while(|c| *c == mark).collect();
    if run.len() < 3 || indent > 3 {
        return;
    }
    match fence {
        None if mark == '`' && text[run.len()..].contains('`') => {}
        None => *fence = Some((number, run)),
        Some((_, open)) if run.starts_with(open.as_str()) && text[run.len()..].trim().is_empty() => *fence = None,
        Some(_) => {}
    }
}

/// Without empty lines before the first or after the last, nor blanks at the very end.
fn trimmed(text: String) -> String {
    let lines = text.trim_end();
    let start = lines.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum::<usize>();
    lines[start.min(lines.len())..].to_owned()
}

/// Writes the sections that hold text, one empty line between blocks.
pub(super) fn write(sections: &[String; 6], english: bool, out: &mut String) {
    let mut stakes_opened = false;
    for section in Section::ALL {
        let text = &sections[section as usize];
        if text.is_empty() {
            continue;
        }
        if matches!(section, Section::StakesInhabitants | Section::StakesEconomic) && !stakes_opened {
            stakes_opened = true;
            out.push_str(&format!("\n{}\n", stakes(english)));
        }
        out.push_str(&format!("\n{}\n\n{text}\n", heading(section, english)));
    }
}
