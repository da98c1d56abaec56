//! The keys and the rate limits of an account.

use super::files;
use crate::{Clock, FakeRequest, FormPart, OverLimit, RateWindow};
use std::fmt;
use std::time::Duration;

/// The keys that an account accepts.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Keys {
    pub(super) access: String,
    pub(super) secret: String,
    pub(super) asynchronous: String,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(..)")
    }
}

impl Keys {
    fn fit(&self, access: Option<&str>, secret: Option<&str>) -> bool {
        access == Some(&*self.access) && secret == Some(&*self.secret)
    }

    /// Whether a request has the keys, in its headers or in its query.
    pub(super) fn are_in(&self, request: &FakeRequest) -> bool {
        let query = |name: &str, lower: &str| request.query(name).or_else(|| request.query(lower)).map(str::to_owned);
        let (access, secret) = (query("accessKey", "accesskey"), query("secretKey", "secretkey"));
        self.fit(request.header("x-lsq-accesskey"), request.header("x-lsq-secretkey"))
            || self.fit(access.as_deref(), secret.as_deref())
    }

    /// Whether an upload has the keys: in its form, or where other requests have them.
    pub(super) fn are_in_form(&self, request: &FakeRequest, parts: &[FormPart]) -> bool {
        let (access, secret) = files::keys(parts);
        self.fit(access, secret) || self.are_in(request)
    }
}

#[derive(Debug)]
pub(super) struct Windows {
    calls: RateWindow,
    bulk: RateWindow,
    daily: RateWindow,
    pub(super) rejected: u64,
}

impl Windows {
    pub(super) fn new(calls: u32, bulk: u32, daily: u32) -> Self {
        let short = Duration::from_secs(5);
        Self {
            calls: RateWindow::new(calls, short),
            bulk: RateWindow::new(bulk, short),
            daily: RateWindow::new(daily, Duration::from_secs(86_400)),
            rejected: 0,
        }
    }

    pub(super) fn admit(&mut self, bulk: bool, clock: &Clock) -> Result<(), OverLimit> {
        let now = clock.instant();
        let found = self.calls.admit(now).and_then(|()| if bulk { self.bulk.admit(now) } else { Ok(()) });
        let found = found.and_then(|()| self.daily.admit(now));
        self.rejected += u64::from(found.is_err());
        found
    }
}
