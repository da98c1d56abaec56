//! Looking up a lead source by id or name.

use super::Leads;
use crate::api::sources::ListSources;
use crate::model::{IdParts, SourceId};
use leads_core::{CallOptions, Error, Result};

impl Leads {
    /// Resolves a source, given by id or name.
    ///
    /// Names may start with a number (`2024-Expo`) or be one (`411`), and the server interprets a plain integer as an
    /// id. Only an unambiguous source id is used without reading the list.
    pub(super) async fn resolve_source(&self, source: &str, options: &CallOptions) -> Result<SourceId> {
        let id = SourceId::from(source.trim());
        let IdParts { number, kind } = id.parts();
        if number.is_some() && kind == Some("sources") {
            return Ok(id);
        }
        let listed = self.client.send_with(&ListSources::new(), options).await?;
        let live: Vec<_> = listed.iter().filter(|row| row.deleted_time.is_none()).collect();
        let mut matching = live.clone();
        matching.retain(|row| row.name.as_deref().is_some_and(|name| name.trim().eq_ignore_ascii_case(source.trim())));
        if matching.is_empty() && number.is_some() && kind.is_none() {
            matching = live;
            matching.retain(|row| row.id.parts().number == number);
        }
        match matching.as_slice() {
            [only] => Ok(only.id.clone()),
            [] => Err(Error::invalid("source", "is neither the id nor the name of a source")
                .with_help("use an id such as 5-sources, or the exact name of a source that is not deleted")),
            several => Err(Error::ambiguous(
                "several sources have this name",
                several.iter().map(|row| row.id.to_string()).collect(),
            )
            .with_field("source")),
        }
    }
}
