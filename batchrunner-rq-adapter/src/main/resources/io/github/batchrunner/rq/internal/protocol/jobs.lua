-- What the scripts have in common that act on jobs which are there; it stands before each of them. ARGV[1] is the prefix of all keys.
local prefix = ARGV[1]

local function jobKey(id)
  return prefix .. 'job:' .. id
end

local function dependenciesKey(id)
  return prefix .. 'job::' .. id .. ':dependencies'
end

-- A key of another type, which some other program left there, is as good as none.
local function members(command, key, ...)
  local found = redis.pcall(command, key, ...)
  if type(found) ~= 'table' or found.err then
    return {}
  end
  return found
end

-- RQ's word for where a job stands; nil if there is no such job: a hash without data is none.
local function statusOf(id)
  if redis.pcall('HEXISTS', jobKey(id), 'data') ~= 1 then
    return nil
  end
  return redis.call('HGET', jobKey(id), 'status') or ''
end

local function field(id, name)
  return redis.call('HGET', jobKey(id), name) or ''
end

-- Takes a job that does not run out of everything where it waits.
local function takeOut(id, queue, status)
  -- To look through a long queue costs, and these are in none.
  if status ~= 'deferred' and status ~= 'scheduled' then
    redis.pcall('LREM', prefix .. 'queue:' .. queue, 1, id)
    redis.pcall('LREM', prefix .. 'queue:' .. queue .. ':intermediate', 1, id)
    redis.call('DEL', prefix .. 'queue:' .. queue .. ':intermediate:first_seen:' .. id)
  end
  for _, registry in ipairs({'deferred', 'scheduled', 'ready'}) do
    redis.pcall('ZREM', prefix .. registry .. ':' .. queue, id)
  end
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

-- Forgets all executions of a job that does not run.
local function forgetRuns(id, queue)
  for _, member in ipairs(runs(id)) do
    redis.pcall('ZREM', prefix .. 'wip:' .. queue, member)
    redis.call('DEL', prefix .. 'execution:' .. member)
  end
  redis.call('DEL', prefix .. 'executions:' .. id)
end

local function toQueue(id, queue, now, front)
  redis.call('SADD', prefix .. 'queues', prefix .. 'queue:' .. queue)
  redis.call('HSET', jobKey(id), 'status', 'queued', 'enqueued_at', now)
  redis.call(front and 'LPUSH' or 'RPUSH', prefix .. 'queue:' .. queue, id)
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
  redis.call('HSET', jobKey(id), 'status', 'canceled')
  takeOut(id, queue, status)
  leaveParents(id)
  redis.pcall('ZADD', prefix .. 'canceled:' .. queue, unixTime, id)
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
