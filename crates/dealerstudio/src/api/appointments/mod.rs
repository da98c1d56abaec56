//! Appointments.

mod create_appointment;

pub use create_appointment::{CreateAppointment, CreateAppointmentBody};

leads_core::operations! { crate::DealerStudio;
    CreateAppointment body,
}
