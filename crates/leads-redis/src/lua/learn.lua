-- Replaces the limit of a class for every machine. The first window is the new one; the others are the windows of the same
-- class that the machine has used.
local w = windows[1]
redis.call('HSET', L, w.id, text(w.calls) .. ' ' .. (w.guarded and '0' or '1'))
redis.call('PEXPIRE', L, KEEP + w.hold)
redis.call('HINCRBY', S, 'version', 1)
if used(w) == 0 then
  -- Calls counted in the other windows may count here as well.
  local count, longest = 0, 0
  for i = 2, #windows do
    local old = windows[i]
    local permits = redis.call('ZRANGE', old.P, 0, -1, 'WITHSCORES')
    for n = 1, #permits, 2 do
      local at = tonumber(permits[n + 1]) - old.hold + w.hold
      if at > now then
        if w.step == 0 then put(w, at, permits[n], 1) else redis.call('ZADD', w.P, text(at), permits[n]) end
        count = count + 1
      end
    end
    if old.step > 0 then
      local saved = redis.call('HGETALL', old.B)
      for n = 1, #saved, 2 do
        local bucket, many = tonumber(saved[n]), tonumber(saved[n + 1])
        if bucket then
          local at = bucket * old.step - old.hold + w.hold
          if at > now then
            for one = 1, (w.step == 0 and math.min(many, 512) or 1) do
              put(w, at, 'b:' .. i .. ':' .. saved[n] .. ':' .. one, w.step == 0 and 1 or many)
            end
            count = count + many
          end
        end
      end
    end
    longest = math.max(longest, old.hold)
  end
  -- Of the calls that have left the shorter windows nothing is known.
  local missing = w.calls - count
  if w.guarded and longest > 0 and w.hold > longest and missing > 0 then
    local at = now + w.hold - longest + 1
    for one = 1, (w.step == 0 and missing or 1) do put(w, at, 'f:' .. one, w.step == 0 and 1 or missing) end
  end
end
return { 'ok', now }
