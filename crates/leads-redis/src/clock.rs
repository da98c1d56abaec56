//! The machine's monotonic clock, or the time of a test.

use std::time::Instant;

/// Milliseconds since the clock was created.
pub(crate) type Millis = u64;

#[derive(Clone, Debug)]
pub(crate) enum Clock {
    System(Instant),
    /// The time of a test, and how far the server's clock is ahead of it.
    #[cfg(feature = "test-util")]
    Set(std::sync::Arc<std::sync::atomic::AtomicU64>, std::sync::Arc<std::sync::atomic::AtomicI64>),
}

impl Clock {
    pub(crate) fn system() -> Self {
        Self::System(Instant::now())
    }

    /// Returns the time of this machine. It never enters the counts on the server.
    pub(crate) fn now(&self) -> Millis {
        match self {
            Self::System(start) => u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
            #[cfg(feature = "test-util")]
            Self::Set(time, _) => time.load(std::sync::atomic::Ordering::SeqCst),
        }
    }

    /// Returns the time that the scripts use instead of the server's, as their first argument.
    pub(crate) fn argument(&self) -> String {
        match self {
            Self::System(_) => String::new(),
            #[cfg(feature = "test-util")]
            Self::Set(_, ahead) => {
                let ahead = ahead.load(std::sync::atomic::Ordering::SeqCst);
                self.now().saturating_add_signed(ahead).to_string()
            }
        }
    }
}

/// Returns a length of time that a clock which runs up to 0.05 % slower or faster measures as at least `length`.
pub(crate) fn with_drift(length: Millis) -> Millis {
    length.saturating_add(length.div_ceil(2000))
}
