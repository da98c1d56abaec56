//! `PUT /api/v1/dealerships/{dealership_slug}/lead_clusters/{id}`

use crate::api::prelude::*;
use crate::api::{is_on, on};
use crate::model::{
    CarId, CarLeadCluster, ClusterState, Dealership, LeadClusterBody, LeadClusterFields, LeadClusterRecord,
    LeadClusterRef, LeadStatusOptionId, LocationId, UserId,
};
use crate::preflight::{Needs, PermissionNeed};
use leads_core::{Error, Patch};

/// Updates a lead cluster: its users, outcome, location, tags and cars.
///
/// `PUT /api/v1/dealerships/{dealership_slug}/lead_clusters/{id}`. The path has the dealership's slug; the vendor's
/// guide says that its id is accepted too. Every field is optional, and fields that are not set are kept.
///
/// Clearing [`user_id`](Self::user_id) writes `null`, which the vendor documents as "no change": it does not
/// unassign. How to unassign is not known.
///
/// It is retried automatically after a lost response unless it creates new rows of cars.
///
/// If the response is lost, the outcome cannot be verified automatically, because Dealer Studio has no operation that
/// reads the record. [`Error::help`](crate::Error::help) says where to check manually.
///
/// See [the vendor's page](https://dev.dealerstudio.com.au/public-api/operations/apiv1dealershipsdealership_sluglead_clustersid/put).
///
/// # Errors
///
/// * before sending: nothing to change, an empty id, a list of states instead of one;
/// * `unauthorised` or `forbidden` (documented without a status), `not_found`, `validation_failed`:
///   [`NotApplied`](leads_core::WriteOutcome::NotApplied);
/// * a foreign response or a 5xx: [`Unknown`](leads_core::WriteOutcome::Unknown).
///
/// The request is documented, the wrapper by example and guide; the response is not, so an empty one is a success.
///
/// # Examples
///
/// ```
/// # async fn run(client: &dealerstudio::Client) -> dealerstudio::Result<()> {
/// use dealerstudio::{api::lead_clusters::UpdateLeadCluster, model::ClusterState};
/// use dealerstudio::leads_core::Patch;
///
/// let won = UpdateLeadCluster::new("northside-motors", 34)
///     .lead_state(Patch::Set(ClusterState::Converted));
/// let reply = client.send(&won).await?;
/// println!("{}", reply.meta().outcome);
///
/// let handed_over = UpdateLeadCluster::new(42, 34)
///     .user_id(Patch::set(7))
///     .tags(vec!["urgent".to_owned()]);
/// client.send(&handed_over).await?;
/// # Ok(()) }
/// ```
#[doc(alias = "/api/v1/dealerships/{dealership_slug}/lead_clusters/{id}")]
#[doc(alias = "dealerships/{dealership_slug}/lead_clusters/{id}")]
#[doc(alias = "update lead cluster")]
#[doc(alias = "close lead")]
#[doc(alias = "update status")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateLeadCluster {
    dealership: Dealership,
    id: LeadClusterRef,
    body: LeadClusterBody,
    #[serde(default = "on", skip_serializing_if = "is_on")]
    validate: bool,
}

impl UpdateLeadCluster {
    /// Creates an update of the cluster `id` of a dealership.
    pub fn new(dealership: impl Into<Dealership>, id: impl Into<LeadClusterRef>) -> Self {
        Self { dealership: dealership.into(), id: id.into(), body: LeadClusterBody::default(), validate: true }
    }

    fn with(mut self, change: impl FnOnce(&mut LeadClusterFields)) -> Self {
        change(&mut self.body.lead_cluster);
        self
    }

    /// Assigns a user. `Clear` writes `null`, which keeps the current one.
    #[must_use]
    pub fn user_id(self, change: Patch<UserId>) -> Self {
        self.with(|fields| fields.user_id = change)
    }

    /// Assigns a second user.
    #[must_use]
    pub fn secondary_user_id(self, change: Patch<UserId>) -> Self {
        self.with(|fields| fields.secondary_user_id = change)
    }

    /// Sets the state of the cluster: its outcome.
    #[must_use]
    pub fn lead_state(self, change: Patch<ClusterState>) -> Self {
        self.with(|fields| fields.lead_state = change)
    }

