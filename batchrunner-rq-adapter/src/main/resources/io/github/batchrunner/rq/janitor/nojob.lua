-- An id in a list or registry although there is no such job.
-- ARGV: prefix, now, 1 to repair, job, queue, which list or registry and, after a space, the member if it is not the id.
-- Answer: nothing, or kind, why, mark.
local id, queue = ARGV[4], ARGV[5]
local place, member = string.match(ARGV[6], '^(%a+) ?(.*)$')
if member == '' then
  member = id
end
if statusOf(id) then
  return {}
end
local list = place == 'queue' or place == 'intermediate'
local key = prefix .. place .. ':' .. queue
if place == 'intermediate' then
  key = prefix .. 'queue:' .. queue .. ':intermediate'
end
if list then
  if places(key, member) == 0 then
    return {}
  end
elseif not redis.call('ZSCORE', key, member) then
  return {}
end
if ARGV[3] == '1' then
  if list then
    redis.call('LREM', key, 0, member)
  else
    redis.call('ZREM', key, member)
  end
end
return {'', 'it is listed in ' .. key .. ', but there is no such job', ''}
