-- A job whose worker has died: tried again, or failed, as RQ's own maintenance does.
-- ARGV: prefix, now, 1 to repair, job, queue, member ("" if it is listed nowhere), now as RQ writes times,
--   text of the failure as RQ encodes it, failure TTL if the job has none.
-- Answer: nothing, or kind, why, mark, jobs that wait for it.
local now, id, queue, member = tonumber(ARGV[2]), ARGV[4], ARGV[5], ARGV[6]
local key = jobKey(id)
local wip = prefix .. 'wip:' .. queue
local job = redis.call('HMGET', key, 'data', 'status', 'worker_name', 'started_at', 'retries_left', 'retry_intervals',
  'failure_ttl', 'failure_callback_name', 'enqueue_at_front_on_retry', 'last_heartbeat')
local status, worker = job[2], job[3]
if not job[1] then
  return {}
end

if listedAsRun(id, queue, now) then
  return {}
end
local why, waits
if member ~= '' then
  local score = redis.call('ZSCORE', wip, member)
  if not score or tonumber(score) >= now then
    return {}
  end
  if status == 'finished' or status == 'failed' or status == 'stopped' or status == 'canceled' then
    return {}
  end
  waits = status == 'queued' and places(prefix .. 'queue:' .. queue, id) > 0
  why = 'its worker has not renewed its entry'
else
  if status ~= 'started' then
    return {}
  end
  if worker and worker ~= '' then
    local name = prefix .. 'worker:' .. worker
    if string.sub(worker, 1, 12) == 'batchrunner-' then
      -- The job above a batch: nobody lists it, but the host of the batch listens to commands for it.
      local listening = redis.pcall('PUBSUB', 'NUMSUB', prefix .. 'pubsub:' .. worker)
      if not listening.err and tonumber(listening[2]) > 0 then
        return {}
      end
    end
    if redis.call('HGET', name, 'current_job') == id then
      return {}
    end
    for _, running in ipairs(redis.call('SMEMBERS', name .. ':executions')) do
      if string.sub(running, 1, #id + 1) == id .. ':' then
        return {}
      end
    end
  end
  why = 'it is started, but listed nowhere and no worker has it'
end
local kind = ''
if job[8] and job[8] ~= '' then
  kind = 'callback'
end
local mark = (job[4] or '') .. ' ' .. (job[10] or '')
local answer = {kind, why .. (worker and worker ~= '' and ' (worker "' .. worker .. '")' or ''), mark}
if ARGV[3] ~= '1' then
  return answer
end

if member ~= '' then
  forgetRun(id, queue, member)
end
if waits then
  return answer
end
redis.call('LREM', prefix .. 'queue:' .. queue .. ':intermediate', 0, id)
local left = tonumber(job[5] or '') or 0
if left > 0 then
  local readable, intervals = pcall(cjson.decode, job[6] or '[]')
  local seconds = 0
  if readable and type(intervals) == 'table' and #intervals > 0 then
    seconds = tonumber(intervals[math.max(#intervals - left, 0) + 1]) or 0
  end
  redis.call('PERSIST', key)
  redis.call('HSET', key, 'retries_left', left - 1)
  if seconds > 0 then
    redis.call('SADD', prefix .. 'queues', prefix .. 'queue:' .. queue)
    redis.call('HSET', key, 'status', 'scheduled')
    redis.call('ZADD', prefix .. 'scheduled:' .. queue, string.format('%.0f', now + seconds), id)
  else
    toQueue(id, queue, ARGV[7], isTrue(job[9]))
  end
  return answer
end
local ttl = tonumber(job[7] or '') or tonumber(ARGV[9])
redis.call('HSET', key, 'status', 'failed', 'ended_at', ARGV[7])
redis.call('ZADD', prefix .. 'failed:' .. queue, ttl < 0 and -1 or string.format('%.0f', now + ttl), id)
local results = prefix .. 'results:' .. id
redis.call('XADD', results, 'MAXLEN', '~', 10, '*', 'type', 2, 'exc_string', ARGV[8])
for _, kept in ipairs({key, results, key .. ':dependents', dependenciesKey(id)}) do
  if ttl < 0 then
    redis.call('PERSIST', kept)
  else
    redis.call('EXPIRE', kept, ttl)
  end
end
for _, dependent in ipairs(members('SMEMBERS', key .. ':dependents')) do
  answer[#answer + 1] = dependent
end
return answer
