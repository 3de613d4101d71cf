-- A job that workers or tools do not survive: taken out of where it waits, and failed.
-- ARGV: prefix, now, 1 to repair, job, queue, entry (unused), now as RQ writes times, text of the failure as RQ encodes it,
--   failure TTL, 1 if the id itself is unfit, then for each unfit field: name, 1 if it was there, its value.
-- Answer: nothing, or kind, why, mark, jobs that wait for it.
local id, queue = ARGV[4], ARGV[5]
local key = jobKey(id)
local status = redis.call('HGET', key, 'status') or ''
if status == 'finished' or status == 'failed' or status == 'stopped' or status == 'canceled' or status == 'started'
  or redis.call('HEXISTS', key, 'data') == 0 then
  return {}
end
for n = 11, #ARGV, 3 do
  local value = redis.call('HGET', key, ARGV[n])
  if (value and '1' or '') ~= ARGV[n + 1] or (value or '') ~= ARGV[n + 2] then
    return {}
  end
end
local list = prefix .. 'queue:' .. queue
redis.call('LREM', list, 0, id)
redis.call('LREM', list .. ':intermediate', 0, id)
leaveRegistries(id, queue)
leaveParents(id)
for n = 11, #ARGV, 3 do
  redis.call('HDEL', key, ARGV[n])
end
redis.call('HSET', key, 'status', 'failed', 'ended_at', ARGV[7], 'origin', queue)
redis.call('XADD', prefix .. 'results:' .. id, 'MAXLEN', '~', 10, '*', 'type', 2, 'exc_string', ARGV[8])
redis.call('EXPIRE', prefix .. 'results:' .. id, ARGV[9])
redis.call('EXPIRE', key, ARGV[9])
-- Tools look at all jobs of a registry, and RQ 2.8 and later do not survive the id there either.
if ARGV[10] ~= '1' then
  redis.call('ZADD', prefix .. 'failed:' .. queue, string.format('%.0f', tonumber(ARGV[2]) + tonumber(ARGV[9])), id)
end
local answer = {'', '', ''}
for _, dependent in ipairs(members('SMEMBERS', key .. ':dependents')) do
  answer[#answer + 1] = dependent
end
return answer
