//! Filters, sorting and paging of lists.

use crate::model::{EntityId, FilterTime};
use leads_core::error::Code;
use leads_core::vendor::{Deserialize, Numbering, Parts, Window};
use leads_core::{Error, Personal, Result};
use serde::Serialize;
use std::fmt::{self, Display};

/// The maximum page size. The server responds with an error above it (observed).
pub const MAX_PAGE: u32 = 10_000;

/// The warning code of a reply whose name filter contained a comma.
pub const COMMA_WARNING: &str = "comma-in-name-filter";

/// A list filter: `filter[key]=value`, or `filter[key][]=value` for several values, any of which may match.
///
/// The available filters depend on the tenant and the kind of record: `list_lead_fields` and the similar operations
/// list them, so keys are not checked. Filters on names and e-mail addresses match loosely: compare the rows yourself.
///
/// # Examples
///
/// ```
/// use nutshell::query::Filter;
/// let mine = Filter::owners(["1-users", "2-users"]);
/// let newer = Filter::number_above(1020);
/// let own = Filter::custom_field("Favorite Number", "12");
/// let other = Filter::new("address", "US").within("country");
/// assert_eq!(other.name(), "filter[address][country]");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    path: Vec<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    any_of: bool,
    values: Vec<Personal<String>>,
}

fn is_false(value: &bool) -> bool {
    !value
}

