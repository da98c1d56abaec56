//! Records in the vendor's responses.

use super::Dealership;
use super::{
    ApiKeyId, AppointmentId, CarId, CarType, ClusterState, DealershipId, ExternalIdentifierId, IdentifierName,
    LeadClusterId, LeadId, LocationId, LocationType, ManufacturerId, Permission, UserId,
};
use leads_core::Personal;
use leads_core::vendor::tolerant;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

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

leads_core::model! { "snake_case";
    /// A lead in a response. The vendor's pages show no response; `id` and `lead_cluster_id` were observed.
    #[derive(Default)]
    pub struct LeadRecord {
        /// The lead.
        id: scalar LeadId,
        /// The lead's cluster: an existing one if the customer's phone number or e-mail address matches.
        lead_cluster_id: scalar LeadClusterId,
        /// The dealership by id. Not observed; read if it is there.
        dealership_id: scalar DealershipId,
        /// The dealership by slug. Not observed; read if it is there.
        dealership_slug: scalar String,
        /// The state of the lead. Not observed; read if it is there.
        lead_state: scalar ClusterState,
    }
}

leads_core::model! { "snake_case";
    /// A lead cluster in a response. The vendor's page shows no response.
    #[derive(Default)]
    pub struct LeadClusterRecord {
        /// The cluster.
        id: scalar LeadClusterId,
        /// The dealership.
        dealership_id: scalar DealershipId,
        /// The state of the cluster.
        lead_state: scalar ClusterState,
        /// The assigned user.
        user_id: scalar UserId,
        /// The location.
        location_id: scalar LocationId,
        /// The tags.
        tags: scalars String,
    }
}

leads_core::model! { "snake_case";
    /// A car in a response. The vendor's page shows no response.
    #[derive(Default)]
    pub struct CarRecord {
        /// The car.
        id: scalar CarId,
        /// The stock number.
        stocknum: scalar String,
        /// The dealership.
        dealership_id: scalar DealershipId,
    }
}

leads_core::model! { "snake_case";
    /// An appointment in a response. The vendor's page shows no response.
    #[derive(Default)]
    pub struct AppointmentRecord {
        /// The appointment.
        id: scalar AppointmentId,
    }
}

leads_core::model! { "snake_case";
    /// A lead event in a response. The vendor's page shows no response.
    #[derive(Default)]
    pub struct LeadEventRecord {
        /// The event.
        id: scalar i64,
    }
}

leads_core::model! { "snake_case";
    /// An API key: its permissions and dealerships.
    #[derive(Default)]
    pub struct ApiKey {
        /// The key's id, not the key itself.
        id: scalar ApiKeyId,
        /// The key's permissions.
        permissions: scalars Permission,
        /// The dealerships that the key has access to; a call for another one is rejected.
        dealerships: list DealershipRecord,
    }
}

leads_core::model! { "snake_case";
    /// A dealership that a key has access to.
    #[derive(Default)]
    pub struct DealershipRecord {
        /// Its id.
        id: scalar DealershipId,
        /// Its name.
        name: scalar String,
        /// Its slug.
        slug: scalar String,
        /// Its locations.
        locations: list Location,
        /// Its users; no other response has their ids.
        users: list User,
    }
}

leads_core::model! { "snake_case";
    /// A location of a dealership.
    #[derive(Default)]
    pub struct Location {
        /// Its id.
        id: scalar LocationId,
        /// Its name.
        name: scalar String,
        /// The purpose of the location; sometimes missing or empty.
        location_type: scalar LocationType,
    }
}

leads_core::model! { "snake_case";
    /// A user of Dealer Studio.
    #[derive(Default)]
    pub struct User {
        /// The user's id.
        id: scalar UserId,
        /// The user's name.
        name: scalar Personal<String>,
        /// The user's e-mail address.
        email: scalar Personal<String>,
    }
}

impl ApiKey {
    /// Returns whether the key has a permission.
    ///
    /// # Examples
    ///
    /// ```
    /// # let key: ApiKey = serde_json::from_str(r#"{"id":1,"permissions":["create:lead"],
    /// #     "dealerships":[{"id":7,"slug":"northside-motors","users":[{"id":3,"email":"ada@example.com"}]}]}"#).unwrap();
    /// use dealerstudio::model::ApiKey;
    /// assert!(key.may(&"create:lead".into()));
    /// assert!(!key.may(&"read:car".into()));
    /// ```
    #[must_use]
    pub fn may(&self, permission: &Permission) -> bool {
        self.permissions.contains(permission)
    }

    /// Returns the record of a dealership by its id or slug, or `None` if the key has no access to it.
    ///
    /// # Examples
    ///
    /// ```
    /// # let key: ApiKey = serde_json::from_str(r#"{"id":1,"permissions":["create:lead"],
    /// #     "dealerships":[{"id":7,"slug":"northside-motors","users":[{"id":3,"email":"ada@example.com"}]}]}"#).unwrap();
    /// use dealerstudio::model::{ApiKey, Dealership};
    /// let found = key.dealership(&Dealership::from("northside-motors"));
    /// assert_eq!(found.and_then(|dealership| dealership.id).map(|id| id.get()), Some(7));
    /// ```
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
    ///
    /// # Examples
    ///
    /// ```
    /// # let key: ApiKey = serde_json::from_str(r#"{"id":1,"permissions":["create:lead"],
    /// #     "dealerships":[{"id":7,"slug":"northside-motors","users":[{"id":3,"email":"ada@example.com"}]}]}"#).unwrap();
    /// use dealerstudio::model::ApiKey;
    /// let dealership = &key.dealerships[0];
    /// let user = dealership.user_by_email("ada@example.com");
    /// assert_eq!(user.and_then(|user| user.id).map(|id| id.get()), Some(3));
    /// ```
    #[must_use]
    pub fn user_by_email(&self, email: &str) -> Option<&User> {
        self.users.iter().find(|user| user.email.as_ref().is_some_and(|known| known.eq_ignore_ascii_case(email)))
    }
}

leads_core::model! { "snake_case";
    /// A dealership's identifier in another system. The vendor's schema requires four members, but its own example lacks
    /// some of them, so each is optional here.
    #[derive(Default)]
    pub struct ExternalIdentifier {
        /// Its id.
        id: scalar ExternalIdentifierId,
        /// The name of the identifier.
        identifier_name: scalar IdentifierName,
        /// The identifier itself.
        primary_code: scalar String,
        /// Its second part.
        secondary_code: scalar String,
        /// The type of car that it applies to; any if absent.
        car_type: scalar CarType,
        /// The dealership.
        dealership_id: scalar DealershipId,
        /// The location that it applies to; the whole dealership if absent.
        location_id: scalar LocationId,
        /// The location's name.
        location_name: scalar String,
        /// The manufacturer that it applies to.
        manufacturer_id: scalar ManufacturerId,
        /// The manufacturer's name.
        manufacturer_name: scalar String,
    }
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
