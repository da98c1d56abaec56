//! `GET /rest/activities/{id}`

use crate::Nutshell;
use crate::envelope::{self, One};
use crate::model::{Activity, ActivityId};
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Reads an activity.
///
/// `GET /rest/activities/{id}`
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown, and a decode error if the response lacks
/// the record.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::activities::GetActivity::new("3-activities");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetActivity {
    id: ActivityId,
}

impl GetActivity {
    /// Creates a request that reads the activity `id`.
    pub fn new(id: impl Into<ActivityId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetActivity {
    type Vendor = Nutshell;
    type Response = One<Activity>;
    const OPERATION: Operation =
        Operation::new("get_activity", Method::Get, "/rest/activities/{id}", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<One<Activity>> {
        envelope::one(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for GetActivity {
    fn sample() -> Self {
        Self::new("3-activities")
    }
}
