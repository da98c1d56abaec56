//! Adding credentials and records directly.

use super::FakeCapillary;
use super::access::TILL_ENTITY;
use super::state::FollowUp;
use serde_json::Value;

impl FakeCapillary {
    /// Adds a till with the MD5 hex of its password, its entity id and its store.
    pub fn add_till(&self, user: &str, password_md5: &str, entity: i64, store: &str) {
        self.state().access.add_till(user, password_md5, entity, store);
    }

    /// Adds an API client whose default till is the first one.
    pub fn add_api_client(&self, key: &str, secret: &str) {
        self.state().access.add_api_client(key, secret);
    }

    /// Revokes every issued token, as the vendor may at any time.
    pub fn revoke_tokens(&self) {
        self.state().access.revoke();
    }

    /// Expires every issued token immediately, earlier than announced.
    pub fn expire_tokens(&self) {
        self.state().access.expire();
    }

    /// Returns the number of tokens issued.
    #[must_use]
    pub fn tokens_issued(&self) -> u64 {
        self.state().access.given()
    }

    /// Adds a customer and returns its id.
    ///
    /// ```
    /// use leads_testkit::capillary::FakeCapillary;
    /// let fake = FakeCapillary::new();
    /// let jo = fake.add_customer("jo@example.com", "919900000001");
    /// let kim = fake.add_customer("kim@example.com", "919900000002");
    /// assert_ne!(jo, kim);
    /// ```
    pub fn add_customer(&self, email: &str, mobile: &str) -> i64 {
        self.state().add_customer(Some(email), Some(mobile))
    }

    /// Adds a lead in status `OPEN` for a SKU, created now by the first till, and returns its id.
    ///
    /// ```
    /// use leads_testkit::capillary::FakeCapillary;
    /// let fake = FakeCapillary::new();
    /// let customer = fake.add_customer("jo@example.com", "919900000001");
    /// let lead = fake.add_lead(customer, "boots-42");
    /// assert!(fake.lead(lead).is_some());
    /// ```
    pub fn add_lead(&self, customer: i64, lead_for: &str) -> i64 {
        self.state().add_lead(customer, lead_for)
    }

    /// Removes a lead, for example between two pages of a list. Returns `false` if it does not exist.
    ///
    /// ```
    /// use leads_testkit::capillary::FakeCapillary;
    /// let fake = FakeCapillary::new();
    /// let lead = fake.add_lead(fake.add_customer("jo@example.com", "919900000001"), "boots-42");
    /// assert!(fake.remove_lead(lead) && !fake.remove_lead(lead));
    /// ```
    pub fn remove_lead(&self, id: i64) -> bool {
        self.state().leads.remove(&id).is_some()
    }

    /// Adds a reason and returns its id.
    ///
    /// ```
    /// use leads_testkit::capillary::FakeCapillary;
    /// let fake = FakeCapillary::new();
    /// assert_eq!(fake.add_reason("Moved away"), 4, "three reasons are there already");
    /// ```
    pub fn add_reason(&self, text: &str) -> i64 {
        self.state().add_reason(text)
    }

    /// Adds a sub-status.
    ///
    /// ```
    /// use leads_testkit::capillary::FakeCapillary;
    /// let fake = FakeCapillary::new();
    /// fake.add_sub_status("ON_HOLD", "Holiday");
    /// assert_eq!(fake.sub_statuses().len(), 3);
    /// ```
    pub fn add_sub_status(&self, status: &str, sub_status: &str) {
        self.state().sub_statuses.push((status.to_owned(), sub_status.to_owned()));
    }

    /// Adds a member of staff.
    pub fn add_staff(&self, username: &str, entity: i64) {
        self.state().staff.push((username.to_owned(), entity));
    }

    /// Sets the translation of an extended field's value in a language.
    pub fn translate(&self, language: &str, value: &str, translated: &str) {
        let key = (language.to_ascii_lowercase(), value.to_owned());
        self.state().translations.insert(key, translated.to_owned());
    }

