//! An opportunity as a row of a list.

use super::record::record_type;
use super::{EventCode, LeadId, OpportunityId, UserId};
use leads_core::{Decimal, Time, open_enum};

open_enum! {
    /// The status of an opportunity. The values are the same for every tenant. Stages are a separate field that depends
    /// on it; a stage's name is rejected here.
    pub enum OpportunityStatus {
        /// In progress.
        Open = "Open",
        /// Resulted in a sale.
        Won = "Won",
        /// Did not result in a sale.
        Lost = "Lost",
    }
}

record_type! {
    /// An opportunity as returned by reads of many: a flat row with the requested columns. Values are text or null.
    ///
    /// The meaning of `mx_Custom_1`, `mx_Custom_2` and so on differs between types and accounts; see the type's
    /// metadata. `Debug` shows only ids and status.
    ///
    /// # Examples
    ///
    /// ```
    /// use leadsquared::model::{Opportunity, OpportunityStatus};
    /// let row: Opportunity = serde_json::from_str(
///     r#"{"OpportunityId":"5","Status":"Won","mx_Custom_7":"180,000"}"#,
/// ).unwrap();
    /// assert_eq!(row.status(), Some(OpportunityStatus::Won));
    /// assert_eq!(row.field("mx_Custom_7"), Some("180,000"));
    /// ```
    Opportunity; shows id, lead_id, status
}

impl Opportunity {
    /// Returns a field by its schema name, or `None` if it is missing, null or empty. To call it through a
    /// [`Raw`](leads_core::Raw), whose own `field` returns JSON text, use `row.value().field("mx_Custom_1")`.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.0.text(name)
    }

    /// Returns the id.
    #[must_use]
    pub fn id(&self) -> Option<OpportunityId> {
        self.0.read_first(&["OpportunityId", "ProspectOpportunityId", "ProspectActivityId", "Id", "ID"])
    }

    /// Returns the lead that it belongs to.
    #[must_use]
    pub fn lead_id(&self) -> Option<LeadId> {
        self.0.read_first(&["RelatedProspectId", "ProspectId", "ProspectID"])
    }

    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> Option<OpportunityStatus> {
        self.field("Status").map(OpportunityStatus::from)
    }

    /// Returns the code of the type.
    #[must_use]
    pub fn event_code(&self) -> Option<EventCode> {
        self.0.read_first(&["OpportunityEvent", "OpportunityEventCode", "ActivityEvent", "EventCode"])
    }

    /// Returns the owner.
    #[must_use]
    pub fn owner_id(&self) -> Option<UserId> {
        self.0.read("Owner")
    }

    /// Returns the owner's name.
    #[must_use]
    pub fn owner_name(&self) -> Option<&str> {
        self.field("OwnerName")
    }

    /// Returns the note.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        self.0.first_text(&["OpportunityNote", "ActivityEvent_Note"])
    }

    /// Returns the lead's first and last name, if the read adds them.
    #[must_use]
    pub fn lead_name(&self) -> Option<String> {
        match (self.field("FirstName"), self.field("LastName")) {
            (Some(first), Some(last)) => Some(format!("{first} {last}")),
            (one, other) => one.or(other).or_else(|| self.field("LeadName")).map(str::to_owned),
        }
    }

    /// Returns the lead's e-mail address, if the read adds it.
    #[must_use]
    pub fn email(&self) -> Option<&str> {
        self.field("EmailAddress")
    }

    /// Returns the lead's phone number, if the read adds it.
    #[must_use]
    pub fn phone(&self) -> Option<&str> {
        self.field("Phone")
    }

    /// Returns when the opportunity was created, UTC. `CreatedOn` of such a row can be the lead's.
    #[must_use]
    pub fn created_on(&self) -> Option<Time> {
        self.0.time("PACreatedOn").or_else(|| self.0.time("CreatedOn"))
    }

    /// Returns when the opportunity was modified, UTC.
    #[must_use]
    pub fn modified_on(&self) -> Option<Time> {
        self.0.time("PAModifiedOn").or_else(|| self.0.time("ModifiedOn"))
    }

    /// Returns a field as a time, UTC.
    #[must_use]
    pub fn time(&self, name: &str) -> Option<Time> {
        self.0.time(name)
    }

    /// Returns a field as a decimal number.
    #[must_use]
    pub fn decimal(&self, name: &str) -> Option<Decimal> {
        self.0.decimal(name)
    }
}
