//! Asking before many writes.

use crate::failure::{Failure, Result};
use std::io::{BufRead as _, IsTerminal as _, Write as _};

/// Asks on a terminal. Without a terminal, `--yes` is required, so that a script never waits.
pub(crate) fn ask(question: &str, yes: bool) -> Result<()> {
    if yes {
        return Ok(());
    }
    let (stdin, mut stderr) = (std::io::stdin(), std::io::stderr());
    if !stdin.is_terminal() || !stderr.is_terminal() {
        return Err(Failure::usage("--yes", "is required without a terminal", "add --yes"));
    }
    let mut line = String::new();
    let asked = write!(stderr, "{question} [y/N] ").and_then(|()| stdin.lock().read_line(&mut line));
    match asked {
        Ok(_) if matches!(line.trim(), "y" | "Y" | "yes") => Ok(()),
        _ => Err(leads::Error::new(leads::ErrorKind::Other, "not confirmed")
            .with_help("nothing was sent; run the command again and type y")
            .into()),
    }
}
