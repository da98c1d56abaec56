//! The owner of a lead.

use super::UserId;
use super::record::record_type;
use leads_core::Time;

record_type! {
    /// The owner of a lead: a user with everything that the vendor returns. Numbers and flags are real ones here,
    /// unlike elsewhere. `Debug` shows only the id.
    LeadOwner; shows id
}

impl LeadOwner {
    /// Returns a member's text, or `None` if it is missing, null, empty or not text.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&str> {
        self.0.text(name)
    }

    /// Returns the id of the user.
    #[must_use]
    pub fn id(&self) -> Option<UserId> {
        self.0.read_first(&["UserId", "ID", "Id"])
    }

    /// Returns the first name.
    #[must_use]
    pub fn first_name(&self) -> Option<&str> {
        self.member("FirstName")
    }

    /// Returns the last name.
    #[must_use]
    pub fn last_name(&self) -> Option<&str> {
        self.member("LastName")
    }

    /// Returns the e-mail address.
    #[must_use]
    pub fn email(&self) -> Option<&str> {
        self.member("EmailAddress")
    }

    /// Returns the role: `Administrator`, `Sales_User` and so on.
    #[must_use]
    pub fn role(&self) -> Option<&str> {
        self.member("Role")
    }

    /// Returns whether the user is active: status code 0.
    #[must_use]
    pub fn is_active(&self) -> Option<bool> {
        self.0.read::<i64>("StatusCode").map(|code| code == 0)
    }

    /// Returns whether the user is an administrator.
    #[must_use]
    pub fn is_administrator(&self) -> Option<bool> {
        self.0.flag("IsAdministrator")
    }

    /// Returns when the user was created, UTC.
    #[must_use]
    pub fn created_on(&self) -> Option<Time> {
        self.0.time("CreatedOn")
    }
}
