//! What happens when the server cannot be reached, and when an account is new to it.

/// What a machine does when it cannot reach the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OnLoss {
    /// Sends nothing. A call waits for the server until its deadline, and then fails with
    /// [`ErrorKind::RateLimited`](leads_core::ErrorKind::RateLimited) and
    /// [`WriteOutcome::NotApplied`](leads_core::WriteOutcome::NotApplied). The vendor's limit holds.
    #[default]
    Refuse,
    /// Sends within a share of the allowance that the server assigned to this machine while it was connected.
    ///
    /// The shares of all machines together never exceed the allowance, so the vendor's limit holds, even if some machines
    /// can reach the server and others cannot. The share may be used from one flight and one window after the end of its
    /// lease (2 seconds), for 5 minutes; before and after, the
    /// machine sends nothing. A machine that ends without
    /// [`leaving`](crate::RedisCounts::leave) keeps its share occupied for those 5 minutes.
    Share,
    /// Counts on this machine alone, with the whole limit. **The vendor's limit does not hold**: N machines that cannot
    /// reach the server send up to N times the limit.
    Local,
}

/// How an account begins of which the server knows nothing.
///
/// The server cannot distinguish an account that was never used from one whose counts it has lost, for example because it was
/// restarted without persistence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fresh {
    /// Counts the windows as used, except quotas: the first call waits for one window. Machines that used the account
    /// before the loss extend this by the longest duration of their calls.
    #[default]
    Guarded,
    /// Starts with empty windows, so the first call does not wait. For short programs that run alone, and for tests. If
    /// another machine used the account just before, the vendor's limit can be exceeded.
    Free,
}
