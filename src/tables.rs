//! Every vendor's error codes.

use leads_core::{CodeEntry, CodeTable};

/// Returns the code tables of the vendors that are compiled in. LeadSquared has two: its exceptions, and the HTTP
/// status codes that apply if no exception is returned.
///
/// ```
/// for table in leads::tables() {
///     println!("{}: {} codes", table.vendor(), table.entries().len());
/// }
/// ```
#[must_use]
pub fn tables() -> Vec<&'static CodeTable> {
    vec![
        #[cfg(feature = "capillary")]
        &capillary_leads::CODES,
        #[cfg(feature = "nutshell")]
        &nutshell::CODES,
        #[cfg(feature = "leadsquared")]
        &leadsquared::CODES,
        #[cfg(feature = "leadsquared")]
        &leadsquared::RESPONSES,
        #[cfg(feature = "dealerstudio")]
        &dealerstudio::CODES,
    ]
}

/// Looks up a vendor's code; returns `None` for an unknown code or vendor.
///
/// ```
/// # #[cfg(feature = "capillary")] {
/// let entry = leads::lookup("capillary-leads", "92024").unwrap();
/// assert_eq!(entry.kind, leads::ErrorKind::State);
/// # }
/// # #[cfg(feature = "leadsquared")] {
/// assert_eq!(
///     leads::lookup("leadsquared", "MXInvalidEntityException").unwrap().kind,
///     leads::ErrorKind::NotFound
/// );
/// assert_eq!(
///     leads::lookup("leadsquared", "404").unwrap().kind,
///     leads::ErrorKind::Precondition
/// );
/// # }
/// assert!(leads::lookup("capillary-leads", "0").is_none());
/// ```
#[must_use]
pub fn lookup(vendor: &str, code: &str) -> Option<&'static CodeEntry> {
    tables().into_iter().filter(|table| table.vendor() == vendor).find_map(|table| table.get(code))
}
