//! How each level's official codes are written. Everything here works on upper-case ASCII.

use crate::Level;

/// Whether `code`, in upper case, could be a code of that level.
pub(crate) fn is_valid(level: Level, code: &str) -> bool {
    let bytes = code.as_bytes();
    match level {
        Level::Region => (bytes.len() == 2 && digits(bytes)) || overseas(bytes),
        Level::Departement => departement(bytes),
        Level::Arrondissement => arrondissement(bytes),
        Level::Epci => bytes.len() == 9 && digits(bytes),
        Level::Commune => commune(bytes),
        Level::Contrat => bytes.len() == 5 && bytes.starts_with(b"CV") && alphanumeric(&bytes[2..]),
        Level::Qpv => qpv(bytes),
    }
}

/// What a right code looks like, for the message that refuses a wrong one.
pub(crate) fn expected(level: Level) -> &'static str {
    match level {
        Level::Region => "two digits, as in region-44",
        Level::Departement => "01 to 95, 2A, 2B or 971 and above, as in departement-57",
        Level::Arrondissement => "a département's code and a digit, as in arrondissement-577",
        Level::Epci => "a SIREN of nine digits, as in epci-200039865",
        Level::Commune => "five characters of the INSEE code, as in commune-57463",
        Level::Contrat => "CV and three characters, as in contrat-CV180",
        Level::Qpv => "QP or QN and six characters, as in qpv-QN05701M",
    }
}

/// The département that a code is built on, with the zero of `057` and `02A` taken off.
pub(crate) fn departement_of(level: Level, code: &str) -> Option<&str> {
    match level {
        Level::Departement => Some(code),
        Level::Arrondissement => code.get(..code.len() - 1),
        Level::Commune if overseas(&code.as_bytes()[..3]) => code.get(..3),
        Level::Commune => code.get(..2),
        Level::Qpv => code.get(2..5).map(|three| three.strip_prefix('0').unwrap_or(three)),
        Level::Region | Level::Epci | Level::Contrat => None,
    }
}

fn digits(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_digit)
}

fn alphanumeric(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

/// 971 to 989: the codes shared by overseas départements, régions and collectivities.
fn overseas(bytes: &[u8]) -> bool {
    matches!(bytes, [b'9', b'7', b'1'..=b'9'] | [b'9', b'8', b'0'..=b'9'])
}

fn departement(bytes: &[u8]) -> bool {
    match bytes {
        [b'2', b'A' | b'B'] => true,
        // Corsica was 20 until 1976; the code is no longer anybody's.
        [b'2', b'0'] | [b'0', b'0'] => false,
        [b'0'..=b'8', b'0'..=b'9'] | [b'9', b'0'..=b'5'] => true,
        _ => overseas(bytes),
    }
}

fn arrondissement(bytes: &[u8]) -> bool {
    match bytes.split_last() {
        Some((last, prefix)) => last.is_ascii_digit() && departement(prefix),
        None => false,
    }
}

fn commune(bytes: &[u8]) -> bool {
    bytes.len() == 5
        && ((departement(&bytes[..2]) && digits(&bytes[2..])) || (overseas(&bytes[..3]) && digits(&bytes[3..])))
}

/// `QP057001` (2015) and `QN05701M` (2024): three characters of département, then a rank, and for
/// 2024 a letter that says how the perimeter came (M, N, I, C so far: the list is not closed).
fn qpv(bytes: &[u8]) -> bool {
    if bytes.len() != 8 {
        return false;
    }
    let (head, rank) = (&bytes[2..5], &bytes[5..]);
    let place = departement(head) || (head[0] == b'0' && departement(&head[1..]));
    match &bytes[..2] {
        b"QP" => place && digits(rank),
        b"QN" => place && digits(&rank[..2]) && rank[2].is_ascii_uppercase(),
        _ => false,
    }
}
