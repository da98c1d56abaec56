//! Macros that generate the repetitive parts of a vendor crate.

/// Generates `#[must_use]` setters for the optional members of a request's body: each accepts anything that converts
/// into the member's type and sets it to `Some`.
///
/// ```
/// # #[derive(Default)] struct Body { note: Option<String>, year: Option<i32> }
/// # /// A request.
/// # #[derive(Default)] pub struct Request { body: Body }
/// impl Request {
///     leads_core::setters! { body;
///         /// The note.
///         note: String,
///         /// The year, four digits.
///         year: i32,
///     }
/// }
/// let request = Request::default().note("hello").year(2026);
/// # assert_eq!((request.body.note.as_deref(), request.body.year), (Some("hello"), Some(2026)));
/// ```
#[macro_export]
macro_rules! setters {
    ($($path:ident).+; $( $(#[$meta:meta])* $name:ident : $type:ty ),* $(,)?) => {
        $crate::setters! { @each ($($path).+) $( $(#[$meta])* $name : $type, )* }
    };
    (@each $path:tt) => {};
    (@each ($($path:ident).+) $(#[$meta:meta])* $name:ident : $type:ty, $($rest:tt)*) => {
        $(#[$meta])*
        #[must_use]
        pub fn $name(mut self, $name: impl Into<$type>) -> Self {
            self.$($path).+.$name = Some($name.into());
            self
        }
        $crate::setters! { @each ($($path).+) $($rest)* }
    };
}

/// Generates a resource's list of operations: `OPERATIONS`, and with the calling crate's feature `inspect` a
/// `catalog()` of `inspect::Entry`.
///
/// Each line is a request type, then `body` if it has a JSON body, then `element Type` if its response lists records of
/// that type. With `inspect` the request types implement `inspect::Sample`.
#[macro_export]
macro_rules! operations {
    (@split $vendor:ty; [$($name:ident)*] [$($entry:expr;)*]) => {
        /// Every operation of this resource.
        pub const OPERATIONS: &[$crate::Operation] = &[ $( <$name as $crate::Request>::OPERATION ),* ];

        /// Every operation of this resource, for inspection.
        #[cfg(feature = "inspect")]
        #[must_use]
        pub fn catalog() -> ::std::vec::Vec<$crate::inspect::Entry<$vendor>> {
            #[allow(unused_imports)] // if every request can be verified
            use $crate::inspect::NoVerifier as _;
            ::std::vec![ $($entry),* ]
        }
    };
    (@split $vendor:ty; [$($name:ident)*] [$($entry:expr;)*] $request:ident body element $element:ty, $($rest:tt)*) => {
        $crate::operations! { @split $vendor; [$($name)* $request] [$($entry;)*
            $crate::inspect::Entry::of::<$request>().with_verifier($crate::inspect::VerifierProbe::<$request>::new().verifier()).with_body::<$request>().with_element::<$element>();] $($rest)* }
    };
    (@split $vendor:ty; [$($name:ident)*] [$($entry:expr;)*] $request:ident body, $($rest:tt)*) => {
        $crate::operations! { @split $vendor; [$($name)* $request] [$($entry;)*
            $crate::inspect::Entry::of::<$request>().with_verifier($crate::inspect::VerifierProbe::<$request>::new().verifier()).with_body::<$request>();] $($rest)* }
    };
    (@split $vendor:ty; [$($name:ident)*] [$($entry:expr;)*] $request:ident element $element:ty, $($rest:tt)*) => {
        $crate::operations! { @split $vendor; [$($name)* $request] [$($entry;)*
            $crate::inspect::Entry::of::<$request>().with_verifier($crate::inspect::VerifierProbe::<$request>::new().verifier()).with_element::<$element>();] $($rest)* }
    };
    (@split $vendor:ty; [$($name:ident)*] [$($entry:expr;)*] $request:ident, $($rest:tt)*) => {
        $crate::operations! { @split $vendor; [$($name)* $request] [$($entry;)*
            $crate::inspect::Entry::of::<$request>().with_verifier($crate::inspect::VerifierProbe::<$request>::new().verifier());] $($rest)* }
    };
    ($vendor:ty; $($list:tt)*) => {
        $crate::operations! { @split $vendor; [] [] $($list)* }
    };
}
