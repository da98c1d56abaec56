//! Custom fields as a struct of the application.
//!
//! Dealer Studio has no operation that describes the fields of a dealership, so there is nothing to compare a struct with.

use crate::api::leads::{CreateLead, UpdateLead};
use leads_core::Result;
use leads_core::custom::to_fields;
use serde::Serialize;

macro_rules! from_struct {
    ($($request:ident)*) => { $(
        impl $request {
            /// Sets custom fields from a struct of the application. A field that is not serialized is not sent, and
            /// `null` is sent as `null`; see [`leads_core::custom`].
            ///
            /// # Errors
            /// Returns the errors of [`to_fields`].
            pub fn custom_fields<T: Serialize + ?Sized>(mut self, fields: &T) -> Result<Self> {
                for (name, value) in to_fields(fields)? {
                    self = self.field(name, value);
                }
                Ok(self)
            }
        }
    )* };
}
from_struct! { CreateLead UpdateLead }

#[cfg(test)]
mod tests {
    use super::*;
    use leads_core::HasBody;

    #[test]
    fn struct_is_written_to_the_fields() {
        #[derive(Serialize)]
        struct Mine {
            colour: &'static str,
            seats: u8,
        }
        let request = UpdateLead::partial(12).custom_fields(&Mine { colour: "blue", seats: 5 }).unwrap();
        let body = serde_json::to_value(request.body()).unwrap();
        assert_eq!(body["lead"]["fields"], serde_json::json!({"colour": "blue", "seats": 5}));
    }
}
