-- A job that says that it is queued, but waits nowhere: a worker took it and died before it began.
-- ARGV: prefix, now, 1 to repair, job, queue, "lost" or "between", now as RQ writes times. Answer: nothing, or kind, why, mark.
local id, queue = ARGV[4], ARGV[5]
local key = jobKey(id)
local list = prefix .. 'queue:' .. queue
local between = list .. ':intermediate'
local job = redis.call('HMGET', key, 'data', 'status', 'origin', 'enqueued_at', 'started_at')
if not job[1] then
  return {}
end
local inBetween = places(between, id) > 0
local function listed()
  return places(list, id) > 0 or redis.call('ZSCORE', prefix .. 'scheduled:' .. queue, id)
    or listedAsRun(id, queue, -math.huge)
end

local why, back
if ARGV[6] == 'between' then
  if not inBetween then
    return {}
  end
  back = job[2] == 'queued' and not listed()
  why = back and 'a worker took it and did not begin it'
    or 'it is listed as taken by a worker, but its status is "' .. (job[2] or '') .. '"'
elseif job[2] ~= 'queued' or job[3] ~= queue or inBetween or listed() then
  return {}
else
  back = true
  why = 'it is queued, but waits in no queue'
end
if ARGV[3] == '1' then
  redis.call('LREM', between, 0, id)
  redis.call('DEL', between .. ':first_seen:' .. id)
  if back then
    redis.call('HSET', key, 'enqueued_at', ARGV[7])
    redis.call('LPUSH', list, id)
    redis.call('SADD', prefix .. 'queues', list)
  end
end
return {'', why, (job[4] or '') .. ' ' .. (job[5] or '')}
