//! The vendors of the program.

use leads_core::Operation;

/// The names of the vendors, as the library spells them.
pub(crate) const NAMES: [&str; 4] = ["capillary-leads", "nutshell", "leadsquared", "dealerstudio"];

/// Returns the operations of a vendor, or `None` if the name is not known.
pub(crate) fn operations(vendor: &str) -> Option<Vec<&'static Operation>> {
    match vendor {
        "capillary-leads" => Some(leads::capillary_leads::api::operations().collect()),
        "nutshell" => Some(leads::nutshell::api::operations().collect()),
        "leadsquared" => Some(leads::leadsquared::api::operations().collect()),
        "dealerstudio" => Some(leads::dealerstudio::api::operations().collect()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_operations() {
        assert!(NAMES.iter().all(|name| operations(name).is_some_and(|list| !list.is_empty())));
        assert!(operations("acme").is_none());
    }
}
