//! Cars.

mod create_car;
mod update_car;

pub use crate::model::CarBody;
pub use create_car::CreateCar;
pub use update_car::UpdateCar;

leads_core::operations! { crate::DealerStudio;
    CreateCar body,
    UpdateCar body,
}
