-- An id that waits in its queue more than once.
-- ARGV: prefix, now, 1 to repair, job, queue. Answer: nothing, or kind, why, mark.
local list, id = ARGV[1] .. 'queue:' .. ARGV[5], ARGV[4]
local places = #redis.call('LPOS', list, id, 'COUNT', 0)
if places < 2 then
  return {}
end
if ARGV[3] == '1' then
  redis.call('LREM', list, 1 - places, id)
end
return {'', 'it waits in its queue ' .. places .. ' times and would run as often', ''}
