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

/// Implements [`HasBody`](crate::HasBody) for a request whose JSON body is its field `body`.
///
/// ```
/// # macro_rules! skip { ($($t:tt)*) => {} }
/// # skip! {
/// leads_core::has_body!(UpdateLead => UpdateLeadBody);
/// # }
/// ```
#[macro_export]
macro_rules! has_body {
    ($request:ident => $body:ty) => {
        impl $crate::HasBody for $request {
            type Body = $body;
            fn body(&self) -> &$body {
                &self.body
            }
        }
    };
}

/// Implements `inspect::Sample` for a request, with the calling crate's feature `inspect`. `Self` is the request.
///
/// ```
/// # macro_rules! skip { ($($t:tt)*) => {} }
/// # skip! {
/// leads_core::sample!(GetLead: Self::new("1-leads"));
/// # }
/// ```
#[macro_export]
macro_rules! sample {
    ($request:ident : $sample:expr) => {
        #[cfg(feature = "inspect")]
        impl $crate::inspect::Sample for $request {
            fn sample() -> Self {
                $sample
            }
        }
    };
}

/// Generates a resource's list of operations: `OPERATIONS`, with the calling crate's feature `inspect` a `catalog()` of
/// `inspect::Entry`, and with its feature `registry` the `entries()` of the registry.
///
/// Each line is a request type, followed by `body` if it has a JSON body, `resolve` if it implements
/// [`Resolve`](crate::Resolve), and `: [Type]` if its response lists records of that type. With `inspect` the request
/// types implement `inspect::Sample`.
///
/// ```
/// # macro_rules! skip { ($($t:tt)*) => {} }
/// # skip! {
/// leads_core::operations! { crate::Acme;
///     GetLead,
///     ListLeads: [crate::model::Lead],
///     UpdateLead body resolve,
/// }
/// # }
/// ```
#[macro_export]
macro_rules! operations {
    ($vendor:ty; $( $request:ident $($flag:ident)* $(: [$element:ty])? ),* $(,)?) => {
        /// Every operation of this resource.
        pub const OPERATIONS: &[$crate::Operation] = &[ $( <$request as $crate::Request>::OPERATION ),* ];

        /// Returns every operation of this resource with its readers, for inspecting captured payloads.
        #[cfg(feature = "inspect")]
        #[must_use]
        pub fn catalog() -> ::std::vec::Vec<$crate::inspect::Entry<$vendor>> {
            ::std::vec![ $( {
                let entry = $crate::inspect::Entry::of::<$request>();
                $( let entry = $crate::operations!(@flag entry, $request, $flag); )*
                $( let entry = entry.with_element::<$element>(); )?
                entry
            } ),* ]
        }

        /// Every operation of this resource, for the registry.
        #[cfg(feature = "registry")]
        pub(crate) fn entries() -> ::std::vec::Vec<$crate::registry::Entry<$vendor>> {
            ::std::vec![ $( {
                let entry = $crate::registry::Entry::of::<$request>();
                $( let entry = $crate::operations!(@registry entry, $request, $flag); )*
                entry
            } ),* ]
        }
    };
    (@registry $entry:ident, $request:ident, body) => { $entry };
    (@registry $entry:ident, $request:ident, resolve) => { $entry.resolvable::<$request>() };
    (@flag $entry:ident, $request:ident, body) => { $entry.with_body::<$request>() };
    (@flag $entry:ident, $request:ident, resolve) => { $entry.with_verifier::<$request>() };
}

