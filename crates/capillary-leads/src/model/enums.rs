//! The vendor's value lists. All are open: a value that nobody listed is kept and written back.

use super::LeadStatus;
use leads_core::open_enum;

open_enum! {
    /// What a lead is for.
    ///
    /// From the vendor's page "Leads" (documented). There is one value for all custom types; no field names the
    /// custom type.
    pub enum LeadType {
        /// One article; `lead_for` is its SKU code. What a new lead gets when none is said.
        Sku = "SKU",
        /// A category; `lead_for` is its name.
        Category = "CATEGORY",
        /// A brand; `lead_for` is its name.
        Brand = "BRAND",
        /// Anything else; `lead_for` is free text (inferred).
        Custom = "CUSTOM",
    }
}

open_enum! {
    /// The lead types that a list asks for.
    ///
    /// The four types are documented; `ALL` stands only in a sample address (observed).
    pub enum LeadTypeFilter {
        /// Leads for an article.
        Sku = "SKU",
        /// Leads for a category.
        Category = "CATEGORY",
        /// Leads for a brand.
        Brand = "BRAND",
        /// Leads for anything else.
        Custom = "CUSTOM",
        /// Leads of every type.
        All = "ALL",
    }
}

impl From<LeadType> for LeadTypeFilter {
    fn from(value: LeadType) -> Self {
        Self::from(value.as_str())
    }
}

open_enum! {
    /// What identifies a customer whose id is not known (documented). A request refuses any other value.
    pub enum IdType {
        /// An e-mail address.
        Email = "EMAIL",
        /// A mobile phone number. Which form it has to have is not documented.
        Mobile = "MOBILE",
    }
}

open_enum! {
    /// The sort of entity that a list is narrowed to (documented). A request refuses any other value.
    pub enum EntityType {
        /// A zone.
        Zone = "ZONE",
        /// A concept.
        Concept = "CONCEPT",
        /// A store.
        Store = "STORE",
        /// A till.
        Till = "TILL",
        /// A store server.
        StoreServer = "STR_SERVER",
        /// An administrator.
        AdminUser = "ADMIN_USER",
        /// An associate.
        Associate = "ASSOCIATE",
        /// A staff member.
        Staff = "STAFF",
    }
}

open_enum! {
    /// What a list is ordered by (documented, in exactly these two spellings). A request refuses any other value.
    pub enum SortBy {
        /// When the lead was made.
        CreatedOn = "createdon",
        /// When the lead was last changed.
        LastUpdatedOn = "lastUpdatedOn",
    }
}

open_enum! {
    /// The direction of a list's order (documented). A request refuses any other value.
    pub enum SortOrder {
        /// The least first.
        Ascending = "ASC",
        /// The greatest first.
        Descending = "DESC",
    }
}

impl LeadStatus {
    /// Whether the lead looks decided: won, lost or deleted. Advice only (inferred): which statuses are closed is the
    /// vendor's to say, and a change of a closed lead has also been seen to work.
    #[must_use]
    pub const fn looks_closed(&self) -> bool {
        matches!(self, Self::Won | Self::Lost | Self::Deleted)
    }
}
