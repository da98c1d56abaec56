//! The keys of metrics of calls, kept so that each call need not build and hash them again.

use super::{AttemptInfo, CallInfo, CallSummary};
use ::metrics::Key;
use std::cmp::Ordering;
use std::sync::{Arc, PoisonError, RwLock};

/// How many keys are kept. Keys beyond are built for each value.
const KEPT: usize = 1024;

/// A text of the program. Two that are the same text in memory are equal, which saves comparing their bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name(pub(super) &'static str);

impl Ord for Name {
    fn cmp(&self, other: &Self) -> Ordering {
        if std::ptr::eq(self.0, other.0) { Ordering::Equal } else { self.0.cmp(other.0) }
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Name {}

/// What the labels of a time series of calls or attempts are made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Series<'a> {
    pub(super) status: Option<u16>,
    pub(super) operation: Name,
    /// The method that was sent, and `None` for a whole call.
    pub(super) method: Option<Name>,
    pub(super) outcome: Option<Name>,
    pub(super) error: Option<Name>,
    pub(super) version: Option<Name>,
    pub(super) port: Option<u16>,
    pub(super) vendor: Name,
    pub(super) template: Name,
    pub(super) address: Option<&'a str>,
    pub(super) account: Option<&'a str>,
}

impl<'a> Series<'a> {
    pub(super) fn of_attempt(call: &CallInfo<'a>, attempt: &AttemptInfo) -> Self {
        Self {
            method: Some(Name(attempt.method.as_str())),
            status: attempt.http_status,
            operation: Name(call.operation),
            outcome: None,
            error: attempt.error_type().map(Name),
            version: attempt.protocol_version.map(Name),
            port: call.server_port,
            vendor: Name(call.vendor),
            template: Name(call.url_template),
            address: call.server_address,
            account: call.account,
        }
    }

    pub(super) fn of_call(call: &CallInfo<'a>, summary: &CallSummary) -> Self {
        Self {
            method: None,
            status: None,
            operation: Name(call.operation),
            outcome: summary.outcome.map(|outcome| Name(outcome.as_str())),
            error: summary.error_type().map(Name),
            version: None,
            port: None,
            vendor: Name(call.vendor),
            template: Name(call.url_template),
            address: None,
            account: call.account,
        }
    }
}

/// A key and the series that it belongs to.
#[derive(Debug)]
struct Kept {
    /// The series without its texts.
    series: Series<'static>,
    address: Option<Arc<str>>,
    account: Option<Arc<str>>,
    key: Arc<Key>,
}

impl Kept {
    fn series(&self) -> Series<'_> {
        Series { address: self.address.as_deref(), account: self.account.as_deref(), ..self.series }
    }
}

/// The keys that were built so far, in the order of their series.
#[derive(Debug, Default)]
pub(super) struct Keys(RwLock<Vec<Kept>>);

impl Keys {
    /// Returns the key of a series, which is built if it is not known.
    pub(super) fn of(&self, series: Series<'_>, build: impl FnOnce(Series<'_>) -> Key) -> Arc<Key> {
        let find = |kept: &[Kept]| kept.binary_search_by(|kept| kept.series().cmp(&series));
        {
            let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(known) = find(&kept).ok().and_then(|at| kept.get(at)) {
                return Arc::clone(&known.key);
            }
        }
        let key = Arc::new(build(series));
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Err(at) = find(&kept)
            && kept.len() < KEPT
        {
            let (address, account) = (series.address.map(Arc::from), series.account.map(Arc::from));
            let series = Series { address: None, account: None, ..series };
            kept.insert(at, Kept { series, address, account, key: Arc::clone(&key) });
        }
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series<'a>(operation: &'static str, status: u16, account: Option<&'a str>) -> Series<'a> {
        Series {
            method: Some(Name("GET")),
            status: Some(status),
            operation: Name(operation),
            outcome: None,
            error: None,
            version: None,
            port: Some(443),
            vendor: Name("acme"),
            template: Name("/things/{id}"),
            address: Some("api.acme.example"),
            account,
        }
    }

    #[test]
    fn key_is_built_once_for_each_series() {
        let keys = Keys::default();
        let all = [
            series("get_thing", 200, None),
            series("get_thing", 404, None),
            series("list_things", 200, None),
            series("get_thing", 200, Some("north")),
            series("get_thing", 200, Some("south")),
        ];
        let mut built = 0;
        for _ in 0..3 {
            for series in all {
                let key = keys.of(series, |series| {
                    built += 1;
                    Key::from_name(format!("{series:?}"))
                });
                assert_eq!(key.name(), format!("{series:?}"));
            }
        }
        assert_eq!(built, all.len());
    }

    #[test]
    fn number_of_kept_keys_is_bounded() {
        let keys = Keys::default();
        for account in 0..KEPT + 10 {
            let account = account.to_string();
            let key = keys.of(series("get_thing", 200, Some(&account)), |_| Key::from_name(account.clone()));
            assert_eq!(key.name(), account);
        }
        assert_eq!(keys.0.read().unwrap().len(), KEPT);
    }
}
