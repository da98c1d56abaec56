//! A connection from a client.

use super::counters::Counters;
use super::upstream::Upstream;
use super::wire::{Head, Reader, chunk, response_head};
use crate::FakeRequest;
use crate::delivery::{Delivery, End, Framing, HeadTurn};
use crate::engine::Engine;
use crate::faults::{Fault, Moment};
use http::header::{CONNECTION, EXPECT};
use http::{HeaderMap, Method};
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::sleep;

/// The maximum number of bytes written at once.
const PIECE: usize = 64 * 1024;

pub(super) struct Connection {
    pub(super) stream: TcpStream,
    pub(super) engine: Arc<Engine>,
    pub(super) upstream: Arc<Upstream>,
    pub(super) counters: Arc<Counters>,
}

/// Whether the connection stays open.
enum After {
    Keep,
    Ended,
}

impl Connection {
    /// Serves requests until either side closes the connection.
    pub(super) async fn serve(mut self) -> io::Result<()> {
        self.stream.set_nodelay(true)?;
        let mut reader = Reader::default();
        if let Some(Fault::ResetOnAccept) = self.engine.faults.take(Moment::Accept, None) {
            // Before the first bytes a client may not know that it is connected, and would report a refused connection.
            self.stream.readable().await?;
            self.began();
            return self.end(End::Reset).await;
        }
        let mut served = 0_u64;
        while reader.begins(&mut self.stream).await {
            self.began();
            match self.request(&mut reader, served > 0).await? {
                After::Keep => served += 1,
                After::Ended => return Ok(()),
            }
        }
        Ok(())
    }

    async fn request(&mut self, reader: &mut Reader, reused: bool) -> io::Result<After> {
        let Head { start, headers } = reader.head(&mut self.stream).await?;
        let mut words = start.split(' ');
        let method = words.next().and_then(|word| Method::from_bytes(word.as_bytes()).ok()).unwrap_or_default();
        let target = words.next().unwrap_or("/").to_owned();
        let keep = keeps(&headers);
        let expects = headers.contains_key(EXPECT);
        let request = FakeRequest::new(method, &target).with_headers(headers);
        if let Some(fault) = self.engine.faults.take(Moment::Head { reused }, Some(&request)) {
            self.engine.record(&request, false, Some(&fault));
            let end = if matches!(fault, Fault::StaleConnection) { End::Close } else { End::Reset };
            return self.ended(end).await;
        }
        if expects {
            self.stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await?;
        }
        let body = reader.body(&mut self.stream, &request.headers).await?;
        let request = request.with_body(body);
        self.counters.whole();
        let (there, back) = self.engine.draw_latency();
        pass(there).await;
        let fault = self.engine.faults.take(Moment::Whole, Some(&request));
        let number = self.engine.record(&request, true, fault.as_ref());
        let response = match &fault {
            Some(Fault::CloseBeforeHandling) => return self.ended(End::Close).await,
            Some(Fault::StallBeforeHandling) => return self.ended(End::Stall).await,
            Some(fault) if fault.ends_unhandled() => return self.ended(End::Reset).await,
            Some(Fault::Response(response)) => response.clone(),
            Some(Fault::HandledThenResponse(response)) => {
                self.upstream.forward(number, &request, &target).await;
                response.clone()
            }
            Some(Fault::HandledTwice) => {
                let first = self.upstream.forward(number, &request, &target).await;
                self.upstream.forward(number, &request, &target).await;
                first
            }
            _ => self.upstream.forward(number, &request, &target).await,
        };
        self.engine.record_status(number, response.status);
        let delivery = Delivery::new(response, &request.method, fault.as_ref(), &self.engine.clock);
        pass(back).await;
        self.deliver(delivery, keep).await
    }

    async fn deliver(&mut self, delivery: Delivery, keep: bool) -> io::Result<After> {
        match delivery.head {
            HeadTurn::Sent => {}
            HeadTurn::SentAfter(wait) => pass(wait).await,
            HeadTurn::Lost(end) => return self.ended(end).await,
        }
        let length = delivery.payload.len();
        let framed = match delivery.framing {
            Framing::Length(announced) => announced == length,
            Framing::Chunked => true,
            Framing::UntilClose => false,
        };
        let keep = keep && framed && delivery.cut.is_none();
        if delivery.cut.is_none() {
            // Before the last byte, so that a client that has received the response finds it counted.
            self.counters.response_sent();
        }
        // A connection that will break must not be announced as closing.
        let announced = keep || delivery.framing != Framing::UntilClose;
        self.stream.write_all(&response_head(&delivery, announced)).await?;
        let comes = length.min(delivery.cut.map_or(u64::MAX, |cut| cut.after));
        let (most, pause) = delivery.drip.unwrap_or((PIECE, Duration::ZERO));
        let mut sent = 0;
        while sent < comes {
            pass(pause).await;
            let most = most.min(usize::try_from(comes - sent).unwrap_or(usize::MAX));
            let piece = delivery.payload.piece(sent, most);
            sent += piece.len() as u64;
            if delivery.framing == Framing::Chunked {
                self.stream.write_all(&chunk(&piece)).await?;
            } else {
                self.stream.write_all(&piece).await?;
            }
        }
        if let Some(cut) = delivery.cut {
            return self.ended(cut.end).await;
        }
        if delivery.framing == Framing::Chunked {
            self.stream.write_all(b"0\r\n\r\n").await?;
        }
        if keep { Ok(After::Keep) } else { self.ended(End::Close).await }
    }

    async fn ended(&mut self, end: End) -> io::Result<After> {
        self.end(end).await.map(|()| After::Ended)
    }

    async fn end(&mut self, end: End) -> io::Result<()> {
        match end {
            End::Reset => {
                // Deprecated for durations that block; zero resets the connection, which is intended here.
                #[allow(deprecated)]
                self.stream.set_linger(Some(Duration::ZERO))
            }
            End::Close => {
                self.stream.shutdown().await?;
                self.drain().await
            }
            End::Stall => self.drain().await,
        }
    }

    /// Waits until the client gives up. Closing a socket with unread bytes would reset it.
    async fn drain(&mut self) -> io::Result<()> {
        let mut space = [0_u8; 1024];
        while self.stream.read(&mut space).await? > 0 {}
        Ok(())
    }

    fn began(&self) {
        self.engine.began();
        self.counters.began();
    }
}

/// Returns whether the client wants to keep the connection alive.
fn keeps(headers: &HeaderMap) -> bool {
    !headers.get(CONNECTION).is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"close"))
}

async fn pass(time: Duration) {
    if !time.is_zero() {
        sleep(time).await;
    }
}
