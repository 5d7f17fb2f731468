//! The command line: what is asked, and the whole help.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

/// A living bank of the projects that economic actors lead in priority neighbourhoods.
#[derive(Debug, Parser)]
#[command(
    name = "essaim",
    version,
    propagate_version = true,
    arg_required_else_help = true,
    max_term_width = 100,
    after_help = AFTER_HELP
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER_HELP: &str = "\
Exit codes:
  0  done
  1  failed: a folder, a disk, an address in use
  2  the command line is not understood
  3  the configuration is refused
  4  what was given is refused: a file to import, a backup, a word; or a download that nobody agreed to
  5  the database cannot be used: absent, out of reach, damaged, older or newer than this program
  6  nothing was changed where the bank and a file were both edited
`check` ends with the code of the first thing to mend: 1, 3 or 5.

Configuration: docs/essaim.example.toml shows every key and its default; each is also an environment variable
(server.listen is ESSAIM_SERVER_LISTEN). What is told of imported files is in French where LC_ALL, LC_MESSAGES or
LANG asks for it; everything else that the program prints is in English.";

/// The variables that stand for --data and --config; empty, they are as if unset.
pub(crate) const DATA_VARIABLE: &str = "ESSAIM_DATA";
pub(crate) const CONFIG_VARIABLE: &str = "ESSAIM_CONFIG";

/// The arguments as the parser wants them: a word that `search` leaves out (`-mentorat`) would be taken for options. A
/// space before it, which the search does not mind, makes it a word again.
pub(crate) fn arguments(typed: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let (mut is_search, mut is_over) = (false, false);
    let read = |argument: OsString| {
        let text = argument.to_string_lossy();
        is_over |= text == "--";
        let leaves_out = is_search && !is_over && is_word_left_out(&text);
        is_search |= text == "search";
        if leaves_out { format!(" {text}").into() } else { argument }
    };
    typed.into_iter().map(read).collect()
}

/// A minus sign and a word of several letters; `-h` and `-V` are options.
fn is_word_left_out(text: &str) -> bool {
    let mut word = text.strip_prefix('-').unwrap_or_default().chars();
    word.next().is_some_and(|first| first != '-') && word.next().is_some()
}

