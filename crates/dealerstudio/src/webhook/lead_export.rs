//! A lead, as exported by a dealership's notifications.

use crate::model::{Dealership, DealershipId, LeadClusterId, LeadId, LocalTime, LocationId, UserId, rows};
use leads_core::vendor::tolerant;
use leads_core::{Personal, open_enum};
use serde::{Deserialize, Deserializer, Serialize};

/// A lead, exported when it is received. Set up in a dealership's notifications.
///
/// Only the members below are documented; the rest of the documentation of the body could not be read, so use
/// [`Raw::field`](leads_core::Raw::field) for other members. The third version of the schema has `has_test_drives` and
/// `appointments`, which the first and the second lack; how those two differ is not known.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LeadExport {
    /// The lead.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub id: Option<LeadId>,
    /// The dealership by slug.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub dealership_slug: Option<String>,
    /// The dealership by id.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub dealership_id: Option<DealershipId>,
    /// The lead's cluster, on which its outcome is reported.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub lead_cluster_id: Option<LeadClusterId>,
    /// Whether the cluster has a record of a test drive; `false` for a lead without a cluster. Independent of
    /// `appointments`: either can be present without the other. Third version only.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub has_test_drives: Option<bool>,
    /// The cluster's appointments for test drives, the earliest first; always present in the third version, and `None`
    /// in the others.
    #[serde(default, deserialize_with = "some_rows", skip_serializing_if = "Option::is_none")]
    pub appointments: Option<Vec<ExportedAppointment>>,
}

/// The version of a payload, as far as its members indicate it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LeadExportShape {
    /// The first or the second version, which cannot be distinguished by anything documented.
    V1OrV2,
    /// The third version.
    V3,
}

impl LeadExport {
    /// Returns the version, as far as the members indicate it.
    #[must_use]
    pub fn shape(&self) -> LeadExportShape {
        if self.has_test_drives.is_some() || self.appointments.is_some() {
            LeadExportShape::V3
        } else {
            LeadExportShape::V1OrV2
        }
    }

    /// Returns the dealership, if present.
    #[must_use]
    pub fn dealership(&self) -> Option<Dealership> {
        Dealership::from_parts(self.dealership_id, self.dealership_slug.clone())
    }
}

fn some_rows<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<ExportedAppointment>>, D::Error> {
    struct Rows(Vec<ExportedAppointment>);
    impl<'de> Deserialize<'de> for Rows {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            rows(deserializer).map(Rows)
        }
    }
    Option::<Rows>::deserialize(deserializer).map(|rows| rows.map(|rows| rows.0))
}

leads_core::model! { "snake_case";
    /// An appointment for a test drive.
    #[derive(Default)]
    pub struct ExportedAppointment {
        /// Its id. That it is an integer is inferred.
        id: scalar crate::model::AppointmentId,
        /// Whether it was booked by an AI assistant.
        ai_generated: scalar bool,
        /// The assigned user.
        user_id: scalar UserId,
        /// When it starts, in the local time of the dealership.
        starts_at: scalar LocalTime,
        /// Its status.
        status: scalar AppointmentStatus,
        /// Its length in minutes.
        length_in_minutes: scalar i64,
        /// A note.
        note: scalar Personal<String>,
        /// The location.
        location_id: scalar LocationId,
        /// The display name of the car; for a car that is not in stock it ends in ` (generic car)`.
        car_for_test_drive: scalar String,
    }
}

open_enum! {
    /// The status of an appointment. The vendor gives examples, not a list, in two spellings.
    pub enum AppointmentStatus {        /// Scheduled.
        Pending = "pending",        /// Took place.
        Completed = "completed",        /// Cancelled.
        Cancelled = "cancelled",        /// The customer did not show up.
        NoShow = "no-show",
        /// The customer was interested.
        InterestRegistered = "interest_registered",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn third_version_is_detected_by_its_members() {
        let read = |text: &str| serde_json::from_str::<LeadExport>(text).unwrap();
        assert_eq!(read(r#"{"id":1}"#).shape(), LeadExportShape::V1OrV2);
        let empty = read(r#"{"id":1,"appointments":[]}"#);
        assert_eq!((empty.shape(), empty.appointments.unwrap().len()), (LeadExportShape::V3, 0));
        assert_eq!(read(r#"{"id":1,"has_test_drives":false}"#).shape(), LeadExportShape::V3);
        assert!(read(r#"{"appointments":null}"#).appointments.is_none());
    }

    #[test]
    fn appointments_keep_local_time_and_unknown_status() {
        let lead: LeadExport = serde_json::from_str(
            r#"{"id":1,"appointments":[{"id":2,"starts_at":"2026-03-01 09:30:00","status":"no-show",
            "length_in_minutes":"30","note":null},{"status":"of tomorrow","starts_at":null},null]}"#,
        )
        .unwrap();
        let rows = lead.appointments.unwrap();
        assert_eq!(rows[0].status, Some(AppointmentStatus::NoShow));
        assert_eq!(rows[0].starts_at.as_ref().unwrap().naive().unwrap().to_string(), "2026-03-01 09:30:00");
        assert_eq!((rows[0].length_in_minutes, rows.len()), (Some(30), 2));
        assert_eq!(rows[1].status.as_ref().unwrap().as_str(), "of tomorrow");
    }
}
