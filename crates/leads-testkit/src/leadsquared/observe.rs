//! What a test can see of an account.

use super::FakeLeadSquared;
use super::dates::date;
use super::{activity_reads, lead_search};
use bytes::Bytes;
use serde_json::Value;
use std::sync::PoisonError;

impl FakeLeadSquared {
    /// Returns the current value of a lead's attribute, without lag.
    ///
    /// ```
    /// use leads_testkit::leadsquared::FakeLeadSquared;
    /// let fake = FakeLeadSquared::new();
    /// let lead = fake.add_lead(&[("FirstName", "Jo")]);
    /// assert_eq!(fake.attribute(&lead, "FirstName").as_deref(), Some("Jo"));
    /// ```
    #[must_use]
    pub fn attribute(&self, lead: &str, name: &str) -> Option<String> {
        match lead_search::attributes(&self.state(), lead)?.get(name)? {
            Value::String(text) => Some(text.clone()),
            _ => None,
        }
    }

    /// Returns the current value of an opportunity's field, without lag.
    ///
    /// ```
    /// use leads_testkit::leadsquared::FakeLeadSquared;
    /// let fake = FakeLeadSquared::new();
    /// let lead = fake.add_lead(&[("FirstName", "Jo")]);
    /// let opportunity = fake.add_opportunity(&lead, &[("Status", "Open")]);
    /// assert_eq!(fake.field(&opportunity, "Status").as_deref(), Some("Open"));
    /// ```
    #[must_use]
    pub fn field(&self, opportunity: &str, name: &str) -> Option<String> {
        self.state().opportunities.get(opportunity)?.fields.get(name).cloned()
    }

    /// Returns the current value of an activity's field.
    #[must_use]
    pub fn activity_field(&self, activity: &str, name: &str) -> Option<String> {
        activity_reads::field(self.state().activities.get(activity)?, name)
    }

    /// Returns the note of an activity.
    #[must_use]
    pub fn activity_note(&self, activity: &str) -> Option<String> {
        self.state().activities.get(activity)?.note.clone()
    }

    /// Returns the names and URLs of the files attached to an activity.
    #[must_use]
    pub fn attachments(&self, activity: &str) -> Vec<(String, String)> {
        let state = self.state();
        let found = state.activities.get(activity).map(|found| found.attachments.as_slice()).unwrap_or_default();
        found.iter().map(|found| (found.name.clone(), found.file.clone())).collect()
    }

    /// Returns the number of leads.
    ///
    /// ```
    /// use leads_testkit::leadsquared::FakeLeadSquared;
    /// let fake = FakeLeadSquared::new();
    /// fake.add_lead(&[("FirstName", "Jo")]);
    /// assert_eq!(fake.leads(), 1);
    /// ```
    #[must_use]
    pub fn leads(&self) -> usize {
        self.state().leads.len()
    }

    /// Returns the number of opportunities.
    #[must_use]
    pub fn opportunities(&self) -> usize {
        self.state().opportunities.len()
    }

    /// Returns the number of a lead's opportunities.
    ///
    /// ```
    /// use leads_testkit::leadsquared::FakeLeadSquared;
    /// let fake = FakeLeadSquared::new();
    /// let jo = fake.add_lead(&[("FirstName", "Jo")]);
    /// let kim = fake.add_lead(&[("FirstName", "Kim")]);
    /// fake.add_opportunity(&jo, &[]);
    /// assert_eq!((fake.opportunities_of(&jo), fake.opportunities_of(&kim)), (1, 0));
    /// ```
    #[must_use]
    pub fn opportunities_of(&self, lead: &str) -> usize {
        self.state().opportunities.values().filter(|found| found.lead == lead).count()
    }

    /// Returns the number of a lead's activities with an event code. Opportunities are not counted.
    #[must_use]
    pub fn activities_of(&self, lead: &str, event: i64) -> usize {
        self.state().activities.values().filter(|found| found.lead == lead && found.code == event).count()
    }

    /// Returns the number of tasks.
    #[must_use]
    pub fn tasks(&self) -> usize {
        self.state().tasks.len()
    }

