//! The fault script: which fault strikes which request.

use super::Fault;
use super::fault::Stage;
use crate::FakeRequest;
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

/// The fault script of a fake. Each request consumes the first rule that matches it.
///
/// ```
/// use leads_testkit::{Clock, Fake, FakeResponse, FakeRequest, Fault};
/// let fake = Fake::new(|_: &FakeRequest, _: &Clock| FakeResponse::empty(204));
/// fake.faults()
///     .next(Fault::ResetAfterHandling)
///     .times(2, Fault::Response(FakeResponse::text(503, "busy")))
///     .on(|request| request.method == http::Method::DELETE, Fault::StallHead);
/// assert_eq!(fake.faults().remaining(), 4);
/// ```
#[derive(Default)]
pub struct Faults {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    rules: VecDeque<Rule>,
    /// Requests to paths that begin with this meet no fault.
    exempt: Option<String>,
    fired: Vec<&'static str>,
    gates: Vec<Weak<dyn Gate>>,
}

/// A port that the script can close.
pub(crate) trait Gate: Send + Sync {
    /// Closes the port, or withdraws that request.
    fn refuse(&self, refused: bool);
}

type Predicate = Arc<dyn Fn(&FakeRequest) -> bool + Send + Sync>;

struct Rule {
    /// `None` means forever.
    left: Option<u32>,
    matches: Option<Predicate>,
    /// The share of requests that it strikes, and the generator that decides; `None` means all.
    rate: Option<(f64, fastrand::Rng)>,
    fault: Fault,
}

/// The point at which the script is consulted for a request.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Moment {
    /// A socket was accepted.
    Accept,
    /// The head was read from a socket.
    Head {
        /// Whether the connection has already served a request.
        reused: bool,
    },
    /// The whole request was read from a socket.
    Whole,
    /// The whole request is available, without a socket.
    InProcess,
}

impl fmt::Debug for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("Faults")
            .field("rules", &state.rules.iter().map(|rule| rule.fault.name()).collect::<Vec<_>>())
            .field("fired", &state.fired)
            .finish()
    }
}

impl Faults {
    /// Makes the next request meet this fault.
    ///
    /// ```
    /// use leads_testkit::{Fault, Faults};
    /// let faults = Faults::default();
    /// faults.next(Fault::ResetAfterHandling);
    /// assert_eq!(faults.remaining(), 1);
    /// ```
    pub fn next(&self, fault: Fault) -> &Self {
        self.times(1, fault)
    }

    /// Makes the next `times` requests meet this fault.
    ///
    /// ```
    /// use leads_testkit::{Fault, Faults};
    /// let faults = Faults::default();
    /// faults.times(3, Fault::ResetAfterHandling);
    /// assert_eq!(faults.remaining(), 3);
    /// ```
    pub fn times(&self, times: u32, fault: Fault) -> &Self {
        self.add(Rule { left: Some(times), matches: None, rate: None, fault })
    }

    /// Makes every request meet this fault until the script is [cleared](Self::clear).
    ///
    /// ```
    /// use leads_testkit::{Fault, Faults};
    /// let faults = Faults::default();
    /// faults.always(Fault::ResetAfterHandling);
    /// assert_eq!(faults.remaining(), 1);
    /// ```
    pub fn always(&self, fault: Fault) -> &Self {
        self.add(Rule { left: None, matches: None, rate: None, fault })
    }

    /// Makes the next request that satisfies `matches` meet this fault.
    ///
    /// A predicate that inspects the body can only be evaluated once the body was read, so a fault of an earlier stage then
    /// strikes after it.
    ///
    /// ```
    /// use leads_testkit::{Fault, Faults};
    /// let faults = Faults::default();
    /// // Only the next create is struck; reads before it are not.
    /// faults.on(|request| request.method == "POST", Fault::ResetAfterHandling);
    /// assert_eq!(faults.remaining(), 1);
    /// ```
    pub fn on(&self, matches: impl Fn(&FakeRequest) -> bool + Send + Sync + 'static, fault: Fault) -> &Self {
        self.add(Rule { left: Some(1), matches: Some(Arc::new(matches)), rate: None, fault })
    }

    /// Makes every request that satisfies `matches` meet this fault until the script is [cleared](Self::clear).
    pub fn always_on(&self, matches: impl Fn(&FakeRequest) -> bool + Send + Sync + 'static, fault: Fault) -> &Self {
        self.add(Rule { left: None, matches: Some(Arc::new(matches)), rate: None, fault })
    }

