//! Every file of `src/api` is in the list of operations.

use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn every_api_file_is_listed() {
    let api = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/api");
    let mut files = BTreeSet::new();
    for resource in std::fs::read_dir(api).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        for file in std::fs::read_dir(resource).unwrap().map(|entry| entry.unwrap().path()) {
            let name = file.file_stem().unwrap().to_string_lossy().into_owned();
            // Some files have only what the operations of a resource share.
            if std::fs::read_to_string(&file).unwrap().contains("impl Request for ") {
                assert!(files.insert(name.clone()), "{name} is there twice");
            }
        }
    }
    let listed: BTreeSet<String> = leadsquared::api::operations().map(|operation| operation.name.to_owned()).collect();
    assert_eq!(files, listed);
    assert_eq!(leadsquared::api::operations().count(), listed.len());
}

#[test]
fn deletes_are_writes_and_every_call_counts_toward_the_day() {
    for operation in leadsquared::api::operations() {
        let name = operation.name;
        if name.starts_with("delete_") {
            assert!(operation.safety.is_write(), "{name}");
        }
        assert!(operation.rate.contains(&leadsquared::CALLS) && operation.rate.contains(&leadsquared::DAILY), "{name}");
        assert_eq!(operation.rate.contains(&leadsquared::BULK), name.starts_with("bulk_"), "{name}");
    }
}
