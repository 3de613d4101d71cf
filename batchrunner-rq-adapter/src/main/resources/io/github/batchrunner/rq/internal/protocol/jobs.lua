-- What the scripts have in common that act on jobs; it stands, behind needs.lua, before each of them.
local function field(id, name)
  return redis.call('HGET', jobKey(id), name) or ''
end

-- A key of another type, which some other program left there, is as good as none.
local function members(command, key, ...)
  local found = redis.pcall(command, key, ...)
  if type(found) ~= 'table' or found.err then
    return {}
  end
  return found
end

-- The ids of the jobs that a job waits for; without the set that others keep, all that it ever needed.
local function needsOf(id)
  local needs = members('SMEMBERS', dependenciesKey(id))
  if #needs > 0 then
    return needs
  end
  local readable, ids = pcall(cjson.decode, field(id, 'dependency_ids'))
  if readable and type(ids) == 'table' then
    for _, need in ipairs(ids) do
      if type(need) == 'string' then
        needs[#needs + 1] = need
      end
    end
  elseif field(id, 'dependency_id') ~= '' then
    needs[1] = field(id, 'dependency_id')
  end
  return needs
end

-- What is to become of a deferred job: met, doomed with the need that dooms it and where that stands, or waits.
local function outlook(id)
  local tolerant, answer = isTrue(field(id, 'allow_dependency_failures')), 'met'
  for _, need in ipairs(needsOf(id)) do
    local status = needStatus(need)
    if dooms(status, tolerant) then
      return 'doomed', need, status
    elseif not met(status, tolerant) then
      answer = 'waits'
    end
  end
  return answer
end

local function leaveRegistries(id, queue)
  for _, registry in ipairs({'deferred', 'scheduled', 'ready'}) do
    redis.pcall('ZREM', prefix .. registry .. ':' .. queue, id)
  end
end

-- To look through a long queue costs, and jobs that stand so are in none.
local inNoQueue = {deferred = true, scheduled = true, finished = true, failed = true, stopped = true, canceled = true}

-- Takes a job that does not run out of everything where it waits.
local function takeOut(id, queue, status)
  if not inNoQueue[status] then
    redis.pcall('LREM', prefix .. 'queue:' .. queue, 1, id)
    redis.pcall('LREM', prefix .. 'queue:' .. queue .. ':intermediate', 1, id)
    redis.call('DEL', prefix .. 'queue:' .. queue .. ':intermediate:first_seen:' .. id)
  end
  leaveRegistries(id, queue)
end

-- How often an id stands in a list. Redis before 6.0.6 has no LPOS.
local function places(list, id)
  local found = redis.pcall('LPOS', list, id, 'COUNT', 0)
  if not found.err then
    return #found
  end
  local count = 0
  for _, element in ipairs(members('LRANGE', list, 0, -1)) do
    if element == id then
      count = count + 1
    end
  end
  return count
end

-- No job that this one waits for will wake it any more.
local function leaveParents(id)
  for _, need in ipairs(members('SMEMBERS', dependenciesKey(id))) do
    redis.pcall('SREM', jobKey(need) .. ':dependents', id)
  end
end

-- The members by which a queue's registry of started jobs may know a job: its id up to RQ 1.16, each execution since RQ 2.0.
local function runs(id)
  local found = {id}
  for _, execution in ipairs(members('ZRANGE', prefix .. 'executions:' .. id, 0, -1)) do
    found[#found + 1] = id .. ':' .. execution
  end
  return found
end

-- Whether a job is listed as being run by a worker that has said so for a time or longer.
local function listedAsRun(id, queue, unixTime)
  for _, member in ipairs(runs(id)) do
    local aliveUntil = redis.pcall('ZSCORE', prefix .. 'wip:' .. queue, member)
    if type(aliveUntil) == 'string' and tonumber(aliveUntil) >= unixTime then
      return true
    end
  end
  return false
end

-- Whether a worker has a job in its hands, so that it would bring half of it back. RQ takes some of the jobs that are
-- canceled while they run out of its registry, so their workers are asked.
local function isRun(id, queue, status, unixTime)
  if status ~= 'started' and status ~= 'canceled' then
    return false
  end
  return listedAsRun(id, queue, unixTime)
    or (status == 'canceled' and redis.pcall('HGET', prefix .. 'worker:' .. field(id, 'worker_name'), 'current_job') == id)
end

-- Forgets one execution of a job, by the member under which it is listed as being run.
local function forgetRun(id, queue, member)
  redis.pcall('ZREM', prefix .. 'wip:' .. queue, member)
  if member ~= id then
    redis.pcall('ZREM', prefix .. 'executions:' .. id, string.sub(member, #id + 2))
    redis.call('DEL', prefix .. 'execution:' .. member)
  end
end

-- Forgets all executions of a job that does not run.
local function forgetRuns(id, queue)
  for _, member in ipairs(runs(id)) do
    forgetRun(id, queue, member)
  end
  redis.call('DEL', prefix .. 'executions:' .. id)
end

local function toQueue(id, queue, now, front)
  redis.call('SADD', prefix .. 'queues', prefix .. 'queue:' .. queue)
  redis.call('HSET', jobKey(id), 'status', 'queued', 'enqueued_at', now)
  redis.call(front and 'LPUSH' or 'RPUSH', prefix .. 'queue:' .. queue, id)
end

-- Puts a deferred job into its queue.
local function release(id, now)
  local queue = field(id, 'origin')
  redis.pcall('ZREM', prefix .. 'deferred:' .. queue, id)
  toQueue(id, queue, now, isTrue(field(id, 'enqueue_at_front')))
end

-- A job that waited for a time lives for its own time from when it is put into its queue.
local function beginTtl(id)
  local ttl = tonumber(field(id, 'ttl'))
  for _, key in ipairs({jobKey(id), jobKey(id) .. ':dependents', dependenciesKey(id)}) do
    if ttl and ttl > 0 then
      redis.call('EXPIRE', key, string.format('%.0f', ttl))
    else
      redis.call('PERSIST', key)
    end
  end
end

-- Deletes a job that no worker runs, with all that belongs to it.
local function erase(id, queue, status)
  takeOut(id, queue, status)
  forgetRuns(id, queue)
  for _, registry in ipairs({'finished', 'failed', 'canceled'}) do
    redis.pcall('ZREM', prefix .. registry .. ':' .. queue, id)
  end
  leaveParents(id)
  local group = field(id, 'group_id')
  if group ~= '' then
    redis.pcall('SREM', prefix .. 'group:' .. group, id)
  end
  redis.call('DEL', jobKey(id), jobKey(id) .. ':dependents', dependenciesKey(id), prefix .. 'results:' .. id)
end

-- Tells the worker of a running job to stop it; answers how many heard that, and the worker's name.
local function tellToStop(id)
  local worker = field(id, 'worker_name')
  if worker == '' then
    return 0, worker
  end
  local message = '{"command": "stop-job", "job_id": ' .. cjson.encode(id) .. '}'
  return redis.call('PUBLISH', prefix .. 'pubsub:' .. worker, message), worker
end

-- Says of a job, which is in no queue any more, that it is canceled.
local function markCanceled(id, queue, unixTime)
  redis.call('HSET', jobKey(id), 'status', 'canceled')
  leaveRegistries(id, queue)
  leaveParents(id)
  redis.pcall('ZADD', prefix .. 'canceled:' .. queue, unixTime, id)
end

-- Cancels one job if it waits, and tells the worker of one that runs; answers what happened and to which worker it was told.
local function cancel(id, unixTime)
  local status = statusOf(id)
  if status == nil then
    return 'missing', ''
  elseif status == 'canceled' then
    return 'already', ''
  elseif status == 'finished' or status == 'failed' or status == 'stopped' then
    return 'ended', ''
  elseif status == 'started' then
    local heard, worker = tellToStop(id)
    return heard > 0 and 'stopping' or 'unheard', worker
  end
  local queue = field(id, 'origin')
  markCanceled(id, queue, unixTime)
  takeOut(id, queue, status)
  return 'canceled', ''
end

-- Cancels jobs and, if so wished, all that wait for them; gives each to the listener: id, what happened, worker.
-- Adds to ids what it finds, and answers the index of the first one that is left when it has met enough.
local function cancelAll(ids, cascade, unixTime, enough, listener)
  local seen, next, met = {}, 1, 0
  while ids[next] and met < enough do
    local id = ids[next]
    next = next + 1
    if not seen[id] then
      seen[id] = true
      met = met + 1
      local outcome, worker = cancel(id, unixTime)
      listener(id, outcome, worker)
      if cascade then
        for _, dependent in ipairs(members('SMEMBERS', jobKey(id) .. ':dependents')) do
          ids[#ids + 1] = dependent
        end
      end
    end
  end
  return next
end