    /// Returns whether a task is completed; `None` if it does not exist.
    #[must_use]
    pub fn is_completed(&self, task: &str) -> Option<bool> {
        Some(self.state().tasks.get(task)?.is_done)
    }

    /// Returns the texts of a lead's notes, oldest first.
    ///
    /// ```
    /// use leads_testkit::leadsquared::FakeLeadSquared;
    /// let fake = FakeLeadSquared::new();
    /// let lead = fake.add_lead(&[("FirstName", "Jo")]);
    /// fake.add_note(&lead, "called, no response");
    /// assert_eq!(fake.notes_of(&lead), ["called, no response"]);
    /// ```
    #[must_use]
    pub fn notes_of(&self, lead: &str) -> Vec<String> {
        self.state().notes.values().filter(|note| note.lead == lead).map(|note| note.note.clone()).collect()
    }

    /// Returns the ids of a list's members.
    #[must_use]
    pub fn members_of(&self, list: &str) -> Vec<String> {
        let state = self.state();
        let Some(list) = state.lists.get(list) else { return Vec::new() };
        state.leads.keys().filter(|lead| lead_search::contains(&state, list, lead)).cloned().collect()
    }

    /// Returns an attribute of a company.
    #[must_use]
    pub fn company_attribute(&self, company: &str, name: &str) -> Option<String> {
        super::records::get(&self.state().companies.get(company)?.attributes, name).map(str::to_owned)
    }

    /// Returns a field of a sales activity.
    #[must_use]
    pub fn sales_field(&self, activity: &str, name: &str) -> Option<String> {
        super::records::get(&self.state().sales.get(activity)?.fields, name).map(str::to_owned)
    }

    /// Returns the level at which a user can access a shared record, 1 to read and 2 to write. A lead is named by its
    /// `ProspectAutoId`. `None` if it is not shared, or no longer.
    #[must_use]
    pub fn access_of(&self, user: &str, record: &str) -> Option<i64> {
        let state = self.state();
        let now = state.now();
        let found = state.shares.iter().filter(|share| share.user == user && share.entity == record);
        let lasting = found.filter(|share| share.until.zip(now).is_none_or(|(until, now)| now < until));
        lasting.map(|share| share.level).max()
    }

    /// Returns the names and contents of the uploaded files, oldest first.
    #[must_use]
    pub fn files(&self) -> Vec<(String, Bytes)> {
        self.state().files.iter().map(|file| (file.name.clone(), file.bytes.clone())).collect()
    }

    /// Returns the URLs of the uploaded files, oldest first.
    #[must_use]
    pub fn file_urls(&self) -> Vec<String> {
        self.state().files.iter().map(|file| file.url.clone()).collect()
    }

    /// Returns the recipients and subjects of the e-mails that were sent, oldest first.
    #[must_use]
    pub fn emails(&self) -> Vec<(String, String)> {
        self.state().mails.iter().map(|mail| (mail.recipient.clone(), mail.subject.clone())).collect()
    }

    /// Returns the options of a dropdown of leads.
    #[must_use]
    pub fn lead_options(&self, field: &str) -> Vec<String> {
        let state = self.state();
        let found = state.lead_fields.iter().find(|known| known.name == field);
        found.map(|known| known.options.clone()).unwrap_or_default()
    }

    /// Returns the number of calls rejected by the rate limit.
    ///
    /// ```
    /// use leads_testkit::leadsquared::FakeLeadSquared;
    /// assert_eq!(FakeLeadSquared::new().rate_limited_count(), 0);
    /// ```
    #[must_use]
    pub fn rate_limited_count(&self) -> u64 {
        self.windows.lock().unwrap_or_else(PoisonError::into_inner).rejected
    }

    /// Sets when a lead was last changed: a time of the vendor's form, UTC. Returns `false` if the lead does not exist
    /// or the time is of another form.
    pub fn set_changed(&self, lead: &str, time: &str) -> bool {
        let mut state = self.state();
        let (Some(lead), Some(time)) = (state.leads.get_mut(lead), date(time)) else { return false };
        lead.changed = Some(time);
        true
    }
}
