//! The latency of a fake.

use std::time::Duration;

/// The round-trip latency of a call, excluding handling.
///
/// ```
/// use leads_testkit::{Clock, Fake, FakeResponse, FakeRequest, Latency};
/// use std::time::Duration;
/// let fake = Fake::builder(|_: &FakeRequest, _: &Clock| FakeResponse::empty(204))
///     .seed(7)
///     .latency(Latency::uniform(Duration::from_millis(20), Duration::from_millis(400)))
///     .build();
/// # let _ = fake;
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Latency {
    /// No latency.
    #[default]
    None,
    /// A constant, split equally between request and response.
    Fixed(Duration),
    /// Drawn uniformly from this range and split at random between request and response.
    Uniform {
        /// The minimum.
        least: Duration,
        /// The maximum.
        most: Duration,
    },
}

impl Latency {
    /// Creates a constant latency.
    #[must_use]
    pub const fn fixed(latency: Duration) -> Self {
        Self::Fixed(latency)
    }

    /// Creates a latency drawn uniformly from a range.
    #[must_use]
    pub const fn uniform(least: Duration, most: Duration) -> Self {
        Self::Uniform { least, most }
    }

    /// Returns the latencies of the request and of the response. The arrival lies between them, so that a limiter that
    /// counts from sending behaves differently from one that counts from the response.
    pub(crate) fn draw(self, random: &mut fastrand::Rng) -> (Duration, Duration) {
        match self {
            Self::None => (Duration::ZERO, Duration::ZERO),
            Self::Fixed(latency) => (latency / 2, latency - latency / 2),
            Self::Uniform { least, most } => {
                let latency = least + most.saturating_sub(least).mul_f64(random.f64());
                let there = latency.mul_f64(random.f64());
                (there, latency.saturating_sub(there))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latency_is_split_exactly_and_reproducible_by_seed() {
        let range = Latency::uniform(Duration::from_millis(20), Duration::from_millis(400));
        let draw = |seed| {
            let mut random = fastrand::Rng::with_seed(seed);
            (0..50).map(|_| range.draw(&mut random)).collect::<Vec<_>>()
        };
        for (there, back) in draw(7) {
            let whole = there + back;
            assert!(whole >= Duration::from_millis(20) && whole <= Duration::from_millis(400));
        }
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
        let uneven = Duration::from_nanos(7);
        let (there, back) = Latency::fixed(uneven).draw(&mut fastrand::Rng::with_seed(1));
        assert_eq!(there + back, uneven);
    }
}
