//! Every vendor's error codes in one place.

use leads_core::{CodeEntry, CodeTable};

/// The code tables of the vendors that are built in.
#[must_use]
pub fn tables() -> Vec<&'static CodeTable> {
    vec![
        #[cfg(feature = "capillary")]
        &capillary_leads::CODES,
        #[cfg(feature = "nutshell")]
        &nutshell::CODES,
        #[cfg(feature = "leadsquared")]
        &leadsquared::CODES,
        #[cfg(feature = "dealerstudio")]
        &dealerstudio::CODES,
    ]
}

/// What is known of a vendor's code; `None` for a code or vendor that no table has.
///
/// ```
/// # #[cfg(feature = "capillary")] {
/// let entry = leads::lookup("capillary-leads", "92024").unwrap();
/// assert_eq!(entry.kind, leads::ErrorKind::State);
/// # }
/// assert!(leads::lookup("capillary-leads", "0").is_none());
/// ```
#[must_use]
pub fn lookup(vendor: &str, code: &str) -> Option<&'static CodeEntry> {
    tables().into_iter().find(|table| table.vendor() == vendor)?.get(code)
}
