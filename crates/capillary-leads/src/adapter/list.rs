//! Listing leads.

use super::fields::{VendorFields, parse_number};
use super::status::{common_state, vendor_status};
use super::with_operation;
use crate::Client;
use crate::api::leads::ListLeads;
use crate::model::{EntityId, EntityType, LeadId, LeadTypeFilter, OrgSourceId, SortBy, SortOrder, UserId};
use leads_core::client::LeadQuery;
use leads_core::vendor::{ensure_known_fields, ensure_unset};
use leads_core::{CallOptions, Error, ErrorKind, Reply, Result};

pub(super) fn list_request(query: &LeadQuery) -> Result<ListLeads> {
    ensure_known_fields(
        &query.vendor_fields,
        &[
            "user_id",
            "status",
            "sub_status",
            "lead_type",
            "org_source_id",
            "entity_type",
            "entity_code",
            "sort_by",
            "sort_order",
        ],
    )?;
    ensure_unset(&[
        ("email", query.email.is_some()),
        ("phone", query.phone.is_some()),
        ("text", query.text.is_some()),
    ])?;
    if query.changed_since.is_some()
        && let Some(order) = ["sort_by", "sort_order"].into_iter().find(|name| query.vendor_fields.contains_key(*name))
    {
        return Err(Error::invalid(order, "must not be set: a list of changed leads has a fixed order"));
    }
    let own = VendorFields(&query.vendor_fields);
    let mut request = ListLeads::new();
    if let Some(state) = query.state {
        let status = vendor_status(state)?;
        // The list would return all open leads, not only those in the requested state.
        if common_state(Some(&status)) != state {
            return Err(Error::unsupported("Capillary does not distinguish leads in this state from open ones")
                .with_field("state"));
        }
        request = request.status(status);
    }
    if let Some(status) = own.text("status")? {
        if query.state.is_some() {
            return Err(Error::invalid("status", "and state must not both be set"));
        }
        request = request.status(status);
    }
    if let Some(owner) = &query.owner {
        request = request.owner(parse_number::<EntityId>("owner", owner)?);
    }
    if query.page_size.is_some() {
        // The vendor does not document a maximum page size.
        request = request.limit(query.rows(u32::MAX, u32::MAX)?);
    }
    if let Some(user) = own.number::<UserId>("user_id")? {
        request = request.user_id(user);
    }
    if let Some(sub_status) = own.text("sub_status")? {
        request = request.sub_status(sub_status);
    }
    if let Some(lead_type) = own.text("lead_type")? {
        request = request.lead_type(LeadTypeFilter::from(lead_type));
    }
    if let Some(source) = own.number::<OrgSourceId>("org_source_id")? {
        request = request.org_source_id(source);
    }
    match (own.text("entity_type")?, own.text("entity_code")?) {
        (Some(kind), Some(code)) => request = request.entity(EntityType::from(kind), code),
        (None, None) => {}
        (Some(_), None) => return Err(Error::invalid("entity_code", "must be set with entity_type")),
        (None, Some(_)) => return Err(Error::invalid("entity_type", "must be set with entity_code")),
    }
    if let Some(by) = own.text("sort_by")? {
        request = request.sort_by(SortBy::from(by));
    }
    if let Some(order) = own.text("sort_order")? {
        request = request.sort_order(SortOrder::from(order));
    }
    Ok(request)
}

/// Searches the customer's leads for the requested one.
pub(super) async fn find_in_list(
    client: &Client,
    lead: LeadId,
    customer: UserId,
    options: &CallOptions,
) -> Result<Reply<Box<dyn leads_core::Lead>>> {
    let request = ListLeads::new().user_id(customer);
    let mut after = None;
    let mut problem = None;
    loop {
        let (step, meta) =
            Reply::into_parts(client.pipeline().list_step(request.clone(), after.as_ref(), options).await?);
        // A vendor that ignores the offset returns no new row.
        let moves = !step.items.is_empty() || !step.problems.is_empty();
        problem = problem.or(step.problems.into_iter().next());
        if let Some(found) = step.items.into_iter().find(|row| row.id == lead) {
            return Ok(Reply::new(Box::new(found), meta));
        }
        match step.next {
            Some(next) if moves => after = Some(next),
            // The lead may be one of the rows that could not be parsed.
            _ => {
                return Err(problem.unwrap_or_else(|| {
                    with_operation::<ListLeads>(Error::new(
                        ErrorKind::NotFound,
                        "the customer has no lead with this id",
                    ))
                }));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use leads_core::{LeadState, Request};
    use rstest::rstest;

    #[rstest]
    #[case(LeadQuery::new().email("x".to_owned()), "email")]
    #[case(LeadQuery::new().phone("x".to_owned()), "phone")]
    #[case(LeadQuery::new().text("x".to_owned()), "text")]
    #[case(LeadQuery::new().changed_since(DateTime::UNIX_EPOCH).vendor_field("sort_by", "createdon"), "sort_by")]
    #[case(LeadQuery::new().owner("jo"), "owner")]
    #[case(LeadQuery::new().page_size(0), "page_size")]
    #[case(LeadQuery::new().state(LeadState::New), "state")]
    #[case(LeadQuery::new().state(LeadState::Cancelled), "state")]
    #[case(LeadQuery::new().state(LeadState::Won).vendor_field("status", "LOST"), "status")]
    #[case(LeadQuery::new().vendor_field("entity_type", "TILL"), "entity_code")]
    #[case(LeadQuery::new().vendor_field("entity_code", "1"), "entity_type")]
    #[case(LeadQuery::new().vendor_field("userId", 1), "userId")]
    fn unsupported_filter_is_named_in_the_error(#[case] wanted: LeadQuery, #[case] field: &str) {
        assert_eq!(list_request(&wanted).unwrap_err().field(), Some(field));
    }

    #[test]
    fn query_maps_every_filter() {
        let wanted = LeadQuery::new()
            .state(LeadState::OnHold)
            .owner("7")
            .page_size(5)
            .vendor_field("user_id", 9)
            .vendor_field("sub_status", "CallBack")
            .vendor_field("lead_type", "ALL")
            .vendor_field("org_source_id", -1)
            .vendor_field("entity_type", "TILL")
            .vendor_field("entity_code", "t")
            .vendor_field("sort_by", "createdon")
            .vendor_field("sort_order", "ASC");
        let path = list_request(&wanted).unwrap().offset(15).parts().unwrap().render("").unwrap();
        assert_eq!(
            path,
            "?userId=9&status=ON_HOLD&substatus=CallBack&owner=7&entityType=TILL&entityCode=t&type=ALL&orgSourceId=-1\
             &sortBy=createdon&sortOrder=ASC&limit=5&offset=15"
        );
    }
}
