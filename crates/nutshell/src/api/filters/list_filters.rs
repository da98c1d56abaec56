//! `GET /rest/filters`

use crate::api::prelude::*;
use crate::model::{SavedFilter, SavedFilterKind, UserId};
use leads_core::Personal;

/// Lists the filters that users have saved in the web application.
///
/// `GET /rest/filters`. The vendor's document requires no credentials for it; they are sent anyway, because the
/// response contains user data.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns a decode error if the response has no member for the list.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::{api::filters::ListFilters, model::SavedFilterKind};
///
/// let request = ListFilters::new().user("1-users").report_type(SavedFilterKind::Leads);
/// let filters = client.send(&request).await?;
/// for filter in filters.iter() {
///     println!("{}: {:?}", filter.id, filter.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/filters")]
#[doc(alias = "filters")]
#[doc(alias = "list filters")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ListFilters {
    user: Option<UserId>,
    report_type: Option<SavedFilterKind>,
    options: Option<Personal<String>>,
}

impl ListFilters {
    /// Creates a request that lists the saved filters.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Includes only filters of this user.
    #[must_use]
    pub fn user(mut self, id: impl Into<UserId>) -> Self {
        self.user = Some(id.into());
        self
    }

    /// Includes only filters for this list.
    #[must_use]
    pub fn report_type(mut self, kind: impl Into<SavedFilterKind>) -> Self {
        self.report_type = Some(kind.into());
        self
    }

    /// Sets the parameter `filter`. Its values are not documented.
    #[must_use]
    pub fn options(mut self, options: impl Into<String>) -> Self {
        self.options = Some(Personal(options.into()));
        self
    }
}

impl Request for ListFilters {
    type Vendor = Nutshell;
    type Response = Records<SavedFilter>;
    const OPERATION: Operation = op::get("list_filters", "/rest/filters", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .require(self.user.as_ref().is_none_or(|id| !id.as_str().is_empty()), "user", "must not be empty")
            .query_opt("userId", self.user.as_ref())
            .query_opt("reportType", self.report_type.as_ref())
            .query_opt("filter", self.options.as_ref())
            .empty()
    }
}

sample!(ListFilters: Self::new().user("1-users").report_type(SavedFilterKind::Reports).options("open"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_filters_query_uses_wire_names() {
        let request = ListFilters::new().user("1-users").report_type(SavedFilterKind::Reports).options("x=1");
        let query = request.parts().unwrap().render("").unwrap();
        assert_eq!(query, "?userId=1-users&reportType=report_%2A&filter=x%3D1");
        assert_eq!(ListFilters::new().user("").parts().unwrap_err().field(), Some("user"));
    }
}
