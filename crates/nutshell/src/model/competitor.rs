//! Competitors and their status on leads.

use super::{CompetitorId, CompetitorMapId, LeadId, Time, model};
use crate::envelope::Record;
use leads_core::open_enum;

model! {
    /// A competitor of the company.
    pub struct Competitor {
        /// The record's id.
        id: required CompetitorId,
        /// The type, `competitors`.
        kind as "type": scalar String,
        /// The name.
        name: scalar String,
        /// When the record was updated.
        modified_time: either Time,
    }
}

impl Record for Competitor {
    const PLURAL: &'static str = "competitors";
}

open_enum! {
    /// The status of a competitor on a lead.
    pub enum CompetitorMapStatus {
        /// Might win the lead.
        Potential = "potential",
        /// Won the lead.
        Stole = "stole",
        /// Did not win the lead.
        Beat = "beat",
    }
}

model! {
    /// A competitor of a lead.
    pub struct LeadCompetitorMap {
        /// The id of the relation, not of the competitor.
        id: required CompetitorMapId,
        /// The type, `competitorMaps`.
        kind as "type": scalar String,
        /// The kind of relationship. Its values are not documented.
        relationship: scalar String,
        /// The competitor's name.
        name: scalar String,
        /// The status; `None` if it is not set.
        status: scalar CompetitorMapStatus,
        /// Related records.
        links: first LeadCompetitorMapLinks,
    }
}

impl Record for LeadCompetitorMap {
    const PLURAL: &'static str = "competitorMaps";
    const ALIASES: &'static [&'static str] = &["competitormaps"];
}

model! {
    /// The records that a lead's competitor links.
    pub struct LeadCompetitorMapLinks {
        /// The lead.
        lead: scalar LeadId,
        /// The competitor.
        competitor: scalar CompetitorId,
    }
}
