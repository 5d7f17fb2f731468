//! Times the address tables on one core: `geocode ADDRESSES.csv[.gz] QUESTIONS` (one question a line), or without
//! questions answers what is typed.

use std::fs::File;
use std::io::{BufRead, stdin};
use std::time::Instant;

use essaim_geo::addresses::{Addresses, AddressesBuilder, Question};
use essaim_geo::reading::addresses;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut given = std::env::args().skip(1);
    let path = given.next().ok_or("which addresses?")?;
    let start = Instant::now();
    let mut builder = AddressesBuilder::default();
    let read = addresses(File::open(&path)?, &mut builder)?;
    println!("{} read, {} left out, {:?}", read.taken, read.left_out, start.elapsed());
    let start = Instant::now();
    let bytes = builder.finish()?;
    println!("{} bytes made in {:?}", bytes.len(), start.elapsed());
    let tables = Addresses::open(bytes)?;
    let mut finder = tables.finder();
    let Some(questions) = given.next() else {
        for line in stdin().lock().lines() {
            let line = line?;
            let start = Instant::now();
            let answer = finder.find(&Question { address: &line, ..Question::default() }, 5);
            println!("{:?} {:?}", answer.doubt, start.elapsed());
            for found in &answer.found {
                println!(
                    "  {:.3} {} {:?} {} {} {} ({})",
                    found.score,
                    found.nature.key(),
                    found.number,
                    found.street,
                    found.postcode,
                    found.town,
                    found.insee
                );
            }
        }
        return Ok(());
    };
    let lines: Vec<String> = std::io::BufReader::new(File::open(questions)?).lines().collect::<Result<_, _>>()?;
    let start = Instant::now();
    let mut sum = 0.0;
    for line in &lines {
        let answer = finder.find(&Question { address: line, ..Question::default() }, 1);
        sum += answer.found.first().map_or(0.0, |found| found.score);
    }
    let rate = lines.len() as f64 / start.elapsed().as_secs_f64();
    println!("{} questions, {rate:.0} a second, mean score {:.3}", lines.len(), sum / lines.len() as f64);
    Ok(())
}
