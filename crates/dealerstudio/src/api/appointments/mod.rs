//! Appointments.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`CreateAppointment`] | POST `/api/v1/appointments` | non-idempotent | [`AppointmentRecord`](crate::model::AppointmentRecord) | [page](https://dev.dealerstudio.com.au/public-api/operations/apiv1appointments) |
//!
//! <!-- operations: end -->

mod create_appointment;

pub use create_appointment::CreateAppointment;

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::create_appointment::CreateAppointmentBody;
}

leads_core::operations! { crate::DealerStudio;
    CreateAppointment body,
}
