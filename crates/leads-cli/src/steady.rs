//! Reads among thousands, of which a few fail although the client has repeated them.

use leads::{Error, ErrorKind};

/// How often a read is done at most, each time with the client's own retries and their delays.
const TIMES: u32 = 6;

/// Repeats a read whose error says nothing about the record: one lost response must not end a job of 2,000 rows.
pub(crate) async fn read<T>(mut read: impl AsyncFnMut() -> Result<T, Error>) -> Result<T, Error> {
    for _ in 1..TIMES {
        match read().await {
            Err(error) if passes(&error) => {}
            other => return other,
        }
    }
    read().await
}

fn passes(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Timeout | ErrorKind::Connect | ErrorKind::Transport | ErrorKind::Server | ErrorKind::Decode
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn read_is_repeated_only_if_the_failure_may_pass() {
        for (kind, times) in [(ErrorKind::Transport, TIMES), (ErrorKind::NotFound, 1)] {
            let mut calls = 0;
            let read = read(async || {
                calls += 1;
                Err::<(), _>(Error::new(kind, "x"))
            });
            assert_eq!(read.await.unwrap_err().kind(), kind);
            assert_eq!(calls, times);
        }
    }
}
