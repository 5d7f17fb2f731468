//! `territories fetch`: the official files, looked at, agreed to, taken and brought in.

mod file;

use std::io::{self, IsTerminal, Write};

use essaim_territories::Registry;
use essaim_territories::official::fetch::{Client, Download, Patience, Wanted, departements};
use serde_json::json;

use self::file::{File, Line};
use super::bring_addresses;
use super::progress::size;
use crate::cli::TerritoriesFetch;
use crate::commands::Context;
use crate::outcome::{Ending, Refused};

/// How to take what was looked at.
const REMEDY: &str = "take them with --yes; only some of them: essaim territories fetch KEY…";

pub(super) fn run(context: &Context, asked: &TerritoriesFetch) -> anyhow::Result<Ending> {
    let wanted = wanted(context, asked)?;
    let silence = context.ground.config.downloads.silence;
    let client = Client::new(Patience { silence, ..Patience::default() });
    let is_every = asked.departements.iter().any(|code| code == "all");
    let mut files: Vec<File> = Vec::new();
    for wanted in wanted {
        let file = File::looked_at(context, &client, wanted, is_every);
        file.tell(context);
        files.push(file);
    }
    match agreement(context, asked, &files)? {
        Agreement::Given => {}
        Agreement::Refused => {
            context.output.say("Nothing was taken.");
            return Ok(Ending::Done);
        }
        Agreement::Needed => {
            context.output.give(&json!({ "files": lines(&files), "remedy": REMEDY }));
            return Ok(Ending::Refused);
        }
    }
    for file in &mut files {
        file.take(context, &client)?;
    }
    bring_addresses_in(context, &mut files)?;
    context.output.give(&json!({ "files": lines(&files) }));
    Ok(files.iter().find_map(File::ending).unwrap_or(Ending::Done))
}

/// Brings in the addresses that came, all at once: they make one set.
fn bring_addresses_in(context: &Context, files: &mut [File]) -> anyhow::Result<()> {
    let came: Vec<_> = files.iter().filter_map(File::addresses).collect();
    if came.is_empty() {
        return Ok(());
    }
    match bring_addresses(context, &came) {
        Ok(_) => Ok(()),
        Err(error) if error.is::<Refused>() => {
            context.output.say(format_args!("✘ the addresses are kept, and not brought in: {error}"));
            files.iter_mut().for_each(|file| file.refuse_addresses(&error.to_string()));
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// Every file that is asked for. What comes by département is never all of it unless that is said.
fn wanted(context: &Context, asked: &TerritoriesFetch) -> anyhow::Result<Vec<Wanted>> {
    let named = asked.keys.iter().map(|key| Download::of(key).ok_or_else(|| unknown(key)));
    let named: Vec<&Download> = named.collect::<Result<_, _>>()?;
    let downloads = if named.is_empty() { Download::all().iter().collect() } else { named };
    let codes = departements(&asked.departements, Registry::embedded());
    let codes = codes.map_err(|error| Refused(format!("{error}; write their codes: --departements 51,08")))?;
    let mut all = Vec::new();
    for download in downloads {
        let address = &context.ground.config.downloads.addresses[download.key.as_str()];
        if !download.is_by_departement() {
            all.push(download.at(address, None));
        } else if codes.is_empty() {
            if !asked.keys.is_empty() {
                return Err(Refused(all_of_it(download)).into());
            }
            context.output.say(format_args!("Left out: {}", all_of_it(download)));
        } else {
            all.extend(codes.iter().map(|code| download.at(address, Some(code))));
        }
    }
    Ok(all)
}

/// What would come of a file by département if nothing held it back, and how to say how much of it is wanted.
fn all_of_it(Download { key, title, .. }: &Download) -> String {
    let count = departements(&["all".to_owned()], Registry::embedded()).map_or(0, |every| every.len());
    let how = "name some with --departements 51,08, or take all of them with --departements all";
    format!("{key}: {title}, {count} files, one for each département; {how}")
}

fn unknown(key: &str) -> Refused {
    let keys: Vec<&str> = Download::all().iter().map(|download| download.key.as_str()).collect();
    Refused(format!("no official file has the key {key}; there are: {}", keys.join(", ")))
}

/// Whether the files may be taken.
enum Agreement {
    Given,
    Refused,
    /// Nobody can be asked; to people, an error says so.
    Needed,
}

fn agreement(context: &Context, asked: &TerritoriesFetch, files: &[File]) -> anyhow::Result<Agreement> {
    let to_come: Vec<Option<u64>> = files.iter().filter_map(File::to_come).collect();
    if asked.yes || to_come.is_empty() {
        return Ok(Agreement::Given);
    }
    if context.output.is_json() {
        return Ok(Agreement::Needed);
    }
    let known: u64 = to_come.iter().flatten().sum();
    let more = if to_come.contains(&None) { " and what is of no known size" } else { "" };
    let plural = if to_come.len() == 1 { "" } else { "s" };
    let what = format!("{} file{plural}, {}{more}", to_come.len(), size(known));
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(Refused(format!("nothing was taken: {what} would come, and nobody can be asked; {REMEDY}")).into());
    }
    write!(io::stderr(), "Take {what}? [y/N] ")?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    let is_yes = ["y", "yes", "o", "oui"].contains(&answer.trim().to_lowercase().as_str());
    Ok(if is_yes { Agreement::Given } else { Agreement::Refused })
}

fn lines(files: &[File]) -> Vec<&Line> {
    files.iter().map(File::line).collect()
}