/// Where everything is.
#[derive(Clone, Debug, Args)]
pub(crate) struct Place {
    /// The folder of the database, the index, the backups and essaim.toml [env: ESSAIM_DATA] [default: /var/lib/essaim
    /// where the package's /etc/essaim/essaim.toml stands, else var/essaim; var/demo for `demo`]
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) data: Option<PathBuf>,
    /// The configuration file [env: ESSAIM_CONFIG] [default: essaim.toml in the data folder, where it stands; the
    /// package's where neither --config nor --data is given]
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) config: Option<PathBuf>,
    /// Print JSON on the standard output, for scripts; a failure is then {"error", "remedy", "exit_code"}
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the site
    ///
    /// Makes a backup and migrates the database where this program is newer than it, sows the vocabularies in a new
    /// one, then listens. The address is printed on a line of its own. Stops on SIGTERM or Ctrl-C once the answers
    /// under way are given.
    Serve(Listen),
    /// Serve the site with the sample experiences, from any folder
    ///
    /// The same as `serve`, on a database under var/demo filled with the sample experiences where it is empty. Where
    /// var/demo cannot be written, the demo lives under $XDG_DATA_HOME, or ~/.local/share, or a temporary folder, and
    /// says which.
    Demo(Listen),
    /// Bring experiences in from files
    ///
    /// PATH is a folder of experiences (`<slug>/experience.md`, with organisations.toml, vocabularies.toml, synonyms.toml,
    /// compendium.fr.toml and compendium.en.toml where they stand), the folder of one experience, or one experience.md.
    /// A file is Markdown below a head in TOML between `+++` lines. A file that has a fault changes nothing, and the
    /// others are taken; every fault is told with its line and its remedy. Importing again changes nothing. Where the
    /// bank was edited since its file was imported, both versions are shown and nothing changes, unless told which to
    /// take.
    Import(Import),
    /// Write the whole bank as files, in their one canonical form
    ///
    /// Writes DIR/<slug>/experience.md with its translation and pictures beside it, organisations.toml,
    /// vocabularies.toml, synonyms.toml, and the words of the compendium where they were edited (compendium.fr.toml,
    /// compendium.en.toml): a folder that can be kept in git and imported again.
    Export(Export),
    /// Print the compendium as a PDF, freeze an edition, change its texts
    ///
    /// A file that exists is replaced only if it is a PDF.
    ///
    /// A frozen edition is kept as it is, at its own address: --freeze 2026 is served at /recueil/2026.pdf.
    Recueil(Recueil),
    /// Search the bank, or rebuild the index
    Search(Search),
    /// Back up the database, also while the site is served
    ///
    /// The file holds every table, in a form that either database restores: SQLite to PostgreSQL and back. A database
    /// of another version is backed up as it is. A file that exists is replaced only if it is a backup.
    Backup(Backup),
    /// Restore a backup into the database
    ///
    /// Refused where the database holds something, unless --replace is given. Stop the site before. A SQLite file too
    /// damaged to be written is kept beside, as essaim.db.damaged, and a new one takes its place.
    Restore(Restore),
    /// Examine the configuration, the folders, the database and the index: what is wrong and how to mend it
    ///
    /// Changes nothing, also while the site is served.
    Check,
    /// The official files of this node, perimeters and tables: bring them in, tell what is there
    ///
    /// They are kept in the data folder, a file for each layer or table and each vintage, outside the database and its
    /// backups: each node imports them.
    #[command(subcommand)]
    Territories(Territories),
    /// Give the addresses of a table their points
    ///
    /// FILE is a CSV table in any usual dress (`;`, tab, `,`; UTF-8 or Windows-1252). It is given back line by line as it
    /// is, with columns added at its end: adresse_trouvee, adresse_nature (numero, interpolee, voie, lieu_dit, commune),
    /// adresse_score (0 to 1: how likely it is that this was meant), adresse_insee, adresse_lon, adresse_lat,
    /// adresse_millesime, adresse_motif. Nothing leaves this machine. Addresses come in with `territories import`.
    Geocode(Geocode),
    /// Tell which priority neighbourhood (QPV) each line of a table lies in
    #[command(subcommand)]
    Qpv(Qpv),
    /// Migrate the database to this program's schema, after a backup
    Migrate(Migrate),
    /// The accounts of this instance: let the first administrator in
    #[command(subcommand)]
    Admin(Admin),
}

/// What to do with accounts.
#[derive(Debug, Subcommand)]
pub(crate) enum Admin {
    /// Make somebody an administrator, and print the link by which she signs in
    ///
    /// The link works once, within 24 hours, in any browser: whoever has it comes in. No mail is needed. She receives
    /// later links by mail, at this address. Also while the site is served.
    Invite(Invite),
}

/// Whom to invite.
#[derive(Debug, Args)]
pub(crate) struct Invite {
    /// Her address of mail
    #[arg(value_name = "MAIL")]
    pub(crate) mail: String,
    /// In which language she is written to
    #[arg(long, value_enum, default_value_t = Tongue::Fr)]
    pub(crate) lang: Tongue,
}

