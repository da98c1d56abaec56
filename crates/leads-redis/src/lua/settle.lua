-- Records what became of a permit.
-- Own arguments: ticket, use (0 not sent, 1 response, 2 no response), whether the report may have arrived before.
local ticket, use, again = arg(1), arg(2), arg(3) == '1'
for _, w in ipairs(windows) do
  if use == '0' then
    redis.call('ZREM', w.P, ticket)
  else
    local at = now + w.hold + (use == '2' and GRACE or 0)
    local was = true
    if w.step == 0 then
      was = redis.call('ZSCORE', w.P, ticket)
      put(w, at, ticket, 1)
    else
      was = redis.call('ZREM', w.P, ticket) == 1
      if was or not again then put(w, at, ticket, 1) end
    end
    if w.counted and (was or not again) then
      redis.call('HINCRBY', U, w.id, 1)
      redis.call('PEXPIRE', U, KEEP + w.hold)
    end
  end
end
return { 'ok', now }
