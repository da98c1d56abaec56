//! Common parts of reads: columns, order, pages, and the name of the field to search by.

use super::record_data::FieldValue;
use super::value::WireNumber;
use leads_core::vendor::{Deserialize, skip_serializing_none};
use leads_core::{Error, Result, open_enum};
use serde::Serialize;

/// The columns that a read returns. A requested column may still be absent, and the vendor adds further ones.
///
/// # Examples
///
/// ```
/// use leadsquared::model::Columns;
/// assert_eq!(
///     serde_json::to_string(&Columns::include(["ProspectID", "EmailAddress"])).unwrap(),
///     r#"{"Include_CSV":"ProspectID,EmailAddress"}"#
/// );
/// ```
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    #[serde(rename = "Include_CSV")]
    include: Option<String>,
    #[serde(rename = "Exclude_CSV")]
    exclude: Option<String>,
}

impl Columns {
    /// Selects these columns.
    pub fn include<C: AsRef<str>>(columns: impl IntoIterator<Item = C>) -> Self {
        Self { include: Some(joined(columns)), exclude: None }
    }

    /// Selects every column, if the call accepts `*`.
    #[must_use]
    pub fn all() -> Self {
        Self { include: Some("*".to_owned()), exclude: None }
    }

    /// Selects every column except these, if the call supports it.
    pub fn exclude<C: AsRef<str>>(columns: impl IntoIterator<Item = C>) -> Self {
        Self { include: None, exclude: Some(joined(columns)) }
    }

    /// Returns the requested columns.
    pub fn included(&self) -> impl Iterator<Item = &str> {
        self.include.iter().flat_map(|csv| csv.split(',')).map(str::trim).filter(|name| !name.is_empty())
    }

    /// Returns the columns to omit.
    pub fn excluded(&self) -> impl Iterator<Item = &str> {
        self.exclude.iter().flat_map(|csv| csv.split(',')).map(str::trim).filter(|name| !name.is_empty())
    }
}

fn joined<C: AsRef<str>>(columns: impl IntoIterator<Item = C>) -> String {
    let mut csv = String::new();
    for column in columns {
        if !csv.is_empty() {
            csv.push(',');
        }
        csv.push_str(column.as_ref());
    }
    csv
}

/// The order of a list. Only an order by a unique column is stable between pages: rows that tie are returned in a
/// different order for each request, and can then be missed or appear twice.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sorting {
    #[serde(rename = "ColumnName")]
    column: String,
    #[serde(rename = "Direction")]
    direction: Option<WireNumber>,
}

impl Sorting {
    /// Sorts in ascending order: smallest or oldest first.
    pub fn ascending(column: impl Into<String>) -> Self {
        Self { column: column.into(), direction: Some(WireNumber::text(0)) }
    }

    /// Sorts in descending order: greatest or newest first.
    pub fn descending(column: impl Into<String>) -> Self {
        Self { column: column.into(), direction: Some(WireNumber::text(1)) }
    }

    /// Sorts in the vendor's default direction.
    pub fn by(column: impl Into<String>) -> Self {
        Self { column: column.into(), direction: None }
    }

    /// Returns the column.
    #[must_use]
    pub fn column(&self) -> &str {
        &self.column
    }

    /// Returns whether the order is descending; `None` if no direction is set.
    #[must_use]
    pub fn is_descending(&self) -> Option<bool> {
        self.direction.map(|direction| direction.get() == 1)
    }

    /// Returns the same order with its direction written as a number, for calls that require it.
    #[must_use]
    pub fn with_number(mut self) -> Self {
        self.direction = self.direction.map(|direction| WireNumber::number(direction.get()));
        self
    }

    pub(crate) fn check(sorting: Option<&Self>) -> Result<()> {
        match sorting {
            Some(sorting) if sorting.column.trim().is_empty() => Err(Error::invalid("sorting", "must name a column")),
            Some(sorting) if sorting.direction.is_some_and(|direction| !matches!(direction.get(), 0 | 1)) => {
                Err(Error::invalid("sorting", "has a direction that is neither 0 nor 1"))
            }
            _ => Ok(()),
        }
    }
}

/// Which page, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paging {
    #[serde(rename = "PageIndex")]
    index: WireNumber,
    #[serde(rename = "PageSize")]
    size: WireNumber,
}

impl Paging {
    /// Selects page `index`, counted from 1, of `size` rows.
    #[must_use]
    pub fn new(index: u32, size: u32) -> Self {
        Self { index: index.into(), size: size.into() }
    }

    /// Returns the page.
    #[must_use]
    pub fn index(&self) -> i64 {
        self.index.get()
    }

