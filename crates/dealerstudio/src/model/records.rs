//! Records in the vendor's responses.

use super::Dealership;
use super::{
    ApiKeyId, AppointmentId, CarId, CarType, ClusterState, DealershipId, ExternalIdentifierId, IdentifierName,
    LeadClusterId, LeadId, LocationId, LocationType, ManufacturerId, Permission, UserId,
};
use leads_core::Personal;
use leads_core::vendor::tolerant;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};

/// Parses a list of objects. Items that are not objects are skipped, so that one malformed row does not fail the whole
/// response.
pub(crate) fn rows<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Vec<T>, D::Error> {
    struct Row<T>(Option<T>);
    impl<'de, T: DeserializeOwned> Deserialize<'de> for Row<T> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            tolerant::object(deserializer).map(Row)
        }
    }
    let rows: Vec<Row<T>> = tolerant::list(deserializer)?;
    Ok(rows.into_iter().filter_map(|row| row.0).collect())
}

/// A lead in a response. The vendor's pages show no response; `id` and `lead_cluster_id` were observed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LeadRecord {
    /// The lead.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub id: Option<LeadId>,
    /// The lead's cluster: an existing one if the customer's phone number or e-mail address matches.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub lead_cluster_id: Option<LeadClusterId>,
    /// The dealership by id. Not observed; read if it is there.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub dealership_id: Option<DealershipId>,
    /// The dealership by slug. Not observed; read if it is there.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub dealership_slug: Option<String>,
    /// The state of the lead. Not observed; read if it is there.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub lead_state: Option<ClusterState>,
}

/// A lead cluster in a response. The vendor's page shows no response.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LeadClusterRecord {
    /// The cluster.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub id: Option<LeadClusterId>,
    /// The dealership.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub dealership_id: Option<DealershipId>,
    /// The state of the cluster.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub lead_state: Option<ClusterState>,
    /// The assigned user.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The location.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub location_id: Option<LocationId>,
    /// The tags.
    #[serde(default, deserialize_with = "tolerant::scalars", skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
}

/// A car in a response. The vendor's page shows no response.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CarRecord {
    /// The car.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub id: Option<CarId>,
    /// The stock number.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub stocknum: Option<String>,
    /// The dealership.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub dealership_id: Option<DealershipId>,
}

/// An appointment in a response. The vendor's page shows no response.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AppointmentRecord {
    /// The appointment.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub id: Option<AppointmentId>,
}

/// A lead event in a response. The vendor's page shows no response.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LeadEventRecord {
    /// The event.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
}

/// An API key: its permissions and dealerships.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ApiKey {
    /// The key's id, not the key itself.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub id: Option<ApiKeyId>,
    /// The key's permissions.
    #[serde(default, deserialize_with = "tolerant::scalars", skip_serializing_if = "Vec::is_empty")]
    pub permissions: Vec<Permission>,
    /// The dealerships that the key has access to; a call for another one is rejected.
    #[serde(default, deserialize_with = "rows", skip_serializing_if = "Vec::is_empty")]
    pub dealerships: Vec<DealershipRecord>,
}

/// A dealership that a key has access to.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DealershipRecord {
    /// Its id.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub id: Option<DealershipId>,
    /// Its name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its slug.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// Its locations.
    #[serde(default, deserialize_with = "rows", skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<Location>,
    /// Its users; no other response has their ids.
    #[serde(default, deserialize_with = "rows", skip_serializing_if = "Vec::is_empty")]
    pub users: Vec<User>,
}

/// A location of a dealership.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Location {
    /// Its id.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub id: Option<LocationId>,
    /// Its name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The purpose of the location; sometimes missing or empty.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub location_type: Option<LocationType>,
}

/// A user of Dealer Studio.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct User {
    /// The user's id.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub id: Option<UserId>,
    /// The user's name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub name: Option<Personal<String>>,
    /// The user's e-mail address.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub email: Option<Personal<String>>,
}

impl ApiKey {
    /// Returns whether the key has a permission.
    #[must_use]
    pub fn may(&self, permission: &Permission) -> bool {
        self.permissions.contains(permission)
    }

