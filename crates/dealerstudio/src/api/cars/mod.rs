//! Creates and updates cars of the stock.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`CreateCar`] ([vendor's page](https://dev.dealerstudio.com.au/public-api/operations/apicars))<br>POST `/api/cars` | non-idempotent | [`CarRecord`](crate::model::CarRecord) |
//! | [`UpdateCar`] ([vendor's page](https://dev.dealerstudio.com.au/public-api/operations/apicarsid))<br>PUT `/api/cars/{id}` | idempotent | [`CarRecord`](crate::model::CarRecord) |
//!
//! <!-- operations: end -->

mod create_car;
mod update_car;

#[doc(inline)]
pub use crate::model::CarBody;
pub use create_car::CreateCar;
pub use update_car::UpdateCar;

leads_core::operations! { crate::DealerStudio;
    CreateCar body,
    UpdateCar body,
}
