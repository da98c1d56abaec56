//! Limiters as others write them: they count from the time of sending.

use std::time::Duration;

use async_trait::async_trait;
use leads_core::http::limit::{Denied, PermitRequest, PermitUse, SharedCounts};
use redis::aio::MultiplexedConnection;

/// Grants a call when the theoretical arrival time is at most a burst ahead.
const GCRA: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local calls, per = tonumber(ARGV[1]), tonumber(ARGV[2]) * 1000
local interval = per / calls
local tat = math.max(now, tonumber(redis.call('GET', KEYS[1]) or now))
local early = tat - now - (per - interval)
if early > 0 then return math.ceil(early / 1000) end
redis.call('SET', KEYS[1], string.format('%.0f', tat + interval), 'PX', 60000)
return 0";

/// Grants a call when fewer than the limit were sent within the last window.
const LOG: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local calls, per = tonumber(ARGV[1]), tonumber(ARGV[2]) * 1000
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - per))
if redis.call('ZCARD', KEYS[1]) >= calls then
  local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2]
  return math.max(1, math.ceil((first + per - now) / 1000))
end
redis.call('ZADD', KEYS[1], string.format('%.0f', now), now .. ':' .. ARGV[3])
return 0";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Other {
    Gcra,
    Log,
}

impl Other {
    pub(crate) async fn counts(self, url: &str) -> OtherCounts {
        let client = redis::Client::open(url).unwrap();
        let connection = client.get_multiplexed_async_connection().await.unwrap();
        OtherCounts { other: self, connection }
    }
}

pub(crate) struct OtherCounts {
    other: Other,
    connection: MultiplexedConnection,
}

impl std::fmt::Debug for OtherCounts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.other.fmt(f)
    }
}

#[async_trait]
impl SharedCounts for OtherCounts {
    async fn take(&self, request: PermitRequest<'_>) -> Result<u64, Denied> {
        let window = &request.windows[0];
        let (code, key) = match self.other {
            Other::Gcra => (GCRA, "gcra"),
            Other::Log => (LOG, "log"),
        };
        let mut connection = self.connection.clone();
        let mut call = redis::cmd("EVAL");
        call.arg(code).arg(1).arg(key).arg(window.calls).arg(window.per.as_millis() as u64).arg(fastrand::u64(..));
        match call.query_async::<u64>(&mut connection).await {
            Ok(0) => Ok(0),
            Ok(wait) => Err(Denied::Exhausted { window: 0, wait: Duration::from_millis(wait) }),
            Err(_) => Err(Denied::Unreachable { wait: Duration::from_millis(100) }),
        }
    }

    fn settle(&self, _: u64, _: PermitUse) {}
}
