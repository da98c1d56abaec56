//! `POST /rest/leads/{id}/status`

use super::GetLead;
use crate::api::prelude::*;
use crate::input::ProductMap;
use crate::model::{CompetitorMapId, Lead, LeadId, LeadStatus, OutcomeId};
use leads_core::vendor::is_blank;

/// Closes a lead, or changes the outcome it was closed with.
///
/// `POST /rest/leads/{id}/status`. The response is the whole lead, wrapped or bare. There is no status field: the
/// vendor derives the status (won, lost or cancelled) from the outcome, which the company defines
/// ([`ListOutcomes`](crate::api::outcomes::ListOutcomes)). [`ReopenLead`](crate::api::leads::ReopenLead) reopens the
/// lead.
///
/// What the server does with an empty body is not documented. A request without outcome, competitors and products is an
/// error unless [`allow_empty`](Self::allow_empty) permits it.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) determines whether the write was applied.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown. The call is not retried after a lost
/// response, which leaves the outcome unknown: a retry could add the products twice.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::leads::UpdateLeadStatus;
/// use nutshell::input::ProductMap;
///
/// let won = UpdateLeadStatus::new("1003-leads")
///     .outcome("1-outcomes")
///     .product_map(ProductMap::new("7-products").quantity(2));
/// let lead = client.send(&won).await?;
/// println!("{}: {:?}", lead.id, lead.status);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/leads/{id}/status")]
#[doc(alias = "leads/{id}/status")]
#[doc(alias = "update lead status")]
#[doc(alias = "update status")]
#[doc(alias = "close lead")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateLeadStatus {
    id: LeadId,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    allow_empty: bool,
    body: UpdateLeadStatusBody,
}

/// The wire body of [`UpdateLeadStatus`].
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateLeadStatusBody {
    outcome_id: Option<OutcomeId>,
    competitor_maps: Option<Vec<CompetitorMapId>>,
    product_maps: Option<Vec<ProductMap>>,
}

impl UpdateLeadStatus {
    /// Creates a request that closes the lead `id`; set an outcome, competitors or products.
    pub fn new(id: impl Into<LeadId>) -> Self {
        Self { id: id.into(), allow_empty: false, body: UpdateLeadStatusBody::default() }
    }

    /// Sets whether a request without outcome, competitors and products is sent, as `{}`. The vendor does not require a
    /// body and does not document the effect of an empty one.
    #[must_use]
    pub fn allow_empty(mut self, allowed: bool) -> Self {
        self.allow_empty = allowed;
        self
    }

    /// Sets the outcome.
    #[must_use]
    pub fn outcome(mut self, id: impl Into<OutcomeId>) -> Self {
        self.body.outcome_id = Some(id.into());
        self
    }

    /// Adds a competitor, by the id of its map.
    #[must_use]
    pub fn competitor_map(mut self, id: impl Into<CompetitorMapId>) -> Self {
        self.body.competitor_maps.get_or_insert_default().push(id.into());
        self
    }

    /// Adds a product.
    #[must_use]
    pub fn product_map(mut self, map: ProductMap) -> Self {
        self.body.product_maps.get_or_insert_with(|| Vec::with_capacity(1)).push(map);
        self
    }
}

impl Request for UpdateLeadStatus {
    type Vendor = Nutshell;
    type Response = One<Lead>;
    const OPERATION: Operation = op::post("update_lead_status", "/rest/leads/{id}/status", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        let UpdateLeadStatusBody { outcome_id, competitor_maps, product_maps } = &self.body;
        // An empty list in a stored request counts as absent.
        let something = outcome_id.is_some()
            || competitor_maps.as_ref().is_some_and(|maps| !maps.is_empty())
            || product_maps.as_ref().is_some_and(|maps| !maps.is_empty());
        Parts::new()
            .path("id", &self.id)
            .require(
                something || self.allow_empty,
                "outcomeId",
                "must be set if there are no competitors and no products",
            )
            .require(outcome_id.as_ref().is_none_or(|id| !is_blank(id.as_str())), "outcomeId", "must not be empty")
            .require(
                competitor_maps.iter().flatten().all(|id| !is_blank(id.as_str())),
                "competitorMaps",
                "must not contain an empty id",
            )
            .check(product_maps.iter().flatten().try_for_each(ProductMap::check))
            .json(&self.body)
    }
}

