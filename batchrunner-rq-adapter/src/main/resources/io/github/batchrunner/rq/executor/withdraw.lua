-- Cancels jobs that wait and tells the workers of those that run to stop them; jobs that ended stay as they are.
-- ARGV: prefix, unix time, mode, ids. Mode "all"; "waiting" leaves alone what runs; "lost" cancels also what is neither in its
-- queue nor started.
-- Answer for each id: gone, ended, canceled, runs, between (a worker has taken it out of its queue and not started it yet).
local prefix, now, mode = ARGV[1], ARGV[2], ARGV[3]
local answers = {}

local function cancel(id, queue)
  for _, need in ipairs(redis.call('SMEMBERS', prefix .. 'job::' .. id .. ':dependencies')) do
    redis.call('SREM', prefix .. 'job:' .. need .. ':dependents', id)
  end
  for _, registry in ipairs({'deferred', 'scheduled', 'ready'}) do
    redis.call('ZREM', prefix .. registry .. ':' .. queue, id)
  end
  redis.call('HSET', prefix .. 'job:' .. id, 'status', 'canceled')
  redis.call('ZADD', prefix .. 'canceled:' .. queue, now, id)
  return 'canceled'
end

local function stop(id, worker)
  if mode == 'waiting' then
    return 'runs'
  end
  -- RQ before 2.8 lets go what waits for a stopped job.
  for _, dependent in ipairs(redis.call('SMEMBERS', prefix .. 'job:' .. id .. ':dependents')) do
    local job = redis.call('HMGET', prefix .. 'job:' .. dependent, 'status', 'origin')
    if job[1] == 'deferred' then
      cancel(dependent, job[2] or '')
    end
  end
  if worker and worker ~= '' then
    redis.call('PUBLISH', prefix .. 'pubsub:' .. worker, '{"command": "stop-job", "job_id": ' .. cjson.encode(id) .. '}')
  end
  return 'runs'
end

local function withdraw(id)
  local job = redis.call('HMGET', prefix .. 'job:' .. id, 'status', 'origin', 'worker_name', 'ended_at')
  local status, queue, worker, ended = job[1], job[2] or '', job[3], job[4]
  if not status then
    return 'gone'
  elseif status == 'finished' or status == 'failed' or status == 'stopped' then
    return 'ended'
  elseif status == 'started' then
    return stop(id, worker)
  elseif status == 'canceled' then
    -- Cancelled while it ran, it would run on.
    if worker and worker ~= '' and (not ended or ended == '') then
      return stop(id, worker)
    end
    return 'ended'
  elseif status == 'queued' then
    if redis.call('LREM', prefix .. 'queue:' .. queue, 1, id) == 0 and mode ~= 'lost' then
      return 'between'
    end
  end
  return cancel(id, queue)
end

for i = 4, #ARGV do
  answers[#answers + 1] = withdraw(ARGV[i])
end
return answers