/// What to do with a table.
#[derive(Debug, Subcommand)]
pub(crate) enum Qpv {
    /// Points to neighbourhoods
    ///
    /// FILE is a CSV table in any usual dress (`;`, tab, `,`; UTF-8 or Windows-1252) with a column of longitudes and one
    /// of latitudes, in degrees or in metres of Lambert-93. It is given back line by line as it is, with columns added at
    /// its end: qpv_verdict (dans, hors, a_verifier), qpv_code, qpv_nom, qpv_motif (bord, vide, perimetres_absents…),
    /// qpv_distance_m (to the edge, negative inside), qpv_proche_code, qpv_proche_m, qpv_millesime. A point on an edge is
    /// inside; of two neighbourhoods that share it, the smaller code is told.
    Locate(Locate),
    /// Addresses to neighbourhoods
    ///
    /// FILE is a CSV table in any usual dress. It is given back line by line as it is, with columns added at its end: those
    /// of `qpv locate`, then those of `geocode`. qpv_motif is one of a closed list that docs/qpv.md explains; vide,
    /// etranger, domicilie and boite_postale are to be corrected where the file comes from. A verdict is only given on a
    /// score of 0.8 or more. What people decided travels in the file: columns qpv_decision (a neighbourhood's code, or
    /// hors) and qpv_decision_le of last year's table are taken with --decisions.
    Tag(Box<Tag>),
}

/// Where the addresses of a table are. Where none is told, columns are guessed by their names.
#[derive(Debug, Args)]
pub(crate) struct AddressArgs {
    /// The column of whole addresses
    #[arg(long, value_name = "COLUMN")]
    pub(crate) address: Option<String>,
    /// The column of house numbers
    #[arg(long, value_name = "COLUMN")]
    pub(crate) number: Option<String>,
    /// The column of ways
    #[arg(long, value_name = "COLUMN")]
    pub(crate) street: Option<String>,
    /// The column of what completes the way: a second line of the address
    #[arg(long, value_name = "COLUMN")]
    pub(crate) complement: Option<String>,
    /// The column of postal codes
    #[arg(long, value_name = "COLUMN")]
    pub(crate) postcode: Option<String>,
    /// The column of communes
    #[arg(long, value_name = "COLUMN")]
    pub(crate) city: Option<String>,
    /// The column of the communes' INSEE codes
    #[arg(long, value_name = "COLUMN")]
    pub(crate) insee: Option<String>,
}

/// Which addresses.
#[derive(Debug, Args)]
pub(crate) struct Geocode {
    /// The table to read [default: the standard input, as with -]
    pub(crate) file: Option<PathBuf>,
    /// The table to write [default: the standard output, as with -]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) columns: AddressArgs,
    /// Of several that fit as well, the nearer to this point is meant: the column of its longitudes
    #[arg(long, value_name = "COLUMN", requires = "near_lat")]
    pub(crate) near_lon: Option<String>,
    /// The column of its latitudes
    #[arg(long, value_name = "COLUMN", requires = "near_lon")]
    pub(crate) near_lat: Option<String>,
    /// Go on with a run that was interrupted
    #[arg(long, requires = "output")]
    pub(crate) resume: bool,
}

/// What to tag.
#[derive(Debug, Args)]
pub(crate) struct Tag {
    /// The table to read [default: the standard input, as with -]
    pub(crate) file: Option<PathBuf>,
    /// The table to write [default: the standard output, as with -]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) columns: AddressArgs,
    /// Of which generation; both: the columns twice, ending with _2015 and _2024
    #[arg(long, value_enum, default_value_t = Generations::G2024, conflicts_with = "date")]
    pub(crate) generation: Generations,
    /// The generation in force on the day that this column gives: 2024's since 1 January 2024, overseas since 1 January
    /// 2025
    #[arg(long, value_name = "COLUMN")]
    pub(crate) date: Option<String>,
    /// Nearer to an edge than so many metres, a line is a_verifier [default: 0 for a number that has a point of its own,
    /// what the point is accurate to for anything less]
    #[arg(long, value_name = "METRES", value_parser = metres)]
    pub(crate) marge: Option<f64>,
    /// The column of longitudes, of points that are taken as they are
    #[arg(long, value_name = "COLUMN", requires = "lat")]
    pub(crate) lon: Option<String>,
    /// The column of latitudes
    #[arg(long, value_name = "COLUMN", requires = "lon")]
    pub(crate) lat: Option<String>,
    /// A table tagged before, whose decisions are taken
    #[arg(long, value_name = "FILE")]
    pub(crate) decisions: Option<PathBuf>,
    /// Go on with a run that was interrupted
    #[arg(long, requires = "output")]
    pub(crate) resume: bool,
}