macro_rules! by_id {
    ($( $(#[$meta:meta])* $name:ident => $key:literal of $example:literal ),* $(,)?) => {
        $(
            $(#[$meta])*
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("let filter = nutshell::query::Filter::", stringify!($name), "([\"", $example, "\"]);")]
            #[doc = concat!("assert_eq!(filter.name(), \"filter[", $key, "]\");")]
            /// ```
            pub fn $name<I: Into<EntityId>>(ids: impl IntoIterator<Item = I>) -> Self {
                Self::any($key, ids.into_iter().map(Into::into))
            }
        )*
    };
}

impl Filter {
    /// Creates a filter `filter[key]=value` with any key and value.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::query::Filter;
    /// assert_eq!(Filter::new("hasEmail", true).name(), "filter[hasEmail]");
    /// ```
    pub fn new(key: impl Into<String>, value: impl Display) -> Self {
        Self { path: vec![key.into()], any_of: false, values: vec![Personal(value.to_string())] }
    }

    /// Creates a filter `filter[key][]=value` for each value, any of which may match.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::query::Filter;
    /// // Any of the owners.
    /// let filter = Filter::any("owners", ["1-users", "2-users"]);
    /// assert_eq!(filter.name(), "filter[owners]");
    /// ```
    pub fn any<V: Display>(key: impl Into<String>, values: impl IntoIterator<Item = V>) -> Self {
        Self {
            path: vec![key.into()],
            any_of: true,
            values: values.into_iter().map(|value| Personal(value.to_string())).collect(),
        }
    }

    /// Applies the filter to a nested field: `filter[address][country]`.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::query::Filter;
    /// let filter = Filter::new("address", "US").within("country");
    /// assert_eq!(filter.name(), "filter[address][country]");
    /// ```
    #[must_use]
    pub fn within(mut self, field: impl Into<String>) -> Self {
        self.path.push(field.into());
        self
    }

    /// Matches records with a similar name. A comma, which caused a server error, is sent as a space, and the reply
    /// contains a warning.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::{api::accounts::ListAccounts, query::Filter};
    /// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
    /// let request = ListAccounts::new().filter(Filter::name_like("Car Wash"));
    /// let accounts = client.send(&request).await?;
    /// // The match is loose: compare the names.
    /// for account in accounts.iter() {
    ///     let is_exact = account.name.as_deref().is_some_and(|name| *name == "Car Wash");
    ///     println!("{}: {is_exact}", account.id);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn name_like(name: impl Into<String>) -> Self {
        Self::new("name", name.into())
    }

    /// Matches records with a similar e-mail address.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::query::Filter;
    /// assert_eq!(Filter::email("jane@example.com").name(), "filter[email]");
    /// ```
    pub fn email(address: impl Into<String>) -> Self {
        Self::new("email", address.into())
    }

    /// Matches records with a similar phone number.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::query::Filter;
    /// assert_eq!(Filter::phone("+15550100").name(), "filter[phone]");
    /// ```
    pub fn phone(number: impl Into<String>) -> Self {
        Self::new("phone", number.into())
    }

    /// Matches records by a part of an address: `country`, `state`, `city`, `postalCode`.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::query::Filter;
    /// assert_eq!(Filter::address("country", "US").name(), "filter[address][country]");
    /// ```
    pub fn address(part: impl Into<String>, value: impl Into<String>) -> Self {
        Self::new("address", value.into()).within(part)
    }

    /// Matches records created between two times, inclusive.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::query::Filter;
    /// let march = Filter::created_between("2026-03-01T00:00:00Z", "2026-03-31T23:59:59Z");
    /// assert_eq!(march.name(), "filter[createdTime]");
    /// ```
    pub fn created_between(from: impl Into<FilterTime>, to: impl Into<FilterTime>) -> Self {
        Self::between("createdTime", from, to)
    }

    /// Matches records last contacted between two times, inclusive.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::query::Filter;
    /// let march = Filter::last_contacted_between("2026-03-01T00:00:00Z", "2026-03-31T23:59:59Z");
    /// assert_eq!(march.name(), "filter[lastContactedTime]");
    /// ```
    pub fn last_contacted_between(from: impl Into<FilterTime>, to: impl Into<FilterTime>) -> Self {
        Self::between("lastContactedTime", from, to)
    }

    /// Matches records whose next activity starts between two times, inclusive.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::query::Filter;
    /// let march = Filter::next_activity_between("2026-03-01T00:00:00Z", "2026-03-31T23:59:59Z");
    /// assert_eq!(march.name(), "filter[nextActivityStartTime]");
    /// ```
    pub fn next_activity_between(from: impl Into<FilterTime>, to: impl Into<FilterTime>) -> Self {
        Self::between("nextActivityStartTime", from, to)
    }

    /// Matches records whose time `key` lies between two times. Both are required: the server ignores a single end.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::query::Filter;
    /// let filter = Filter::between("dueTime", "2026-03-01T00:00:00Z", "2026-03-31T23:59:59Z");
    /// assert_eq!(filter.name(), "filter[dueTime]");
    /// ```
    pub fn between(key: impl Into<String>, from: impl Into<FilterTime>, to: impl Into<FilterTime>) -> Self {
        Self::new(key, format!("{} TO {}", from.into(), to.into()))
    }

    /// Matches records whose number is above this: `filter[number]=>1020`.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::query::Filter;
    /// assert_eq!(Filter::number_above(1020), Filter::new("number", ">1020"));
    /// ```
    #[must_use]
    pub fn number_above(number: i64) -> Self {
        Self::above("number", number)
    }

    /// Matches records whose number is below this.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::query::Filter;
    /// assert_eq!(Filter::number_below(1020), Filter::new("number", "<1020"));
    /// ```
    #[must_use]
    pub fn number_below(number: i64) -> Self {
        Self::below("number", number)
    }

    /// Matches records whose numeric field `key` is above this.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::query::Filter;
    /// assert_eq!(Filter::above("confidence", 50), Filter::new("confidence", ">50"));
    /// ```
    pub fn above(key: impl Into<String>, value: impl Display) -> Self {
        Self::new(key, format!(">{value}"))
    }

    /// Matches records whose numeric field `key` is below this.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::query::Filter;
    /// assert_eq!(Filter::below("confidence", 50), Filter::new("confidence", "<50"));
    /// ```
    pub fn below(key: impl Into<String>, value: impl Display) -> Self {
        Self::new(key, format!("<{value}"))
    }

    /// Matches records whose custom field, given by its display name, has this value.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::query::Filter;
    /// let filter = Filter::custom_field("Favorite Number", "12");
    /// assert_eq!(filter.name(), "filter[Favorite Number]");
    /// ```
    pub fn custom_field(name: impl Into<String>, value: impl Display) -> Self {
        Self::new(name, value)
    }

    by_id! {
        /// Matches records of these accounts.
        accounts => "accounts" of "3-accounts",
        /// Matches records of these contacts.
        contacts => "contacts" of "2-contacts",
        /// Matches records created by these users.
        creators => "creator" of "1-users",
        /// Matches records with these ids.
        ids => "id" of "1003-leads",
        /// Excludes records with these ids.
        without_ids => "omittedId" of "1003-leads",
        /// Matches records in these markets.
        markets => "markets" of "1-markets",
        /// Matches records of these origins.
        origins => "origin" of "23-origins",
        /// Matches records owned by these users or teams.
        owners => "owners" of "1-users",
        /// Matches records whose primary account is owned by these users or teams.
        primary_account_owners => "primaryAccountOwner" of "1-users",
        /// Matches leads with these products.
        products => "products" of "7-products",
        /// Matches leads with these competitors.
        competitors => "competitors" of "1-competitors",
        /// Matches leads from these sources.
        sources => "sources" of "5-sources",
        /// Matches records with these tags.
        tags => "tags" of "15-tags",
        /// Matches records whose account has these tags.
        account_tags => "accountTags" of "15-tags",
        /// Matches records whose contact has these tags.
        contact_tags => "contactTags" of "15-tags",
        /// Matches records in these territories.
        territories => "territories" of "1-territories",
        /// Matches leads in these stages.
        stages => "milestones" of "101-stages",
        /// Matches leads closed with these outcomes.
        outcomes => "outcomes" of "1-outcomes",
        /// Matches records of accounts of these types.
        account_types => "accountTypes" of "1-accountTypes",
        /// Matches records of accounts in these industries.
        industries => "industries" of "1-industries",
        /// Matches leads watched by these users.
        watchers => "watchers" of "1-users",
        /// Matches leads in these pipelines.
        stagesets => "stageset" of "1-stagesets",
        /// Matches leads from these channels, given by their codes.
        channels => "channels" of "2",
        /// Matches by the key `accountIds`, which the vendor's guide lists in addition to `accounts`.
        account_ids => "accountIds" of "3-accounts",
        /// Matches by the key `contactIds`, which the vendor's guide lists in addition to `contacts`.
        contact_ids => "contactIds" of "2-contacts",
        /// Matches records of these leads, by the key `leadIds`.
        leads => "leadIds" of "1003-leads",
        /// Matches contacts in these audiences.
        audiences => "audiences" of "1-emAudiences",
        /// Matches contacts who subscribed to these audiences.
        subscribed_audiences => "subscribedAudiences" of "1-emAudiences",
        /// Matches contacts who unsubscribed from these audiences.
        unsubscribed_audiences => "unsubscribedAudiences" of "1-emAudiences",
    }

    /// Returns the name of the query parameter, without `[]`.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::query::Filter;
    /// assert_eq!(Filter::owners(["1-users"]).name(), "filter[owners]");
    /// ```
    #[must_use]
    pub fn name(&self) -> String {
        self.path.iter().enumerate().fold("filter".to_owned(), |name, (_, part)| format!("{name}[{part}]"))
    }

    fn apply(&self, mut parts: Parts) -> Parts {
        if self.path.iter().any(|part| part.trim().is_empty() || part.contains(['[', ']'])) || self.path.is_empty() {
            return parts.check(Err(Error::invalid("filter", "has a key that is empty or contains a bracket")));
        }
        if self.values.is_empty() {
            return parts.check(Err(Error::invalid("filter", "must have a value")));
        }
        let name = if self.any_of { format!("{}[]", self.name()) } else { self.name() };
        let is_name = self.path == ["name"];
        for value in &self.values {
            if is_name && value.contains(',') {
                if blank_commas(value).is_empty() {
                    return parts.check(Err(Error::invalid("filter", "has a name that consists only of commas")));
                }
                parts = parts
                    .warn(Code::new(COMMA_WARNING).message("a comma in a name filter was sent as a space"))
                    .query(&name, blank_commas(value));
            } else {
                parts = parts.query(&name, value);
            }
        }
        parts
    }
}

/// Replaces a comma and the spaces around it with one space.
pub(crate) fn blank_commas(text: &str) -> String {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A sort order: a field and a direction.
///
/// # Examples
///
/// ```
/// use nutshell::query::{LeadSort, Sort};
/// assert_eq!(Sort::descending(LeadSort::Value).to_string(), "-value");
/// assert_eq!(Sort::from(LeadSort::from("createdTime")).to_string(), "createdTime");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sort<K> {
    by: K,
    #[serde(default)]
    descending: bool,
}

impl<K> Sort<K> {
    /// Sorts in ascending order.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::query::{LeadSort, Sort};
    /// assert_eq!(Sort::ascending(LeadSort::Value).to_string(), "value");
    /// ```
    pub fn ascending(by: K) -> Self {
        Self { by, descending: false }
    }

    /// Sorts in descending order.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::query::{LeadSort, Sort};
    /// assert_eq!(Sort::descending(LeadSort::Value).to_string(), "-value");
    /// ```
    pub fn descending(by: K) -> Self {
        Self { by, descending: true }
    }
}

impl<K> From<K> for Sort<K> {
    fn from(by: K) -> Self {
        Self { by, descending: false }
    }
}

impl<K: Display> Display for Sort<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.descending {
            f.write_str("-")?;
        }
        self.by.fmt(f)
    }
}

