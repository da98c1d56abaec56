-- Returns the token, or the turn to fetch one, or how long to wait for the machine whose turn it is.
-- KEYS: 1 token, 2 turn. ARGV: 1 version of a refused token or '', 2 holder, 3 length of the turn.
local version = redis.call("HGET", KEYS[1], "version")
local life = version and redis.call("PTTL", KEYS[1]) or 0
-- One that is about to expire could not be used any more.
if version and (version == ARGV[1] or life < 250) then
  redis.call('DEL', KEYS[1])
  version = false
end
if version then
  return { 'token', version, redis.call('HGET', KEYS[1], 'sealed'), life }
end
local holder = redis.call('GET', KEYS[2])
if not holder or holder == ARGV[2] then
  redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
  return { 'turn' }
end
return { 'wait', redis.call('PTTL', KEYS[2]) }
