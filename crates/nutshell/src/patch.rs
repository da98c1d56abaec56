//! JSON Patch in Nutshell's dialect.
//!
//! Paths start with the plural type and the literal `0`, whatever the record's id: `/leads/0/name`. Relations are under
//! `links`; a single id is added at `/-` and removed by its own id. Applications use the setters of the update
//! requests, which build the paths; [`PatchOperation`] is for paths that no setter covers.

use crate::json::{self, Json};
use leads_core::vendor::Deserialize;
use leads_core::{Error, Result, Safety, open_enum};
use serde::Serialize;
use std::fmt::Display;

open_enum! {
    /// The kind of a patch operation.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::patch::{PatchOp, PatchOperation};
    /// assert_eq!(PatchOperation::remove("/leads/0/links/tags/15-tags").op(), &PatchOp::Remove);
    /// ```
    pub enum PatchOp {
        /// Adds a value: to a relation, at `/-`.
        Add = "add",
        /// Removes a value, or an id from a relation.
        Remove = "remove",
        /// Replaces a value.
        Replace = "replace",
        /// Moves a value. Declared by the vendor; no use is known.
        Move = "move",
        /// Copies a value. Declared by the vendor; no use is known.
        Copy = "copy",
    }
}

/// One operation of a patch.
///
/// # Examples
///
/// ```
/// use nutshell::{api::leads::UpdateLead, patch::PatchOperation};
///
/// // For a field that no setter covers.
/// let request = UpdateLead::new("1003-leads")
///     .operation(PatchOperation::replace("/leads/0/priority", 1));
/// # let _ = request;
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PatchOperation {
    op: PatchOp,
    path: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(default, deserialize_with = "json::present", skip_serializing_if = "Option::is_none")]
    value: Option<Json>,
}

impl PatchOperation {
    /// Creates an operation that adds `value` at `path`.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::patch::PatchOperation;
    /// let tag = PatchOperation::add("/leads/0/links/tags/-", "15-tags");
    /// assert_eq!(tag.path(), "/leads/0/links/tags/-");
    /// ```
    pub fn add(path: impl Into<String>, value: impl Into<Json>) -> Self {
        Self { op: PatchOp::Add, path: path.into(), from: None, value: Some(value.into()) }
    }

    /// Creates an operation that replaces the value at `path`.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::patch::PatchOperation;
    /// let name = PatchOperation::replace("/accounts/0/name", "Strawberry");
    /// assert_eq!(name.value().and_then(|value| value.as_str()).as_deref(), Some("Strawberry"));
    /// ```
    pub fn replace(path: impl Into<String>, value: impl Into<Json>) -> Self {
        Self { op: PatchOp::Replace, path: path.into(), from: None, value: Some(value.into()) }
    }

    /// Creates an operation that replaces the value at `path` without naming a new one, as `valueToProductMode`
    /// requires.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::patch::PatchOperation;
    /// let by_products = PatchOperation::replace_without_value("/leads/0/valueToProductMode");
    /// assert!(by_products.value().is_none());
    /// ```
    pub fn replace_without_value(path: impl Into<String>) -> Self {
        Self { op: PatchOp::Replace, path: path.into(), from: None, value: None }
    }

    /// Creates an operation that removes the value at `path`.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::patch::PatchOperation;
    /// let untag = PatchOperation::remove("/leads/0/links/tags/15-tags");
    /// assert!(untag.value().is_none());
    /// ```
    pub fn remove(path: impl Into<String>) -> Self {
        Self { op: PatchOp::Remove, path: path.into(), from: None, value: None }
    }

    /// Checks the operation: its path must be a JSON pointer without empty parts, which an empty name or id would produce, and a relation must
    /// be an id.
    fn check(&self) -> Result<()> {
        let Some(parts) = self.path.strip_prefix('/') else {
            return Err(Error::invalid("path", "must begin with a slash"));
        };
        if parts.split('/').any(|part| part.trim().is_empty()) {
            return Err(Error::invalid("path", "has an empty part: a name or an id is empty"));
        }
        if parts.split('~').skip(1).any(|after| !after.starts_with(['0', '1'])) {
            return Err(Error::invalid("path", "contains an unescaped tilde"));
        }
        let relates = parts.split('/').nth(2) == Some("links");
        let value = self.value.as_ref().and_then(Json::as_str);
        if relates && value.is_some_and(|id| id.trim().is_empty()) {
            return Err(Error::invalid("value", "must not be empty: it is the id of a related record"));
        }
        Ok(())
    }