    /// Returns the number of rows per page.
    #[must_use]
    pub fn size(&self) -> i64 {
        self.size.get()
    }

    /// Returns the page after this one.
    #[must_use]
    pub fn next(&self) -> Self {
        Self { index: WireNumber::number(self.index() + 1), size: self.size }
    }

    /// Rejects a page that is not counted from 1, and a size that the vendor rejects or silently truncates.
    pub(crate) fn check(paging: Option<&Self>, most: i64) -> Result<()> {
        let Some(paging) = paging else { return Ok(()) };
        if paging.index() < 1 {
            return Err(Error::invalid("paging", "must be at least 1"));
        }
        if !(1..=most).contains(&paging.size()) {
            return Err(Error::invalid("paging", "has a page size out of range")
                .with_help(format!("this call accepts 1 to {most} rows per page")));
        }
        Ok(())
    }
}

/// Which rows, in the second notation of some calls. The vendor's pages call `Offset` a number of rows to skip in one
/// place and a page in another; this crate passes it on as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OffsetPaging {
    #[serde(rename = "Offset")]
    offset: WireNumber,
    #[serde(rename = "RowCount")]
    rows: WireNumber,
}

impl OffsetPaging {
    /// Selects `rows` rows starting at `offset`, written as text as in the vendor's samples.
    #[must_use]
    pub fn new(offset: u32, rows: u32) -> Self {
        Self { offset: WireNumber::text(offset.into()), rows: WireNumber::text(rows.into()) }
    }

    /// Returns the offset.
    #[must_use]
    pub fn offset(&self) -> i64 {
        self.offset.get()
    }

    /// Returns the number of rows.
    #[must_use]
    pub fn rows(&self) -> i64 {
        self.rows.get()
    }
}

open_enum! {
    /// The name of the field to search by, in the spelling that lookups require. It is case-sensitive: a name in any
    /// other spelling finds nothing, or everything, without an error.
    ///
    /// Tenant fields are given by their schema name: `LookupName::from("mx_City")`.
    pub enum LookupName {
        /// The lead's id. `ProspectId`, which other calls require, finds nothing here.
        ProspectId = "ProspectID",
        /// The lead's second, numeric id.
        ProspectAutoId = "ProspectAutoId",
        /// The e-mail address.
        EmailAddress = "EmailAddress",
        /// The phone number.
        Phone = "Phone",
        /// The mobile number.
        Mobile = "Mobile",
        /// The first name.
        FirstName = "FirstName",
        /// The last name.
        LastName = "LastName",
        /// The company's name.
        Company = "Company",
        /// The stage of the lead.
        ProspectStage = "ProspectStage",
        /// Where the lead came from.
        Source = "Source",
        /// The owner, by user id.
        OwnerId = "OwnerId",
        /// The score.
        Score = "Score",
        /// When the lead was created.
        CreatedOn = "CreatedOn",
        /// When the lead was modified.
        ModifiedOn = "ModifiedOn",
        /// When the lead was modified in any table.
        LeadLastModifiedOn = "LeadLastModifiedOn",
        /// The type of a lead: `OT_0`, `OT_1` and so on.
        LeadType = "LeadType",
        /// The owner's e-mail address.
        OwnerEmailAddress = "OwnerEmailAddress",
    }
}

impl LookupName {
    /// Rejects names that are known to find nothing.
    pub(crate) fn check(&self, field: &'static str) -> Result<()> {
        let text = self.as_str();
        if text.trim().is_empty() {
            return Err(Error::invalid(field, "must not be empty"));
        }
        if text.trim() != text {
            return Err(Error::invalid(field, "must not begin or end with a space"));
        }
        if self.is_known() {
            return Ok(());
        }
        // A system name in another case would silently match nothing.
        match Self::all().find(|known| known.as_str().eq_ignore_ascii_case(text)) {
            Some(known) => Err(Error::invalid(field, "has a spelling that finds nothing")
                .with_help(format!("the vendor's spelling is {known}"))),
            None => Ok(()),
        }
    }
}

/// A lookup condition: a field, an operator and a value. The vendor accepts only one.
///
/// The vendor ignores a lookup of any other form and returns every record; that is why it is a type.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Lookup {
    lookup_name: Option<LookupName>,
    lookup_value: Option<FieldValue>,
    sql_operator: Option<SqlOperator>,
}

impl Lookup {
    /// Creates a condition on a field with an operator and a value.
    pub fn new(field: impl Into<LookupName>, operator: impl Into<SqlOperator>, value: impl Into<FieldValue>) -> Self {
        Self { lookup_name: Some(field.into()), lookup_value: Some(value.into()), sql_operator: Some(operator.into()) }
    }

