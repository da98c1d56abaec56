//! The status of a lead.

leads_core::open_enum! {
    /// The status of a lead.
    ///
    /// From the vendor's page "Leads" (documented).
    pub enum LeadStatus {
        /// New or not worked yet.
        Open = "OPEN",
        /// The customer bought.
        Won = "WON",
        /// The customer did not buy.
        Lost = "LOST",
        /// The customer named a later time, or the item is missing.
        OnHold = "ON_HOLD",
        /// Not a real lead.
        Deleted = "DELETED",
    }
}
