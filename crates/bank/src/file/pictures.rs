//! The pictures beside a file: which names and which bytes are taken.

/// A plain name that stays in the folder, of a kind that browsers show.
pub(super) fn is_name(name: &str) -> bool {
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    plain && !name.starts_with('.') && name.len() <= 100 && name.rsplit_once('.').is_some_and(|(_, kind)| is_kind(kind))
}

/// Whether files of this ending are pictures.
pub(crate) fn is_kind(ending: &str) -> bool {
    matches!(ending, "jpg" | "jpeg" | "png" | "webp" | "avif")
}

/// Whether the first bytes are those of the kind that the name tells.
pub(super) fn is_what_it_says(name: &str, bytes: &[u8]) -> bool {
    let starts = |at: usize, mark: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(mark));
    match name.rsplit_once('.').map_or("", |(_, kind)| kind) {
        "jpg" | "jpeg" => starts(0, b"\xff\xd8\xff"),
        "png" => starts(0, b"\x89PNG\r\n\x1a\n"),
        "webp" => starts(0, b"RIFF") && starts(8, b"WEBP"),
        "avif" => starts(4, b"ftypavif") || starts(4, b"ftypavis") || (starts(4, b"ftyp") && is_avif_brand(bytes)),
        _ => false,
    }
}

/// Some writers name the picture's format after another, more general one.
fn is_avif_brand(bytes: &[u8]) -> bool {
    bytes.chunks(4).skip(4).take(8).any(|brand| brand == b"avif")
}
