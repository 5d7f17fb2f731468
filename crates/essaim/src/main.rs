//! The program: command line, configuration, assembly. Nothing else: what it starts is in the floors below, and
//! [`assembly`] lists it once.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that cannot go on stops"))]

mod assembly;
mod assets;
mod backups;
mod cli;
mod commands;
mod config;
mod database;
mod folders;
mod ground;
mod health;
mod leftovers;
mod logs;
mod measures;
mod notify;
mod outcome;
mod output;
mod owner;
mod pages;
mod patient;
#[cfg(test)]
mod permissions;
mod personas;
mod places;
mod printer;
mod room;
mod server;
mod small_pages;
mod watched;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::Cli;
use crate::outcome::{Ending, Failure};
use crate::output::Output;

/// Pages are many small texts: a quicker allocator is felt.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    small_pages::ask();
    let cli = Cli::parse_from(cli::arguments(std::env::args_os()));
    let output = Output::new(cli.place.json);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome = runtime.map_err(anyhow::Error::from).and_then(|runtime| runtime.block_on(commands::run(cli, output)));
    let ending = outcome.unwrap_or_else(|error| output.fail(&Failure::of(&error)));
    Ending::into(output.end(ending))
}
