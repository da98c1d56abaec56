//! The user that owns a pair of keys.

use super::record::record_type;
use super::{FieldRef, UserId};
use crate::Region;
use crate::region::host_in;

record_type! {
    /// The user that owns a pair of keys, with everything that the vendor returns. `Debug` shows only the id and the
    /// host.
    KeyOwner; shows id, api_host
}

impl KeyOwner {
    /// Returns a member's text, or `None` if it is missing, null, empty or not text.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&str> {
        self.0.text(name)
    }

    /// Returns the id of the user.
    #[must_use]
    pub fn id(&self) -> Option<UserId> {
        self.0.read_first(&["UserId", "UserID", "ID", "Id"])
    }

    /// Returns the e-mail address of the user. In the vendor's sample it is in `PassPhrase`, and `EmailAddress` is
    /// null.
    #[must_use]
    pub fn email(&self) -> Option<&str> {
        let address = self.0.first_text(&["EmailAddress", "Email"]);
        address.or_else(|| self.member("PassPhrase").filter(|text| text.contains('@')))
    }

    /// Returns the role of the user.
    #[must_use]
    pub fn role(&self) -> Option<&str> {
        self.member("Role")
    }

    /// Returns the full name of the user.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.member("Name")
    }

    /// Returns the kind of user, as the vendor calls it.
    #[must_use]
    pub fn user_type(&self) -> Option<&str> {
        self.0.first_text(&["UserType", "Type"])
    }

    /// Returns the user's time zone, as the vendor calls it.
    #[must_use]
    pub fn time_zone(&self) -> Option<&str> {
        self.member("TimeZone")
    }

    /// Returns the id of the account.
    #[must_use]
    pub fn org_id(&self) -> Option<&str> {
        self.member("OrgId")
    }

    /// Returns the account's short code.
    #[must_use]
    pub fn org_short_code(&self) -> Option<&str> {
        self.member("OrgShortCode")
    }

    /// Returns the account's name for display.
    #[must_use]
    pub fn org_name(&self) -> Option<&str> {
        self.0.first_text(&["OrgDisplayName", "OrgUniqueName"])
    }

    /// Returns the name of the account's plan.
    #[must_use]
    pub fn plan(&self) -> Option<&str> {
        self.member("Plan")
    }

    /// Returns the country code that the account adds to phone numbers without one.
    #[must_use]
    pub fn default_country_code(&self) -> Option<&str> {
        self.member("DefaultCountryCode")
    }

    /// Returns the URL of the account's host for files, as its mobile application uses it.
    #[must_use]
    pub fn file_upload_url(&self) -> Option<&str> {
        match self.0.get("MobileServiceURLs")? {
            FieldRef::Object(urls) => urls.text("FileUploadURL"),
            _ => None,
        }
    }

    /// Returns the hosts of the account: `api` and `app`, without scheme and path.
    #[must_use]
    pub fn service_urls(&self) -> Option<FieldRef<'_>> {
        self.0.get("LSQCommonServiceURLs")
    }

    /// Returns the address of the account's host for files, as the vendor writes it: with or without a scheme.
    /// [`Builder::files_base_url`](crate::Builder::files_base_url) takes its scheme and host.
    #[must_use]
    pub fn files_url(&self) -> Option<&str> {
        match self.0.get("MobileServiceURLs")? {
            FieldRef::Object(urls) => urls.text("FileUploadURL"),
            _ => None,
        }
    }

    /// Returns the host of the account's API, wherever it is among the hosts. It may not belong to any [`Region`]:
    /// [`base_url`](crate::Builder::base_url) accepts any host.
    #[must_use]
    pub fn api_host(&self) -> Option<String> {
        fn find(value: FieldRef<'_>) -> Option<String> {
            match value {
                FieldRef::Text(text) => host_in(text).map(str::to_owned),
                FieldRef::List(values) => values.iter().find_map(|value| find(value.by_ref())),
                FieldRef::Object(members) => members.iter().find_map(|(_, value)| find(value)),
                _ => None,
            }
        }
        find(self.service_urls()?)
    }

    /// Returns the region of the account, if the host is a known one.
    #[must_use]
    pub fn region(&self) -> Option<Region> {
        Region::of_host(&self.api_host()?)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn region_is_found_under_any_host_key() {
        for text in [
            r#"{"UserId":"7","LSQCommonServiceURLs":{"files":"https://files-in21.leadsquared.com","api":"https://api-in21.leadsquared.com/v2/"}}"#,
            r#"{"UserId":"7","LSQCommonServiceURLs":"https://api-in21.leadsquared.com"}"#,
        ] {
            let owner: KeyOwner = serde_json::from_str(text).unwrap();
            assert_eq!(owner.region(), Some(Region::IndiaMumbai));
        }
        let sample = r#"{"Id":"7","EmailAddress":null,"PassPhrase":"jo@example.com",
            "MobileServiceURLs":{"FileUploadURL":"https://files-in23.leadsquared.com"},
            "LSQCommonServiceURLs":{"app":"in24.leadsquared.com","api":"api-in24.leadsquared.com"}}"#;
        let owner: KeyOwner = serde_json::from_str(sample).unwrap();
        assert_eq!(owner.files_url(), Some("https://files-in23.leadsquared.com"));
        assert_eq!((owner.email(), owner.id()), (Some("jo@example.com"), Some("7".into())));
        assert_eq!((owner.api_host().as_deref(), owner.region()), (Some("api-in24.leadsquared.com"), None));
        let none: KeyOwner = serde_json::from_str(r#"{"UserId":"7"}"#).unwrap();
        assert_eq!((none.id(), none.region(), none.files_url()), (Some("7".into()), None, None));
    }

    #[test]
    fn members_of_user_and_account_are_read() {
        let text = r#"{"Id":"7","Name":"Jo Doe","PassPhrase":"jo@example.com","Role":"Administrator","EmailAddress":null,
            "TimeZone":"Asia/Kolkata","Type":"Type A","UserType":"0","OrgId":"12","OrgDisplayName":"Shop","OrgUniqueName":"shop",
            "OrgShortCode":"10001","Plan":"Super","DefaultCountryCode":"+91",
            "MobileServiceURLs":{"ReportsURL":"https://r.example.com","FileUploadURL":"https://files-in23.leadsquared.com/File"},
            "LSQCommonServiceURLs":{"api":"api-in23.leadsquared.com"}}"#;
        let owner: KeyOwner = serde_json::from_str(text).unwrap();
        assert_eq!((owner.name(), owner.role()), (Some("Jo Doe"), Some("Administrator")));
        assert_eq!((owner.user_type(), owner.time_zone()), (Some("0"), Some("Asia/Kolkata")));
        assert_eq!(
            (owner.org_id(), owner.org_name(), owner.org_short_code()),
            (Some("12"), Some("Shop"), Some("10001"))
        );
        assert_eq!((owner.plan(), owner.default_country_code()), (Some("Super"), Some("+91")));
        assert_eq!(owner.file_upload_url(), Some("https://files-in23.leadsquared.com/File"));
        assert_eq!(owner.region(), Some(Region::India23));
        let odd: KeyOwner =
            serde_json::from_str(r#"{"Id":"7","MobileServiceURLs":"none","OrgUniqueName":"shop"}"#).unwrap();
        assert_eq!((odd.file_upload_url(), odd.org_name()), (None, Some("shop")));
        assert!(!format!("{owner:?}").contains("Jo"));
    }
}
