//! Competitors, and how they fare on leads.

use super::{CompetitorId, CompetitorMapId, LeadId, model};
use crate::envelope::Record;
use leads_core::open_enum;

model! {
    /// A competitor of the company.
    pub struct Competitor {
        /// The id.
        id: required CompetitorId,
        /// The type, `competitors`.
        #[serde(rename = "type")]
        kind: scalar String,
        /// What it is called.
        name: scalar String,
        /// When it was changed.
        modified_time: time,
    }
}

impl Record for Competitor {
    const PLURAL: &'static str = "competitors";
}

open_enum! {
    /// How a competitor fares on a lead.
    pub enum CompetitorMapStatus {
        /// It may get the lead.
        Potential = "potential",
        /// It got the lead.
        Stole = "stole",
        /// It did not get the lead.
        Beat = "beat",
    }
}

model! {
    /// A competitor of a lead.
    pub struct LeadCompetitorMap {
        /// The id of the relation, not of the competitor.
        id: required CompetitorMapId,
        /// The type, `competitorMaps`.
        #[serde(rename = "type")]
        kind: scalar String,
        /// The kind of relation; its values are not documented.
        relationship: scalar String,
        /// What the competitor is called.
        name: scalar String,
        /// How it fares; `None` where nobody has said.
        status: scalar CompetitorMapStatus,
        /// Its relations.
        links: links LeadCompetitorMapLinks,
    }
}

impl Record for LeadCompetitorMap {
    const PLURAL: &'static str = "competitorMaps";
    const ALIASES: &'static [&'static str] = &["competitormaps"];
}

model! {
    /// What a competitor of a lead joins.
    pub struct LeadCompetitorMapLinks {
        /// The lead.
        lead: scalar LeadId,
        /// The competitor.
        competitor: scalar CompetitorId,
    }
}
