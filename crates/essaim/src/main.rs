//! The program: command line, configuration, assembly. Nothing else: what it starts is in the floors below, and
//! [`assembly`] lists it once.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that cannot go on stops"))]

mod assembly;
mod assets;
mod cli;
mod commands;
mod config;
mod database;
mod ground;
mod health;
mod logs;
mod measures;
mod outcome;
mod output;
mod pages;
mod server;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::Cli;
use crate::outcome::{Ending, ending_of, told};

/// Pages are many small texts: a quicker allocator is felt.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome = runtime.map_err(anyhow::Error::from).and_then(|runtime| runtime.block_on(commands::run(cli)));
    let ending = outcome.unwrap_or_else(|error| {
        output::complain(&told(&error));
        ending_of(&error)
    });
    Ending::into(ending)
}
