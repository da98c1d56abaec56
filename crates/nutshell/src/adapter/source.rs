//! Looking up a lead source by id or name.

use super::Leads;
use crate::api::sources::ListSources;
use crate::model::{IdParts, SourceId};
use leads_core::{CallOptions, Error, Result};

impl Leads {
    /// The source for an id or a name.
    ///
    /// Names may begin with a number (`2024-Expo`) or be one (`411`), and the server takes a plain integer for an id: only
    /// what is an id of a source beyond doubt is taken without a look.
    pub(super) async fn resolve_source(&self, source: &str, options: &CallOptions) -> Result<SourceId> {
        let id = SourceId::from(source.trim());
        let IdParts { number, kind } = id.parts();
        if number.is_some() && kind == Some("sources") {
            return Ok(id);
        }
        let listed = self.client.send_with(&ListSources::new(), options).await?;
        let live: Vec<_> = listed.iter().filter(|row| row.deleted_time.is_none()).collect();
        let mut fitting = live.clone();
        fitting.retain(|row| row.name.as_deref().is_some_and(|name| name.trim().eq_ignore_ascii_case(source.trim())));
        if fitting.is_empty() && number.is_some() && kind.is_none() {
            fitting = live;
            fitting.retain(|row| row.id.parts().number == number);
        }
        match fitting.as_slice() {
            [only] => Ok(only.id.clone()),
            [] => Err(Error::invalid("source", "is no id and no name of a source")
                .with_help("use an id such as 5-sources, or the exact name of a source that is not deleted")),
            several => Err(Error::ambiguous(
                "several sources have this name",
                several.iter().map(|row| row.id.to_string()).collect(),
            )
            .with_field("source")),
        }
    }
}
