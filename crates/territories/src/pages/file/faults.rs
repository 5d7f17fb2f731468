//! What is wrong with a table, in the words of the page.

use essaim_web::{Arg, Frame};

use crate::jobs::JobError;
use crate::tagging::{DECIDED, Missing, TableFault, TagError};

/// What is wrong with a table.
pub(super) fn table_fault(frame: &Frame, fault: &TagError) -> String {
    match fault {
        TagError::Empty => frame.t("file-fault-empty").to_owned(),
        TagError::NoColumn(wanted, _) if DECIDED.contains(&wanted.as_str()) => {
            frame.t("file-fault-decisions").to_owned()
        }
        TagError::NoColumn(_, names) => frame.tn("file-fault-columns", &[("names", names.into())]),
        TagError::Taken(name) => frame.tn("file-fault-taken", &[("name", name.into())]),
        TagError::Table(fault) => no_table(frame, fault),
        TagError::Io(_) => frame.t("file-fault-inside").to_owned(),
    }
}

/// Why it cannot be read, or given back, as a table.
fn no_table(frame: &Frame, fault: &TableFault) -> String {
    let with = |key, name, figure: Arg| frame.tn(key, &[(name, figure)]);
    let key = match fault {
        TableFault::LongRecord(line) => return with("file-fault-long-record", "line", line.into()),
        TableFault::ManyColumns(most) => return with("file-fault-many-columns", "most", most.into()),
        TableFault::ManyLines(most) => return with("file-fault-many-lines", "most", most.into()),
        TableFault::ManyCells(most) => return with("file-fault-many-cells", "most", most.into()),
        TableFault::LargeWorkbook(megabytes) => {
            return with("file-fault-large-workbook", "megabytes", megabytes.into());
        }
        TableFault::LargeUnfolded(megabytes) => {
            return with("file-fault-large-unfolded", "megabytes", megabytes.into());
        }
        TableFault::NoText => "file-fault-no-text",
        TableFault::NoSuchCell => "file-fault-no-such-cell",
        // Who tried to read it says why in words for programmers.
        TableFault::NoWorkbook(_) => "file-fault-no-workbook",
        TableFault::LongCell => "file-fault-long-cell",
        TableFault::LargeSheet => "file-fault-large-sheet",
        TableFault::Unwritable => "file-fault-unwritable",
    };
    frame.t(key).to_owned()
}

/// What a visitor is told of a job that could not be worked through.
pub(super) fn job_fault(frame: &Frame, fault: &JobError) -> String {
    match fault {
        JobError::Missing(Missing::Perimeters) => frame.t("qpv-no-perimeters").to_owned(),
        JobError::Missing(Missing::Addresses) => frame.t("qpv-no-addresses").to_owned(),
        JobError::Table(fault) => table_fault(frame, fault),
        JobError::Former(fault) => former_fault(frame, fault),
        JobError::Full => frame.t("file-full").to_owned(),
        JobError::Gone | JobError::Io(_) => frame.t("file-fault-inside").to_owned(),
    }
}

/// What is wrong with the table of last time, so that nobody mends the other one.
pub(super) fn former_fault(frame: &Frame, fault: &TagError) -> String {
    let why = table_fault(frame, fault);
    match fault {
        TagError::NoColumn(wanted, _) if DECIDED.contains(&wanted.as_str()) => why,
        _ => frame.tn("file-fault-former", &[("why", why.into())]),
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use essaim_web::testing::frame;
    use essaim_web::{Lang, Shell, ShellConfig};

    use super::*;
    use crate::{FILE_MESSAGES, MESSAGES, QPV_MESSAGES};

    #[test]
    fn each_fault_of_a_table_is_told_in_both_languages_with_its_figures() {
        let messages = vec![&MESSAGES, &QPV_MESSAGES, &FILE_MESSAGES];
        let shell = Shell::new(ShellConfig { messages, strict: true, ..ShellConfig::default() }).unwrap();
        let faults: Vec<(TagError, &str)> = vec![
            (TagError::Empty, ""),
            (TagError::NoColumn("adresse".into(), "a, b".into()), "a, b"),
            (TagError::NoColumn("qpv_decision".into(), "a, b".into()), "qpv_decision"),
            (TagError::Taken("qpv_nom".into()), "qpv_nom"),
            (TagError::Io(io::Error::other("invalid Zip archive")), ""),
            (TableFault::LongRecord(12).into(), "12"),
            (TableFault::NoText.into(), "UTF-16"),
            (TableFault::ManyColumns(999).into(), "999"),
            (TableFault::ManyLines(998).into(), "998"),
            (TableFault::LargeWorkbook(64).into(), "64"),
            (TableFault::LargeUnfolded(400).into(), "400"),
            (TableFault::ManyCells(997).into(), "997"),
            (TableFault::NoSuchCell.into(), ""),
            (TableFault::NoWorkbook("invalid Zip archive".into()).into(), ""),
            (TableFault::LongCell.into(), "32"),
            (TableFault::LargeSheet.into(), ""),
            (TableFault::Unwritable.into(), ""),
        ];
        for (fault, figure) in &faults {
            let [french, english] = [Lang::Fr, Lang::En].map(|lang| table_fault(&frame(&shell, lang, "/"), fault));
            assert!(french.contains(figure) && english.contains(figure), "{french} {english}");
            assert_ne!(french, english);
            let shown = fault.to_string();
            for told in [&french, &english] {
                assert!(told.ends_with('.') && !told.contains(&shown) && !told.contains("Zip archive"), "{told}");
            }
        }
    }
}