leads_core::open_enum! {
    /// The fields that leads can be sorted by (documented). Use `LeadSort::from("field")` for any other field.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::{api::leads::ListLeads, query::{LeadSort, Sort}};
    ///
    /// let by_value = ListLeads::new().sort(Sort::descending(LeadSort::Value));
    /// // Fields that the vendor does not document.
    /// let newest = ListLeads::new().sort(Sort::descending("createdTime".into()));
    /// # let _ = (by_value, newest);
    /// ```
    pub enum LeadSort {
        /// The time since creation.
        Age = "age",
        /// The value.
        Value = "value",
        /// The stage.
        Stage = "milestone",
        /// The confidence.
        Confidence = "confidence",
        /// The name.
        Name = "name",
        /// When it was closed.
        ClosedTime = "closedTime",
        /// The owner.
        Owner = "owner",
        /// The sources.
        Sources = "sources",
    }
}

leads_core::open_enum! {
    /// The fields that accounts can be sorted by (documented).
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::{api::accounts::ListAccounts, query::{AccountSort, Sort}};
    ///
    /// let request = ListAccounts::new().sort(Sort::ascending(AccountSort::Name));
    /// # let _ = request;
    /// ```
    pub enum AccountSort {
        /// The type of account.
        AccountType = "accountType",
        /// When the record was created.
        CreatedTime = "createdTime",
        /// The industry.
        Industry = "industry",
        /// When it was last contacted.
        LastContactedTime = "lastContactedTime",
        /// The name.
        Name = "name",
        /// The number of contacts.
        NumberOfContacts = "numberOfContacts",
        /// The owner.
        Owner = "owner",
        /// The phone number.
        Phone = "phone",
        /// The postal code.
        PostalCode = "postalCode",
        /// The territory.
        Territory = "territory",
    }
}

