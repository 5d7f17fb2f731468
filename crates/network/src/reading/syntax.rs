//! Lines that are no TOML, in the words of whoever wrote them.

/// What a line that is no TOML got wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyntaxFlaw {
    /// A quote that is missing, or a text that never ends.
    Quotes,
    /// An array or a table that never ends.
    Unclosed,
    /// A comma too few or too many.
    Comma,
    /// Something that is not `key = value`.
    KeyValue,
    /// A backslash before a letter that means nothing.
    Escape,
    /// A number written as TOML does not.
    Number,
    /// A key that goes through what is no table.
    NoTable,
    /// Tables inside tables without end.
    TooDeep,
    /// Anything else.
    Other,
}

impl SyntaxFlaw {
    /// From the parser's words.
    pub(super) fn of(words: &str) -> Self {
        let says = |parts: &[&str]| parts.iter().any(|part| words.contains(part));
        match () {
            () if says(&["recurs"]) => Self::TooDeep,
            () if says(&["extend value"]) => Self::NoTable,
            () if says(&["escape", "unicode value"]) => Self::Escape,
            () if says(&["quot", "multi-line", "string"]) => Self::Quotes,
            () if says(&["comma"]) => Self::Comma,
            () if says(&["unclosed", "opening", "table open"]) => Self::Unclosed,
            () if says(&["radix", "integer", "numeric", "leading zero", "sign", "`_`", "digit", "date", "time"]) => {
                Self::Number
            }
            () if says(&["`=`", "assignment", "key", "value"]) => Self::KeyValue,
            () => Self::Other,
        }
    }

    /// What is wrong and how to mend it, in French and in English.
    pub(super) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Quotes => (
                "Un guillemet manque : entourez le texte de guillemets droits (\"…\").",
                "a quote is missing: put the text between straight quotes (\"…\").",
            ),
            Self::Unclosed => (
                "Un crochet ou une accolade n’est pas fermé : ajoutez « ] » ou « } ».",
                "a bracket or a brace is not closed: add `]` or `}`.",
            ),
            Self::Comma => (
                "Une virgule manque ou est en trop : mettez-en une entre deux valeurs.",
                "a comma is missing or too many: put one between two values.",
            ),
            Self::KeyValue => (
                "La ligne n’est pas une clé et sa valeur : écrivez « clé = valeur ».",
                "the line is not a key and its value: write `key = value`.",
            ),
            Self::Escape => (
                "Une barre oblique inverse est mal suivie : écrivez « \\\\ » pour la garder.",
                "a backslash is not followed as it should be: write `\\\\` to keep it.",
            ),
            Self::Number => (
                "Le nombre ou la date est mal écrit : des chiffres et un point, ou un texte entre guillemets.",
                "the number or the date is badly written: digits and a point, or a text between quotes.",
            ),
            Self::NoTable => (
                "La clé traverse une valeur qui n’est pas une table : retirez le point ou la table.",
                "the key goes through a value that is no table: remove the point or the table.",
            ),
            Self::TooDeep => (
                "Trop de tables sont l’une dans l’autre : aplatissez-les.",
                "too many tables are inside each other: flatten them.",
            ),
            Self::Other => ("La ligne n’est pas du TOML : corrigez-la.", "the line is no TOML: correct it."),
        }
    }
}
