//! The response to an e-mail.

leads_core::model! { "PascalCase";
    /// An e-mail that the vendor accepted for delivery. The response has no envelope.
    pub struct SentEmail {
        /// The id of the e-mail.
        id as "ID": scalar String,
        /// The number of leads that it goes to.
        member_count: scalar i64,
        /// The number of addresses that it goes to.
        total_recipient: scalar i64,
    }
}
