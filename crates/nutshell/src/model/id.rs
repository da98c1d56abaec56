//! Ids: opaque text, with one type per kind of record.

use leads_core::text_id;

/// The parts of an API id `{integer}-{type}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct IdParts<'a> {
    /// The integer; `None` if the id does not start with one.
    pub number: Option<u64>,
    /// The plural type in camel case, `leads`, `emAudiences`; `None` for a plain integer.
    pub kind: Option<&'a str>,
}

impl<'a> IdParts<'a> {
    fn of(text: &'a str) -> Self {
        match text.split_once('-') {
            Some((number, kind)) => {
                Self { number: number.parse().ok(), kind: Some(kind).filter(|kind| !kind.is_empty()) }
            }
            None => Self { number: text.parse().ok(), kind: None },
        }
    }
}

macro_rules! ids {
    ($( $(#[$meta:meta])* $name:ident $(= $kind:literal)? ),* $(,)?) => {
        $(
            text_id! {
                $(#[$meta])*
                ///
                /// Opaque text: the type after the hyphen does not always identify the record's type, so no id is
                /// rejected because of it.
                pub struct $name;
            }

            impl $name {
                /// Returns the integer and the type, if the id has them.
                #[must_use]
                pub fn parts(&self) -> IdParts<'_> {
                    IdParts::of(self.as_str())
                }

                $(
                    #[doc = concat!("The id of this kind from its integer: `1` is `1-", $kind, "`.")]
                    #[must_use]
                    pub fn numbered(number: u64) -> Self {
                        Self::new(format!("{number}-{}", $kind))
                    }
                )?
            }

            ids! { @entity $name $(= $kind)? }
        )*
    };
    (@entity $name:ident = $kind:literal) => {
        impl From<$name> for EntityId {
            fn from(id: $name) -> Self {
                Self::new(id.as_str())
            }
        }
        impl From<&$name> for EntityId {
            fn from(id: &$name) -> Self {
                Self::new(id.as_str())
            }
        }
        impl From<EntityId> for $name {
            fn from(id: EntityId) -> Self {
                Self::new(id.as_str())
            }
        }
        impl From<&EntityId> for $name {
            fn from(id: &EntityId) -> Self {
                Self::new(id.as_str())
            }
        }
    };
    (@entity $name:ident) => {};
}

ids! {
    /// The id of a record of any kind: an owner may be a user or a team, a parent a lead, a contact or an account.
    EntityId,
    /// The id of an account: `3-accounts`.
    AccountId = "accounts",
    /// The id of an account type: `1-accountTypes`.
    AccountTypeId = "accountTypes",
    /// The id of an activity: `3-activities`.
    ActivityId = "activities",
    /// The id of an activity type: `1-activityTypes`.
    ActivityTypeId = "activityTypes",
    /// The id of an audience: `1-emAudiences`.
    AudienceId = "emAudiences",
    /// The id of a competitor: `1-competitors`.
    CompetitorId = "competitors",
    /// The id of a competitor on a lead: `1-competitorMaps`.
    CompetitorMapId = "competitorMaps",
    /// The id of a contact: `3-contacts`.
    ContactId = "contacts",
    /// The id of a custom field definition.
    CustomFieldId = "customFields",
    /// The id of a newsletter edition.
    EditionId = "editions",
    /// The id of an e-mail.
    EmailId = "emails",
    /// The id of an event.
    EventId = "events",
    /// The id of a saved filter.
    FilterId = "filters",
    /// The id of a form: `1-wfForms`.
    FormId = "wfForms",
    /// The id of a form field: `1-wfFields`.
    FormFieldId = "wfFields",
    /// The id of an industry: `1-industries`.
    IndustryId = "industries",
    /// The id of an installment: `1-installments`.
    InstallmentId = "installments",
    /// The id of an invoice. The vendor's own example is `789-quotes`.
    InvoiceId = "invoices",
    /// The id of a lead: `1003-leads`. Not its number, which is displayed to people and is also part of `htmlUrl`.
    LeadId = "leads",
    /// The id of a market: `1-markets`.
    MarketId = "markets",
    /// The id of a note: `3-notes`.
    NoteId = "notes",
    /// The id of an origin, the creator of records that the system itself creates: `23-origins`.
    OriginId = "origins",
    /// The id of an outcome: `1-outcomes`.
    OutcomeId = "outcomes",
    /// The id of a product: `1-products`.
    ProductId = "products",
    /// The id of a product category.
    ProductCategoryId = "productCategories",
    /// The id of a product on a lead: `1-productMaps`.
    ProductMapId = "productMaps",
    /// The id of a quote: `123-quotes`.
    QuoteId = "quotes",
    /// The id of a source: `5-sources`.
    SourceId = "sources",
    /// The id of a stage: `101-stages`.
    StageId = "stages",
    /// The id of a pipeline: `1-stagesets`.
    StagesetId = "stagesets",
    /// The id of a tag: `1-tags`.
    TagId = "tags",
    /// The id of a task.
    TaskId = "tasks",
    /// The id of a team: `1-teams`.
    TeamId = "teams",
    /// The id of a territory: `1-territories`.
    TerritoryId = "territories",
    /// The id of a user: `1-users`.
    UserId = "users",
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn id_parts_are_optional() {
        assert_eq!(LeadId::from("1003-leads").parts(), IdParts { number: Some(1003), kind: Some("leads") });
        assert_eq!(InvoiceId::from("789-quotes").parts().kind, Some("quotes"));
        assert_eq!(ContactId::from("1").parts(), IdParts { number: Some(1), kind: None });
        assert_eq!(ContactId::from("x").parts(), IdParts { number: None, kind: None });
        assert_eq!(AudienceId::numbered(1).as_str(), "1-emAudiences");
        assert_eq!(EntityId::from(UserId::from("1-users")).as_str(), "1-users");
    }

    proptest! {
        #[test]
        fn any_text_id_round_trips(text in ".+") {
            let id = LeadId::from(text.as_str());
            let _ = id.parts();
            let json = serde_json::to_string(&id).unwrap();
            let again: LeadId = serde_json::from_str(&json).unwrap();
            prop_assert_eq!(again.as_str(), text.as_str());
        }
    }
}
