//! The fields of a report: names and values, in groups between empty lines.

/// A group of fields.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The value of a field, by its name in small letters.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str())
    }

    fn read(&mut self, line: &str) {
        if let (true, Some((_, value))) = (line.starts_with([' ', '\t']), self.0.last_mut()) {
            value.push(' ');
            value.push_str(line.trim());
        } else if let Some((name, value)) = line.split_once(':') {
            self.0.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
}

/// The groups of a text.
pub(super) fn groups(text: &str) -> Vec<Fields> {
    let mut all = vec![Fields::default()];
    for line in text.lines() {
        match all.last_mut() {
            Some(last) if !line.trim().is_empty() => last.read(line),
            Some(last) if last.0.is_empty() => {}
            _ => all.push(Fields::default()),
        }
    }
    all
}
