//! What HTTP/2 proves about a failed request.

use crate::sockets::peers::{AnyStream, Authority, Peer, says_nothing_twice};
use crate::sockets::{CONTENTS, Content, Make, client, once};
use leads_core::http::RetryPolicy;
use leads_core::{ErrorKind, Pipeline, WriteOutcome};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const NO_ERROR: u32 = 0;
const INTERNAL_ERROR: u32 = 2;
const REFUSED_STREAM: u32 = 7;
const CANCEL: u32 = 8;
const ENHANCE_YOUR_CALM: u32 = 11;
const LAST: u32 = 0x7fff_ffff;

/// What a server does once requests have arrived.
#[derive(Clone, Copy, Debug)]
enum Act {
    /// Responds on the stream with 200 and no body.
    Respond(u32),
    /// Begins a response with a body.
    Begin(u32),
    /// Resets the stream with a code.
    Reset(u32, u32),
    /// Sends GOAWAY; streams above the first number are not processed.
    GoAway(u32, u32),
    /// Waits for another request.
    Wait,
    /// Closes the connection.
    Close,
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

async fn next_frame(stream: &mut AnyStream) -> Option<(u8, u8)> {
    let mut head = [0; 9];
    stream.read_exact(&mut head).await.ok()?;
    let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
    let mut payload = vec![0; length as usize];
    stream.read_exact(&mut payload).await.ok()?;
    Some((head[3], head[4]))
}

/// Reads frames until a complete request has arrived.
async fn whole_request(stream: &mut AnyStream) -> Option<()> {
    loop {
        let (kind, flags) = next_frame(stream).await?;
        match kind {
            // HEADERS and DATA end a request with the flag END_STREAM.
            0 | 1 if flags & 1 == 1 => return Some(()),
            // SETTINGS are acknowledged.
            4 if flags & 1 == 0 => stream.write_all(&frame(4, 1, 0, &[])).await.ok()?,
            _ => {}
        }
    }
}

/// Serves one connection: waits for a request, follows the script, and responds to all later requests.
async fn serve(mut stream: AnyStream, script: Vec<Act>) -> Option<()> {
    let mut preface = [0; 24];
    stream.read_exact(&mut preface).await.ok()?;
    stream.write_all(&frame(4, 0, 0, &[])).await.ok()?;
    if script.is_empty() {
        let mut number = 1;
        while whole_request(&mut stream).await.is_some() {
            stream.write_all(&frame(1, 5, number, &[0x88])).await.ok()?;
            number += 2;
        }
        return None;
    }
    whole_request(&mut stream).await?;
    for act in script {
        let bytes = match act {
            Act::Respond(number) => frame(1, 5, number, &[0x88]),
            Act::Begin(number) => [frame(1, 4, number, &[0x88]), frame(0, 0, number, b"{")].concat(),
            Act::Reset(number, code) => frame(3, 0, number, &code.to_be_bytes()),
            Act::GoAway(last, code) => frame(7, 0, 0, &[last.to_be_bytes(), code.to_be_bytes()].concat()),
            Act::Wait => {
                whole_request(&mut stream).await?;
                continue;
            }
            Act::Close => {
                let _ = stream.shutdown().await;
                return None;
            }
        };
        stream.write_all(&bytes).await.ok()?;
    }
    while next_frame(&mut stream).await.is_some() {}
    None
}

/// A server whose first connection follows a script; later ones respond normally.
async fn scripted(script: &[Act], every: bool) -> (Peer, Pipeline<crate::sockets::Plain>) {
    let authority = Authority::new();
    let script = script.to_vec();
    let peer = Peer::start(Some(authority.acceptor(&["h2"])), move |stream, number| {
        let script = if number == 0 || every { script.clone() } else { Vec::new() };
        Box::pin(async move { serve(stream, script).await.unwrap_or_default() })
    })
    .await;
    let config = once(Duration::from_secs(20)).retry(RetryPolicy::none().max_attempts(3));
    let pipeline = client(&peer.url("https"), config.transport_options(authority.options()));
    (peer, pipeline)
}

#[tokio::test]
async fn unprocessed_requests_are_retried() {
    let scripts: [&[Act]; 4] = [
        &[Act::Reset(1, REFUSED_STREAM), Act::Close],
        &[Act::GoAway(0, NO_ERROR)],
        &[Act::GoAway(0, NO_ERROR), Act::Close],
        &[Act::GoAway(LAST, NO_ERROR), Act::GoAway(0, INTERNAL_ERROR), Act::Close],
    ];
    for script in scripts {
        for content in CONTENTS {
            let (peer, pipeline) = scripted(script, false).await;
            let reply = pipeline.send(&Make(1, content)).await.unwrap();
            assert_eq!((reply.meta().attempts, peer.connections()), (2, 2), "{script:?} {content:?}");
        }
    }
}

#[tokio::test]
async fn requests_that_are_never_processed_were_not_applied() {
    for script in [&[Act::Reset(1, REFUSED_STREAM), Act::Close][..], &[Act::GoAway(0, INTERNAL_ERROR), Act::Close]] {
        let (_peer, pipeline) = scripted(script, true).await;
        let error = pipeline.send(&Make(1, Content::Json)).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Transport, WriteOutcome::NotApplied), "{error:?}");
        assert_eq!((error.is_retryable(), error.attempts()), (true, 3), "{error:?}");
        says_nothing_twice(&error);
    }
}

