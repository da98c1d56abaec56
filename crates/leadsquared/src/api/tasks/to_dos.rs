//! What the lists of to-dos share.

use crate::api::prelude::*;
use crate::model::Paging;
use chrono::NaiveDate;
use leads_core::{Error, Personal};

/// The maximum number of days between the first and the last day.
const MOST_DAYS: i64 = 100;
/// The maximum number of rows of a page. The vendor documents none for these calls; this is that of most others.
const MOST_ROWS: i64 = 1_000;

/// The wire body of the lists of the to-dos of some users.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ToDosOfUsersBody {
    from_date: NaiveDate,
    to_date: NaiveDate,
    users: Vec<Personal<String>>,
    pub(super) paging: Option<Paging>,
}

impl ToDosOfUsersBody {
    pub(super) fn new(users: Vec<Personal<String>>, from_date: NaiveDate, to_date: NaiveDate) -> Self {
        Self { from_date, to_date, users, paging: Some(Paging::new(1, 200)) }
    }

    pub(super) fn parts(&self) -> Result<Parts> {
        Parts::new()
            .require(!self.users.is_empty(), "users", "must name at least one user: their to-dos are listed")
            .require(self.users.iter().all(|user| !user.trim().is_empty()), "users", "must not contain an empty one")
            .check(check_days(self.from_date, self.to_date))
            .check(check_page(self.paging.as_ref()))
            .json(self)
    }
}

/// Rejects a range that ends before it begins, and one that the vendor does not accept.
pub(super) fn check_days(from: NaiveDate, to: NaiveDate) -> Result<()> {
    match (to - from).num_days() {
        ..0 => Err(Error::invalid("from", "must not be after `to`")),
        0..=MOST_DAYS => Ok(()),
        _ => Err(Error::invalid("to", "must be at most 100 days after `from`")),
    }
}

pub(super) fn check_page(paging: Option<&Paging>) -> Result<()> {
    Paging::check(paging, MOST_ROWS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_and_users_are_checked() {
        let day = |days: u64| NaiveDate::default() + chrono::Days::new(days);
        let user = |name: &str| vec![Personal(name.to_owned())];
        let field = |users, from, to| {
            let body = ToDosOfUsersBody::new(users, day(from), day(to));
            body.parts().err().and_then(|error| error.field().map(str::to_owned))
        };
        assert_eq!(field(user("7"), 0, 100), None);
        assert_eq!(field(user("7"), 5, 5), None);
        assert_eq!(field(user("7"), 0, 101).as_deref(), Some("to"));
        assert_eq!(field(user("7"), 1, 0).as_deref(), Some("from"));
        assert_eq!(field(user(" "), 0, 1).as_deref(), Some("users"));
        assert_eq!(field(Vec::new(), 0, 1).as_deref(), Some("users"));
    }
}