    /// Returns the kind of operation.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::patch::{PatchOp, PatchOperation};
    /// assert_eq!(PatchOperation::remove("/leads/0/name").op().as_str(), "remove");
    /// # let _ = PatchOp::Remove;
    /// ```
    #[must_use]
    pub fn op(&self) -> &PatchOp {
        &self.op
    }

    /// Returns the escaped path.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::patch::{PatchOperation, escape};
    /// let path = format!("/leads/0/{}", escape("City/State"));
    /// assert_eq!(PatchOperation::replace(path, "Goa").path(), "/leads/0/City~1State");
    /// ```
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the value.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::patch::PatchOperation;
    /// let null = PatchOperation::replace("/leads/0/dueTime", nutshell::Json::null());
    /// assert!(null.value().is_some(), "null differs from no value");
    /// ```
    #[must_use]
    pub fn value(&self) -> Option<&Json> {
        self.value.as_ref()
    }
}

/// The body of an update: the operations in order.
///
/// # Examples
///
/// ```
/// use nutshell::leads_core::HasBody;
/// use nutshell::api::leads::UpdateLead;
///
/// let request = UpdateLead::new("1003-leads").description("Two bays").remove_tag("15-tags");
/// assert_eq!(request.body().operations().len(), 2);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PatchBody {
    operations: Vec<PatchOperation>,
}

impl PatchBody {
    /// Returns the operations.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::leads_core::HasBody;
    /// use nutshell::{api::leads::UpdateLead, patch::PatchOp};
    ///
    /// let request = UpdateLead::new("1003-leads").add_contact("55-contacts");
    /// let [operation] = request.body().operations() else { panic!() };
    /// assert_eq!(operation.op(), &PatchOp::Add);
    /// ```
    #[must_use]
    pub fn operations(&self) -> &[PatchOperation] {
        &self.operations
    }

    pub(crate) fn push(&mut self, operation: PatchOperation) {
        self.operations.push(operation);
    }

    /// Sets a custom field. Fields that are written as one object share one operation, because a second operation could
    /// overwrite the fields set by the first.
    pub(crate) fn push_custom(&mut self, root: &str, location: CustomFieldPath, name: &str, value: Json) {
        let new = custom(root, location, name, value);
        if location == CustomFieldPath::Object
            && let Some(known) = self.operations.iter_mut().find(|one| one.op == new.op && one.path == new.path)
            && let (Some(kept), Some(more)) = (&known.value, &new.value)
            && let (Ok(mut kept), Ok(more)) = (kept.read::<Members>(), more.read::<Members>())
            && let Ok(both) = Json::of({
                kept.extend(more);
                &kept
            })
        {
            known.value = Some(both);
            return;
        }
        self.push(new);
    }

    /// A `replace` can be sent twice; an `add` would add twice, and the others are not known to be safe.
    pub(crate) fn safety(&self) -> Safety {
        let replaces = self.operations.iter().all(|operation| operation.op == PatchOp::Replace);
        if replaces { Safety::Idempotent } else { Safety::NonIdempotent }
    }

    /// Returns an error for what Nutshell would reject: an update without operations, or a path that is not a JSON
    /// pointer.
    pub(crate) fn check(&self) -> Result<()> {
        if self.operations.is_empty() {
            return Err(Error::invalid("body", "must contain at least one change"));
        }
        self.operations.iter().try_for_each(PatchOperation::check)
    }

