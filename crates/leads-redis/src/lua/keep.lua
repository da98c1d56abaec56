-- Keeps a token and ends the turn, unless another machine has taken the turn over.
-- KEYS: 1 token, 2 turn. ARGV: 1 version, 2 holder, 3 sealed token, 4 life.
local holder = redis.call('GET', KEYS[2])
if holder == ARGV[2] or (not holder and redis.call('EXISTS', KEYS[1]) == 0) then
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'version', ARGV[1], 'sealed', ARGV[3])
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  if holder then redis.call('DEL', KEYS[2]) end
  return { 'kept' }
end
return { 'late' }
