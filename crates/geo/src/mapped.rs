//! Files read as they are looked at.

use std::fs::File;
use std::io;

use bytes::Bytes;
use memmap2::Mmap;

/// The bytes of a file, of which the system reads what is looked at and drops the rest when it lacks room.
///
/// The file must not be cut short or written to while it is read; replaced under the same name, it stays as it was. The
/// program's own data files are only ever written under another name, then renamed.
///
/// # Errors
/// When the file cannot be mapped.
pub fn mapped(file: &File) -> io::Result<Bytes> {
    #[expect(unsafe_code, reason = "the program's own files are replaced whole and never changed")]
    let map = unsafe { Mmap::map(file)? };
    Ok(Bytes::from_owner(map))
}
