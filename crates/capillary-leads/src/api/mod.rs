//! One request type per operation, grouped by resource.

mod prelude;

pub mod follow_ups;
pub mod leads;
pub mod oauth;
pub mod reasons;
pub mod statuses;

leads_core::resources! {
    ///
    /// # Examples
    ///
    /// ```
    /// for operation in capillary_leads::api::operations() {
    ///     let (method, path) = (operation.method, operation.path);
    ///     println!("{} {method} {path} ({})", operation.name, operation.safety);
    /// }
    /// ```
    crate::Capillary, ids: crate::created::id;
    leads,
    follow_ups,
    statuses,
    reasons,
    oauth,
}

#[cfg(test)]
mod tests {
    use super::operations;
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    /// A file that is missing from the lists would be an operation that is never printed, inspected or tested.
    #[test]
    fn every_operation_file_is_listed() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/api");
        let mut files = BTreeSet::new();
        for resource in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
            for file in fs::read_dir(resource).unwrap().map(|entry| entry.unwrap().path()) {
                let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
                if name != "mod" {
                    assert!(files.insert(name));
                }
            }
        }
        let listed: BTreeSet<String> = operations().map(|operation| operation.name.to_owned()).collect();
        assert_eq!(files, listed);
        assert_eq!(operations().count(), listed.len(), "an operation is listed twice");
    }
}
