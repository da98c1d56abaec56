-- Renews the machine's share of each window, which it may use when it cannot reach the server any more.
--
-- If the server loses its memory, the other machines restore what they know of this machine's share. So a share grows in
-- two steps: it is announced, and it may be used once every other machine has received the announcement.
--
-- Own arguments: length of the lease, how long the share may be used after it, the longest flight that the machine expects
-- of any call (a longer one leaves the machine's share alone), the latest time at which this request is valid, the time of
-- the latest rows that the machine received, then per window the share that it may use as far as it knows: the reply to an
-- earlier renewal may be lost.
local lease, use, flight, latest, received = tonumber(arg(1)), tonumber(arg(2)), tonumber(arg(3)), tonumber(arg(4)), tonumber(arg(5))
local state = redis.call('HMGET', S, 'epoch', 'began', 'flight')
local epoch = state[1]
if epoch ~= known then return { 'epoch', now, epoch or '' } end
-- A request that was held up must not revive a lease that its machine believes to have ended.
if now > latest then return { 'late', now, epoch } end
local live, others, alone, heard = 1, {}, true, math.huge
local announced, since = nil, 0
machines(function(name, ends, _, reserved, announced_at, knows, larger)
  if name == machine then
    announced, since = larger, announced_at
  else
    alone, heard = false, math.min(heard, knows)
    if ends >= now then live = live + 1 end
    for id, share in pairs(reserved) do others[id] = (others[id] or 0) + share end
  end
end)
-- After a loss, machines that are connected restore their shares within a lease. Until then none grows.
local settled = now >= tonumber(state[2] or 0) + lease
local seen = settled and announced and heard > since
local list, reply, hold, larger = {}, {}, 0, not announced
for i, w in ipairs(windows) do
  local taken, fair = others[w.id] or 0, 0
  if w.reserved then
    local left = w.calls - used(w)
    fair = math.min(math.floor(left / (2 * live)), left - taken)
  else
    fair = math.min(math.floor(w.calls / live), w.calls - taken)
  end
  fair = math.max(0, fair)
  local usable, before = tonumber(arg(5 + i)), announced and announced[w.id] or 0
  local share = fair
  if not (settled and alone) then share = math.min(fair, seen and math.max(usable, before) or usable) end
  if fair > share and fair > before then larger = true end
  list[i], reply[i] = w.id .. '=' .. text(math.max(fair, usable)) .. '/' .. text(fair), share
  if not w.reserved then hold = math.max(hold, w.hold) end
end
if larger then since = now end
local ends = now + lease
local returns = ends + use + flight + hold + GRACE
local times = { text(ends), text(flight), text(returns), text(since), text(received) }
redis.call('HSET', M, machine, table.concat(times, ' ') .. '|' .. table.concat(list, ';'))
redis.call('PEXPIRE', M, KEEP)
local longest = math.max(flight, tonumber(state[3] or 0))
return { 'ok', now, epoch, longest, reply, redis.call('HGETALL', M) }