    /// Sets whether the cluster is approved.
    #[must_use]
    pub fn approved(self, approved: bool) -> Self {
        self.with(|fields| fields.approved = Some(approved))
    }

    /// Sets the location.
    #[must_use]
    pub fn location_id(self, change: Patch<LocationId>) -> Self {
        self.with(|fields| fields.location_id = change)
    }

    /// Sets the dealership's own status option.
    #[must_use]
    pub fn lead_status_option_id(self, change: Patch<LeadStatusOptionId>) -> Self {
        self.with(|fields| fields.lead_status_option_id = change)
    }

    /// Sets the tags, most likely replacing the current ones.
    #[must_use]
    pub fn tags(self, tags: Vec<String>) -> Self {
        self.with(|fields| fields.tags = Some(tags))
    }

    /// Sets the cars, most likely replacing the current ones.
    #[must_use]
    pub fn car_ids(self, cars: Vec<CarId>) -> Self {
        self.with(|fields| fields.car_ids = Some(cars))
    }

    /// Adds, edits or removes a row that links a car to the cluster. With a new row the request is sent at most once.
    #[must_use]
    pub fn car_lead_cluster(self, row: CarLeadCluster) -> Self {
        self.with(|fields| fields.car_lead_clusters_attributes.get_or_insert_default().push(row))
    }

    /// Sets a member that this crate has no setter for. A name that has one is rejected before sending.
    #[must_use]
    pub fn extra(self, name: impl Into<String>, value: impl Into<serde_json::Value>) -> Self {
        self.with(|fields| fields.extra.set(name, value))
    }

    /// Sets a typed member by its wire name, for the adapter.
    pub(crate) fn with_member(mut self, name: &str, value: &serde_json::Value) -> Result<Self> {
        let wrong = |_| Error::invalid(name.to_owned(), "has a value of the wrong type");
        let mut whole = serde_json::to_value(&self.body.lead_cluster).map_err(wrong)?;
        if let Some(members) = whole.as_object_mut() {
            members.insert(name.to_owned(), value.clone());
        }
        self.body.lead_cluster = serde_json::from_value(whole).map_err(wrong)?;
        self.body.lead_cluster.check_form()?;
        Ok(self)
    }

    /// Skips the check of the vendor's rules, which can change over time.
    #[must_use]
    pub fn without_validation(mut self) -> Self {
        self.validate = false;
        self
    }
    /// Returns the fields.
    #[must_use]
    pub fn fields(&self) -> &LeadClusterFields {
        &self.body.lead_cluster
    }

    /// Validates the request, as [`parts`](Request::parts) does unless validation is disabled.
    ///
    /// # Errors
    ///
    /// Returns an error that names the invalid field.
    pub fn validate(&self) -> Result<()> {
        if self.body.lead_cluster.is_empty() {
            return Err(Error::invalid("lead_cluster", "changes nothing"));
        }
        self.body.lead_cluster.check_rules()
    }
}

impl Request for UpdateLeadCluster {
    type Vendor = DealerStudio;
    type Response = Option<Raw<LeadClusterRecord>>;
    const OPERATION: Operation = op::put(
        "update_lead_cluster",
        "/api/v1/dealerships/{dealership_slug}/lead_clusters/{id}",
        Safety::Idempotent,
    )
    .docs("https://dev.dealerstudio.com.au/public-api/operations/apiv1dealershipsdealership_sluglead_clustersid/put");

    fn parts(&self) -> Result<Parts> {
        let parts = Parts::new()
            .check(self.dealership.check())
            .path("dealership_slug", &self.dealership)
            .path("id", &self.id)
            .check(self.body.lead_cluster.check_form());
        let parts = if self.validate { parts.check(self.validate()) } else { parts };
        parts.json(&self.body)
    }

    fn safety(&self) -> Safety {
        if self.body.lead_cluster.makes_records() { Safety::NonIdempotent } else { Safety::Idempotent }
    }

    fn trace(&self) -> Option<String> {
        Some(format!("check lead cluster {} in Dealer Studio", self.id))
    }
}

has_body!(UpdateLeadCluster => LeadClusterBody);

