//! Files of addresses as they are published, and as they are not.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;

use super::{AddressReadingError, AddressesRead, addresses, is_addresses};
use crate::addresses::{Addresses, AddressesBuilder, Question};

const HEAD: &str = "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;code_insee_ancienne_commune;\
                    nom_ancienne_commune;x;y;lon;lat;type_position";

fn read(bytes: &[u8]) -> Result<(AddressesRead, Addresses), AddressReadingError> {
    let mut builder = AddressesBuilder::default();
    let read = addresses(Cursor::new(bytes), &mut builder)?;
    Ok((read, Addresses::open(builder.finish().unwrap()).unwrap()))
}

fn zipped(text: &str) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::fast());
    out.write_all(text.as_bytes()).unwrap();
    out.finish().unwrap()
}

fn refusal(bytes: &[u8]) -> String {
    read(bytes).err().map(|error| error.to_string()).unwrap_or_default()
}

#[test]
fn numbers_are_read_with_what_follows_them_and_where_they_are() {
    let text = format!(
        "{HEAD}\n88901_0001_00004_bis;;4;bis;Rue des AllÃ©es;88100;88901;Brumes;88902;Vieux-Brumes;;;6.5;48.1;segment\n\
         88901_0001_00005;;5;;Rue des AllÃ©es;88100;88901;Brumes;;;932000;6893000;;;\n\
         88901_0002_09999;;9999;;Les Hauts;88100;88901;Brumes;;;;;6.6;48.2;\n\
         x;;1;;;88100;88901;Brumes;;;;;6.6;48.2;\nx;;1;;Rue;88100;88901;Brumes;;;;;;;\n"
    );
    for bytes in [text.as_bytes().to_vec(), zipped(&text), text.replace('\n', "\r\n").into_bytes()] {
        let (read, tables) = read(&bytes).unwrap();
        assert_eq!(read, AddressesRead { taken: 3, left_out: 2 });
        assert_eq!((tables.len(), tables.ways()), (2, 3));
        let question = Question { address: "4 bis rue des allees vieux brumes", ..Question::default() };
        let answer = tables.finder().find(&question, 1);
        let found = &answer.found[0];
        assert_eq!(
            (found.street, found.number, found.former_town),
            ("Rue des Allées", Some((4, "bis")), Some("Vieux-Brumes"))
        );
        assert!(found.accuracy > 0.0, "placed along the way only");
    }
}

#[test]
fn commas_and_named_places_are_read_too() {
    let text = "id,nom_lieu_dit,code_postal,code_insee,nom_commune,lon,lat\n88901_b001,\"Le Clos, Haut\",88100,88901,Brumes,6.5,48.1\n";
    let (read, tables) = read(text.as_bytes()).unwrap();
    assert_eq!((read.taken, tables.len(), tables.ways()), (1, 0, 1));
    let answer = tables.finder().find(&Question { address: "le clos haut brumes", ..Question::default() }, 1);
    assert_eq!(answer.found[0].nature.key(), "lieu_dit");
}

#[test]
fn what_is_no_file_of_addresses_is_refused_with_its_reason() {
    let long = format!("{HEAD}\n{}", "x".repeat(2 << 20));
    let cut = zipped(&format!("{HEAD}\n{}", "1;;1;;Rue;88100;88901;Brumes;;;;;6.5;48.1;\n".repeat(500)));
    for (bytes, says) in [
        (b"a;b;c\n1;2;3\n".to_vec(), "the column code_insee is missing"),
        (HEAD.replace("lon;lat", "a;b").replace("x;y", "c;d").into_bytes(), "the column lon is missing"),
        (long.into_bytes(), "longer than a megabyte"),
        (cut[..cut.len() - 20].to_vec(), "cut short or damaged"),
        (b"\x1f\x8bnothing".to_vec(), "cut short or damaged"),
        (Vec::new(), "is missing"),
    ] {
        let refusal = refusal(&bytes);
        assert!(refusal.contains(says), "{refusal}");
    }
    assert!(is_addresses(HEAD) && is_addresses(&HEAD.replace(';', ",")) && !is_addresses("code;nom"));
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
        let _ = read(&bytes);
    }

    #[test]
    fn any_cells_are_read_or_refused(lines in prop::collection::vec("[0-9a-z;\",.é -]{0,60}", 0..20)) {
        let _ = read(format!("{HEAD}\n{}", lines.join("\n")).as_bytes());
    }
}
