-- Pauses all calls or one class, or ends every pause.
-- Own arguments: '*' or 'c:' and the class, milliseconds (0 ends every pause).
local PROBE = 5 * 60 * 1000
local class, length = arg(1), tonumber(arg(2))
if length > 0 then
  local ends, probe = string.match(redis.call('HGET', Q, class) or '', '^(%d+) (%d+)$')
  ends, probe = tonumber(ends or 0), tonumber(probe or 0)
  if ends <= now then probe = now + PROBE end
  redis.call('HSET', Q, class, text(math.max(ends, now + length)) .. ' ' .. text(probe))
  redis.call('PEXPIRE', Q, math.max(KEEP, length))
else
  redis.call('DEL', Q)
  -- Reported limits that can close a class for long are dropped as well.
  local limits, dropped = redis.call('HGETALL', L), false
  for i = 1, #limits, 2 do
    if tonumber(string.match(limits[i], '^(%d+):')) > PROBE then
      redis.call('HDEL', L, limits[i])
      dropped = true
    end
  end
  if dropped then redis.call('HINCRBY', S, 'version', 1) end
end
return { 'ok', now }
