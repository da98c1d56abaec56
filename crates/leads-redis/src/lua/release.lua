-- Extends or ends a turn, if it is still the holder's.
-- KEYS: 1 token, 2 turn. ARGV: 1 holder, 2 length of the turn, 0 to end it.
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return { 'late' } end
if ARGV[2] == '0' then redis.call('DEL', KEYS[2]) else redis.call('PEXPIRE', KEYS[2], ARGV[2]) end
return { 'ok' }
