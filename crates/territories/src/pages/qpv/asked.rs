//! What a visitor asks, by the address of the page.

use essaim_geo::Point;
use essaim_web::Query;

use crate::tagging::{Ask, Asked};

/// No address is longer.
const LONGEST: usize = 300;
/// A position that is less accurate says nothing, in metres.
const COARSEST: f64 = 100_000.0;

/// Why a question is not understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    TooLong,
    NoPoint,
}

/// What is asked; none where nothing is. An address comes before a point.
pub(super) fn asked(query: &Query) -> Result<Option<Ask>, Fault> {
    let text = |name: &str| query.get(name).map(str::trim).filter(|text| !text.is_empty());
    if let Some(address) = text("adresse") {
        if address.chars().count() > LONGEST {
            return Err(Fault::TooLong);
        }
        return Ok(Some(Ask::Address(Asked { address: address.to_owned(), ..Asked::default() })));
    }
    let (lon, lat) = match (text("lon"), text("lat")) {
        (None, None) => return Ok(None),
        (Some(lon), Some(lat)) => (lon, lat),
        _ => return Err(Fault::NoPoint),
    };
    let number = |text: &str| text.replace(',', ".").parse::<f64>().map_err(|_| Fault::NoPoint);
    let accuracy = text("precision").map_or(Ok(0.0), number)?;
    if !(0.0..=COARSEST).contains(&accuracy) {
        return Err(Fault::NoPoint);
    }
    let point = Point::new(number(lon)?, number(lat)?).ok_or(Fault::NoPoint)?;
    Ok(Some(Ask::Point(point, accuracy)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_or_a_whole_point_is_asked() {
        let of = |text: &str| asked(&Query::parse(text));
        assert_eq!(of(""), Ok(None));
        assert_eq!(of("adresse=+&lon="), Ok(None));
        assert!(matches!(of("adresse=1+rue&lon=x"), Ok(Some(Ask::Address(asked))) if asked.address == "1 rue"));
        assert_eq!(of("lon=6,2&lat=49.1&precision=12"), Ok(Some(Ask::Point(Point { lon: 6.2, lat: 49.1 }, 12.0))));
        for wrong in ["lon=6", "lat=6", "lon=a&lat=1", "lon=181&lat=1", "lon=1&lat=1&precision=-1", "lon=NaN&lat=1"] {
            assert_eq!(of(wrong), Err(Fault::NoPoint), "{wrong}");
        }
        assert_eq!(of(&format!("adresse={}", "a".repeat(301))), Err(Fault::TooLong));
    }
}