/// Compares the lead with what was sent: it must no longer be open, and have the outcome and every competitor.
///
/// Products prove nothing: a lead can have the same one several times.
impl Resolve for UpdateLeadStatus {
    type Check = GetLead;
    const FOUND_WHEN: &'static str =
        "the lead is closed with the outcome and has the competitors; products cannot be verified";

    fn check(&self) -> Option<GetLead> {
        Some(GetLead::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        let Ok(lead) = seen else { return Resolution::CannotTell };
        let UpdateLeadStatusBody { outcome_id, competitor_maps, product_maps } = &self.body;
        let links = lead.links.as_ref();
        let outcome = outcome_id.as_ref().map(|wanted| {
            let closed = *lead.status.as_ref()? != LeadStatus::Open;
            Some(closed && links?.outcome.as_ref()? == wanted)
        });
        let competitors = competitor_maps.iter().flatten().map(|map| Some(links?.competitor_maps.contains(map)));
        Resolution::from_evidence(outcome.into_iter().chain(competitors).chain(product_maps.as_ref().map(|_| None)))
    }
}

has_body!(UpdateLeadStatus => UpdateLeadStatusBody);

sample!(UpdateLeadStatus: Self::new("1003-leads")
    .outcome("1-outcomes")
    .competitor_map("1-competitorMaps")
    .product_map(ProductMap::new("1-products").price(leads_core::Decimal::from(100)).quantity(2)));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_request_is_rejected() {
        let error = UpdateLeadStatus::new("1003-leads").parts().unwrap_err();
        assert_eq!(error.field(), Some("outcomeId"));
        assert_eq!(UpdateLeadStatus::new("1-leads").outcome(" ").parts().unwrap_err().field(), Some("outcomeId"));
        assert_eq!(UpdateLeadStatus::new("..").outcome("1-outcomes").parts().unwrap_err().field(), Some("id"));
    }

    #[test]
    fn empty_request_is_sent_only_if_allowed() {
        let request = UpdateLeadStatus::new("1003-leads").allow_empty(true);
        assert!(request.parts().is_ok());
        assert_eq!(serde_json::to_string(request.body()).unwrap(), "{}");
        let stored = serde_json::to_string(&request).unwrap();
        assert_eq!(stored, r#"{"id":"1003-leads","allow_empty":true,"body":{}}"#);
        assert_eq!(serde_json::from_str::<UpdateLeadStatus>(&stored).unwrap(), request);
        let usual = UpdateLeadStatus::new("1003-leads").outcome("1-outcomes");
        assert_eq!(serde_json::to_string(&usual).unwrap(), r#"{"id":"1003-leads","body":{"outcomeId":"1-outcomes"}}"#);
        assert!(UpdateLeadStatus::new("1003-leads").allow_empty(true).outcome(" ").parts().is_err());
        assert_eq!(leads_core::Resolve::interpret(&request, Ok(&lead())), Resolution::CannotTell);
    }

    fn lead() -> One<Lead> {
        let response =
            HttpResponse::new(200, Default::default(), &br#"{"leads":[{"id":"1003-leads","status":"won"}]}"#[..]);
        UpdateLeadStatus::read(&response).unwrap()
    }

    #[test]
    fn each_member_alone_is_sufficient() {
        let new = || UpdateLeadStatus::new("1003-leads");
        let product = ProductMap::new("1-products");
        for (request, wanted) in [
            (new().outcome("1-outcomes"), r#"{"outcomeId":"1-outcomes"}"#),
            (new().competitor_map("1-competitorMaps"), r#"{"competitorMaps":["1-competitorMaps"]}"#),
            (new().product_map(product), r#"{"productMaps":[{"links":{"product":"1-products"}}]}"#),
        ] {
            assert!(request.parts().is_ok());
            assert_eq!(serde_json::to_string(request.body()).unwrap(), wanted);
        }
    }
}
