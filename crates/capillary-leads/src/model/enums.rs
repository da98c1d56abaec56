//! The vendor's value lists. All are open: an unknown value is kept and written back unchanged.

use super::LeadStatus;
use leads_core::open_enum;

open_enum! {
    /// What a lead is for.
    ///
    /// From the vendor's page "Leads" (documented). There is one value for all custom types; no field names the
    /// custom type.
    pub enum LeadType {
        /// One article; `lead_for` is its SKU code. The default of a new lead.
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
    /// The lead types to filter a list by.
    ///
    /// The four types are documented; `ALL` appears only in a sample URL (observed).
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
    /// How a customer without a known id is identified (documented). A request with any other value is rejected before
    /// it is sent.
    pub enum IdType {
        /// An e-mail address.
        Email = "EMAIL",
        /// A mobile phone number. Its form is not documented.
        Mobile = "MOBILE",
    }
}

open_enum! {
    /// The type of entity to filter a list by (documented). A request with any other value is rejected before it is
    /// sent.
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
    /// The field to sort a list by (documented, in exactly these two spellings). A request with any other value is
    /// rejected before it is sent.
    pub enum SortBy {
        /// When the lead was created.
        CreatedOn = "createdon",
        /// When the lead was last changed.
        LastUpdatedOn = "lastUpdatedOn",
    }
}

open_enum! {
    /// The sort order of a list (documented). A request with any other value is rejected before it is sent.
    pub enum SortOrder {
        /// The smallest first.
        Ascending = "ASC",
        /// The largest first.
        Descending = "DESC",
    }
}

impl LeadStatus {
    /// Returns whether the lead appears closed: won, lost or deleted.
    ///
    /// Advisory only (inferred): the vendor decides which statuses are closed, and a change of a closed lead has also
    /// been seen to work.
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        matches!(self, Self::Won | Self::Lost | Self::Deleted)
    }
}
