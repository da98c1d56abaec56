//! How long the way to a fake is.

use std::time::Duration;

/// How long a call is on its way, there and back together.
///
/// ```
/// use leads_testkit::{Clock, Fake, FakeAnswer, FakeRequest, Latency};
/// use std::time::Duration;
/// let fake = Fake::builder(|_: &FakeRequest, _: &Clock| FakeAnswer::empty(204))
///     .seed(7)
///     .latency(Latency::uniform(Duration::from_millis(20), Duration::from_millis(400)))
///     .build();
/// # let _ = fake;
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Latency {
    /// No time at all.
    #[default]
    None,
    /// Always the same, half there and half back.
    Fixed(Duration),
    /// Drawn evenly from this range, and split at random between the two ways.
    Uniform {
        /// The least.
        least: Duration,
        /// The most.
        most: Duration,
    },
}

impl Latency {
    /// Always the same.
    #[must_use]
    pub const fn fixed(latency: Duration) -> Self {
        Self::Fixed(latency)
    }

    /// Drawn evenly from a range.
    #[must_use]
    pub const fn uniform(least: Duration, most: Duration) -> Self {
        Self::Uniform { least, most }
    }

    /// The way there and the way back of one call. The arrival lies between them, because a limiter that counts from
    /// sending and one that counts from the answer differ exactly there.
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
    fn the_two_ways_add_up_and_a_seed_repeats_them() {
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
        let odd = Duration::from_nanos(7);
        let (there, back) = Latency::fixed(odd).draw(&mut fastrand::Rng::with_seed(1));
        assert_eq!(there + back, odd);
    }
}
