//! Who acts.

use std::fmt;

/// Who asks for something to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Anybody, through the site.
    Visitor,
    /// Whoever runs the program on the machine, by the command that they typed.
    Operator {
        /// The command: `import`, `demo`…
        command: &'static str,
    },
}

/// As the audit writes it.
impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Visitor => f.write_str("visitor"),
            Self::Operator { command } => write!(f, "operator:{command}"),
        }
    }
}