    /// Returns the record of a dealership by its id or slug, or `None` if the key has no access to it.
    #[must_use]
    pub fn dealership(&self, wanted: &Dealership) -> Option<&DealershipRecord> {
        self.dealerships.iter().find(|known| {
            let id = wanted.id().map(|id| known.id == Some(id));
            let slug = wanted.slug().map(|slug| known.slug.as_deref() == Some(slug));
            match (id, slug) {
                (Some(id), Some(slug)) => id && slug,
                (Some(one), None) | (None, Some(one)) => one,
                (None, None) => false,
            }
        })
    }
}

impl DealershipRecord {
    /// Returns the user with an e-mail address, ignoring case.
    #[must_use]
    pub fn user_by_email(&self, email: &str) -> Option<&User> {
        self.users.iter().find(|user| user.email.as_ref().is_some_and(|known| known.eq_ignore_ascii_case(email)))
    }
}

/// A dealership's identifier in another system. The vendor's schema requires four members, but its own example lacks
/// some of them, so each is optional here.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExternalIdentifier {
    /// Its id.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub id: Option<ExternalIdentifierId>,
    /// The name of the identifier.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub identifier_name: Option<IdentifierName>,
    /// The identifier itself.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub primary_code: Option<String>,
    /// Its second part.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub secondary_code: Option<String>,
    /// The type of car that it applies to; any if absent.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub car_type: Option<CarType>,
    /// The dealership.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub dealership_id: Option<DealershipId>,
    /// The location that it applies to; the whole dealership if absent.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub location_id: Option<LocationId>,
    /// The location's name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub location_name: Option<String>,
    /// The manufacturer that it applies to.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub manufacturer_id: Option<ManufacturerId>,
    /// The manufacturer's name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub manufacturer_name: Option<String>,
}

/// Constructors of responses for tests.
#[cfg(feature = "test-util")]
mod for_tests {
    use super::*;

    impl LeadRecord {
        /// Creates a lead for tests, as a create returns it.
        #[must_use]
        pub fn for_test(id: i64, cluster: i64) -> Self {
            Self { id: Some(id.into()), lead_cluster_id: Some(cluster.into()), ..Self::default() }
        }
    }

    impl ApiKey {
        /// Creates a key for tests with access to dealerships, by id and slug.
        #[must_use]
        pub fn for_test(permissions: &[&str], dealerships: &[(i64, &str)]) -> Self {
            let dealerships = dealerships
                .iter()
                .map(|(id, slug)| DealershipRecord {
                    id: Some((*id).into()),
                    slug: Some((*slug).to_owned()),
                    ..DealershipRecord::default()
                })
                .collect();
            let permissions = permissions.iter().map(|text| Permission::from(*text)).collect();
            Self { id: Some(ApiKeyId::new(1)), permissions, dealerships }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn malformed_rows_are_skipped() {
        let key: ApiKey = serde_json::from_str(
            r#"{"id":"1","permissions":["create:lead",null,7,{}],"dealerships":[null,"x",{"id":2,"slug":"a",
            "locations":[{"id":1,"location_type":null},5],"users":{}}]}"#,
        )
        .unwrap();
        assert_eq!((key.id, key.permissions.len(), key.dealerships.len()), (Some(1.into()), 2, 1));
        assert_eq!((key.dealerships[0].locations.len(), key.dealerships[0].users.len()), (1, 0));
    }

    #[test]
    fn dealership_is_found_by_id_or_slug() {
        let key: ApiKey = serde_json::from_str(r#"{"dealerships":[{"id":2,"slug":"a"},{"id":3}]}"#).unwrap();
        assert!(key.dealership(&2.into()).is_some() && key.dealership(&"a".into()).is_some());
        assert!(key.dealership(&Dealership::both(2, "a")).is_some());
        assert!(key.dealership(&Dealership::both(2, "b")).is_none());
        assert!(key.dealership(&4.into()).is_none() && key.dealership(&"b".into()).is_none());
    }
}
