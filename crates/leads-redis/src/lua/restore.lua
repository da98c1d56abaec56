-- Adds what the server does not know: the machine's use of quotas, the permits of its share, and the shares of others.
-- Own arguments: per window the machine's total use, a number of groups and per group a count and the milliseconds until
-- it returns, the newest first; a number of permits, and per permit its ticket and the milliseconds; then the length of a
-- lease, a number of rows, and per row a machine and its shares.
local at = 0
local function take_arg() at = at + 1 return arg(at) end
for i, w in ipairs(windows) do
  local total = tonumber(take_arg())
  local missing = total - tonumber(redis.call('HGET', U, w.id) or 0)
  for group = 1, tonumber(take_arg()) do
    local count, left = tonumber(take_arg()), tonumber(take_arg())
    local add = math.min(count, missing)
    if add > 0 then
      for one = 1, (w.step == 0 and add or 1) do
        put(w, now + left, 'r:' .. machine .. ':' .. total .. ':' .. group .. ':' .. one, w.step == 0 and 1 or add)
      end
      missing = missing - add
    end
  end
  if w.counted then
    redis.call('HSET', U, w.id, text(total))
    redis.call('PEXPIRE', U, KEEP + w.hold)
  end
  for _ = 1, tonumber(take_arg()) do
    local ticket, left = take_arg(), tonumber(take_arg())
    redis.call('ZADD', w.P, text(now + left), ticket)
    redis.call('PEXPIRE', w.P, KEEP + w.hold)
  end
end
local lease = tonumber(take_arg())
for _ = 1, tonumber(take_arg()) do
  local name, saved = take_arg(), take_arg()
  local ends, flight, returns, _, since, knows = row(saved)
  local there = redis.call('HGET', M, name)
  if name ~= machine and ends and (not there or row(there) < ends) then
    -- The machine may have renewed its share until just before the loss.
    local later = math.max(returns, now + lease + returns - ends)
    local times = { text(ends), text(flight), text(later), text(since), text(knows) }
    redis.call('HSET', M, name, table.concat(times, ' ') .. string.match(saved, '|.*$'))
    redis.call('PEXPIRE', M, KEEP)
  end
end
return { 'ok', now }
