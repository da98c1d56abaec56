//! A file that cannot be read completely while it is being sent.

use crate::sockets::peers::says_nothing_twice;
use crate::sockets::{Plain, client, once};
use leads_core::http::RetryPolicy;
use leads_core::vendor::Parts;
use leads_core::{ErrorKind, FileSource, Method, Multipart, Operation, Request, Result, Safety, WriteOutcome};
use std::error::Error as _;
use std::path::PathBuf;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// A write with a file that could be resent.
#[derive(Clone, Debug)]
struct Keep(PathBuf);

impl Request for Keep {
    type Vendor = Plain;
    type Response = ();
    const OPERATION: Operation = Operation::new("keep", Method::Put, "/kept", Safety::Idempotent);
    fn parts(&self) -> Result<Parts> {
        let file = FileSource::path(&self.0);
        Parts::new().multipart(Multipart::new().file("file", "a.bin", "application/octet-stream", file))
    }
}

/// More than the buffers of both ends can hold, so that the client is still reading the file when the server has its
/// head.
const LENGTH: u64 = 256 << 20;

/// Runs a server that truncates the file as soon as the request begins, and may respond before the file has arrived.
async fn sent(responds: bool) -> leads_core::Error {
    let path = std::env::temp_dir().join(format!("leads-core-{}-{}", std::process::id(), fastrand::u64(..)));
    let file = std::fs::File::create(&path).unwrap();
    file.set_len(LENGTH).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let mut connections = 0;
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            connections += 1;
            assert_eq!(connections, 1, "it was resent");
            let mut piece = vec![0; 64 << 10];
            assert!(stream.read(&mut piece).await.unwrap() > 0);
            file.set_len(0).unwrap();
            if responds {
                stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345").await.unwrap();
            }
            while stream.read(&mut piece).await.is_ok_and(|read| read > 0) {}
        }
    });
    let config = once(Duration::from_secs(60)).retry(RetryPolicy::none().max_attempts(3));
    let failed = client(&url, config).send(&Keep(path.clone())).await.map(drop).unwrap_err();
    server.abort();
    std::fs::remove_file(path).unwrap();
    failed
}

#[tokio::test]
async fn truncated_file_is_not_reported_as_a_failed_connection() {
    for responds in [false, true] {
        let failed = sent(responds).await;
        // Part of it was sent, and it is unknown what the vendor does with it.
        assert_eq!((failed.kind(), failed.outcome()), (ErrorKind::Transport, WriteOutcome::Unknown), "{responds}");
        assert_eq!((failed.attempts(), failed.is_retryable()), (1, false), "{responds}");
        assert!(failed.to_string().contains("the request could not be sent"), "{responds}: {failed}");
        assert!(failed.source().unwrap().to_string().contains("shorter"), "{responds}");
        says_nothing_twice(&failed);
    }
}