/// Generates the lists of all operations of a vendor crate from the modules of its resources: `operations()`, with the
/// calling crate's feature `inspect` a `catalog()`, and with its feature `registry` a `registry()`.
///
/// Each module has its list by [`operations!`](crate::operations). `ids` reads the id of a created record from the body of
/// a response: see `registry::Registry::ids`. The names of the three functions can carry documentation, which is added to
/// that of the function: the vendor's examples.
///
/// ```
/// # macro_rules! skip { ($($t:tt)*) => {} }
/// # skip! {
/// leads_core::resources! {
///     crate::Acme, ids: crate::registry::created_id;
///     /// Acme has no operation for files.
///     operations,
///     catalog,
///     registry;
///     accounts, leads, tasks
/// }
/// # }
/// ```
#[macro_export]
macro_rules! resources {
    ($vendor:ty, ids: $ids:path;
        $(#[$operations:meta])* operations,
        $(#[$catalog:meta])* catalog,
        $(#[$registry:meta])* registry;
        $( $resource:ident ),* $(,)?
    ) => {
        /// Returns every operation of this crate.
        $(#[$operations])*
        pub fn operations() -> impl Iterator<Item = &'static $crate::Operation> {
            [ $( $resource::OPERATIONS ),* ].into_iter().flatten()
        }

        /// Returns every operation of this crate with its readers, for inspecting captured payloads.
        $(#[$catalog])*
        #[cfg(feature = "inspect")]
        #[must_use]
        pub fn catalog() -> ::std::vec::Vec<$crate::inspect::Entry<$vendor>> {
            [ $( $resource::catalog() ),* ].into_iter().flatten().collect()
        }

        /// Compares a response with the type that its operation is read as.
        #[cfg(feature = "inspect")]
        pub(crate) fn inspect(
            operation: &$crate::Operation,
            response: &$crate::HttpResponse,
        ) -> ::core::option::Option<$crate::inspect::Inspection> {
            // What the operations are does not change, and one table serves all clients.
            static CATALOG: ::std::sync::OnceLock<::std::vec::Vec<$crate::inspect::Entry<$vendor>>> =
                ::std::sync::OnceLock::new();
            let entries = CATALOG.get_or_init(catalog);
            let entry = entries.iter().find(|entry| entry.operation.name == operation.name)?;
            ::core::option::Option::Some(entry.inspect(response))
        }

        /// Returns every operation of this crate by name, for sending stored requests.
        $(#[$registry])*
        #[cfg(feature = "registry")]
        #[must_use]
        pub fn registry() -> $crate::registry::Registry<$vendor> {
            $crate::registry::Registry::new([ $( $resource::entries() ),* ].into_iter().flatten()).ids($ids)
        }
    };
}

/// Writes the methods that every vendor's `Client` has: `send`, `send_with`, `resolve`, `resolve_with`, `apply_all`, `items`,
/// `items_with`, `resume`, `resume_with`, `preview`, `execute` and `pipeline`.
///
/// The client must have a field `pipeline` of type [`Pipeline`](crate::Pipeline). The names in the list can carry
/// documentation, which is added to that of the method: the vendor's examples.
///
/// ```
/// # use leads_core::{HttpResponse, Operation, Pipeline, vendor::{Classification, Failure, Vendor}};
/// # pub enum Acme {}
/// # impl Vendor for Acme {
/// #     const NAME: &'static str = "acme";
/// #     const PREFIXES: &'static [&'static str] = &[];
/// #     const REQUEST_ID_HEADERS: &'static [&'static str] = &[];
/// #     type Settings = ();
/// #     fn classify(_: &(), _: &Operation, response: &HttpResponse) -> Classification {
/// #         Failure::from_status(response).into()
/// #     }
/// # }
/// /// A client of Acme's API.
/// pub struct Client {
///     pipeline: Pipeline<Acme>,
/// }
///
/// impl Client {
///     leads_core::client_methods! { Acme;
///         /// Acme counts every call, also of requests that it rejects.
///         send,
///         resolve,
///         items,
///         resume,
///         preview,
///         execute,
///     }
/// }
/// ```
#[macro_export]
macro_rules! client_methods {
    ($vendor:ty;
        $(#[$send:meta])* send,
        $(#[$resolve:meta])* resolve,
        $(#[$items:meta])* items,
        $(#[$resume:meta])* resume,
        $(#[$preview:meta])* preview,
        $(#[$execute:meta])* execute $(,)?
    ) => {
        /// Sends a request and reads the response.
        ///
        /// Dropping the future cancels the call: nothing leaks, and the outcome of a write that was already on its way
        /// is unknown.
        ///
        /// # Errors
        ///
        /// Returns an [`Error`]($crate::Error) that states the [outcome]($crate::Error::outcome) of a write.
        $(#[$send])*
        pub async fn send<R: $crate::Request<Vendor = $vendor>>(
            &self,
            request: &R,
        ) -> $crate::Result<$crate::Reply<R::Response>> {
            self.pipeline.send(request).await
        }

        /// Sends a request with per-call options.
        ///
        /// # Errors
        ///
        /// As [`send`](Self::send).
        pub async fn send_with<R: $crate::Request<Vendor = $vendor>>(
            &self,
            request: &R,
            options: &$crate::CallOptions,
        ) -> $crate::Result<$crate::Reply<R::Response>> {
            self.pipeline.send_with(request, options).await
        }

        /// Determines whether a write took effect.
        ///
        /// `lost` is the error of the write, or, after a crash, the time at which its call started; see
        /// [`Lost`]($crate::Lost). If an error already states the outcome, nothing is sent; otherwise the affected
        /// record is read. The documentation of each request says whether it can be verified.
        ///
        /// # Errors
        ///
        /// Returns an error if the verification read fails; the outcome of the write is then still unknown. Returns an
        /// invalid-request error if `lost` is an error of another operation.
        $(#[$resolve])*
        pub async fn resolve<R: $crate::Resolve<Vendor = $vendor>>(
            &self,
            request: &R,
            lost: impl Into<$crate::Lost>,
        ) -> $crate::Result<$crate::Resolution> {
            self.pipeline.resolve(request, lost).await
        }

        /// [`resolve`](Self::resolve) with per-call options for the verification read.
        ///
        /// # Errors
        ///
        /// As [`resolve`](Self::resolve).
        pub async fn resolve_with<R: $crate::Resolve<Vendor = $vendor>>(
            &self,
            request: &R,
            lost: impl Into<$crate::Lost>,
            options: &$crate::CallOptions,
        ) -> $crate::Result<$crate::Resolution> {
            self.pipeline.resolve_with(request, lost, options).await
        }

        /// Applies many requests of one type, and reports each exactly once: see [`bulk`]($crate::bulk).
        ///
        /// # Errors
        ///
        /// Returns an error, before anything is sent, if two rows have the same key, a request cannot be stored, or the
        /// record to resume from is of other rows. A row that fails is not an error; it is in the report.
        pub async fn apply_all<R: $crate::Request<Vendor = $vendor>>(
            &self,
            requests: $crate::bulk::Requests<R>,
            options: $crate::bulk::BulkOptions<'_>,
        ) -> $crate::Result<$crate::bulk::BulkReport> {
            self.pipeline.apply_all(requests, options).await
        }

        /// Returns a stream over the items of a list, beginning with the page of `request`.
        ///
        /// [`ItemStream::bookmark`]($crate::ItemStream::bookmark) identifies the current item. It is serializable, so
        /// a later process can [resume](Self::resume) the stream.
        $(#[$items])*
        #[must_use = "a stream does nothing unless polled"]
        pub fn items<R: $crate::Paged + $crate::Request<Vendor = $vendor>>(&self, request: R) -> $crate::ItemStream<R> {
            self.pipeline.items(request)
        }

        /// [`items`](Self::items) with per-call options for each page.
        #[must_use = "a stream does nothing unless polled"]
        pub fn items_with<R: $crate::Paged + $crate::Request<Vendor = $vendor>>(
            &self,
            request: R,
            options: &$crate::CallOptions,
        ) -> $crate::ItemStream<R> {
            self.pipeline.items_with(request, options)
        }

        /// Returns a stream that continues after the last item of the stream that `bookmark` was taken from.
        $(#[$resume])*
        #[must_use = "a stream does nothing unless polled"]
        pub fn resume<R: $crate::Paged + $crate::Request<Vendor = $vendor>>(
            &self,
            bookmark: $crate::paging::Bookmark<R>,
        ) -> $crate::ItemStream<R> {
            self.pipeline.resume(bookmark)
        }

        /// [`resume`](Self::resume) with per-call options for each page.
        #[must_use = "a stream does nothing unless polled"]
        pub fn resume_with<R: $crate::Paged + $crate::Request<Vendor = $vendor>>(
            &self,
            bookmark: $crate::paging::Bookmark<R>,
            options: &$crate::CallOptions,
        ) -> $crate::ItemStream<R> {
            self.pipeline.resume_with(bookmark, options)
        }

        /// Shows the exact HTTP request that [`send`](Self::send) would make, with credentials redacted. Sends nothing,
        /// not even for a token.
        ///
        /// # Errors
        ///
        /// Returns an invalid-request error that names the field.
        $(#[$preview])*
        pub fn preview<R: $crate::Request<Vendor = $vendor>>(
            &self,
            request: &R,
        ) -> $crate::Result<$crate::RequestPreview> {
            self.pipeline.preview(request)
        }

        /// Sends a call for which this crate has no request type, with the same credentials, rate limits, retries and
        /// redaction. Returns the body of the response as it came.
        ///
        /// `operation` states how the call is treated: its method, safety, host and rate classes; its path is not used.
        /// `path_and_query` begins with `/` and is percent-encoded. A scheme or host in it is rejected.
        ///
        /// The body is not read here, so the outcome of a write in [`Meta`]($crate::Meta) is
        /// [`Unknown`]($crate::WriteOutcome::Unknown) unless the vendor's envelope proves success by itself.
        ///
        /// # Errors
        ///
        /// As [`send`](Self::send).
        $(#[$execute])*
        pub async fn execute(
            &self,
            operation: $crate::Operation,
            path_and_query: &str,
            options: &$crate::CallOptions,
            body: $crate::Body,
        ) -> $crate::Result<$crate::Reply<$crate::__private::Bytes>> {
            self.pipeline.execute(operation, path_and_query, options, body).await
        }

        /// Returns the pipeline that the client sends its requests through: for its limiter and its base URL.
        #[must_use]
        pub fn pipeline(&self) -> &$crate::Pipeline<$vendor> {
            &self.pipeline
        }
    };
}

/// Defines a type that is read from an object by a [description](crate::vendor::model) of its members.
///
/// The first token says how the names of the members are written on the wire, as in serde's `rename_all`; `as` gives a
/// member another name. Members are public. A member that was not sent, or that has no value of its type, is `None` or
/// empty, and is not written either. Only the first member can be required. Further spellings of a member follow the
/// first token, each with the name that is written: of those that an object contains, the first whose value is not
/// `null` is used.
///
/// | kind | on the wire | type of the member |
/// |---|---|---|
/// | `required T`, only for the first member | a scalar; `T::new("")` until it is read | `T` |
/// | `scalar T` | a scalar, in any spelling | `Option<T>` |
/// | `scalars T` | a list of scalars | `Vec<T>` |
/// | `several T` | a list of scalars, or one scalar | `Vec<T>` |
/// | `text T` | any value, read from its text with all digits | `Option<T>` |
/// | `value T` | the same | `T`, which is a [`TextSlot`](crate::vendor::model::TextSlot) |
/// | `json T` | any value, kept as its text | `Option<T>` |
/// | `object T` | an object | `Option<T>` |
/// | `first T` | an object, or a list whose first object counts | `Option<T>` |
/// | `either T` | an object or a scalar | `Option<T>` |
/// | `list T` | a list of objects | `Vec<T>` |
/// | `map T` | an object of objects or, for `bool`, of flags | `BTreeMap<String, T>` |
/// | `entries T` | an object | `Option<T>`, where `T` is a [`MapSlot`](crate::vendor::model::MapSlot) |
///
/// ```
/// leads_core::model! { "camelCase", "sort" => "type";
///     /// A door.
///     pub struct Door {
///         /// The kind.
///         kind as "type": scalar String,
///         /// Whether it is open.
///         is_open: scalar bool,
///         /// The doors behind it.
///         behind: list Door,
///     }
/// }
/// let door: Door =
///     serde_json::from_str(r#"{"sort":7,"isOpen":"1","behind":[{"isOpen":{}}]}"#)?;
/// assert_eq!(
///     (door.kind.as_deref(), door.is_open, door.behind[0].is_open),
///     (Some("7"), Some(true), None)
/// );
/// assert_eq!(
///     serde_json::to_string(&door)?,
///     r#"{"type":"7","isOpen":true,"behind":[{}]}"#
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! model {
    ($case:literal $(, $other:literal => $spelled:literal)*; $(#[$meta:meta])* $vis:vis struct $name:ident {
        $(#[$id_meta:meta])* $id_field:ident $(as $id_wire:literal)? : required $id:ty, $($rest:tt)*
    }) => {
        $crate::model! { @ $case [$(($other, $spelled)),*] $(#[$meta])* $vis struct $name
            [$(#[$id_meta])* $id_field [$($id_wire)?] $id] $($rest)*
        }
    };
    ($case:literal $(, $other:literal => $spelled:literal)*; $(#[$meta:meta])* $vis:vis struct $name:ident {
        $($rest:tt)*
    }) => {
        $crate::model! { @ $case [$(($other, $spelled)),*] $(#[$meta])* $vis struct $name [] $($rest)* }
    };
    (@ $case:literal [$($spellings:tt)*] $(#[$meta:meta])* $vis:vis struct $name:ident
        [$( $(#[$id_meta:meta])* $id_field:ident [$($id_wire:literal)?] $id:ty )?]
        $( $(#[$field_meta:meta])* $field:ident $(as $wire:literal)? : $kind:ident $type:ty ),* $(,)?
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, ::serde::Serialize)]
        #[serde(rename_all = $case)]
        #[non_exhaustive]
        $vis struct $name {
            $(
                $(#[$id_meta])*
                $(#[serde(rename = $id_wire)])?
                pub $id_field: $id,
            )?
            $(
                $(#[$field_meta])*
                $(#[serde(rename = $wire)])?
                #[serde(skip_serializing_if = "leads_core::vendor::model::Absent::is_absent")]
                pub $field: $crate::model!(@type $kind $type),
            )*
        }

        impl $crate::vendor::model::Object for $name {
            fn shape(&self) -> &'static $crate::vendor::model::Shape {
                use $crate::vendor::model::{Shape, WireName};
                const NAMES: &[WireName] = &[
                    $( $crate::model!(@wire $case $id_field $($id_wire)?), )?
                    $( $crate::model!(@wire $case $field $($wire)?), )*
                ];
                const SHAPE: &Shape = &Shape::new(
                    stringify!($name),
                    &WireName::all::<{ NAMES.len() }>(NAMES),
                    <[&str]>::len(&[$( stringify!($id_field) )?]),
                )
                .spelled(&[$($spellings)*]);
                SHAPE
            }

            fn member(&mut self, index: usize) -> Option<$crate::vendor::model::Member<'_>> {
                use $crate::vendor::model::Member;
                // An optimised build makes a table of it.
                let mut before = index;
                $(
                    if before == 0 {
                        return Some(Member::Required(&mut self.$id_field));
                    }
                    before = before.wrapping_sub(1);
                )?
                $(
                    if before == 0 {
                        return Some($crate::model!(@member $kind self.$field));
                    }
                    before = before.wrapping_sub(1);
                )*
                let _ = before;
                None
            }
        }

        impl $crate::vendor::model::Model for $name {
            fn blank() -> Self {
                Self { $( $id_field: <$id>::new(""), )? $( $field: Default::default(), )* }
            }
            fn object(&mut self) -> Option<&mut dyn $crate::vendor::model::Object> {
                Some(self)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                $crate::vendor::model::read(deserializer)
            }
        }
    };
    (@wire $case:literal $field:ident) => { WireName::cased($case, stringify!($field)) };
    (@wire $case:literal $field:ident $wire:literal) => { WireName::exact($wire) };
    (@type scalars $type:ty) => { Vec<$type> };
    (@type several $type:ty) => { Vec<$type> };
    (@type list $type:ty) => { Vec<$type> };
    (@type value $type:ty) => { $type };
    (@type map $type:ty) => { ::std::collections::BTreeMap<String, $type> };
    (@type $kind:ident $type:ty) => { Option<$type> };
    (@member scalar $member:expr) => { Member::Scalar(&mut $member) };
    (@member scalars $member:expr) => { Member::Scalars(&mut $member) };
    (@member several $member:expr) => { Member::Several(&mut $member) };
    (@member text $member:expr) => { Member::Text(&mut $member) };
    (@member value $member:expr) => { Member::Text(&mut $member) };
    (@member json $member:expr) => { Member::Json(&mut $member) };
    (@member object $member:expr) => { Member::Object(&mut $member) };
    (@member first $member:expr) => { Member::First(&mut $member) };
    (@member either $member:expr) => { Member::Either(&mut $member) };
    (@member list $member:expr) => { Member::List(&mut $member) };
    (@member map $member:expr) => { Member::Map(&mut $member) };
    (@member entries $member:expr) => { Member::Map(&mut $member) };
}