#[tokio::test]
async fn nothing_else_proves_that_a_request_was_not_processed() {
    let scripts: [&[Act]; 10] = [
        &[Act::Reset(1, NO_ERROR), Act::Close],
        &[Act::Reset(1, INTERNAL_ERROR), Act::Close],
        &[Act::Reset(1, CANCEL), Act::Close],
        &[Act::Reset(1, ENHANCE_YOUR_CALM), Act::Close],
        &[Act::GoAway(1, NO_ERROR), Act::Close],
        &[Act::GoAway(1, INTERNAL_ERROR), Act::Close],
        &[Act::GoAway(LAST, NO_ERROR), Act::Close],
        &[Act::GoAway(LAST, NO_ERROR), Act::GoAway(1, ENHANCE_YOUR_CALM), Act::Close],
        // The head of a response shows that the request was processed.
        &[Act::Begin(1), Act::Reset(1, REFUSED_STREAM), Act::Close],
        &[Act::Close],
    ];
    for script in scripts {
        for content in CONTENTS {
            let (_peer, pipeline) = scripted(script, false).await;
            let error = pipeline.send(&Make(1, content)).await.unwrap_err();
            assert_eq!(error.outcome(), WriteOutcome::Unknown, "{script:?} {content:?} {error:?}");
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1), "{script:?} {content:?} {error:?}");
            says_nothing_twice(&error);
        }
    }
}

#[tokio::test]
async fn only_requests_above_the_stream_id_are_retried() {
    let script = [Act::Respond(1), Act::Wait, Act::Wait, Act::GoAway(3, NO_ERROR), Act::Respond(3)];
    let (peer, pipeline) = scripted(&script, false).await;
    // Until it is known that the server speaks HTTP/2, two requests would open two connections.
    pipeline.send(&Make(0, Content::None)).await.unwrap();
    let pipeline = Arc::new(pipeline);
    let first = tokio::spawn({
        let pipeline = Arc::clone(&pipeline);
        async move { pipeline.send(&Make(1, Content::Json)).await.map(|reply| reply.meta().attempts) }
    });
    let second =
        tokio::spawn(async move { pipeline.send(&Make(2, Content::Json)).await.map(|reply| reply.meta().attempts) });
    let mut attempts = [first.await.unwrap().unwrap(), second.await.unwrap().unwrap()];
    attempts.sort_unstable();
    assert_eq!(attempts, [1, 2]);
    assert_eq!(peer.connections(), 2);
}
