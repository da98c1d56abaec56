//! The vendor's objects.

mod car_fields;
mod cluster_fields;
mod dealership;
mod ids;
mod lead_fields;
mod lead_file;
mod nested;
pub(crate) mod open;
mod records;
mod text;
mod values;

pub use car_fields::{CarBody, CarFields, CustomAttribute};
pub use cluster_fields::{CarLeadCluster, LeadClusterBody, LeadClusterFields};
pub use dealership::Dealership;
pub use ids::*;
pub use lead_fields::{LeadBody, LeadFields};
pub use lead_file::LeadFile;
pub use nested::{Address, Charge, ChargeBreakdown, ChargeTotal, Payment};
pub use open::OpenMap;
pub use records::{
    ApiKey, AppointmentRecord, CarRecord, DealershipRecord, ExternalIdentifier, LeadClusterRecord, LeadEventRecord,
    LeadRecord, Location, User,
};
pub use text::{DayFirst, LocalTime, Postcode, SentDate};
pub use values::*;

pub(crate) use car_fields::car_setters;
pub(crate) use lead_fields::{FILES, lead_setters};
pub(crate) use records::rows;
