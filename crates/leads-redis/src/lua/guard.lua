-- Counts the guarded windows as used for a flight and a window from now.
-- Own argument: the longest flight.
guard(now + tonumber(arg(1)))
return { 'ok', now }
