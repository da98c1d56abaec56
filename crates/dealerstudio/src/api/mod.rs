//! Every operation of the API as a request type, grouped by resource.
//!
//! Each module begins with a table of its requests: the method and path, how safe it is to send the request again, and
//! what the reply contains. [`Client::send`](crate::Client::send) sends a request, and
//! [`Client::preview`](crate::Client::preview) shows what it would send. The search finds a request by the vendor's path,
//! such as `api/v1/leads`.

mod prelude;

pub mod apikeys;
pub mod appointments;
pub mod cars;
pub mod external_identifiers;
pub mod lead_clusters;
pub mod lead_events;
pub mod leads;

leads_core::resources! {
    crate::DealerStudio, ids: crate::created::id;
    ///
    /// # Examples
    ///
    /// ```
    /// let mut operations = dealerstudio::api::operations();
    /// assert!(operations.any(|operation| operation.name == "create_lead"));
    /// ```
    operations,
    ///
    /// # Examples
    ///
    /// ```
    /// let catalog = dealerstudio::api::catalog();
    /// let mut entries = catalog.iter();
    /// let entry = entries.find(|entry| entry.operation.name == "update_lead_cluster").unwrap();
    ///
    /// // A captured response. The type does not have the field `mood`; its text is kept.
    /// let found = entry.inspect_response(200, br#"{"id":34,"mood":"good"}"#);
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
    /// # let config = offline::responses([(200, r#"{"id":1,"permissions":["create:lead"]}"#)]);
    /// # let client = dealerstudio::Client::builder().api_key("made-up-key").config(config).build()?;
    /// use dealerstudio::{CallOptions, api::apikeys::ShowApikey, registry::Stored};
    ///
    /// let kept = serde_json::to_string(&Stored::new(&ShowApikey::new())?)?;
    ///
    /// // Later, in this process or in another:
    /// let registry = dealerstudio::api::registry();
    /// let stored: Stored = serde_json::from_str(&kept)?;
    /// let reply = registry.send(&client, &stored, &CallOptions::new()).await?;
    /// assert_eq!(reply.meta.http_status, 200);
    /// # Ok(()) }
    /// ```
    registry;
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
