//! A list of JSON objects, one at a time: none is longer than a bound, and the list is never whole in memory.

use std::io::{self, BufRead};

use serde_json::{Map, Value};

/// No object of an official list is longer.
const LONGEST: usize = 1 << 20;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A list under reading.
pub(super) struct List<R> {
    input: R,
    /// How many objects were read.
    count: usize,
    is_over: bool,
}

/// Why a list cannot be read.
#[derive(Debug, thiserror::Error)]
pub(in crate::official) enum ListFault {
    #[error("object {0} of the list is longer than a megabyte")]
    TooLong(usize),
    #[error("the list is cut short or damaged at object {0}")]
    Damaged(usize),
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl<R: BufRead> List<R> {
    /// A list that begins here, after a byte order mark or spaces.
    pub(super) fn open(mut input: R) -> Result<Self, ListFault> {
        if input.fill_buf()?.starts_with(BYTE_ORDER_MARK) {
            input.consume(BYTE_ORDER_MARK.len());
        }
        let mut list = Self { input, count: 0, is_over: false };
        match list.next_byte()? {
            Some(b'[') => Ok(list),
            _ => Err(ListFault::Damaged(0)),
        }
    }

    /// The next object; none at the end of the list, after which nothing may come.
    pub(super) fn next(&mut self) -> Result<Option<Map<String, Value>>, ListFault> {
        if self.is_over {
            return Ok(None);
        }
        let damaged = ListFault::Damaged(self.count + 1);
        let first = match (self.next_byte()?, self.count) {
            (Some(b']'), _) => return self.end().map(|()| None),
            (Some(b','), 1..) => self.next_byte()?,
            (byte, 0) => byte,
            _ => return Err(damaged),
        };
        if first != Some(b'{') {
            return Err(damaged);
        }
        let object = self.object()?;
        self.count += 1;
        serde_json::from_slice(&object).map(Some).map_err(|_| damaged)
    }

    fn end(&mut self) -> Result<(), ListFault> {
        self.is_over = true;
        match self.next_byte()? {
            None => Ok(()),
            Some(_) => Err(ListFault::Damaged(self.count + 1)),
        }
    }

    /// The bytes of an object whose first one was read.
    fn object(&mut self) -> Result<Vec<u8>, ListFault> {
        let mut object = vec![b'{'];
        let (mut depth, mut is_text, mut is_escaped) = (1_usize, false, false);
        while depth > 0 {
            let byte = self.byte()?.ok_or(ListFault::Damaged(self.count + 1))?;
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' if is_text => is_escaped = true,
                b'"' => is_text = !is_text,
                b'{' | b'[' if !is_text => depth += 1,
                b'}' | b']' if !is_text => depth -= 1,
                _ => {}
            }
            object.push(byte);
            if object.len() > LONGEST {
                return Err(ListFault::TooLong(self.count + 1));
            }
        }
        Ok(object)
    }

    fn next_byte(&mut self) -> io::Result<Option<u8>> {
        loop {
            match self.byte()? {
                Some(byte) if byte.is_ascii_whitespace() => {}
                other => return Ok(other),
            }
        }
    }

    fn byte(&mut self) -> io::Result<Option<u8>> {
        let byte = self.input.fill_buf()?.first().copied();
        self.input.consume(usize::from(byte.is_some()));
        Ok(byte)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(bytes: &[u8]) -> Result<Vec<Map<String, Value>>, ListFault> {
        let mut list = List::open(bytes)?;
        let mut all = Vec::new();
        while let Some(object) = list.next()? {
            all.push(object);
        }
        assert!(list.next()?.is_none());
        Ok(all)
    }

    #[test]
    fn objects_come_one_by_one_whatever_they_hold() {
        assert!(read(b"\xef\xbb\xbf [ ]\n").unwrap().is_empty());
        let text = r#"[{"a": "}]\"{"}, {"b": [{"c": []}]}]"#;
        let all = read(text.as_bytes()).unwrap();
        assert_eq!((all.len(), all[0]["a"].as_str()), (2, Some("}]\"{")));
    }

    #[test]
    fn what_is_no_list_or_is_cut_short_is_refused_with_its_place() {
        for (text, place) in [
            ("", 0),
            ("{}", 0),
            ("[", 1),
            ("[1]", 1),
            ("[{}", 2),
            ("[{}]x", 2),
            ("[{},]", 2),
            ("[{} {}]", 2),
            ("[,{}]", 1),
            (r#"[{}, {"a": "b"#, 2),
            ("[{]]", 1),
        ] {
            let fault = read(text.as_bytes()).unwrap_err();
            assert!(matches!(fault, ListFault::Damaged(at) if at == place), "{text}: {fault}");
        }
    }

    #[test]
    fn an_object_without_end_is_refused_before_it_fills_the_memory() {
        let endless = io::Read::chain(&b"[{\"a\": \""[..], io::Read::take(io::repeat(b'a'), 2 << 30));
        let mut list = List::open(io::BufReader::new(endless)).unwrap();
        assert!(matches!(list.next(), Err(ListFault::TooLong(1))));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = read(&bytes);
            let _ = read(&[&b"[{"[..], &bytes].concat());
        }

        #[test]
        fn any_brackets_are_read_or_refused(text in r#"\[[\[\]{}",:a\\ 1]{0,40}"#) {
            if let Ok(all) = read(text.as_bytes()) {
                let whole: Vec<Map<String, Value>> = serde_json::from_str(&text).unwrap();
                prop_assert_eq!(all, whole);
            }
        }
    }
}