    /// Makes a share of all requests, from 0 to 1, meet this fault until the script is [cleared](Self::clear).
    ///
    /// The seed makes a run reproducible. It is decided once for each request, when all of it has arrived, so a fault of an
    /// earlier stage strikes after it, and [`Fault::StaleConnection`] never strikes on sockets.
    ///
    /// ```
    /// use leads_testkit::{Fault, Faults};
    /// let faults = Faults::default();
    /// faults.rate(0.1, 7, Fault::ResetAfterHandling);
    /// assert_eq!(faults.remaining(), 1);
    /// ```
    pub fn rate(&self, rate: f64, seed: u64, fault: Fault) -> &Self {
        self.add(Rule { left: None, matches: None, rate: Some((rate, fastrand::Rng::with_seed(seed))), fault })
    }

    /// Exempts requests to paths that begin with `prefix`: they meet no fault and consume no rule, except a rule that
    /// strikes before the path is known: when a connection is accepted. For requests that control the fake.
    ///
    /// ```
    /// use leads_testkit::{Fault, Faults};
    /// let faults = Faults::default();
    /// faults.exempt("/_control").always(Fault::ResetAfterHandling);
    /// assert_eq!(faults.remaining(), 1);
    /// ```
    pub fn exempt(&self, prefix: &str) -> &Self {
        self.state().exempt = Some(prefix.to_owned());
        self
    }

    /// Removes every rule. A port closed by [`Fault::Refused`] is reopened.
    ///
    /// ```
    /// use leads_testkit::{Fault, Faults};
    /// let faults = Faults::default();
    /// faults.always(Fault::ResetAfterHandling).clear();
    /// assert_eq!(faults.remaining(), 0);
    /// ```
    pub fn clear(&self) {
        self.state().rules.clear();
        self.update_ports();
    }

    /// Returns how many more requests will meet a fault; a rule without an end counts as one.
    #[must_use]
    pub fn remaining(&self) -> usize {
        self.state().rules.iter().map(|rule| rule.left.unwrap_or(1) as usize).sum()
    }

