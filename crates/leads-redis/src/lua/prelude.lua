-- Shared by every script: the clock, the windows, and what counts in them.
--
-- KEYS: 1 state, 2 shares, 3 reported limits, 4 pauses, 5 the machine's own use, then three per window: the permits, the
-- buckets of a large window, the waiters.
-- ARGV: 1 the time of a test or '', 2 machine, 3 run id of the server, 4 the epoch that the machine knows or '',
-- 5 number of windows, then seven per window: calls, hold, guarded, step, id, reserved, counted; then the script's own.
local S, M, L, Q, U = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local machine, run, known = ARGV[2], ARGV[3], ARGV[4]
-- Keys of an account that is not used any more disappear after a week.
local KEEP = 7 * 24 * 3600 * 1000
-- How much longer than a window a call counts that was sent and received no response.
local GRACE = 1000

local windows = {}
for i = 1, tonumber(ARGV[5]) do
  local a, k = 5 + (i - 1) * 7, 5 + (i - 1) * 3
  windows[i] = {
    P = KEYS[k + 1], B = KEYS[k + 2], W = KEYS[k + 3],
    calls = tonumber(ARGV[a + 1]), hold = tonumber(ARGV[a + 2]), guarded = ARGV[a + 3] == '1',
    step = tonumber(ARGV[a + 4]), id = ARGV[a + 5], reserved = ARGV[a + 6] == '1', counted = ARGV[a + 7] == '1',
  }
end
local first = 5 + #windows * 7
local function arg(i) return ARGV[first + i] end

-- The server's clock in milliseconds, which never goes backwards: after the clock was set back, time goes on from where
-- it was, so that nothing returns early.
local function clock()
  local at
  if ARGV[1] ~= '' then
    at = tonumber(ARGV[1])
  else
    local time = redis.call('TIME')
    at = time[1] * 1000 + math.floor(time[2] / 1000)
  end
  local saved = redis.call('HMGET', S, 'last', 'behind')
  local last, behind = tonumber(saved[1] or 0), tonumber(saved[2] or 0)
  at = at + behind
  if at < last then
    redis.call('HSET', S, 'behind', string.format('%.0f', behind + last - at))
    return last
  end
  redis.call('HSET', S, 'last', string.format('%.0f', at))
  redis.call('PEXPIRE', S, KEEP)
  return at
end
local now = clock()

local function text(number) return string.format('%.0f', number) end

-- Forgets the buckets that have returned, and returns the sum of the others.
local function buckets(w)
  if w.step == 0 then return 0 end
  local saved = redis.call('HMGET', w.B, 'sum', 'lo')
  if not saved[1] then return 0 end
  local sum, lo, current = tonumber(saved[1]), tonumber(saved[2]), math.floor(now / w.step)
  if lo > current then return sum end
  local function forget(bucket, count)
    sum = sum - tonumber(count)
    redis.call('HDEL', w.B, bucket)
  end
  if current - lo > 2000 then
    -- No permit was taken for many windows. Calls that were under way meanwhile may still count.
    local all = redis.call('HGETALL', w.B)
    for i = 1, #all, 2 do
      local bucket = tonumber(all[i])
      if bucket and bucket <= current then forget(all[i], all[i + 1]) end
    end
  else
    for bucket = lo, current do
      local count = redis.call('HGET', w.B, text(bucket))
      if count then forget(text(bucket), count) end
    end
  end
  redis.call('HSET', w.B, 'sum', text(sum), 'lo', text(current + 1))
  return sum
end

-- Returns how many permits of a window are in use.
local function used(w)
  redis.call('ZREMRANGEBYSCORE', w.P, '-inf', text(now))
  w.sum = buckets(w)
  return redis.call('ZCARD', w.P) + w.sum
end

-- Counts `count` permits that return at `at`.
local function put(w, at, member, count)
  if w.step == 0 then
    redis.call('ZADD', w.P, text(at), member)
    redis.call('PEXPIRE', w.P, KEEP + w.hold)
    return
  end
  local bucket = math.ceil(at / w.step)
  local lo = tonumber(redis.call('HGET', w.B, 'lo') or bucket)
  redis.call('HSET', w.B, 'lo', text(math.min(lo, bucket)))
  redis.call('HINCRBY', w.B, text(bucket), count)
  redis.call('HINCRBY', w.B, 'sum', count)
  redis.call('PEXPIRE', w.B, KEEP + w.hold)
end

-- Counts the guarded windows as used by calls that can be under way until `base`.
local function guard(base)
  if base > tonumber(redis.call('HGET', S, 'guard') or 0) then redis.call('HSET', S, 'guard', text(base)) end
end

-- Returns what is kept of a machine: the end of its lease, its longest flight, when its share returns to the pool, by window
-- what is reserved for it, when it last announced a larger share, the time of the latest rows that it received, and by window
-- the announced share.
local function row(saved)
  local ends, flight, returns, since, knows, list = string.match(saved, '^(%d+) (%d+) (%d+) (%d+) (%d+)|(.*)$')
  local reserved, announced = {}, {}
  for id, kept, larger in string.gmatch(list, '([^=;]+)=(%d+)/(%d+)') do
    reserved[id], announced[id] = tonumber(kept), tonumber(larger)
  end
  return tonumber(ends), tonumber(flight), tonumber(returns), reserved, tonumber(since), tonumber(knows), announced
end

-- Calls `work(name, lease end, flight, reserved, since, knows, announced)` for each machine that holds a share.
local function machines(work)
  local rows = redis.call('HGETALL', M)
  for i = 1, #rows, 2 do
    local ends, flight, returns, reserved, since, knows, announced = row(rows[i + 1])
    if returns < now then
      redis.call('HDEL', M, rows[i])
    else
      work(rows[i], ends, flight, reserved, since, knows, announced)
    end
  end
end
