//! Creates appointments.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`CreateAppointment`] ([vendor's page](https://dev.dealerstudio.com.au/public-api/operations/apiv1appointments))<br>POST `/api/v1/appointments` | non-idempotent | [`AppointmentRecord`](crate::model::AppointmentRecord) |
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