impl Needs for UpdateLeadCluster {
    const PERMISSION: PermissionNeed = PermissionNeed::NotDocumented;
    fn dealership(&self) -> Option<Dealership> {
        Some(self.dealership.clone())
    }
}

sample!(UpdateLeadCluster: Self::new("northside-motors", 34)
    .user_id(Patch::set(7))
    .secondary_user_id(Patch::Clear)
    .lead_state(Patch::Set(ClusterState::Converted))
    .approved(true)
    .location_id(Patch::set(5))
    .lead_status_option_id(Patch::set(6))
    .tags(vec!["urgent".to_owned()])
    .car_ids(vec![CarId::new(8)])
    .car_lead_cluster(CarLeadCluster::new(8, 9, 10).id(11).year(2024).badge("Sport").colour("Blue")));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn update_lead_cluster_wire_body_and_stored_request_have_their_own_forms() {
        let request =
            UpdateLeadCluster::new("north", 34).user_id(Patch::Clear).lead_state(Patch::Set(ClusterState::Lost));
        let parts = request.parts().unwrap();
        assert_eq!(
            parts.render(UpdateLeadCluster::OPERATION.path).unwrap(),
            "/api/v1/dealerships/north/lead_clusters/34"
        );
        let body = r#"{"lead_cluster":{"user_id":null,"lead_state":"lost"}}"#;
        assert_eq!(serde_json::to_string(request.body()).unwrap(), body);
        let stored = serde_json::to_string(&request).unwrap();
        assert_eq!(stored, format!("{{\"dealership\":{{\"slug\":\"north\"}},\"id\":\"34\",\"body\":{body}}}"));
        assert_eq!(serde_json::from_str::<UpdateLeadCluster>(&stored).unwrap(), request);
    }

    #[test]
    fn path_accepts_slug_or_id_and_escapes_them() {
        let path = |request: UpdateLeadCluster| {
            request.approved(true).parts().and_then(|parts| parts.render(UpdateLeadCluster::OPERATION.path))
        };
        assert_eq!(
            path(UpdateLeadCluster::new(Dealership::both(42, "north"), "a/b?c")).unwrap(),
            "/api/v1/dealerships/north/lead_clusters/a%2Fb%3Fc"
        );
        assert_eq!(path(UpdateLeadCluster::new(42, 1)).unwrap(), "/api/v1/dealerships/42/lead_clusters/1");
        for (request, field) in [
            (UpdateLeadCluster::new("", 1), "dealership"),
            (UpdateLeadCluster::new("..", 1), "dealership_slug"),
            (UpdateLeadCluster::new("n", ""), "id"),
            (UpdateLeadCluster::new("n", ".."), "id"),
        ] {
            assert_eq!(path(request).unwrap_err().field(), Some(field));
        }
    }

    #[test]
    fn rules_are_checked_and_new_rows_are_not_idempotent() {
        let plain = || UpdateLeadCluster::new("n", 1);
        assert_eq!(plain().parts().unwrap_err().field(), Some("lead_cluster"));
        assert!(plain().without_validation().parts().is_ok());
        let listed = plain().lead_state(Patch::set("new | contacted"));
        assert_eq!(listed.parts().unwrap_err().field(), Some("lead_state"));
        let gone = plain().car_lead_cluster(CarLeadCluster::new(1, 2, 3).remove());
        assert_eq!(gone.parts().unwrap_err().field(), Some("car_lead_clusters"));
        assert_eq!(plain().extra("tags", 1).parts().unwrap_err().field(), Some("tags"));

        assert_eq!(plain().approved(true).safety(), Safety::Idempotent);
        let row = || CarLeadCluster::new(1, 2, 3);
        assert_eq!(plain().car_lead_cluster(row().id(4)).safety(), Safety::Idempotent);
        assert_eq!(plain().car_lead_cluster(row()).safety(), Safety::NonIdempotent);
        let removed = plain().car_lead_cluster(row().id(4).remove());
        assert_eq!(
            serde_json::to_string(removed.body()).unwrap(),
            r#"{"lead_cluster":{"car_lead_clusters_attributes":[{"id":4,"car_id":1,"family_id":2,"manufacturer_id":3,"_destroy":true}]}}"#
        );
    }
}
