//! `PATCH /rest/competitormaps/{id}`

use super::GetCompetitorMap;
use crate::api::prelude::*;
use crate::model::{CompetitorMapId, CompetitorMapStatus, LeadCompetitorMap};
use crate::patch::{PatchBody, PatchMediaType, PatchOperation, field, patch_setters};

/// Sets the status of a competitor on a lead.
///
/// `PATCH /rest/competitormaps/{id}` with JSON Patch. The response is 204 without a body. The vendor's document says
/// `application/json` here, but its server required `application/json-patch+json` where this was tried; set the content
/// type with [`media_type`](Self::media_type).
///
/// The path of the status is inferred from the member that is read. Use [`operation`](Self::operation) to write any
/// other path.
///
/// The update is retried after a lost response only if every operation is a replacement, not if one adds or removes.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) determines whether the write was applied.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns an error, before anything is sent, if the update has no changes;
/// [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown; and
/// [`ErrorCode::JsonPatchRequired`](crate::ErrorCode::JsonPatchRequired) if the server does not accept the content
/// type.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::{api::competitor_maps::UpdateCompetitorMap, model::CompetitorMapStatus};
///
/// let request = UpdateCompetitorMap::new("1-competitorMaps")
///     .status(CompetitorMapStatus::Beat);
/// let reply = client.send(&request).await?;
/// if let Some(map) = reply.into_inner() {
///     println!("{}: {:?}", map.id, map.status);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/competitormaps/{id}")]
#[doc(alias = "competitormaps/{id}")]
#[doc(alias = "update competitor map")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateCompetitorMap {
    id: CompetitorMapId,
    #[serde(default, skip_serializing_if = "PatchMediaType::is_default")]
    media_type: PatchMediaType,
    body: PatchBody,
}

impl UpdateCompetitorMap {
    /// Creates an update of `id` with no changes yet.
    pub fn new(id: impl Into<CompetitorMapId>) -> Self {
        Self { id: id.into(), media_type: PatchMediaType::default(), body: PatchBody::default() }
    }

    patch_setters! { fields "competitorMaps" {
        /// Sets the status.
        status => "status": CompetitorMapStatus,
    } }

    /// Clears the status.
    #[must_use]
    pub fn clear_status(mut self) -> Self {
        self.body.push(PatchOperation::replace(field("competitorMaps", "status"), crate::Json::null()));
        self
    }

    /// Sets the content type.
    #[must_use]
    pub fn media_type(mut self, media_type: PatchMediaType) -> Self {
        self.media_type = media_type;
        self
    }

    patch_setters! { raw }
}

impl Request for UpdateCompetitorMap {
    type Vendor = Nutshell;
    type Response = Option<One<LeadCompetitorMap>>;
    const OPERATION: Operation = op::patch("update_competitor_map", "/rest/competitormaps/{id}", Safety::Idempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).check(self.body.check()).json_as(self.media_type.as_str(), &self.body)
    }

    fn safety(&self) -> Safety {
        self.body.safety()
    }
}

impl Resolve for UpdateCompetitorMap {
    type Check = GetCompetitorMap;
    const FOUND_WHEN: &'static str = "the relation matches every change of the patch";

    fn check(&self) -> Option<GetCompetitorMap> {
        Some(GetCompetitorMap::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::patch(&self.body, seen.map(|one| one.record()))
    }
}

has_body!(UpdateCompetitorMap => PatchBody);

sample!(UpdateCompetitorMap: Self::new("1-competitorMaps").status(CompetitorMapStatus::Beat));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn competitor_map_patch_paths() {
        let request = UpdateCompetitorMap::new("1-competitorMaps").status(CompetitorMapStatus::Stole);
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"[{"op":"replace","path":"/competitorMaps/0/status","value":"stole"}]"#
        );
        let request = UpdateCompetitorMap::new("1-competitorMaps").clear_status();
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"[{"op":"replace","path":"/competitorMaps/0/status","value":null}]"#
        );
    }

    #[test]
    fn update_competitor_map_content_type_is_configurable_and_stored() {
        let content_type = |request: &UpdateCompetitorMap| match request.parts().unwrap().body() {
            leads_core::Body::Bytes { content_type, .. } => *content_type,
            other => panic!("{other:?}"),
        };
        let change = UpdateCompetitorMap::new("1-competitorMaps")
            .operation(PatchOperation::replace("/competitorMaps/0/name", "x"));
        assert_eq!(content_type(&change), "application/json-patch+json");
        let changed = change.clone().media_type(PatchMediaType::Json);
        assert_eq!(content_type(&changed), "application/json");
        for request in [change, changed] {
            let stored = serde_json::to_string(&request).unwrap();
            assert_eq!(serde_json::from_str::<UpdateCompetitorMap>(&stored).unwrap(), request);
        }
    }

    #[test]
    fn update_competitor_map_is_idempotent_for_replacements_and_rejects_an_empty_update() {
        let with = |operation| UpdateCompetitorMap::new("1-competitorMaps").operation(operation);
        assert_eq!(with(PatchOperation::replace("/competitorMaps/0/name", "x")).safety(), Safety::Idempotent);
        assert_eq!(with(PatchOperation::add("/competitorMaps/0/links/x/-", "1-x")).safety(), Safety::NonIdempotent);
        assert_eq!(with(PatchOperation::remove("/competitorMaps/0/links/x/1-x")).safety(), Safety::NonIdempotent);
        assert_eq!(UpdateCompetitorMap::new("1-competitorMaps").parts().unwrap_err().field(), Some("body"));
        assert_eq!(with(PatchOperation::add("name", "x")).parts().unwrap_err().field(), Some("path"));
    }
}
