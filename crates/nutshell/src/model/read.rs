//! The macro that generates the models.

/// Generates a model with members named in camel case: see [`leads_core::model!`].
macro_rules! model {
    ($(#[$meta:meta])* pub struct $name:ident { $(#[$id_meta:meta])* id: required $id:ty, $($rest:tt)* }) => {
        leads_core::model! { "camelCase";
            $(#[$meta])* pub struct $name { $(#[$id_meta])* id: required $id, $($rest)* }
        }

        #[cfg(any(test, feature = "test-util"))]
        impl $name {
            /// Creates a value for tests, with only the required members set.
            #[must_use]
            pub fn for_test(id: impl Into<$id>) -> Self {
                Self { id: id.into(), ..<Self as leads_core::vendor::model::Model>::blank() }
            }
        }
    };
    ($(#[$meta:meta])* pub struct $name:ident { $($rest:tt)* }) => {
        leads_core::model! { "camelCase"; $(#[$meta])* pub struct $name { $($rest)* } }

        #[cfg(any(test, feature = "test-util"))]
        impl $name {
            /// Creates a value for tests, with only the required members set.
            #[must_use]
            pub fn for_test() -> Self {
                <Self as leads_core::vendor::model::Model>::blank()
            }
        }
    };
}
pub(crate) use model;