leads_core::open_enum! {
    /// The fields that contacts can be sorted by (documented). `/contacts/list` does not support the e-mail address and
    /// the name.
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::{api::contacts::ListContacts, query::{ContactSort, Sort}};
    ///
    /// let request = ListContacts::new().sort(Sort::descending(ContactSort::LastContactedTime));
    /// # let _ = request;
    /// ```
    pub enum ContactSort {
        /// The type of account.
        AccountType = "accountType",
        /// The accounts.
        Accounts = "accounts",
        /// When the record was created.
        CreatedTime = "createdTime",
        /// The e-mail address.
        Email = "email",
        /// The industry.
        Industry = "industry",
        /// When it was last contacted.
        LastContactedTime = "lastContactedTime",
        /// The name.
        Name = "name",
        /// The owner.
        Owner = "owner",
        /// The phone number.
        Phone = "phone",
        /// The postal code.
        PostalCode = "postalCode",
        /// The territory.
        Territory = "territory",
    }
}

/// Adds text, filters and sort order to a query.
pub(crate) fn search<K: Display>(
    parts: Parts,
    text: Option<&Personal<String>>,
    filters: &[Filter],
    sort: Option<&Sort<K>>,
) -> Parts {
    let parts = parts.query_opt("q", text).query_opt("sort", sort);
    filters.iter().fold(parts, |parts, filter| filter.apply(parts))
}

/// Adds the page to a query.
pub(crate) fn page(parts: Parts, page: Option<u32>, limit: Option<u32>) -> Parts {
    parts.check(check_limit(limit)).query_opt("page[page]", page).query_opt("page[limit]", limit)
}

fn check_limit(limit: Option<u32>) -> Result<()> {
    match limit {
        Some(0) => Err(Error::invalid("limit", "must be at least 1")),
        Some(rows) if rows > MAX_PAGE => Err(Error::invalid("limit", "must be at most 10000")),
        _ => Ok(()),
    }
}

/// The page size of a stream over a list whose request sets none. The server's own page size is not documented, and a
/// stream must know it.
pub(crate) const STREAM_LIMIT: u32 = 100;

/// Returns the position of a page: `page[page]` counts pages from 0, with `page[limit]` rows each (documented). The
/// position of a later page with an unknown size is not known.
pub(crate) fn window(page: Option<u32>, limit: Option<u32>) -> Option<Window> {
    let (page, limit) = match (page.unwrap_or(0), limit) {
        (page, Some(limit)) => (page, limit),
        (0, None) => (0, STREAM_LIMIT),
        (_, None) => return None,
    };
    let start = u64::from(page) * u64::from(limit);
    Some(Window { numbering: Numbering::Pages, start, limit: Some(limit.into()) })
}

