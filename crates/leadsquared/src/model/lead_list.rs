//! A list of leads.

use super::ListId;
use leads_core::{Time, open_enum};

open_enum! {
    /// How the members of a list are chosen.
    pub enum ListType {
        /// They are added to the list.
        Static = "static",
        /// They are the results of a search.
        Dynamic = "dynamic",
    }
}

leads_core::model! { "PascalCase";
    /// A list of leads.
    pub struct LeadList {
        /// The id.
        list_id: scalar ListId,
        /// The name.
        list_name: scalar String,
        /// The description.
        list_description: scalar String,
        /// How its members are chosen.
        list_type: scalar ListType,
        /// The number of members.
        member_count: scalar i64,
        /// The creator's name.
        created_by_name: scalar leads_core::Personal<String>,
        /// When it was created, UTC.
        created_on: scalar Time,
        /// When it was modified, UTC.
        modified_on: scalar Time,
    }
}
