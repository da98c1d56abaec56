//! Listing opportunities.

use super::fields::vendor_text;
use super::stages::{ambiguous_list, listed_stages, refined_status, status_state, unlisted};
use super::view::TenantFields;
use super::{Opportunities, changed_until, ensure_one_filter, first_page, list_page};
use crate::api::activities::ListActivitiesByEvent;
use crate::api::opportunities::{ListOpportunitiesByUniqueLeadField, SearchOpportunities};
use crate::model::{ActivityRow, AdvancedSearch, Condition, LookupName, Opportunity, Paging};
use chrono::{DateTime, Utc};
use leads_core::client::{LeadPage, LeadQuery, PageToken};
use leads_core::vendor::{ensure_known_fields, ensure_unset};
use leads_core::{CallOptions, Error, LeadState, LeadView, Raw, Reply, Result};

const ZONE: &str = "query_time_zone";

impl Opportunities {
    pub(super) async fn list_opportunities(
        &self,
        query: &LeadQuery,
        after: Option<&PageToken>,
        options: &CallOptions,
    ) -> Result<Reply<LeadPage>> {
        ensure_known_fields(&query.vendor_fields, &[ZONE])?;
        ensure_unset(&[("text", query.text.is_some()), ("phone", query.phone.is_some() && query.email.is_some())])?;
        let person = query
            .email
            .as_ref()
            .map(|email| (LookupName::EmailAddress, email))
            .or(query.phone.as_ref().map(|phone| (LookupName::Phone, phone)));
        let searches = query.state.is_some() || query.owner.is_some();
        ensure_one_filter(&[person.is_some(), query.changed_since.is_some(), searches])?;
        let paging = first_page(query)?;
        let zone = vendor_text(&query.vendor_fields, ZONE)?;
        if zone.is_some() && (person.is_some() || query.changed_since.is_some()) {
            return Err(Error::invalid(ZONE, "has no effect on a list by a person or by a time of change"));
        }
        if let Some((field, value)) = person {
            let request = ListOpportunitiesByUniqueLeadField::new(field, value.as_str()).paging(paging);
            return list_page(&self.client, request, after, options, |row| self.of_this_type(row)).await;
        }
        if let Some(since) = query.changed_since {
            return self.list_changed(since, paging, after, options).await;
        }
        let mut search = AdvancedSearch::new(zone.unwrap_or_else(|| "UTC".to_owned()));
        if let Some(state) = query.state {
            search = self.state_conditions(state)?.into_iter().fold(search, AdvancedSearch::and);
        }
        if let Some(owner) = &query.owner {
            search = search.and(Condition::text("Owner", "eq", owner.as_str()));
        }
        let fits = |row: &Opportunity| query.state.is_none_or(|state| self.is_in_state(row, state));
        let request = SearchOpportunities::new(self.event_code()?, search).paging(paging);
        list_page(
            &self.client,
            request,
            after,
            options,
            |row| {
                if fits(row.value()) { self.of_this_type(row) } else { None }
            },
        )
        .await
    }

    /// Lists the opportunities that were modified since a time. An opportunity is an activity of the type's event, and
    /// that list filters by the time of the last change.
    async fn list_changed(
        &self,
        since: DateTime<Utc>,
        paging: Paging,
        after: Option<&PageToken>,
        options: &CallOptions,
    ) -> Result<Reply<LeadPage>> {
        let request = ListActivitiesByEvent::new(self.event_code()?, since, changed_until(since)).paging(paging);
        let reply = self.client.pipeline().list_step(request, after, options).await?;
        Ok(Reply::map(reply, |step| {
            let mut page = LeadPage::new(Vec::new(), step.next);
            page.problems = step.problems;
            for row in step.items {
                let row: Raw<ActivityRow> = row;
                match row.read_as::<Opportunity>() {
                    Ok(row) => page.leads.extend(self.of_this_type(row)),
                    Err(error) => page.problems.push(error),
                }
            }
            page
        }))
    }

    /// Returns the conditions of the opportunities in a state: a status, and the one stage that refines it.
    fn state_conditions(&self, state: LeadState) -> Result<Vec<Condition>> {
        let status = refined_status(state).ok_or_else(|| unlisted(state))?;
        let is_status = Condition::text("Status", "eq", status.as_str());
        if status_state(&status) == state {
            return Ok(vec![is_status]);
        }
        let (Some(stages), Some(field)) = (&self.config.stages, &self.config.stage_field) else {
            return Err(unlisted(state));
        };
        match listed_stages(stages, state).as_slice() {
            [] => Err(unlisted(state)),
            [stage] => Ok(vec![is_status, Condition::text(field.as_str(), "eq", *stage)]),
            several => Err(ambiguous_list(state, several)),
        }
    }

    /// Returns whether a row is in a state. A row that does not contain the stage, because the tenant's grid lacks it,
    /// has only its status.
    fn is_in_state(&self, row: &Opportunity, state: LeadState) -> bool {
        let status = LeadView::status(row).state;
        let stage = self.config.stage_field.as_deref().and_then(|field| row.tenant_field(field));
        match stage.filter(|stage| !stage.trim().is_empty()) {
            Some(stage) => self.refined_state(status, Some(stage)) == state,
            None => refined_status(state).is_some_and(|wanted| status_state(&wanted) == status),
        }
    }
}