/// Returns `page[page]` and `page[limit]` of the page that starts after `start` rows. The first page keeps its number,
/// if it has one.
pub(crate) fn at(page: Option<u32>, limit: Option<u32>, start: u64, rows: Option<u64>) -> (Option<u32>, Option<u32>) {
    let clamp = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    let limit = rows.map(clamp).or(limit).unwrap_or(STREAM_LIMIT).max(1);
    let number = clamp(start / u64::from(limit));
    (if number == 0 && page.is_none() { None } else { Some(number) }, Some(limit))
}

/// Implements [`Paged`](leads_core::Paged) for a request with the fields `page` and `limit` whose rows have an `id`.
///
/// The response's counters are not used, because they are not reliable. An empty page past the end was observed; that a
/// page shorter than its limit is the last one is only an assumption in public scripts. The list therefore ends with a
/// page without new rows.
macro_rules! paged_by_number {
    ($request:ident of $row:ty) => {
        impl leads_core::Paged for $request {
            type Item = leads_core::Raw<$row>;

            fn page(&self, response: Self::Response) -> leads_core::Page<Self> {
                let mut response = response;
                let unreadable = response.take_unreadable();
                let rows = response.into_rows();
                let next = if rows.is_empty() && unreadable.is_empty() {
                    leads_core::NextPage::End(leads_core::EndReason::EmptyPage)
                } else {
                    leads_core::NextPage::Next(Self {
                        page: Some(self.page.unwrap_or(0).saturating_add(1)),
                        ..self.clone()
                    })
                };
                leads_core::Page::new(rows, next).with_unreadable(unreadable)
            }

            crate::query::by_position! {}

            fn key(item: &Self::Item) -> Option<String> {
                Some(item.id.to_string())
            }
        }
    };
}
pub(crate) use paged_by_number;

/// Generates the two methods of a list that is paged by its fields `page` and `limit`.
macro_rules! by_position {
    () => {
        fn window(&self) -> Option<leads_core::vendor::Window> {
            crate::query::window(self.page, self.limit)
        }

        fn at(&self, start: u64, limit: Option<u64>) -> Self {
            let (page, limit) = crate::query::at(self.page, self.limit, start, limit);
            Self { page, limit, ..self.clone() }
        }
    };
}
pub(crate) use by_position;

/// Generates the setters of a list with text search, filters and a sort order.
macro_rules! search_setters {
    (text) => {
        /// Searches for a text in the records and their related records. Similar texts match too.
        #[must_use]
        pub fn text(mut self, text: impl Into<String>) -> Self {
            self.text = Some(leads_core::Personal(text.into()));
            self
        }
    };
    (filter) => {
        /// Adds a filter. All filters must match.
        #[must_use]
        pub fn filter(mut self, filter: crate::query::Filter) -> Self {
            self.filters.push(filter);
            self
        }
    };
    (page) => {
        /// Sets the page, starting from 0.
        #[must_use]
        pub fn page(mut self, page: u32) -> Self {
            self.page = Some(page);
            self
        }

        /// Sets the rows per page, 1 to 10,000. By default the server's own page size applies, which is not documented;
        /// a stream then requests 100. A stream may request a few rows less, or with a limit below 12 a few more, so
        /// that a page overlaps with a known row.
        #[must_use]
        pub fn limit(mut self, rows: u32) -> Self {
            self.limit = Some(rows);
            self
        }
    };
    (all $sort:ty) => {
        crate::query::search_setters! { text }
        crate::query::search_setters! { filter }

        /// Sets the order.
        #[must_use]
        pub fn sort(mut self, order: impl Into<crate::query::Sort<$sort>>) -> Self {
            self.sort = Some(order.into());
            self
        }
    };
}
pub(crate) use search_setters;

#[cfg(test)]
mod tests {
    use super::*;

    fn query(filter: Filter) -> String {
        filter.apply(Parts::new()).empty().unwrap().render("").unwrap().replace("%5B", "[").replace("%5D", "]")
    }

