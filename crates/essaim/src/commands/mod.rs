//! What each command does: reads its arguments, calls the floors below, tells the result.

mod admin;
mod backup;
mod bank;
mod check;
mod geocode;
mod import;
mod migrate;
mod qpv;
mod search;
mod serve;
mod tables;
mod territories;

use essaim_store::Clock;

use crate::cli::{Cli, Command};
use crate::ground::{Ground, Usual};
use crate::outcome::Ending;
use crate::output::Output;
use crate::{logs, owner};

/// What every command is handed.
struct Context {
    ground: Ground,
    output: Output,
    clock: Clock,
}

/// Runs the command that was typed.
pub(crate) async fn run(cli: Cli, output: Output) -> anyhow::Result<Ending> {
    if matches!(cli.command, Command::Check) {
        return check::run(&cli.place, output).await;
    }
    let usual = if matches!(cli.command, Command::Demo(_)) { Usual::Demo } else { Usual::Bank };
    let ground = Ground::read(&cli.place, usual)?;
    logs::start(&ground.config.logs);
    owner::refuse_root_elsewhere(&ground)?;
    let context = Context { ground, output, clock: Clock::system() };
    match cli.command {
        Command::Serve(listen) => serve::serve(&context, &listen).await,
        Command::Demo(listen) => serve::demo(&context, &listen).await,
        Command::Import(import) => import::run(&context, &import).await,
        Command::Export(export) => bank::export(&context, &export).await,
        Command::Recueil(recueil) => bank::recueil(&context, &recueil).await,
        Command::Search(search) => search::run(&context, &search).await,
        Command::Backup(backup) => backup::backup(&context, &backup).await,
        Command::Restore(restore) => backup::restore(&context, &restore).await,
        Command::Geocode(wanted) => geocode::run(&context, &wanted),
        Command::Qpv(wanted) => qpv::run(&context, &wanted),
        Command::Territories(wanted) => territories::run(&context, &wanted),
        Command::Migrate(migrate) => migrate::run(&context, &migrate).await,
        Command::Admin(wanted) => admin::run(&context, &wanted).await,
        Command::Check => unreachable!("examined above, before the configuration is known to be good"),
    }
}
