-- Returns the machine's share to the pool.
redis.call('HDEL', M, machine)
return { 'ok', now }
