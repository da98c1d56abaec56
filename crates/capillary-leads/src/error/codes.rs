//! The table of error codes.

use leads_core::error::{CodeEntry, CodeTable, ErrorKind, Retry};
use leads_core::{Evidence, open_enum};

/// Generates the enum and the table from one list, so that they cannot diverge.
macro_rules! codes {
    ($( $code:literal $name:ident $kind:ident $retry:ident $evidence:ident $cause:literal => $remedy:literal; )+) => {
        open_enum! {
            /// A code of Capillary's errors and warnings.
            ///
            /// 92001 to 92025 belong to the leads resource; the vendor's page "Leads" lists them (documented). 401,
            /// 403, 498 and 320001 concern credentials. The others are documented for the whole API, not for leads. No
            /// HTTP status is documented for any of them, so the code alone decides. Unknown codes keep their number.
            ///
            /// # Examples
            ///
            /// ```
            /// use capillary_leads::{ErrorCode, leads_core::VendorCode};
            /// let code = ErrorCode::from("92024");
            /// assert_eq!(code, ErrorCode::ClosedLead);
            /// println!("{}", code.entry().unwrap().remedy);
            /// ```
            pub enum ErrorCode {
                $( #[doc = concat!("Cause: ", $cause, ".")] $name = $code, )+
            }
        }

        /// Every known code, with its kind, cause and remedy, and whether a retry can help.
        ///
        /// | Code | Name | Cause | Remedy |
        /// |---|---|---|---|
        $( #[doc = concat!("| ", $code, " | `", stringify!($name), "` | ", $cause, " | ", $remedy, " |")] )+
        pub static CODES: CodeTable = CodeTable::new(
            "capillary-leads",
            &[ $( CodeEntry::new(
                $code,
                stringify!($name),
                ErrorKind::$kind,
                Retry::$retry,
                $cause,
                $remedy,
                Evidence::$evidence,
            ), )+ ],
        );
    };
}

codes! {
    "92001" LeadNotFound NotFound Never Documented
        "there is no lead with this id in the organisation"
        => "check the id, and that the credentials belong to the lead's organisation";
    "92002" DuplicateLeadStatus Conflict Never Documented
        "the lead already has this status"
        => "read the lead: if it has the status you want, there is nothing left to do";
    "92003" InvalidLeadStatus Rejected Never Documented
        "the status is not one of OPEN, WON, LOST, ON_HOLD and DELETED"
        => "send one of the five; names that the organisation defines are sub-statuses";
    "92004" ReasonNotFound Rejected Never Documented
        "the organisation has no reason with this id"
        => "list the reasons; ids differ from one organisation to another";
    "92005" FollowedUpOnMissing Rejected Never Documented
        "a follow-up lacks the time at which it happened"
        => "set followedUpOn";
    "92006" LeadForMissing Rejected Never Documented
        "a new lead does not specify what it is for"
        => "set leadFor to the SKU code, brand or category";
    "92007" UserIdMissing Rejected Never Documented
        "a new lead has no customer"
        => "set userId, or idType and identifier together";
    "92008" UserNotFound Rejected Never Documented
        "there is no customer with this userId"
        => "check the id, or name the customer by e-mail address or mobile number";
    "92009" InvalidLeadType Rejected Never Documented
        "the lead type is not one of SKU, CATEGORY, BRAND and CUSTOM"
        => "send one of the four";
    "92010" LeadIdMissing Rejected Never Documented
        "the request has no lead id"
        => "put the lead's id in the path";
    "92011" CustomerRegistrationFailed Precondition Never Documented
        "the customer was unknown and could not be registered"
        => "register the customer first, then create the lead with its userId";
    "92012" UserDetailsEmpty Rejected Never Documented
        "the new lead does not identify the customer"
        => "set userId, or idType and identifier together";
    "92013" OrgSourceMissing Rejected Never Documented
        "the source account of the new lead is null"
        => "omit orgSourceId, or set it; -1 is the store";
    "92014" InvalidOrgSource Rejected Never Documented
        "the organisation has no such source account"
        => "list the organisation's sources, or use -1 for the store";
    "92015" InvalidIdType Rejected Never Documented
        "the identifier type is neither EMAIL nor MOBILE"
        => "send one of the two";
    "92016" InvalidSku Rejected Never Documented
        "the organisation has no article with this SKU code"
        => "check leadFor, or use another lead type";
    "92017" InvalidBrand Rejected Never Documented
        "the organisation has no such brand"
        => "check leadFor, or use another lead type";
    "92018" InvalidCategory Rejected Never Documented
        "the organisation has no such category"
        => "check leadFor, or use another lead type";
    "92019" InvalidLeadOwner Rejected Never Documented
        "no staff member has this username"
        => "send the username of a staff member, not the id";
    "92020" InvalidSubStatus Rejected Never Documented
        "the sub-status does not exist for this status"
        => "list the sub-statuses; create the missing one first";
    "92021" DuplicateSubStatus Conflict Never Documented
        "the status already has this sub-status"
        => "there is nothing left to do: the sub-status exists";
    "92022" StatusEmpty Rejected Never Documented
        "the status is empty"
        => "set the status";
    "92023" SubStatusEmpty Rejected Never Documented
        "the sub-status is empty"
        => "set the sub-status, or omit it where it is optional";
    "92024" ClosedLead State Never Documented
        "the lead is closed, and the status of a closed lead cannot be changed"
        => "create a new lead, or ask the vendor whether the organisation may reopen leads";
    "92025" CustomerNotRegistered Precondition AfterChange Documented
        "the customer is unknown, and the organisation does not register customers automatically"
        => "register the customer first, or have automatic registration enabled";
    "401" Unauthorized Unauthenticated AfterChange Observed
        "the token or the password is not valid"
        => "check user and password, or key and secret, and the cluster; a token is renewed automatically";
    "403" NoAccess Forbidden AfterChange Observed
        "the API client may not use this resource"
        => "have the resource added to its access group";
    "498" TokenExpired Unauthenticated AfterChange Documented
        "the token has expired"
        => "none is needed for a single occurrence: a new token is fetched and the call sent again; if it persists, \
            check the clock and the token's lifetime in the vendor's settings";
    "320001" InvalidClientCredentials Unauthenticated AfterChange Documented
        "the key or the secret of the API client is wrong"
        => "check key and secret, and that they belong to this cluster";
    "4000" NotAuthorized Forbidden AfterChange Documented
        "the till or API client may not use the leads resource"
        => "have the Leads resource added to its access group: read for lists, write for changes";
    "4001" AuthorizationUnavailable Server Later Documented
        "the vendor cannot check at the moment whether the credentials may do this"
        => "try again later";
    "1060" BatchLimitExceeded Rejected Never Documented
        "the request has too many records"
        => "send fewer records per request";
    "1061" LookupTypeMissing Rejected Never Documented
        "an attribution lookup value was sent without its type"
        => "set both with Attribution::lookup";
    "1062" InvalidTestControlStatus Rejected Never Documented
        "the test or control status is invalid"
        => "omit it";
    "1064" InvalidOrgId Rejected AfterChange Documented
        "the organisation of the request is invalid"
        => "check that the credentials and the host belong to the same cluster";
    "8015" CustomerNotFound Rejected Never Documented
        "there is no customer with this identifier"
        => "check the e-mail address or mobile number";
    "8050" CustomersCombined Other Never Documented
        "the same customer was found in other sources and combined; a warning"
        => "no action is needed";
    "8055" InvalidEmail Rejected Never Documented
        "the e-mail address is invalid"
        => "check the identifier";
    "8056" InvalidMobile Rejected Never Documented
        "the mobile number is invalid"
        => "send it in the form in which the organisation registers its customers' numbers";
    "91016" InvalidExtendedField Rejected Never Documented
        "the organisation has no extended field with this name; usually a warning"
        => "check the field's name, or have it defined for leads";
    "3213" OrgSourceNotFound Rejected Never Documented
        "the organisation has no such source account"
        => "list the organisation's sources";
    "3214" OrgSource3214 Rejected Never Inferred
        "a source account of the organisation could not be read or changed"
        => "read the message; the vendor documents the range, not this code";
    "3215" OrgSource3215 Rejected Never Inferred
        "a source account of the organisation could not be read or changed"
        => "read the message; the vendor documents the range, not this code";
    "3216" OrgSource3216 Rejected Never Inferred
        "a source account of the organisation could not be read or changed"
        => "read the message; the vendor documents the range, not this code";
    "3217" OrgSource3217 Rejected Never Inferred
        "a source account of the organisation could not be read or changed"
        => "read the message; the vendor documents the range, not this code";
    "3218" OrgSource3218 Rejected Never Inferred
        "a source account of the organisation could not be read or changed"
        => "read the message; the vendor documents the range, not this code";
    "3219" OrgSource3219 Rejected Never Inferred
        "a source account of the organisation could not be read or changed"
        => "read the message; the vendor documents the range, not this code";
    "3220" OrgSource3220 Rejected Never Inferred
        "a source account of the organisation could not be read or changed"
        => "read the message; the vendor documents the range, not this code";
    "3221" OrgSource3221 Rejected Never Inferred
        "a source account of the organisation could not be read or changed"
        => "read the message; the vendor documents the range, not this code";
    "3222" OrgSourceNotConfigured Precondition AfterChange Documented
        "the organisation has no configuration for this source"
        => "have the source configured";
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn codes_and_table_rows_correspond() {
        let codes: HashSet<String> = ErrorCode::all().map(|code| code.as_str().to_owned()).collect();
        assert_eq!(codes.len(), CODES.entries().len());
        for code in 92001..=92025 {
            let entry = CODES.get(&code.to_string()).unwrap();
            assert!(!entry.cause.is_empty() && !entry.remedy.is_empty() && entry.retry != Retry::Later, "{code}");
            assert_eq!(entry.evidence, Evidence::Documented);
            assert!(codes.contains(&code.to_string()));
        }
        for code in [
            "401", "403", "498", "320001", "4000", "4001", "1060", "1061", "1062", "1064", "8015", "8050", "8055",
            "8056", "91016",
        ] {
            assert!(CODES.get(code).is_some(), "{code}");
        }
        for code in 3213..=3222 {
            assert!(CODES.get(&code.to_string()).is_some(), "{code}");
        }
    }
}
