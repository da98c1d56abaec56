//! The fields of a lead cluster in requests.

use super::lead_fields::check_state;
use super::open::open_struct;
use super::{
    CarId, CarLeadClusterId, ClusterState, FamilyId, LeadStatusOptionId, LocationId, ManufacturerId, OpenMap, UserId,
};
use leads_core::vendor::Deserialize;
use leads_core::{Patch, Result};
use serde::Serialize;

/// The body of a lead cluster's update, with the single member `lead_cluster`. The vendor's schema lists the fields
/// without it; its example and its guide have it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LeadClusterBody {
    /// The cluster.
    pub lead_cluster: LeadClusterFields,
}

open_struct! {
    /// The fields of a lead cluster, spelled as the vendor spells them. All are optional; omitted fields are kept.
    #[derive(Default)]
    pub struct LeadClusterFields {
        /// The assigned user. `null` keeps the current one; how to unassign is not known.
        pub user_id: Patch<UserId>,
        /// The second assigned user.
        pub secondary_user_id: Patch<UserId>,
        /// The state of the cluster.
        pub lead_state: Patch<ClusterState>,
        /// Whether the cluster is approved.
        pub approved: Option<bool>,
        /// The location.
        pub location_id: Patch<LocationId>,
        /// The dealership's own status option.
        pub lead_status_option_id: Patch<LeadStatusOptionId>,
        /// The tags. That they replace the current ones is inferred.
        pub tags: Option<Vec<String>>,
        /// The cars. That they replace the current ones is inferred.
        pub car_ids: Option<Vec<CarId>>,
        /// Rows that link cars to the cluster.
        pub car_lead_clusters_attributes: Option<Vec<CarLeadCluster>>,
    }
}

impl LeadClusterFields {
    pub(crate) fn check_form(&self) -> Result<()> {
        self.check_extra()?;
        self.car_lead_clusters_attributes.iter().flatten().try_for_each(CarLeadCluster::check_extra)
    }

    pub(crate) fn check_rules(&self) -> Result<()> {
        check_state(self.lead_state.value())?;
        if self.car_lead_clusters_attributes.iter().flatten().any(|row| row._destroy == Some(true) && row.id.is_none())
        {
            return Err(leads_core::Error::invalid("car_lead_clusters", "must have the `id` of a row to remove"));
        }
        Ok(())
    }

    /// Returns whether nothing is changed.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether sending these fields twice can create something twice.
    pub(crate) fn makes_records(&self) -> bool {
        self.car_lead_clusters_attributes.iter().flatten().any(|row| row.id.is_none())
            || self.extra.iter().any(|(name, _)| name.ends_with("_attributes"))
    }
}

open_struct! {
    /// A row that links a car to a lead cluster. That a row without `id` is created, one with `id` edited, and one with
    /// `_destroy` removed, is inferred from the vendor's platform.
    ///
    /// # Examples
    ///
    /// ```
    /// use dealerstudio::model::CarLeadCluster;
    /// let row = CarLeadCluster::new(7, 8, 9).year(2024).badge("Sport");
    /// assert_eq!(
    ///     serde_json::to_string(&row).unwrap(),
    ///     r#"{"car_id":7,"family_id":8,"manufacturer_id":9,"year":2024,"badge":"Sport"}"#
    /// );
    /// ```
    pub struct CarLeadCluster {
        /// The row's id; without one a new row is created.
        pub id: Option<CarLeadClusterId>,
        /// The car.
        pub car_id: CarId,
        /// The model family.
        pub family_id: FamilyId,
        /// The manufacturer.
        pub manufacturer_id: ManufacturerId,
        /// The model year, four digits.
        pub year: Option<i32>,
        /// The badge.
        pub badge: Option<String>,
        /// The colour.
        pub colour: Option<String>,
        /// Whether the row is removed.
        pub _destroy: Option<bool>,
    }
}

impl CarLeadCluster {
    /// Creates a new row.
    pub fn new(car: impl Into<CarId>, family: impl Into<FamilyId>, manufacturer: impl Into<ManufacturerId>) -> Self {
        Self {
            id: None,
            car_id: car.into(),
            family_id: family.into(),
            manufacturer_id: manufacturer.into(),
            year: None,
            badge: None,
            colour: None,
            _destroy: None,
            extra: OpenMap::new(),
        }
    }

    /// Edits the row with this id instead of creating one.
    #[must_use]
    pub fn id(mut self, id: impl Into<CarLeadClusterId>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets the model year.
    #[must_use]
    pub fn year(mut self, year: i32) -> Self {
        self.year = Some(year);
        self
    }

    /// Sets the badge.
    #[must_use]
    pub fn badge(mut self, badge: impl Into<String>) -> Self {
        self.badge = Some(badge.into());
        self
    }

    /// Sets the colour.
    #[must_use]
    pub fn colour(mut self, colour: impl Into<String>) -> Self {
        self.colour = Some(colour.into());
        self
    }

    /// Removes the row; requires its [`id`](Self::id).
    #[must_use]
    pub fn remove(mut self) -> Self {
        self._destroy = Some(true);
        self
    }
}