    /// Returns an error if an amount at `path` is not a plain decimal number, given alone or as the `amount` of an
    /// object.
    pub(crate) fn check_amount(&self, path: &str, field: &'static str) -> Result<()> {
        let amounts = self.operations.iter().filter(|operation| operation.path == path).filter_map(|operation| {
            let value = operation.value.as_ref()?;
            value.as_str().or_else(|| value.read::<Members>().ok()?.get("amount")?.as_str())
        });
        let plain = amounts.into_iter().all(|amount| crate::amount::is_plain(&amount));
        if plain { Ok(()) } else { Err(Error::invalid(field, crate::amount::WANTED)) }
    }
}

/// The members of an object, sorted by name.
type Members = std::collections::BTreeMap<String, Json>;

/// Escapes a name for a path: `~` is `~0` and `/` is `~1`.
///
/// # Examples
///
/// ```
/// assert_eq!(nutshell::patch::escape("City/State (~)"), "City~1State (~0)");
/// ```
#[must_use]
pub fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Unescapes a name from a path.
pub(crate) fn unescape(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}

/// The location of a custom field in a patch path. None of these is verified against the live API.
///
/// # Examples
///
/// ```
/// use nutshell::{api::leads::UpdateLead, patch::CustomFieldPath};
///
/// let request = UpdateLead::new("1003-leads")
///     .custom_field_at(CustomFieldPath::Nested, "City/State", "Detroit, MI");
/// # let _ = request;
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CustomFieldPath {
    /// `/leads/0/{name}`, as the vendor documents it. A field with the name of a built-in one is indistinguishable from
    /// it.
    #[default]
    Direct,
    /// `/leads/0/customFields/{name}`, as some connectors write it. It mirrors the body of a create.
    Nested,
    /// `/leads/0/customFields` with an object with one name, as other connectors write it.
    Object,
}

/// The content type of an update of a task, a competitor map or a product map, for which the vendor's document
/// contradicts its server.
///
/// # Examples
///
/// ```
/// use nutshell::{api::tasks::UpdateTask, patch::PatchMediaType};
///
/// let json = PatchMediaType::Json;
/// let request = UpdateTask::new("1-tasks").assignee("2-users").media_type(json);
/// # let _ = request;
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PatchMediaType {
    /// `application/json-patch+json`, which the server required when another one was tried.
    #[default]
    JsonPatch,
    /// `application/json`, as the vendor's document says.
    Json,
}

impl PatchMediaType {
    /// Returns the value of `Content-Type`.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::patch::PatchMediaType;
    /// assert_eq!(PatchMediaType::default().as_str(), "application/json-patch+json");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::JsonPatch => "application/json-patch+json",
            Self::Json => "application/json",
        }
    }

    pub(crate) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Returns the path of a field.
pub(crate) fn field(root: &str, name: &str) -> String {
    format!("/{root}/0/{}", escape(name))
}

/// Returns the path of a relation.
pub(crate) fn relation(root: &str, name: &str) -> String {
    format!("/{root}/0/links/{name}")
}

/// Adds one id to a to-many relation.
pub(crate) fn relate(root: &str, name: &str, id: impl Display) -> PatchOperation {
    PatchOperation::add(format!("{}/-", relation(root, name)), id.to_string())
}

/// Removes one id from a to-many relation.
pub(crate) fn unrelate(root: &str, name: &str, id: impl Display) -> PatchOperation {
    PatchOperation::remove(format!("{}/{}", relation(root, name), escape(&id.to_string())))
}

/// Sets a custom field.
pub(crate) fn custom(root: &str, location: CustomFieldPath, name: &str, value: Json) -> PatchOperation {
    match location {
        CustomFieldPath::Direct => PatchOperation::replace(field(root, name), value),
        CustomFieldPath::Nested => PatchOperation::replace(format!("/{root}/0/customFields/{}", escape(name)), value),
        CustomFieldPath::Object => {
            let object = std::collections::BTreeMap::from([(name, value)]);
            let object = Json::of(&object).unwrap_or_else(|_| Json::null());
            PatchOperation::replace(format!("/{root}/0/customFields"), object)
        }
    }
}

