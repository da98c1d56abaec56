//! Settings of longer runs, read from the environment.

/// Reads a number from the environment.
pub(crate) fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// Reads the seed from `LEADS_SEED`: a number, or `random`. Without it every run is the same.
pub(crate) fn seed() -> u64 {
    if std::env::var("LEADS_SEED").is_ok_and(|text| text == "random") {
        fastrand::u64(..)
    } else {
        number("LEADS_SEED", 7)
    }
}

/// Returns a search depth: the usual one and `LEADS_DEPTH` steps more. Each step takes several times as long.
pub(crate) fn depth(usual: usize) -> usize {
    usual + usize::try_from(number("LEADS_DEPTH", 0)).unwrap_or_default()
}