    /// Returns the names of the faults that struck, in order.
    ///
    /// ```
    /// use leads_testkit::Faults;
    /// assert!(Faults::default().fired().is_empty());
    /// ```
    #[must_use]
    pub fn fired(&self) -> Vec<&'static str> {
        self.state().fired.clone()
    }

    fn add(&self, rule: Rule) -> &Self {
        if rule.left != Some(0) {
            self.state().rules.push_back(rule);
            self.update_ports();
        }
        self
    }

    /// Takes the fault that strikes now, if any.
    pub(crate) fn take(&self, moment: Moment, request: Option<&FakeRequest>) -> Option<Fault> {
        let mut state = self.state();
        let path = request.map(|request| request.path.as_str());
        if state.exempt.as_deref().is_some_and(|prefix| path.is_some_and(|path| path.starts_with(prefix))) {
            return None;
        }
        let at =
            state.rules.iter_mut().position(|rule| rule.may_strike(moment, request) && rule.is_its_turn(moment))?;
        let rule = state.rules.get_mut(at)?;
        if !rule.strikes_at(moment) {
            // The rule that is due strikes at a later stage; no later rule overtakes it.
            return None;
        }
        let fault = rule.fault.clone();
        let used_up = match &mut rule.left {
            Some(left) => {
                *left -= 1;
                *left == 0
            }
            None => false,
        };
        if used_up {
            state.rules.remove(at);
        }
        state.fired.push(fault.name());
        Some(fault)
    }

    /// Makes a port follow the script.
    pub(crate) fn attach(&self, gate: Weak<dyn Gate>) {
        self.state().gates.push(gate);
        self.update_ports();
    }

    fn update_ports(&self) {
        let mut state = self.state();
        let refuse = state.rules.iter().any(|rule| matches!(rule.fault, Fault::Refused));
        state.gates.retain(|gate| match gate.upgrade() {
            Some(gate) => {
                gate.refuse(refuse);
                true
            }
            None => false,
        });
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Rule {
    /// Returns whether the rule applies to this request, now or at a later stage.
    fn may_strike(&self, moment: Moment, request: Option<&FakeRequest>) -> bool {
        let in_process = matches!(moment, Moment::InProcess);
        let reachable = match (&self.fault, moment) {
            _ if in_process => true,
            // On sockets the port itself causes the first, and nothing can cause the others.
            (
                Fault::Refused
                | Fault::ConnectTimeout
                | Fault::StallConnect
                | Fault::UntrustedCertificate
                | Fault::RefusedStream,
                _,
            ) => false,
            (Fault::StaleConnection, Moment::Head { reused }) => reused,
            (Fault::StaleConnection, _) => false,
            _ => true,
        };
        reachable
            && match (&self.matches, request) {
                (None, _) => true,
                (Some(matches), Some(request)) => matches(request),
                (Some(_), None) => false,
            }
    }

    /// Decides by the rate of the rule, if it has one and the whole request is there.
    fn is_its_turn(&mut self, moment: Moment) -> bool {
        match (&mut self.rate, moment) {
            (None, _) => true,
            (Some((rate, random)), Moment::Whole | Moment::InProcess) => random.f64() < *rate,
            (Some(_), _) => false,
        }
    }

    fn strikes_at(&self, moment: Moment) -> bool {
        let stage = self.fault.stage();
        match moment {
            Moment::Accept => stage == Stage::Accept,
            // A reused connection is not accepted again.
            Moment::Head { .. } => stage <= Stage::Head,
            Moment::Whole | Moment::InProcess => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::Method;

    fn take(faults: &Faults, moment: Moment, method: Method) -> Option<&'static str> {
        faults.take(moment, Some(&FakeRequest::new(method, "/"))).map(|fault| fault.name())
    }

    #[test]
    fn first_matching_rule_is_consumed() {
        let faults = Faults::default();
        faults.on(|request| request.method == Method::PUT, Fault::StallHead).times(2, Fault::StallBody);
        assert_eq!(faults.remaining(), 3);
        assert_eq!(take(&faults, Moment::InProcess, Method::GET), Some("stalled body"));
        assert_eq!(take(&faults, Moment::InProcess, Method::PUT), Some("stalled head"));
        assert_eq!(take(&faults, Moment::InProcess, Method::PUT), Some("stalled body"));
        assert_eq!(take(&faults, Moment::InProcess, Method::PUT), None);
        assert_eq!(faults.fired(), ["stalled body", "stalled head", "stalled body"]);
        faults.always(Fault::StallBody);
        assert!((0..9).all(|_| take(&faults, Moment::InProcess, Method::GET).is_some()));
        faults.clear();
        assert_eq!(take(&faults, Moment::InProcess, Method::GET), None);
    }

    #[test]
    fn rate_strikes_a_share_of_requests_once_each() {
        let faults = Faults::default();
        faults.rate(0.25, 7, Fault::ResetAfterHead).rate(1.0, 7, Fault::StallBody);
        let mut struck = [0, 0];
        for _ in 0..4000 {
            assert_eq!(take(&faults, Moment::Accept, Method::GET), None);
            assert_eq!(take(&faults, Moment::Head { reused: false }, Method::GET), None);
            match take(&faults, Moment::Whole, Method::GET) {
                Some("stalled body") => struck[1] += 1,
                Some(_) => struck[0] += 1,
                None => panic!("the second rule strikes all others"),
            }
        }
        assert!((900..1100).contains(&struck[0]) && struck[0] + struck[1] == 4000, "{struck:?}");
    }

    #[test]
    fn exempt_paths_meet_no_fault() {
        let faults = Faults::default();
        faults.exempt("/_control").times(2, Fault::StallBody);
        let request = |path: &str| FakeRequest::new(Method::GET, path);
        assert!(faults.take(Moment::InProcess, Some(&request("/_control/count"))).is_none());
        assert!(faults.take(Moment::InProcess, Some(&request("/control"))).is_some());
        assert_eq!(faults.remaining(), 1);
    }

    #[test]
    fn fault_strikes_at_its_stage() {
        let faults = Faults::default();
        faults.next(Fault::StallHead).next(Fault::ResetAfterHead);
        let head = Moment::Head { reused: false };
        assert!(faults.take(Moment::Accept, None).is_none() && take(&faults, head, Method::GET).is_none());
        assert_eq!(take(&faults, Moment::Whole, Method::GET), Some("stalled head"));
        assert_eq!(take(&faults, head, Method::GET), Some("reset after the request head"));
        faults.next(Fault::StaleConnection);
        assert_eq!(take(&faults, head, Method::GET), None);
        assert_eq!(take(&faults, Moment::Whole, Method::GET), None);
        assert_eq!(take(&faults, Moment::Head { reused: true }, Method::GET), Some("stale connection"));
    }
}
