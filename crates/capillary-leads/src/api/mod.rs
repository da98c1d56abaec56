//! Every operation of the API as a request type, grouped by resource.
//!
//! Each module begins with a table of its requests: the method and path, how safe it is to send the request again, and
//! what the reply contains. [`Client::send`](crate::Client::send) sends a request, and
//! [`Client::preview`](crate::Client::preview) shows what it would send. The search finds a request by the vendor's path,
//! such as `v2/leads`.

mod prelude;

pub mod follow_ups;
pub mod leads;
pub mod oauth;
pub mod reasons;
pub mod statuses;

leads_core::resources! {
    crate::Capillary, ids: crate::created::id;
    ///
    /// # Examples
    ///
    /// ```
    /// for operation in capillary_leads::api::operations() {
    ///     let (method, path) = (operation.method, operation.path);
    ///     println!("{} {method} {path} ({})", operation.name, operation.safety);
    /// }
    /// ```
    operations,
    ///
    /// # Examples
    ///
    /// ```
    /// let catalog = capillary_leads::api::catalog();
    /// let entry = catalog.iter().find(|entry| entry.operation.name == "get_lead").unwrap();
    ///
    /// // A captured response. The type does not have the field `mood`; its text is kept.
    /// let found = entry.inspect_response(200, br#"{"id":12,"status":"OPEN","mood":"good"}"#);
    /// assert_eq!(found.unknown, ["mood"]);
    /// ```
    catalog,
    ///
    /// # Examples
    ///
    /// ```
    /// # mod offline { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/offline.rs")); }
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let config = offline::responses([(200, r#"{"id":12,"status":"OPEN"}"#)]);
    /// # let password = capillary_leads::Password::plain("made-up");
    /// # let client = capillary_leads::Client::builder().cluster(capillary_leads::Cluster::Eu);
    /// # let client = client.basic("till", password).config(config).build()?;
    /// use capillary_leads::{CallOptions, api::leads::GetLead, registry::Stored};
    ///
    /// let kept = serde_json::to_string(&Stored::new(&GetLead::new(12))?)?;
    ///
    /// // Later, in this process or in another:
    /// let registry = capillary_leads::api::registry();
    /// let stored: Stored = serde_json::from_str(&kept)?;
    /// let reply = registry.send(&client, &stored, &CallOptions::new()).await?;
    /// assert_eq!(reply.meta.http_status, 200);
    /// # Ok(()) }
    /// ```
    registry;
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
