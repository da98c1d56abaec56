//! One request type per operation, grouped by resource.

mod prelude;

pub mod apikeys;
pub mod appointments;
pub mod cars;
pub mod external_identifiers;
pub mod lead_clusters;
pub mod lead_events;
pub mod leads;

leads_core::resources! {
    ///
    /// # Examples
    ///
    /// ```
    /// let mut operations = dealerstudio::api::operations();
    /// assert!(operations.any(|operation| operation.name == "create_lead"));
    /// ```
    crate::DealerStudio, ids: crate::created::id;
    leads,
    lead_clusters,
    apikeys,
    external_identifiers,
    appointments,
    lead_events,
    cars,
}

/// For `skip_serializing_if` of flags that are on unless they are switched off.
pub(crate) fn is_on(flag: &bool) -> bool {
    *flag
}

/// The default of a flag that is on.
pub(crate) fn on() -> bool {
    true
}

/// For `skip_serializing_if` of flags that are off unless they are switched on.
pub(crate) fn is_off(flag: &bool) -> bool {
    !*flag
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    /// The names of the files in the folders of the resources.
    fn files() -> BTreeSet<String> {
        let api = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/api");
        let resources = std::fs::read_dir(api).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
        let files =
            resources.flat_map(|resource| std::fs::read_dir(resource).unwrap()).map(|entry| entry.unwrap().path());
        let names = files.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned());
        names.filter(|name| name != "mod").collect()
    }

    #[test]
    fn operation_files_match_the_listed_operations() {
        let listed: BTreeSet<String> = super::operations().map(|operation| operation.name.to_owned()).collect();
        assert_eq!(files(), listed);
        assert_eq!(listed.len(), 9);
    }
}
