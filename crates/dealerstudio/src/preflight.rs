//! Whether a key may make a call, said before it is made.

use crate::model::{ApiKey, Dealership, Permission};
use leads_core::vendor::Operation;

/// What is known of whether a key may make a call.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Preflight {
    /// The key has the permission that the call needs and reaches the dealership that it names.
    Fine,
    /// The key lacks something; the vendor would refuse the call.
    Lacks(Vec<Need>),
    /// The vendor documents no permission for this operation; nothing that is documented speaks against the call.
    NotDocumented,
}

impl Preflight {
    /// Whether nothing that is known speaks against the call.
    #[must_use]
    pub fn may_try(&self) -> bool {
        !matches!(self, Self::Lacks(_))
    }
}

/// Something that a call needs and a key can lack.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Need {
    /// A permission.
    Permission(Permission),
    /// The reach to a dealership.
    Dealership(Dealership),
}

/// What a request needs of its key. Implemented by every request of this crate.
pub trait Needs {
    /// The permission, where it is documented or was observed.
    const PERMISSION: PermissionNeed;

    /// The dealership that the request names.
    fn dealership(&self) -> Option<Dealership> {
        None
    }
}

/// Which permission an operation needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PermissionNeed {
    /// None beyond a key that is good.
    None,
    /// This one.
    One(&'static str),
    /// Nobody says.
    NotDocumented,
}

/// The permission of an operation, by its name; for answers, where the request's type is not at hand.
pub(crate) fn permission_of(operation: &Operation) -> PermissionNeed {
    match operation.name {
        "show_apikey" => PermissionNeed::None,
        "create_lead" => PermissionNeed::One("create:lead"),
        "list_external_identifiers" => PermissionNeed::One("index:external_identifier"),
        _ => PermissionNeed::NotDocumented,
    }
}

impl ApiKey {
    /// Says whether this key may make a call. Sends nothing.
    ///
    /// ```
    /// use dealerstudio::{Need, Preflight, api::external_identifiers::ListExternalIdentifiers, model::ApiKey};
    /// let key: ApiKey = serde_json::from_str(
    ///     r#"{"id":1,"permissions":["create:lead"],"dealerships":[{"id":7,"slug":"northside-motors"}]}"#,
    /// ).unwrap();
    /// let judged = key.preflight(&ListExternalIdentifiers::new(7));
    /// assert_eq!(judged, Preflight::Lacks(vec![Need::Permission("index:external_identifier".into())]));
    /// ```
    #[must_use]
    pub fn preflight<R: Needs>(&self, request: &R) -> Preflight {
        let mut lacks = Vec::new();
        if let PermissionNeed::One(name) = R::PERMISSION {
            let permission = Permission::from(name);
            if !self.may(&permission) {
                lacks.push(Need::Permission(permission));
            }
        }
        if let Some(dealership) = request.dealership()
            && self.dealership(&dealership).is_none()
        {
            lacks.push(Need::Dealership(dealership));
        }
        match (lacks.is_empty(), R::PERMISSION) {
            (false, _) => Preflight::Lacks(lacks),
            (true, PermissionNeed::NotDocumented) => Preflight::NotDocumented,
            (true, _) => Preflight::Fine,
        }
    }
}
