//! Checks whether a key is permitted to make a call before it is sent.

use crate::model::{ApiKey, Dealership, Permission};
use leads_core::vendor::Operation;

/// The result of checking whether a key is permitted to make a call.
///
/// # Examples
///
/// ```
/// # async fn run(client: &dealerstudio::Client) -> dealerstudio::Result<()> {
/// use dealerstudio::{Preflight, api::external_identifiers::ListExternalIdentifiers};
///
/// match client.preflight(&ListExternalIdentifiers::new(42)).await?.into_inner() {
///     Preflight::Lacks(needs) => println!("ask Dealer Studio for {needs:?}"),
///     Preflight::NotDocumented => println!("only the call itself can say"),
///     _ => println!("the key is sufficient"),
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Preflight {
    /// The key has the permission that the call needs and access to its dealership.
    Fine,
    /// The key lacks something; the vendor would reject the call.
    Lacks(Vec<Need>),
    /// The vendor documents no permission for this operation, and no other documented rule forbids the call.
    NotDocumented,
}

impl Preflight {
    /// Returns whether no known rule forbids the call.
    ///
    /// # Examples
    ///
    /// ```
    /// use dealerstudio::{Need, Preflight};
    /// assert!(Preflight::NotDocumented.may_try());
    /// assert!(!Preflight::Lacks(vec![Need::Permission("create:lead".into())]).may_try());
    /// ```
    #[must_use]
    pub fn may_try(&self) -> bool {
        !matches!(self, Self::Lacks(_))
    }
}

/// Something that a call needs and a key can lack.
///
/// # Examples
///
/// ```
/// # use dealerstudio::model::ApiKey;
/// # let key: ApiKey = serde_json::from_str(r#"{"id":1,"permissions":["create:lead"],
/// #     "dealerships":[{"id":7,"slug":"northside-motors","users":[{"id":3,"email":"ada@example.com"}]}]}"#).unwrap();
/// use dealerstudio::{Need, Preflight, api::external_identifiers::ListExternalIdentifiers};
///
/// // Another dealership, and a permission that the key lacks.
/// let result = key.preflight(&ListExternalIdentifiers::new(42));
/// let Preflight::Lacks(needs) = result else { panic!("{result:?}") };
/// assert!(needs.iter().any(|need| matches!(need, Need::Dealership(_))));
/// assert!(needs.contains(&Need::Permission("index:external_identifier".into())));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Need {
    /// A permission.
    Permission(Permission),
    /// Access to a dealership.
    Dealership(Dealership),
}

/// What a request requires of its key. Implemented by every request of this crate.
///
/// # Examples
///
/// ```
/// use dealerstudio::{Needs, PermissionNeed, api::leads::CreateLead};
/// assert_eq!(CreateLead::PERMISSION, PermissionNeed::One("create:lead"));
/// ```
pub trait Needs {
    /// The permission, if it is documented or was observed.
    const PERMISSION: PermissionNeed;

    /// Returns the dealership of the request.
    fn dealership(&self) -> Option<Dealership> {
        None
    }
}

/// Which permission an operation needs.
///
/// # Examples
///
/// ```
/// use dealerstudio::{Needs, PermissionNeed, api::apikeys::ShowApikey};
/// assert_eq!(ShowApikey::PERMISSION, PermissionNeed::None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PermissionNeed {
    /// None, only a valid key.
    None,
    /// This one.
    One(&'static str),
    /// Not documented.
    NotDocumented,
}

/// Returns the permission of an operation by its name, for responses, where the request type is not available.
pub(crate) fn permission_of(operation: &Operation) -> PermissionNeed {
    match operation.name {
        "show_apikey" => PermissionNeed::None,
        "create_lead" => PermissionNeed::One("create:lead"),
        "list_external_identifiers" => PermissionNeed::One("index:external_identifier"),
        _ => PermissionNeed::NotDocumented,
    }
}

impl ApiKey {
    /// Checks whether this key is permitted to make a call. Sends nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// use dealerstudio::api::external_identifiers::ListExternalIdentifiers;
    /// use dealerstudio::{Need, Preflight, model::ApiKey};
    /// let key: ApiKey = serde_json::from_str(
    ///     r#"{"id":1,"permissions":["create:lead"],"dealerships":[{"id":7,
    ///         "slug":"northside-motors"}]}"#,
    /// ).unwrap();
    /// let result = key.preflight(&ListExternalIdentifiers::new(7));
    /// assert_eq!(
    ///     result,
    ///     Preflight::Lacks(vec![Need::Permission("index:external_identifier".into())]),
    /// );
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
