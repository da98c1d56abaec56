-- Takes a permit in all windows, or in none.
-- Own arguments: ticket, priority (0 interactive, 1 batch), flight, whether a fresh account is free, the machine's longest
-- flight, the version of the reported limits that it knows, how long a waiter may be late.
local ticket, priority, flight = arg(1), arg(2), tonumber(arg(3))
local free, longest, version, slack = arg(4) == '1', tonumber(arg(5)), arg(6), tonumber(arg(7))
local PROBE = 5 * 60 * 1000

-- 1. Has the server lost its memory since the machine's last call, or is this another server?
local state = redis.call('HMGET', S, 'epoch', 'run', 'began', 'guard', 'version', 'flight')
local epoch, began, guarded = state[1], tonumber(state[3] or 0), tonumber(state[4] or 0)
local flown = tonumber(state[6] or 0)
if not epoch or state[2] ~= run then
  if epoch then
    -- The account was used under another run of the server: its latest writes may be missing.
    guard(now + math.max(flown, longest))
  elseif known ~= '' or not free then
    guard(now)
  end
  epoch, began = machine .. '-' .. text(now), now
  redis.call('HSET', S, 'epoch', epoch, 'run', run, 'began', text(began))
  guarded = tonumber(redis.call('HGET', S, 'guard') or 0)
end
if known ~= '' and known ~= epoch then
  -- Calls from before the loss can be under way for one more flight.
  guard(began + longest)
  return { 'epoch', now, epoch }
end

-- 2. Reported limits that the machine does not know yet.
local latest = state[5] or '0'
if latest ~= version then return { 'limits', now, epoch, latest, redis.call('HGETALL', L) } end

-- 3. Pauses. Of a long one, one call every five minutes is let through as a test.
local probes = {}
local pauses = redis.call('HGETALL', Q)
for i = 1, #pauses, 2 do
  local class = pauses[i]
  local applies = class == '*'
  for _, w in ipairs(windows) do applies = applies or class == 'c:' .. string.match(w.id, '^%d+:(.*)$') end
  local ends, probe = string.match(pauses[i + 1], '^(%d+) (%d+)$')
  ends, probe = tonumber(ends), tonumber(probe)
  if ends <= now then
    redis.call('HDEL', Q, class)
  elseif applies and probe <= now then
    probes[class] = text(ends) .. ' ' .. text(now + PROBE)
  elseif applies then
    return { 'paused', now, epoch, ends - now }
  end
end

-- 4. Shares of machines that are silent, and those kept for them in long windows.
local kept, rejoin = {}, false
machines(function(name, ends, flown_by, shares)
  if name == machine then
    rejoin = ends < now
  else
    for _, w in ipairs(windows) do
      if w.reserved or ends < now or flight > flown_by then kept[w.id] = (kept[w.id] or 0) + (shares[w.id] or 0) end
    end
  end
end)
if rejoin then return { 'rejoin', now, epoch } end

-- 5. Room in each window, and who else waits for it.
local mine = priority .. '|' .. machine
local full, longest_wait = nil, -1
for i, w in ipairs(windows) do
  local limit = w.calls - (kept[w.id] or 0)
  local count = used(w)
  local wait = nil
  local since, ahead, expires, alive = now, 0, nil, false
  local waiters = redis.call('HGETALL', w.W)
  for n = 1, #waiters, 2 do
    if waiters[n] == mine then
      local began_at, ends = string.match(waiters[n + 1], '^(%d+) (%d+)$')
      if tonumber(ends) >= now then since, alive = tonumber(began_at), true end
    end
  end
  for n = 1, #waiters, 2 do
    local other, name = string.match(waiters[n], '^(%d)|(.*)$')
    local began_at, ends = string.match(waiters[n + 1], '^(%d+) (%d+)$')
    began_at, ends = tonumber(began_at), tonumber(ends)
    if ends < now then
      redis.call('HDEL', w.W, waiters[n])
    elseif name ~= machine and other <= priority then
      local older = began_at < since or (began_at == since and (not alive or name < machine))
      if other < priority or older then
        ahead = ahead + 1
        expires = math.min(expires or ends, ends)
      end
    end
  end
  if w.guarded and guarded > 0 and now < guarded + w.hold then
    wait = guarded + w.hold - now
  elseif count >= limit then
    local at
    if w.sum == 0 and limit > 0 then
      at = redis.call('ZRANGE', w.P, count - limit, count - limit, 'WITHSCORES')[2]
    else
      at = redis.call('ZRANGE', w.P, 0, 0, 'WITHSCORES')[2]
      if w.sum > 0 then
        local lo = tonumber(redis.call('HGET', w.B, 'lo'))
        for bucket = lo, lo + 600 do
          if redis.call('HEXISTS', w.B, text(bucket)) == 1 then
            at = math.min(tonumber(at or bucket * w.step), bucket * w.step)
            break
          end
        end
      end
    end
    -- A call under way returns its permit one window after its response at the earliest; its lease ends much later.
    wait = at and math.min(tonumber(at) - now, w.hold) or 1000
  elseif limit - count <= ahead then
    local at = redis.call('ZRANGE', w.P, 0, 0, 'WITHSCORES')[2]
    wait = math.min(expires + 1, tonumber(at or expires + 1)) - now
  end
  if wait and wait > longest_wait then full, longest_wait = { i = i, w = w, since = since }, wait end
end
if full then
  local wait = math.max(1, longest_wait)
  if full.w.guarded then
    redis.call('HSET', full.w.W, mine, text(full.since) .. ' ' .. text(now + wait + slack))
    redis.call('PEXPIRE', full.w.W, KEEP)
  end
  return { 'full', now, epoch, full.i, wait }
end

-- 6. The permit. It returns by itself if its holder never reports what became of it.
for _, w in ipairs(windows) do
  redis.call('ZADD', w.P, text(now + flight + w.hold), ticket)
  redis.call('PEXPIRE', w.P, KEEP + w.hold)
  redis.call('HDEL', w.W, mine)
end
for class, pause in pairs(probes) do redis.call('HSET', Q, class, pause) end
if flight > flown then redis.call('HSET', S, 'flight', text(flight)) end
return { 'ok', now, epoch, math.max(flight, flown) }