    /// Sets the id that the next lead gets.
    ///
    /// ```
    /// use leads_testkit::capillary::FakeCapillary;
    /// let fake = FakeCapillary::new();
    /// let customer = fake.add_customer("jo@example.com", "919900000001");
    /// fake.set_next_id(12);
    /// assert_eq!(fake.add_lead(customer, "boots-42"), 12);
    /// ```
    pub fn set_next_id(&self, id: i64) {
        self.state().next_lead = Some(id);
    }

    /// Adds a follow-up by the first till to a lead and returns its id; `None` if the lead does not exist.
    ///
    /// ```
    /// use leads_testkit::capillary::FakeCapillary;
    /// let fake = FakeCapillary::new();
    /// let lead = fake.add_lead(fake.add_customer("jo@example.com", "919900000001"), "boots-42");
    /// assert!(fake.add_follow_up(lead, "called, no response").is_some());
    /// assert_eq!(fake.add_follow_up(404, "called"), None, "there is no such lead");
    /// ```
    pub fn add_follow_up(&self, lead: i64, notes: &str) -> Option<i64> {
        let mut state = self.state();
        let id = state.next_id();
        let now = state.now();
        let lead = state.leads.get_mut(&lead)?;
        lead.last_follow_up = Some(now);
        lead.follow_ups.push(FollowUp {
            id,
            notes: Some(notes.to_owned()),
            created_by: TILL_ENTITY,
            created_on: now,
            followed_up_by: TILL_ENTITY,
            followed_up_on: Some(now),
            scheduled: None,
        });
        Some(id)
    }

    /// Sets the status of a lead, as if a user changed it at the till. Returns `false` if the lead does not exist.
    ///
    /// ```
    /// use leads_testkit::capillary::FakeCapillary;
    /// let fake = FakeCapillary::new();
    /// let lead = fake.add_lead(fake.add_customer("jo@example.com", "919900000001"), "boots-42");
    /// // Somebody else changes the lead, while the application is reading.
    /// assert!(fake.set_status(lead, "ON_HOLD", Some("CallBack")));
    /// assert_eq!(fake.lead(lead).unwrap()["status"], "ON_HOLD");
    /// ```
    pub fn set_status(&self, lead: i64, status: &str, sub_status: Option<&str>) -> bool {
        let mut state = self.state();
        let (row, now) = (state.next_id(), state.now());
        let Some(lead) = state.leads.get_mut(&lead) else { return false };
        lead.change(row, status, sub_status.map(str::to_owned), None, TILL_ENTITY, now, now);
        true
    }

    /// Sets the owner of a lead, a member of staff. Returns `false` if the lead does not exist.
    pub fn set_owner(&self, lead: i64, username: &str) -> bool {
        let mut state = self.state();
        let Some(lead) = state.leads.get_mut(&lead) else { return false };
        lead.owner = Some(username.to_owned());
        true
    }

    /// Sets an extended field of a lead. Returns `false` if the lead does not exist.
    pub fn set_extended_field(&self, lead: i64, name: &str, value: impl Into<Value>) -> bool {
        let mut state = self.state();
        let Some(lead) = state.leads.get_mut(&lead) else { return false };
        lead.extended.insert(name.to_owned(), value.into());
        true
    }

    /// Adds an organisation source, as in `orgSourceId`.
    pub fn add_org_source(&self, id: i64) {
        self.state().sources.push(id);
    }

    /// Removes a sub-status.
    ///
    /// ```
    /// use leads_testkit::capillary::FakeCapillary;
    /// let fake = FakeCapillary::new();
    /// fake.remove_sub_status("ON_HOLD", "CallBack");
    /// assert_eq!(fake.sub_statuses().len(), 1);
    /// ```
    pub fn remove_sub_status(&self, status: &str, sub_status: &str) {
        self.state().sub_statuses.retain(|(of, name)| of != status || name != sub_status);
    }
}