/// Generates the setters of an update request whose `body` is a [`PatchBody`].
///
/// - `fields root { name => "wire" : Type }` replaces a field with a value;
/// - `one root { setter => "relation" : Id }` replaces a to-one relation;
/// - `many root { add, remove, set => "relation" : Id }` adds to, removes from and replaces a to-many relation.
macro_rules! patch_setters {
    (fields $root:literal { $( $(#[$meta:meta])* $name:ident => $wire:literal : $type:ty ),* $(,)? }) => {
        $(
            $(#[$meta])*
            #[must_use]
            pub fn $name(mut self, $name: impl Into<$type>) -> Self {
                let value: $type = $name.into();
                let value = $crate::Json::of(&value).unwrap_or_else(|_| $crate::Json::null());
                self.body.push($crate::patch::PatchOperation::replace($crate::patch::field($root, $wire), value));
                self
            }
        )*
    };
    (one $root:literal { $( $(#[$meta:meta])* $name:ident => $wire:literal : $type:ty ),* $(,)? }) => {
        $(
            $(#[$meta])*
            #[must_use]
            pub fn $name(mut self, id: impl Into<$type>) -> Self {
                let id: $type = id.into();
                self.body.push($crate::patch::PatchOperation::replace(
                    $crate::patch::relation($root, $wire), id.to_string()));
                self
            }
        )*
    };
    (many $root:literal { $( $what:literal $add:ident, $remove:ident, $set:ident => $wire:literal : $type:ty ),* $(,)? }) => {
        $(
            #[doc = concat!("Adds ", $what, ". An update with an addition is never retried automatically.")]
            #[must_use]
            pub fn $add(mut self, id: impl Into<$type>) -> Self {
                self.body.push($crate::patch::relate($root, $wire, id.into()));
                self
            }
            #[doc = concat!("Removes ", $what, ".")]
            #[must_use]
            pub fn $remove(mut self, id: impl Into<$type>) -> Self {
                self.body.push($crate::patch::unrelate($root, $wire, id.into()));
                self
            }
            #[doc = concat!("Replaces the whole list of relations of this kind (", $what, ").")]
            #[must_use]
            pub fn $set<I: Into<$type>>(mut self, ids: impl IntoIterator<Item = I>) -> Self {
                let ids: Vec<String> = ids.into_iter().map(|id| { let id: $type = id.into(); id.to_string() }).collect();
                self.body.push($crate::patch::PatchOperation::replace($crate::patch::relation($root, $wire), ids));
                self
            }
        )*
    };
    (raw) => {
        /// Adds a custom operation that no setter covers.
        #[must_use]
        pub fn operation(mut self, operation: $crate::patch::PatchOperation) -> Self {
            self.body.push(operation);
            self
        }
    };
    (custom $root:literal) => {
        /// Sets a custom field by its display name, which is escaped, at the documented path.
        #[must_use]
        pub fn custom_field(self, name: impl AsRef<str>, value: impl Into<$crate::Json>) -> Self {
            self.custom_field_at($crate::patch::CustomFieldPath::Direct, name, value)
        }

        /// Sets a custom field at a path other than the documented one.
        #[must_use]
        pub fn custom_field_at(
            mut self,
            location: $crate::patch::CustomFieldPath,
            name: impl AsRef<str>,
            value: impl Into<$crate::Json>,
        ) -> Self {
            self.body.push_custom($root, location, name.as_ref(), value.into());
            self
        }

        patch_setters! { raw }
    };
}
pub(crate) use patch_setters;

#[cfg(test)]
mod tests {
    use super::*;

    fn text(operation: PatchOperation) -> String {
        serde_json::to_string(&operation).unwrap()
    }

    #[test]
    fn patch_operations_use_the_vendors_dialect() {
        assert_eq!(
            text(relate("leads", "contacts", "55-contacts")),
            r#"{"op":"add","path":"/leads/0/links/contacts/-","value":"55-contacts"}"#
        );
        assert_eq!(text(unrelate("leads", "tags", "1-tags")), r#"{"op":"remove","path":"/leads/0/links/tags/1-tags"}"#);
        for (location, wanted) in [
            (CustomFieldPath::Direct, r#"{"op":"replace","path":"/leads/0/City~1State","value":"x"}"#),
            (CustomFieldPath::Nested, r#"{"op":"replace","path":"/leads/0/customFields/City~1State","value":"x"}"#),
            (CustomFieldPath::Object, r#"{"op":"replace","path":"/leads/0/customFields","value":{"City/State":"x"}}"#),
        ] {
            assert_eq!(text(custom("leads", location, "City/State", Json::from("x"))), wanted);
        }
    }

    #[test]
    fn escaped_names_round_trip() {
        for (name, escaped) in [
            ("City/State", "City~1State"),
            ("a~b", "a~0b"),
            ("~1", "~01"),
            ("/~0/", "~1~00~1"),
            ("Preis (netto): 5 €", "Preis (netto): 5 €"),
        ] {
            assert_eq!(escape(name), escaped);
            assert_eq!(escaped.replace("~1", "/").replace("~0", "~"), name, "in the order of RFC 6901");
            for location in [CustomFieldPath::Direct, CustomFieldPath::Nested] {
                let path = custom("leads", location, name, Json::from(1)).path;
                assert_eq!(path.rsplit('/').next(), Some(escaped), "{location:?}");
            }
        }
    }

    #[test]
    fn custom_fields_in_one_object_share_one_operation() {
        let mut body = PatchBody::default();
        for (name, value) in [("b", Json::from("x")), ("a/c", Json::from(1)), ("b", Json::from("y"))] {
            body.push_custom("leads", CustomFieldPath::Object, name, value);
        }
        assert_eq!(
            serde_json::to_string(&body).unwrap(),
            r#"[{"op":"replace","path":"/leads/0/customFields","value":{"a/c":1,"b":"y"}}]"#
        );
        body.push_custom("leads", CustomFieldPath::Nested, "a", Json::from(1));
        body.push_custom("leads", CustomFieldPath::Nested, "b", Json::from(1));
        assert_eq!(body.operations.len(), 3);
    }

    #[test]
    fn empty_names_and_ids_are_rejected() {
        for (operation, field) in [
            (custom("leads", CustomFieldPath::Direct, "", Json::from(1)), "path"),
            (custom("leads", CustomFieldPath::Nested, " ", Json::from(1)), "path"),
            (unrelate("leads", "tags", ""), "path"),
            (PatchOperation::remove("/leads/0/a~b"), "path"),
            (PatchOperation::remove("/leads/0/a~"), "path"),
            (relate("leads", "tags", ""), "value"),
            (PatchOperation::replace(relation("leads", "owner"), ""), "value"),
        ] {
            let body = PatchBody { operations: vec![operation] };
            assert_eq!(body.check().unwrap_err().field(), Some(field), "{body:?}");
        }
        let fine = [
            PatchOperation::replace("/leads/0/name", ""),
            PatchOperation::replace(relation("leads", "tags"), Vec::<String>::new()),
            PatchOperation::replace("/leads/0/a~0b~1c", 1),
        ];
        assert!(PatchBody { operations: fine.into() }.check().is_ok());
    }

    #[test]
    fn null_differs_from_absent() {
        for json in [r#"{"op":"replace","path":"/a","value":null}"#, r#"{"op":"replace","path":"/a"}"#] {
            assert_eq!(text(serde_json::from_str(json).unwrap()), json);
        }
        assert!(serde_json::from_str::<PatchOperation>(r#"{"op":"add","path":"/a","x":1}"#).is_err());
    }

    #[test]
    fn only_replacements_are_idempotent() {
        let mut body = PatchBody::default();
        assert_eq!(body.check().unwrap_err().field(), Some("body"));
        body.push(PatchOperation::replace("/leads/0/name", "x"));
        assert_eq!(body.safety(), Safety::Idempotent);
        body.push(PatchOperation::add("leads", "x"));
        assert_eq!(body.safety(), Safety::NonIdempotent);
        assert_eq!(body.check().unwrap_err().field(), Some("path"));
    }
}