    /// Creates a condition that a field equals a value.
    pub fn equal(field: impl Into<LookupName>, value: impl Into<FieldValue>) -> Self {
        Self::new(field, SqlOperator::Equal, value)
    }

    /// Selects every record.
    #[must_use]
    pub fn everything() -> Self {
        Self::default()
    }

    /// Returns whether it selects every record.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        *self == Self::default()
    }

    /// Rejects what the vendor would ignore or what would find nothing.
    pub(crate) fn check(&self) -> Result<()> {
        let Some(name) = &self.lookup_name else {
            return Err(Error::invalid("lookup_name", "must not be empty: the vendor would return every record"));
        };
        name.check("lookup_name")?;
        // `<>` with an empty value selects every record that has one.
        let empty_counts = self.sql_operator == Some(SqlOperator::NotEqual);
        let meant = |value: &&FieldValue| !value.is_blank() || (empty_counts && value.text().is_some());
        let Some(value) = self.lookup_value.as_ref().filter(meant) else {
            return Err(Error::invalid("lookup_value", "must not be empty: the vendor would return every record"));
        };
        let flag = matches!(name.as_str(), "DoNotEmail" | "DoNotCall" | "DoNotTrack" | "DoNotSMS");
        if flag && value.text().is_some_and(|text| ["true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word)))
        {
            return Err(Error::invalid("lookup_value", "must be `1` or `0` for a flag")
                .with_help("flags are written as true and false, but searched for as 1 and 0"));
        }
        // The list of operators is open: the vendor's page does not name `IN`, which was accepted (observed).
        match &self.sql_operator {
            Some(operator) if !operator.as_str().trim().is_empty() => Ok(()),
            _ => Err(Error::invalid("sql_operator", "must not be empty")),
        }
    }
}

open_enum! {
    /// The comparison operator of a lookup. An unlisted operator is sent as it is.
    pub enum SqlOperator {
        /// Equal.
        Equal = "=",
        /// Not equal.
        NotEqual = "<>",
        /// Contains the text.
        Like = "LIKE",
        /// Greater than.
        Greater = ">",
        /// Greater than or equal.
        GreaterOrEqual = ">=",
        /// Less than.
        Less = "<",
        /// Less than or equal.
        LessOrEqual = "<=",
        /// One of several (seen once; the vendor's page does not list it).
        In = "IN",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelled_system_name_is_rejected() {
        let error = LookupName::from("ProspectId").check("lookup_name").unwrap_err();
        assert_eq!(error.field(), Some("lookup_name"));
        assert!(error.help().unwrap().contains("ProspectID"));
        assert!(LookupName::from("mx_City").check("x").is_ok());
        assert!(LookupName::ProspectId.check("x").is_ok());
        assert!(LookupName::from(" ").check("x").is_err());
    }

    #[test]
    fn lookup_is_not_stricter_than_the_vendor() {
        let check = |operator: &str, value: &str| {
            Lookup::new("mx_City", operator, value).check().map_err(|error| error.field().map(str::to_owned))
        };
        for (operator, value) in [("IN", "Ulm,Bonn"), ("<>", ""), ("<>", "Ulm"), ("!=", "Ulm"), ("between", "1 TO 2")] {
            assert_eq!(check(operator, value), Ok(()), "{operator} {value:?}");
        }
        for (operator, value, field) in [
            ("=", "", "lookup_value"),
            ("IN", "", "lookup_value"),
            ("LIKE", "", "lookup_value"),
            ("", "x", "sql_operator"),
        ] {
            assert_eq!(check(operator, value), Err(Some(field.to_owned())), "{operator} {value:?}");
        }
        let stored: Lookup = serde_json::from_str(r#"{"LookupName":"mx_City","SqlOperator":"<>"}"#).unwrap();
        assert_eq!(stored.check().unwrap_err().field(), Some("lookup_value"));
    }

    #[test]
    fn pages_are_counted_from_one() {
        assert!(Paging::check(Some(&Paging::new(0, 10)), 1000).is_err());
        assert!(Paging::check(Some(&Paging::new(1, 1001)), 1000).is_err());
        assert!(Paging::check(Some(&Paging::new(1, 1000)), 1000).is_ok());
        assert_eq!(Paging::new(1, 10).next(), Paging::new(2, 10));
        assert_eq!(serde_json::to_string(&OffsetPaging::new(0, 10)).unwrap(), r#"{"Offset":"0","RowCount":"10"}"#);
    }
}
