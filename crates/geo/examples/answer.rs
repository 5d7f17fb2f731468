//! Stands in for the program in `bench/geocode.py`, so that the address tables are judged without building it:
//!
//!     answer --data DIR territories import [--date DAY] ban.csv.gz
//!     answer --data DIR geocode asked.csv -o told.csv --address adresse [--near-lon near_lon --near-lat near_lat]
//!
//! Beside the addresses it reads `towns.tsv`: code, name, other names, postal codes, longitude, latitude, inhabitants.

use std::error::Error;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use essaim_geo::Point;
use essaim_geo::addresses::{Addresses, AddressesBuilder, Found, Nature, Near, Question, Town};
use essaim_geo::reading::addresses;

type Done = Result<(), Box<dyn Error>>;

fn main() -> Done {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["--version"] => println!("essaim-geo"),
        ["--data", _, "geocode", "--help"] => println!("--near-lon --near-lat"),
        ["--data", data, "territories", "import", .., file] => bring(Path::new(data), Path::new(file))?,
        ["--data", data, "geocode", asked, "-o", told, ..] => geocode(Path::new(data), asked, told)?,
        _ => return Err("see the top of this example".into()),
    }
    Ok(())
}

fn tables(data: &Path) -> PathBuf {
    data.join("territories").join("addresses")
}

fn bring(data: &Path, file: &Path) -> Done {
    if !file.ends_with("ban.csv.gz") {
        return Err("only addresses are taken".into());
    }
    let mut builder = AddressesBuilder::default();
    if let Ok(towns) = fs::read_to_string(file.with_file_name("towns.tsv")) {
        towns.lines().try_for_each(|line| town(line).map(|town| builder.know(town)))?;
    }
    addresses(File::open(file)?, &mut builder)?;
    let path = tables(data);
    fs::create_dir_all(path.parent().ok_or("no folder")?)?;
    Ok(fs::write(path, builder.finish()?)?)
}

fn town(line: &str) -> Result<Town, Box<dyn Error>> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [insee, name, others, postcodes, lon, lat, population] = cells.as_slice() else {
        return Err("not a town".into());
    };
    let listed = |text: &str| text.split('|').filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    Ok(Town {
        insee: (*insee).to_owned(),
        name: (*name).to_owned(),
        other_names: listed(others),
        postcodes: listed(postcodes).iter().map(|code| code.parse()).collect::<Result<_, _>>()?,
        point: Some(Point { lon: lon.parse()?, lat: lat.parse()? }),
        population: population.parse()?,
    })
}

fn geocode(data: &Path, asked: &str, told: &str) -> Done {
    let held = Addresses::open(fs::read(tables(data))?)?;
    let mut finder = held.finder();
    let mut rows = csv::ReaderBuilder::new().delimiter(b';').from_path(asked)?;
    let mut out = csv::WriterBuilder::new().delimiter(b';').from_path(told)?;
    let mut head = rows.headers()?.clone();
    let added = "adresse_trouvee adresse_nature adresse_score adresse_insee adresse_lon adresse_lat adresse_motif";
    added.split(' ').for_each(|name| head.push_field(name));
    out.write_record(&head)?;
    for row in rows.records() {
        let mut row = row?;
        let degrees = |at: usize| row.get(at).and_then(|text| text.parse::<f64>().ok());
        let near = degrees(2).zip(degrees(3)).map(|(lon, lat)| Near(Point { lon, lat }));
        let answer = finder.find(&Question { address: &row[1], near, ..Question::default() }, 1);
        let doubt = answer.doubt.map(|doubt| format!("{doubt:?}")).unwrap_or_default();
        match answer.found.first() {
            Some(found) => cells(found, doubt).iter().for_each(|cell| row.push_field(cell)),
            None => ["", "", "", "", "", "", &doubt].iter().for_each(|cell| row.push_field(cell)),
        }
        out.write_record(&row)?;
    }
    Ok(out.flush()?)
}

fn cells(found: &Found<'_>, doubt: String) -> [String; 7] {
    let number = found.number.filter(|_| matches!(found.nature, Nature::Number | Nature::Between));
    let number = number.map(|(number, after)| format!("{number} {after} ").replace("  ", " ")).unwrap_or_default();
    let label = format!("{number}{} {:05} {}", found.street, found.postcode, found.town);
    [
        label,
        found.nature.key().to_owned(),
        format!("{:.3}", found.score),
        found.insee.to_owned(),
        format!("{:.6}", found.point.lon),
        format!("{:.6}", found.point.lat),
        doubt,
    ]
}
