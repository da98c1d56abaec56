//! Adding records directly.

use super::state::{Cluster, Lead};
use super::{FakeDealerStudio, webhooks};
use chrono::Utc;
use serde_json::{Map, Value, json};

impl FakeDealerStudio {
    /// Adds a key with permissions and access to dealerships.
    pub fn add_key(&self, key: &str, permissions: &[&str], dealerships: &[i64]) {
        self.state().add_key(key, permissions, dealerships);
    }

    /// Revokes a key.
    pub fn revoke_key(&self, key: &str) {
        self.state().keys.retain(|known| known.text != key);
    }

    /// Adds an external identifier of a dealership, in the format of a response row.
    pub fn add_external_identifier(&self, row: Value) {
        self.state().identifiers.push(row);
    }

    /// Adds a dealership with an id, a slug and a name, one location and no users.
    ///
    /// ```
    /// use leads_testkit::dealerstudio::FakeDealerStudio;
    /// let fake = FakeDealerStudio::new();
    /// fake.add_dealership(44, "eastside-motors", "Eastside Motors");
    /// fake.add_user(44, 9, "Alex", "alex@example.com");
    /// fake.add_key("key-of-eastside", &["create:lead"], &[44]);
    /// ```
    pub fn add_dealership(&self, id: i64, slug: &str, name: &str) {
        self.state().add_dealership(id, slug, name);
    }

    /// Adds a user to a dealership. Returns `false` if the dealership does not exist.
    ///
    /// ```
    /// use leads_testkit::dealerstudio::FakeDealerStudio;
    /// let fake = FakeDealerStudio::new();
    /// assert!(fake.add_user(42, 900, "Sam Sale", "sam@example.com"));
    /// assert!(!fake.add_user(404, 901, "Kim Sale", "kim@example.com"), "no such dealership");
    /// ```
    pub fn add_user(&self, dealership: i64, id: i64, name: &str, email: &str) -> bool {
        self.state().add_user(dealership, id, name, email)
    }

    /// Sets the id that the next record gets. All kinds of record share one sequence.
    pub fn set_next_id(&self, id: i64) {
        self.state().set_next(id);
    }

    /// Adds an empty cluster in state `new` to a dealership and returns its id.
    ///
    /// ```
    /// use leads_testkit::dealerstudio::{DEALERSHIP_ID, FakeDealerStudio};
    /// use serde_json::json;
    /// let fake = FakeDealerStudio::new();
    /// let cluster = fake.add_cluster(DEALERSHIP_ID);
    /// let fields = json!({"email": "jo@example.com", "phone": "0400000000"});
    /// let lead = fake.add_lead(cluster, &fields).unwrap();
    /// assert_eq!(fake.lead(lead).unwrap()["lead_cluster_id"], cluster);
    /// ```
    pub fn add_cluster(&self, dealership: i64) -> i64 {
        let mut state = self.state();
        let id = state.next();
        let fields = Map::from_iter([("status".to_owned(), json!("new"))]);
        let now = Utc::now();
        state.clusters.insert(id, Cluster { dealership, fields, leads: Vec::new(), made: now, changed: now });
        id
    }

    /// Adds a lead with the given fields to a cluster and returns its id; `None` if the cluster does not exist. Its
    /// webhooks are added to those that would be sent.
    ///
    /// ```
    /// use leads_testkit::dealerstudio::FakeDealerStudio;
    /// let fake = FakeDealerStudio::new();
    /// let fields = serde_json::json!({"email": "jo@example.com"});
    /// assert!(fake.add_lead(fake.add_cluster(42), &fields).is_some());
    /// assert_eq!(fake.add_lead(404, &fields), None, "there is no such cluster");
    /// ```
    pub fn add_lead(&self, cluster: i64, fields: &Value) -> Option<i64> {
        let mut state = self.state();
        let dealership = state.clusters.get(&cluster)?.dealership;
        let id = state.next();
        let mut fields = fields.as_object().cloned().unwrap_or_default();
        let category = fields.get("category").and_then(Value::as_str).unwrap_or_default().to_owned();
        fields.insert("id".to_owned(), json!(id));
        fields.insert("lead_cluster_id".to_owned(), json!(cluster));
        let lead = Lead { fields, dealership, cluster, made: Utc::now(), files: Vec::new(), payments: 0 };
        state.leads.insert(id, lead);
        state.clusters.get_mut(&cluster)?.leads.push(id);
        webhooks::lead_made(&mut state, id, &category);
        Some(id)
    }

    /// Adds a car with a stock number to a dealership and returns its id.
    ///
    /// ```
    /// use leads_testkit::dealerstudio::FakeDealerStudio;
    /// let fake = FakeDealerStudio::new();
    /// assert!(fake.car(fake.add_car(42, "N-1001")).is_some());
    /// ```
    pub fn add_car(&self, dealership: i64, stock_number: &str) -> i64 {
        let mut state = self.state();
        let id = state.next();
        let car = json!({"id": id, "dealership_id": dealership, "stocknum": stock_number, "make": "Toyota",
            "model": "Corolla", "year": 2024, "car_type": "used", "status": "available"});
        state.cars.insert(id, car.as_object().cloned().unwrap_or_default());
        id
    }

    /// Changes fields of a cluster, as if a user changed it in the vendor's application: `status`, `user_id`. Returns
    /// `false` if it does not exist.
    ///
    /// ```
    /// use leads_testkit::dealerstudio::FakeDealerStudio;
    /// let fake = FakeDealerStudio::new();
    /// let cluster = fake.add_cluster(42);
    /// assert!(fake.change_cluster(cluster, &serde_json::json!({})));
    /// assert!(!fake.change_cluster(404, &serde_json::json!({})), "there is no such cluster");
    /// ```
    pub fn change_cluster(&self, id: i64, fields: &Value) -> bool {
        let mut state = self.state();
        let Some(cluster) = state.clusters.get_mut(&id) else { return false };
        cluster.fields.extend(fields.as_object().cloned().unwrap_or_default());
        cluster.changed = Utc::now();
        webhooks::cluster_changed(&mut state, id);
        true
    }
}
