//! Cars.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`CreateCar`] | POST `/api/cars` | non-idempotent | [`CarRecord`](crate::model::CarRecord) | [page](https://dev.dealerstudio.com.au/public-api/operations/apicars) |
//! | [`UpdateCar`] | PUT `/api/cars/{id}` | idempotent | [`CarRecord`](crate::model::CarRecord) | [page](https://dev.dealerstudio.com.au/public-api/operations/apicarsid) |
//!
//! <!-- operations: end -->

mod create_car;
mod update_car;

pub use crate::model::CarBody;
pub use create_car::CreateCar;
pub use update_car::UpdateCar;

leads_core::operations! { crate::DealerStudio;
    CreateCar body,
    UpdateCar body,
}