/// What to locate.
#[derive(Debug, Args)]
pub(crate) struct Locate {
    /// The table to read [default: the standard input, as with -]
    pub(crate) file: Option<PathBuf>,
    /// The table to write [default: the standard output, as with -]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Of which generation; both: the columns twice, ending with _2015 and _2024
    #[arg(long, value_enum, default_value_t = Generations::G2024)]
    pub(crate) generation: Generations,
    /// Nearer to an edge than so many metres, a line is a_verifier
    #[arg(long, value_name = "METRES", default_value_t = 0.0, value_parser = metres)]
    pub(crate) marge: f64,
    /// The column of longitudes, or of metres east [default: guessed]
    #[arg(long, value_name = "COLUMN", requires = "lat")]
    pub(crate) lon: Option<String>,
    /// The column of latitudes, or of metres north [default: guessed]
    #[arg(long, value_name = "COLUMN", requires = "lon")]
    pub(crate) lat: Option<String>,
}

/// Which generations of neighbourhoods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Generations {
    /// Those of 2024
    #[value(name = "2024")]
    G2024,
    /// Those of 2015
    #[value(name = "2015")]
    G2015,
    /// Both
    Both,
}

fn metres(text: &str) -> Result<f64, String> {
    let metres = text.parse().ok().filter(|metres| (0.0..=10_000.0).contains(metres));
    metres.ok_or_else(|| "write a number of metres from 0 to 10000".to_owned())
}

/// What to do with the official files.
#[derive(Debug, Subcommand)]
pub(crate) enum Territories {
    /// Bring official files in, as they are published
    ///
    /// Perimeters: priority neighbourhoods (2015, 2024), contrats de ville, communes, EPCI, arrondissements, départements,
    /// régions. Each file's layer is recognised by its codes. GeoJSON, TopoJSON and zipped shapefiles, in degrees (WGS84)
    /// or in Lambert-93, compressed (.gz) or not. Rings that cross or touch themselves are made sound.
    ///
    /// Tables: communes and their movements, arrondissements, départements, régions, EPCI with their communes, postal
    /// codes, what became of the neighbourhoods of 2015 in 2024, contrats de ville as points, points of contact of La
    /// Poste. Each is recognised by its columns. CSV with any usual separator and letters, lists in JSON, points in
    /// GeoJSON, compressed (.gz) or not. A site that is being served takes them at its next start.
    ///
    /// A file that is refused leaves what was there; those before it were taken.
    Import(TerritoriesImport),
    /// Take the official files from their publishers, and bring them in
    ///
    /// Asks each publisher what its file weighs, shows it, and asks before anything comes (--yes does not ask; without a
    /// terminal it is needed). A file is taken whole or not at all; one that was interrupted goes on from where it was,
    /// and one that did not change is not taken again. The addresses are those of [downloads] in the configuration. What
    /// is published by département, the addresses of the BAN, comes for those that are named. Proxies are those of the
    /// environment (HTTPS_PROXY, NO_PROXY).
    Fetch(TerritoriesFetch),
    /// Tell which layers and tables are there, of what day, and which are missing
    Status,
}

/// What to bring in.
#[derive(Debug, Args)]
pub(crate) struct TerritoriesImport {
    /// The files
    #[arg(required = true, num_args = 1..)]
    pub(crate) files: Vec<PathBuf>,
    /// Of what day the data are [default: the day in the file's name, else the day it was written]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) date: Option<Date>,
}

/// What to take.
#[derive(Debug, Args)]
pub(crate) struct TerritoriesFetch {
    /// Only these, by their key in the configuration [default: all]
    #[arg(value_name = "KEY")]
    pub(crate) keys: Vec<String>,
    /// The départements of what is published by département, or `all`
    #[arg(long, value_name = "CODE,…", value_delimiter = ',')]
    pub(crate) departements: Vec<String>,
    /// Take the files without asking
    #[arg(long)]
    pub(crate) yes: bool,
}

