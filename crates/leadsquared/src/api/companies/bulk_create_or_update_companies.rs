//! `POST /v2/CompanyManagement.svc/Company/Bulk/CreateOrUpdate`

use crate::api::prelude::*;
use crate::bulk::{Bulk, BulkResponse, check_size};
use crate::model::{Attributes, CollisionResolution, CompanyType};
use crate::plan::BULK_CALLS;
use std::ops::Range;

/// Creates companies, or updates those that already exist, at most 25 per call.
///
/// `POST /v2/CompanyManagement.svc/Company/Bulk/CreateOrUpdate`. Each company must have the attribute that is searched
/// by. [`Client::send_all`](crate::Client::send_all) accepts any number of rows and reports each of them.
///
/// If the response is lost, the outcome cannot be verified automatically: no documented read accepts company ids. To
/// check by hand, list the companies of the type with `ListCompanies`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/create-or-update-accounts-in-bulk/).
///
/// # Errors
///
/// If any row fails, returns an error whose outcome is [`Partial`](leads_core::WriteOutcome::Partial); its codes
/// identify the rows.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::companies::BulkCreateOrUpdateCompanies;
/// use leadsquared::model::{Attributes, CollisionResolution};
///
/// let request = BulkCreateOrUpdateCompanies::new(
///     "Vendors",
///     "CompanyName",
///     CollisionResolution::FillMissingFields,
///     [Attributes::from([("CompanyName", "Water Services"), ("State", "Karnataka")])],
/// );
/// let report = client.send_all(&request).await?;
/// for row in &report.rows {
///     println!("{}: {} {:?}", row.index, row.outcome, row.id);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/CompanyManagement.svc/Company/Bulk/CreateOrUpdate")]
#[doc(alias = "CompanyManagement.svc/Company/Bulk/CreateOrUpdate")]
#[doc(alias = "bulk create or update companies")]
#[doc(alias = "bulk create or update")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BulkCreateOrUpdateCompanies {
    body: BulkCreateOrUpdateCompaniesBody,
}

/// The wire body of [`BulkCreateOrUpdateCompanies`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct BulkCreateOrUpdateCompaniesBody {
    company_type: CompanyType,
    options: CompanyOptions,
    companies: Vec<Attributes>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct CompanyOptions {
    search_by: String,
    collision_resolution_strategy: CollisionResolution,
}

impl BulkCreateOrUpdateCompanies {
    /// Creates or updates companies of a type, matched by the attribute `search_by`.
    pub fn new(
        company_type: impl Into<CompanyType>,
        search_by: impl Into<String>,
        collision: impl Into<CollisionResolution>,
        companies: impl IntoIterator<Item = Attributes>,
    ) -> Self {
        Self {
            body: BulkCreateOrUpdateCompaniesBody {
                company_type: company_type.into(),
                options: CompanyOptions {
                    search_by: search_by.into(),
                    collision_resolution_strategy: collision.into(),
                },
                companies: companies.into_iter().collect(),
            },
        }
    }

    fn searched(&self, row: usize) -> Option<String> {
        let value = self.body.companies.get(row)?.get(&self.body.options.search_by)?;
        value.read::<String>().filter(|text| !text.trim().is_empty())
    }
}

impl Request for BulkCreateOrUpdateCompanies {
    type Vendor = LeadSquared;
    type Response = Raw<BulkResponse>;
    const OPERATION: Operation = op::post(
        "bulk_create_or_update_companies",
        "/v2/CompanyManagement.svc/Company/Bulk/CreateOrUpdate",
        Safety::Idempotent,
    )
    .rate(BULK_CALLS)
    .docs("https://apidocs.leadsquared.com/create-or-update-accounts-in-bulk/");

    fn parts(&self) -> Result<Parts> {
        let body = &self.body;
        let mut parts = Parts::new()
            .check(body.company_type.check())
            .require(!body.options.search_by.trim().is_empty(), "search_by", "must name an attribute")
            .rows(body.companies.len())
            .check(check_size(body.companies.len(), Self::MAX_ROWS, "companies"))
            .require(
                (0..body.companies.len()).all(|row| self.searched(row).is_some()),
                "companies",
                "must each have the attribute that is searched by",
            );
        for company in &body.companies {
            parts = parts.check(company.check("companies"));
        }
        parts.json(body)
    }

    fn trace(&self) -> Option<String> {
        Some("list the companies of the type with ListCompanies".to_owned())
    }
}

has_body!(BulkCreateOrUpdateCompanies => BulkCreateOrUpdateCompaniesBody);

impl Bulk for BulkCreateOrUpdateCompanies {
    const MAX_ROWS: usize = 25;

    fn rows(&self) -> usize {
        self.body.companies.len()
    }

    fn key(&self, row: usize) -> Option<String> {
        self.searched(row)
    }

    fn slice(&self, rows: Range<usize>) -> Self {
        let companies = self.body.companies.get(rows).unwrap_or_default().to_vec();
        Self { body: BulkCreateOrUpdateCompaniesBody { companies, ..self.body.clone() } }
    }
}

sample!(BulkCreateOrUpdateCompanies: Self::new(
    "Vendors",
    "CompanyName",
    CollisionResolution::FillMissingFields,
    [Attributes::from([("CompanyName", "Water Services"), ("State", "Karnataka")])],
));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    fn companies(count: usize) -> BulkCreateOrUpdateCompanies {
        BulkCreateOrUpdateCompanies::new(
            "Vendors",
            "CompanyName",
            CollisionResolution::OverwriteAllFields,
            (0..count).map(|row| Attributes::from([("CompanyName", row.to_string())])),
        )
    }

    #[test]
    fn bulk_create_or_update_companies_serializes_to_the_wire_form() {
        assert_eq!(
            wire(&companies(1)),
            r#"POST /v2/CompanyManagement.svc/Company/Bulk/CreateOrUpdate {"CompanyType":{"CompanyTypeName":"Vendors"},"Options":{"SearchBy":"CompanyName","CollisionResolutionStrategy":"OverwriteAllFields"},"Companies":[[{"Attribute":"CompanyName","Value":"0"}]]}"#
        );
    }

    #[test]
    fn bulk_create_or_update_companies_checks_sizes_and_rows_before_sending() {
        assert!(companies(26).parts().unwrap_err().help().unwrap().contains("25"));
        let rest = companies(26).slice(25..26);
        assert_eq!((rest.rows(), rest.key(0)), (1, Some("25".to_owned())));
        assert_eq!(companies(0).parts().unwrap_err().field(), Some("companies"));
        let other = BulkCreateOrUpdateCompanies::new(
            "Vendors",
            "CompanyName",
            CollisionResolution::IgnoreDuplicate,
            [Attributes::from([("Phone", "1")])],
        );
        assert_eq!(other.parts().unwrap_err().field(), Some("companies"));
    }
}
