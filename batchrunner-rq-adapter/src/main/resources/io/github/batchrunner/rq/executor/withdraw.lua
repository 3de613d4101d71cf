-- Cancels jobs that wait and tells the workers of those that run to stop them; jobs that ended stay as they are. Unlike
-- the cancelling of a client, it leaves alone what a worker has taken and not started yet, so that nothing runs of which
-- was said that it is canceled, and tells apart what is to be asked for again.
-- ARGV: prefix, unix time, mode, ids. Mode "all"; "waiting" leaves alone what runs; "lost" cancels also what is neither in its
-- queue nor started.
-- Answer for each id: gone, ended, canceled, runs, between (a worker has taken it out of its queue and not started it yet).
local now, mode = ARGV[2], ARGV[3]
local answers = {}

local function stop(id)
  if mode == 'waiting' then
    return 'runs'
  end
  -- RQ before 2.8 lets go what waits for a stopped job.
  for _, dependent in ipairs(members('SMEMBERS', jobKey(id) .. ':dependents')) do
    if statusOf(dependent) == 'deferred' then
      markCanceled(dependent, field(dependent, 'origin'), now)
    end
  end
  tellToStop(id)
  return 'runs'
end

local function withdraw(id)
  local job = redis.call('HMGET', jobKey(id), 'status', 'origin', 'worker_name', 'ended_at')
  local status, queue, worker, ended = job[1], job[2] or '', job[3], job[4]
  if not status then
    return 'gone'
  elseif status == 'finished' or status == 'failed' or status == 'stopped' then
    return 'ended'
  elseif status == 'started' then
    return stop(id)
  elseif status == 'canceled' then
    -- Cancelled while it ran, it would run on.
    if worker and worker ~= '' and (not ended or ended == '') then
      return stop(id)
    end
    return 'ended'
  elseif status == 'queued' then
    if redis.call('LREM', prefix .. 'queue:' .. queue, 1, id) == 0 and mode ~= 'lost' then
      return 'between'
    end
  end
  markCanceled(id, queue, now)
  return 'canceled'
end

for i = 4, #ARGV do
  answers[#answers + 1] = withdraw(ARGV[i])
end
return answers
