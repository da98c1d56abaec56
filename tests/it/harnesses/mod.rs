//! The conformance suite's harnesses, one for each vendor's fake.

mod capillary;
mod dealerstudio;
mod leadsquared;
mod nutshell;

pub(crate) use capillary::{capillary, capillary_with, capillary_with_follow_ups, capillary_without_single_reads};
pub(crate) use dealerstudio::{dealerstudio, stores_sub_status};
pub(crate) use leadsquared::{
    leadsquared_configured_opportunities, leadsquared_leads, leadsquared_leads_with, leadsquared_leads_without_stages,
    leadsquared_opportunities, leadsquared_opportunities_with,
};
pub(crate) use nutshell::{nutshell, nutshell_with, nutshell_with_contact_details};

use leads_testkit::conformance::Harness;

/// Every vendor and configuration, with the name that the README's table gives it.
pub(crate) fn all() -> Vec<(&'static str, Box<dyn Harness>)> {
    vec![
        ("Capillary", Box::new(capillary())),
        ("Capillary, follow-ups", Box::new(capillary_with_follow_ups())),
        ("Capillary, list only", Box::new(capillary_without_single_reads())),
        ("Nutshell", Box::new(nutshell())),
        ("Nutshell, contact details", Box::new(nutshell_with_contact_details())),
        ("LeadSquared opportunities", Box::new(leadsquared_opportunities())),
        ("LeadSquared opportunities, fields and stages", Box::new(leadsquared_configured_opportunities())),
        ("LeadSquared leads", Box::new(leadsquared_leads_without_stages())),
        ("LeadSquared leads, stages", Box::new(leadsquared_leads())),
        ("Dealer Studio", Box::new(dealerstudio())),
    ]
}