/// Where to listen.
#[derive(Debug, Args)]
pub(crate) struct Listen {
    /// The address and port to listen on; port 0 takes a free one [default: server.listen]
    #[arg(long, value_name = "ADDR:PORT")]
    pub(crate) listen: Option<SocketAddr>,
}

/// What to import.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The folder or file to bring in
    pub(crate) path: PathBuf,
    /// Which version to take where the bank was edited since its file was imported
    #[arg(long, value_enum)]
    pub(crate) take: Option<TakeWhich>,
}

/// Which version wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TakeWhich {
    /// The file's
    File,
    /// The bank's
    Bank,
}

/// Where to export.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The folder to write; files of the same names are replaced, others are left
    pub(crate) folder: PathBuf,
}

/// What to print.
#[derive(Debug, Args)]
pub(crate) struct Recueil {
    /// The PDF to write
    #[arg(default_value = "recueil.pdf")]
    pub(crate) file: PathBuf,
    /// Only these experiences, by slug, in this order
    #[arg(long, value_name = "SLUG,…", value_delimiter = ',')]
    pub(crate) fiches: Vec<String>,
    /// The language of titles and headings
    #[arg(long, value_enum, default_value_t = Tongue::Fr)]
    pub(crate) lang: Tongue,
    /// Write beside it, into this folder, what Typst's own program makes the same PDF from: main.typ and all it reads
    #[arg(long, value_name = "DIR", conflicts_with = "freeze")]
    pub(crate) sources: Option<PathBuf>,
    /// Freeze today's compendium as an edition of this name, and print it
    #[arg(long, value_name = "NAME", conflicts_with = "fiches")]
    pub(crate) freeze: Option<String>,
    /// Take the title, subtitle, editor, foreword, method, credits and logos from this TOML file, from now on
    #[arg(long, value_name = "FILE")]
    pub(crate) texts: Option<PathBuf>,
}

/// A language of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Tongue {
    /// French
    Fr,
    /// English
    En,
}

/// What to search.
#[derive(Debug, Args)]
pub(crate) struct Search {
    /// The words; quotes make a phrase, a minus sign leaves a word out, though not its synonyms (one letter: after --)
    #[arg(required_unless_present = "rebuild", num_args = 1..)]
    pub(crate) words: Vec<String>,
    /// How many results at most
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(crate) limit: u16,
    /// Throw the index away and build it from the database
    #[arg(long, conflicts_with = "words")]
    pub(crate) rebuild: bool,
}

/// Where to back up.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// The file to write [default: a dated file in the backup folder]
    pub(crate) file: Option<PathBuf>,
    /// Keep only the N latest dated files of the backup folder, this one included; those made before an upgrade stay
    #[arg(long, value_name = "N", conflicts_with = "file", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) keep: Option<u16>,
}

/// What to restore.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The backup to read
    pub(crate) file: PathBuf,
    /// Throw away what the database holds
    #[arg(long)]
    pub(crate) replace: bool,
}

/// How to migrate.
#[derive(Debug, Args)]
pub(crate) struct Migrate {
    /// Only tell what would be done
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_word_is_left_out_and_options_stay_options() {
        let read = |typed: &[&str]| Cli::try_parse_from(arguments(typed.iter().map(OsString::from))).unwrap();
        let cli = read(&["essaim", "search", "entreprise", "-mentorat", "--limit", "3", "--json"]);
        let Command::Search(search) = cli.command else { panic!("another command") };
        assert_eq!((search.words.join(" ").as_str(), search.limit, cli.place.json), ("entreprise  -mentorat", 3, true));
        assert!(Cli::try_parse_from(arguments(["essaim", "backup", "-mentorat"].map(OsString::from))).is_err());
    }

    #[test]
    fn every_command_and_argument_has_a_help() {
        for command in Cli::command().get_subcommands() {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            for argument in command.get_arguments() {
                assert!(argument.get_help().is_some(), "{} {}", command.get_name(), argument.get_id());
            }
        }
    }
}
