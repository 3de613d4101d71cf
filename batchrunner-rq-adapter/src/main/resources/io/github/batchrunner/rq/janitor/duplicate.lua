-- An id that waits in its queue more than once.
-- ARGV: prefix, now, 1 to repair, job, queue. Answer: nothing, or kind, why, mark.
local list, id = prefix .. 'queue:' .. ARGV[5], ARGV[4]
local times = places(list, id)
if times < 2 then
  return {}
end
if ARGV[3] == '1' then
  redis.call('LREM', list, 1 - times, id)
end
return {'', 'it waits in its queue ' .. times .. ' times and would run as often', ''}
