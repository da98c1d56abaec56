//! The common id of a Dealer Studio lead.

use crate::model::{Dealership, LeadClusterId, LeadId};
use leads_core::{Error, LeadId as CommonLeadId, Result};
use std::fmt;
use std::str::FromStr;

/// The common id of a Dealer Studio lead: dealership, lead and cluster, as far as they are known. An operation that
/// needs a missing part returns an error that names it.
///
/// Its text is opaque and round-trips.
///
/// # Examples
///
/// ```
/// use dealerstudio::CompositeLeadId;
/// let id = CompositeLeadId::new("northside-motors", 12, 34);
/// let text = dealerstudio::leads_core::LeadId::from(&id);
/// assert_eq!(text.as_str().parse::<CompositeLeadId>()?, id);
///
/// let without_cluster: CompositeLeadId = "dealership_id=42&lead=12".parse()?;
/// assert_eq!(without_cluster.cluster().unwrap_err().field(), Some("lead_cluster_id"));
/// # Ok::<(), dealerstudio::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CompositeLeadId {
    pub(super) dealership: Option<Dealership>,
    lead: Option<LeadId>,
    cluster: Option<LeadClusterId>,
}

impl CompositeLeadId {
    /// Creates an id from all three parts.
    pub fn new(dealership: impl Into<Dealership>, lead: impl Into<LeadId>, cluster: impl Into<LeadClusterId>) -> Self {
        Self { dealership: Some(dealership.into()), lead: Some(lead.into()), cluster: Some(cluster.into()) }
    }

    /// Creates an id from the known parts.
    #[must_use]
    pub fn from_parts(dealership: Option<Dealership>, lead: Option<LeadId>, cluster: Option<LeadClusterId>) -> Self {
        Self { dealership, lead, cluster }
    }
    /// Returns the dealership.
    ///
    /// # Errors
    ///
    /// Returns an error that names `dealership` if the id does not have it.
    pub fn dealership(&self) -> Result<&Dealership> {
        self.dealership.as_ref().ok_or_else(|| missing_part("dealership"))
    }
    /// Returns the lead.
    ///
    /// # Errors
    ///
    /// Returns an error that names `lead_id` if the id does not have it.
    pub fn lead(&self) -> Result<LeadId> {
        self.lead.ok_or_else(|| missing_part("lead_id"))
    }
    /// Returns the cluster.
    ///
    /// # Errors
    ///
    /// Returns an error that names `lead_cluster_id` if the id does not have it.
    pub fn cluster(&self) -> Result<LeadClusterId> {
        self.cluster.ok_or_else(|| missing_part("lead_cluster_id"))
    }
}

fn missing_part(part: &'static str) -> Error {
    Error::invalid(part, "is missing in the common id").with_help(
        "a common id of Dealer Studio has dealership, lead and cluster: store the one that a create returned, or \
         create it with `CompositeLeadId::new` from a lead export",
    )
}

impl fmt::Display for CompositeLeadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut between = "";
        let mut part = |name: &str, value: &dyn fmt::Display| {
            let written = write!(f, "{between}{name}={value}");
            between = "&";
            written
        };
        if let Some(dealership) = &self.dealership {
            if let Some(id) = dealership.id() {
                part("dealership_id", &id)?;
            }
            if let Some(slug) = dealership.slug() {
                part("dealership_slug", &escape(slug))?;
            }
        }
        if let Some(lead) = self.lead {
            part("lead", &lead)?;
        }
        if let Some(cluster) = self.cluster {
            part("cluster", &cluster)?;
        }
        Ok(())
    }
}

/// Escapes the three characters with a meaning in the text.
fn escape(slug: &str) -> String {
    slug.replace('%', "%25").replace('&', "%26").replace('=', "%3D")
}

fn unescape(text: &str) -> String {
    text.replace("%3D", "=").replace("%26", "&").replace("%25", "%")
}

impl FromStr for CompositeLeadId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let wrong = || Error::invalid("id", "is not a common id of Dealer Studio");
        let (mut id, mut slug, mut out) = (None, None, Self::default());
        for part in text.split('&') {
            let (name, value) = part.split_once('=').ok_or_else(wrong)?;
            match name {
                "dealership_id" => id = Some(value.parse().map_err(|_| wrong())?),
                "dealership_slug" if !value.is_empty() => slug = Some(unescape(value)),
                "lead" => out.lead = Some(value.parse().map_err(|_| wrong())?),
                "cluster" => out.cluster = Some(value.parse().map_err(|_| wrong())?),
                _ => return Err(wrong()),
            }
        }
        out.dealership = Dealership::from_parts(id, slug);
        Ok(out)
    }
}

impl From<&CompositeLeadId> for CommonLeadId {
    fn from(id: &CompositeLeadId) -> Self {
        Self::new(id.to_string())
    }
}

impl From<CompositeLeadId> for CommonLeadId {
    fn from(id: CompositeLeadId) -> Self {
        Self::from(&id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn malformed_id_is_rejected() {
        for bad in ["", "12", "lead=x", "lead=1&other=2", "dealership_slug=", "lead=1&"] {
            assert_eq!(bad.parse::<CompositeLeadId>().unwrap_err().field(), Some("id"), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn composite_id_round_trips(
            id in proptest::option::of(any::<i64>()),
            slug in proptest::option::of(".+"),
            lead in proptest::option::of(any::<i64>()),
            cluster in proptest::option::of(any::<i64>()),
        ) {
            prop_assume!(id.is_some() || slug.is_some() || lead.is_some() || cluster.is_some());
            let whole = CompositeLeadId::from_parts(
                Dealership::from_parts(id.map(Into::into), slug),
                lead.map(Into::into),
                cluster.map(Into::into),
            );
            prop_assert_eq!(whole.to_string().parse::<CompositeLeadId>().unwrap(), whole);
        }
    }
}
