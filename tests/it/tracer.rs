//! Subscribers of `tracing` for one test, while other tests have none.

use tracing::subscriber::{DefaultGuard, NoSubscriber};
use tracing::{Dispatch, Subscriber};

/// A subscriber in use, until it is dropped.
pub(crate) struct Tracer {
    _used: DefaultGuard,
    _second: Dispatch,
}

/// Uses a subscriber on this thread.
///
/// While a process has exactly one subscriber, `tracing` uses the subscriber of the thread that reaches a span first to
/// decide whether the span is recorded, for all threads. The thread of another test has none, and the span would be
/// missing here. With a second subscriber, all of them decide.
pub(crate) fn trace(subscriber: impl Subscriber + Send + Sync + 'static) -> Tracer {
    let second = Dispatch::new(NoSubscriber::new());
    let used = tracing::subscriber::set_default(subscriber);
    Tracer { _used: used, _second: second }
}

/// A thread without a subscriber reaches a span before the thread that records it.
#[test]
fn span_that_another_thread_reached_first_is_recorded() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tracing::span;

    struct Counts(Arc<AtomicUsize>);
    impl Subscriber for Counts {
        fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
            true
        }
        fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
            self.0.fetch_add(1, Ordering::SeqCst);
            span::Id::from_u64(1)
        }
        fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
        fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
        fn event(&self, _: &tracing::Event<'_>) {}
        fn enter(&self, _: &span::Id) {}
        fn exit(&self, _: &span::Id) {}
    }

    fn reach() {
        tracing::info_span!("reached").in_scope(|| ());
    }

    let spans = Arc::new(AtomicUsize::new(0));
    let tracer = trace(Counts(Arc::clone(&spans)));
    std::thread::spawn(reach).join().unwrap();
    reach();
    drop(tracer);
    assert_eq!(spans.load(Ordering::SeqCst), 1);
}