    #[test]
    fn filters_use_the_vendors_grammar() {
        assert_eq!(query(Filter::new("contacts", 1)), "?filter[contacts]=1");
        assert_eq!(query(Filter::owners(["1-users", "2-users"])), "?filter[owners][]=1-users&filter[owners][]=2-users");
        assert_eq!(query(Filter::new("address", "US").within("country")), "?filter[address][country]=US");
        assert_eq!(query(Filter::number_above(1020)), "?filter[number]=%3E1020");
        let from: chrono::DateTime<chrono::Utc> = "2025-03-01T00:00:00Z".parse().unwrap();
        assert_eq!(
            query(Filter::created_between(from, "2025-03-15T23:59:59")),
            "?filter[createdTime]=2025-03-01T00%3A00%3A00Z%20TO%202025-03-15T23%3A59%3A59"
        );
    }

    #[test]
    fn comma_in_name_is_sent_as_space() {
        assert_eq!(query(Filter::name_like("Smith, Jones ,Ltd")), "?filter[name]=Smith%20Jones%20Ltd");
        assert_eq!(query(Filter::email("a,b")), "?filter[email]=a%2Cb");
    }

    /// Every key in the vendor's filter guide has a typed constructor, except those for e-mail sequences, editions and
    /// drip sequences, which the stored guide does not spell out.
    #[test]
    fn every_documented_filter_key_has_a_constructor() {
        let day = "2025-03-01T00:00:00Z";
        let ids = ["1-x"];
        for (key, filter) in [
            ("accountIds", Filter::account_ids(ids)),
            ("accountTags", Filter::account_tags(ids)),
            ("accountTypes", Filter::account_types(ids)),
            ("accounts", Filter::accounts(ids)),
            ("audiences", Filter::audiences(ids)),
            ("channels", Filter::channels(ids)),
            ("competitors", Filter::competitors(ids)),
            ("contactIds", Filter::contact_ids(ids)),
            ("contactTags", Filter::contact_tags(ids)),
            ("contacts", Filter::contacts(ids)),
            ("creator", Filter::creators(ids)),
            ("id", Filter::ids(ids)),
            ("industries", Filter::industries(ids)),
            ("leadIds", Filter::leads(ids)),
            ("markets", Filter::markets(ids)),
            ("milestones", Filter::stages(ids)),
            ("omittedId", Filter::without_ids(ids)),
            ("origin", Filter::origins(ids)),
            ("outcomes", Filter::outcomes(ids)),
            ("owners", Filter::owners(ids)),
            ("primaryAccountOwner", Filter::primary_account_owners(ids)),
            ("products", Filter::products(ids)),
            ("sources", Filter::sources(ids)),
            ("stageset", Filter::stagesets(ids)),
            ("subscribedAudiences", Filter::subscribed_audiences(ids)),
            ("tags", Filter::tags(ids)),
            ("territories", Filter::territories(ids)),
            ("unsubscribedAudiences", Filter::unsubscribed_audiences(ids)),
            ("watchers", Filter::watchers(ids)),
        ] {
            assert_eq!(query(filter), format!("?filter[{key}][]=1-x"));
        }
        let span = "2025-03-01T00%3A00%3A00Z%20TO%202025-03-01T00%3A00%3A00Z";
        for (key, filter) in [
            ("createdTime", Filter::created_between(day, day)),
            ("lastContactedTime", Filter::last_contacted_between(day, day)),
            ("nextActivityStartTime", Filter::next_activity_between(day, day)),
        ] {
            assert_eq!(query(filter), format!("?filter[{key}]={span}"));
        }
        for (wanted, filter) in [
            ("filter[phone]=%2B15550100", Filter::phone("+15550100")),
            ("filter[email]=jane%40example.com", Filter::email("jane@example.com")),
            ("filter[name]=Wash", Filter::name_like("Wash")),
            ("filter[address][country]=US", Filter::address("country", "US")),
            ("filter[number]=%3C7", Filter::number_below(7)),
            ("filter[number]=%3E7", Filter::number_above(7)),
            ("filter[City%2FState]=x%26y", Filter::custom_field("City/State", "x&y")),
            ("filter[emailOpenRate]=%3E50", Filter::above("emailOpenRate", 50)),
        ] {
            assert_eq!(query(filter), format!("?{wanted}"));
        }
    }

    #[test]
    fn invalid_keys_and_empty_lists_are_rejected() {
        for filter in
            [Filter::new("", 1), Filter::new("a]b", 1), Filter::any("a", Vec::<u8>::new()), Filter::name_like(" , ,")]
        {
            assert_eq!(filter.apply(Parts::new()).empty().unwrap_err().field(), Some("filter"));
        }
        for limit in [0, 10_001] {
            assert_eq!(page(Parts::new(), None, Some(limit)).empty().unwrap_err().field(), Some("limit"));
        }
    }
}
