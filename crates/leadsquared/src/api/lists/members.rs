//! Reading the members of a list to verify a write.

use crate::api::leads::ListLeadsBySearchParameter;
use crate::api::prelude::*;
use crate::model::{Columns, Lead, LeadId, ListId, Paging};

/// Returns the read of the first 1,000 leads of a list.
pub(super) fn first(list: &ListId) -> ListLeadsBySearchParameter {
    let request = ListLeadsBySearchParameter::of_list(list).columns(Columns::include(["ProspectID"]));
    request.paging(Paging::new(1, 1_000))
}

/// Returns whether a lead is among the rows; `None` if it is not, and the rows are not the whole list.
pub(super) fn contains(rows: &Listing<Lead>, lead: &LeadId) -> Option<bool> {
    match rows.iter().any(|row| row.id().as_ref() == Some(lead)) {
        true => Some(true),
        false => (rows.record_count == u64::try_from(rows.len()).ok()).then_some(false),
    }
}
