-- Writes the end of a job, and lets those go that waited for it, if nobody else has written its end before.
-- ARGV: prefix, worker or "", token of the start, claim, id, member of the started registry, queue of its registries,
--   status, what is next, end in ISO form, now as unix time, seconds worked, TTL, type of the result or "",
--   field of the result or "", its value, then fields and values of the job in turn.
-- Claims: "wip": its worker has it; "abandoned": its worker has not been heard of in time;
--   "stuck": it was taken out of its queue and never started.
-- Next: "" it is over; "now" back into its queue; or the unix time to run it at.
-- Answer: done + number of released jobs + what could not be done as it should, in words;
--   gone: somebody else has ended or taken it; deleted: the job is not there any more.
local worker, token, claim, id, member, queue = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]
local status, next, iso, now, worked, ttl = ARGV[8], ARGV[9], ARGV[10], tonumber(ARGV[11]), ARGV[12], tonumber(ARGV[13])
local FIRST_FIELD, CHUNK, MOST_NOTES, DEFAULT_TIMEOUT = 17, 1000, 100, '180'
local key = jobKey(id)
local wip = prefix .. 'wip:' .. queue
local dependents = key .. ':dependents'
local dependencies = dependenciesKey(id)
local intermediate = prefix .. 'queue:' .. queue .. ':intermediate'
local workerKey = prefix .. 'worker:' .. worker
local odd = {}

local function seconds(time)
  return string.format('%.6f', time)
end

local function note(text)
  if #odd < MOST_NOTES then
    odd[#odd + 1] = text
  end
end

-- What cannot be written, since a key is of another type, must not keep the rest from being written.
local function attempt(...)
  local reply = redis.pcall(...)
  if type(reply) == 'table' and reply.err then
    note((select(1, ...)) .. ' ' .. tostring((select(2, ...))) .. ': ' .. reply.err)
    return nil
  end
  return reply
end

local function inChunks(command, target, values)
  for from = 1, #values, CHUNK do
    attempt(command, target, unpack(values, from, math.min(#values, from + CHUNK - 1)))
  end
end

-- Needs that are met leave the set, so that whoever comes next finds one that is not at the first look: all looks
-- together are as many as there are needs. The set becomes empty only when the job is released. Workers in Python come
-- to the same answer with what is left: they ask for the status of each, and watch the hashes of all needs meanwhile.
local function ready(child, tolerant)
  local needs = dependenciesKey(child)
  while true do
    local need = redis.call('SRANDMEMBER', needs)
    if not need then
      return true
    end
    if not met(needStatus(need), tolerant) then
      return false
    end
    redis.call('SREM', needs, need)
  end
end

local function releaseAll()
  local children = attempt('SMEMBERS', dependents)
  if not children or #children == 0 then
    return 0
  end
  local back, front, gone, queues = {}, {}, {}, {}
  local function let(child)
    local childKey = jobKey(child)
    local fields = redis.call('HMGET', childKey, 'status', 'origin', 'allow_dependency_failures', 'enqueue_at_front', 'timeout')
    local state, origin, tolerant = fields[1], fields[2], isTrue(fields[3])
    if not state and not origin then
      return
    end
    if state == 'queued' or state == 'started' or state == 'finished' then
      -- It has been let go before, or someone has put it into its queue by hand.
      gone[#gone + 1] = child
      return
    end
    if (state and state ~= '' and state ~= 'deferred' and state ~= 'created') or not met(status, tolerant) then
      return
    end
    if not origin or origin == '' then
      note('job ' .. child .. ' waits for this one but names no queue')
      return
    end
    redis.call('SREM', dependenciesKey(child), id)
    if not ready(child, tolerant) then
      return
    end
    if fields[5] and fields[5] ~= '' then
      redis.call('HSET', childKey, 'status', 'queued', 'enqueued_at', iso)
    else
      redis.call('HSET', childKey, 'status', 'queued', 'enqueued_at', iso, 'timeout', DEFAULT_TIMEOUT)
    end
    if not queues[origin] then
      queues[origin], back[origin], front[origin] = {}, {}, {}
    end
    local ids = isTrue(fields[4]) and front[origin] or back[origin]
    ids[#ids + 1] = child
    queues[origin][#queues[origin] + 1] = child
    gone[#gone + 1] = child
  end
  for _, child in ipairs(children) do
    local done, problem = pcall(let, child)
    if not done then
      note('job ' .. child .. ' waits for this one: ' .. (type(problem) == 'table' and problem.err or tostring(problem)))
    end
  end
  local released = 0
  for origin, ids in pairs(queues) do
    released = released + #ids
    inChunks('ZREM', prefix .. 'deferred:' .. origin, ids)
    attempt('SADD', prefix .. 'queues', prefix .. 'queue:' .. origin)
    inChunks('RPUSH', prefix .. 'queue:' .. origin, back[origin])
    inChunks('LPUSH', prefix .. 'queue:' .. origin, front[origin])
  end
  if #gone == #children then
    attempt('DEL', dependents)
  else
    inChunks('SREM', dependents, gone)
  end
  return released
end

local function leaveWorker()
  -- Only a worker that is still registered has counters.
  if worker ~= '' and redis.call('HGET', workerKey, 'current_execution') == token then
    redis.call('HDEL', workerKey, 'current_job', 'current_execution', 'current_job_working_time')
    return true
  end
  return false
end

local function count()
  if leaveWorker() then
    redis.call('HINCRBY', workerKey, status == 'finished' and 'successful_job_count' or 'failed_job_count', 1)
    redis.call('HINCRBYFLOAT', workerKey, 'total_working_time', worked)
  end
end

local function endExecution()
  if member ~= id then
    attempt('DEL', prefix .. 'execution:' .. member)
    attempt('ZREM', prefix .. 'executions:' .. id, string.sub(member, #id + 2))
  end
end

local function leaveRegistry()
  if claim == 'stuck' then
    redis.call('LREM', intermediate, 1, id)
  else
    redis.call('ZREM', wip, member)
  end
end

local state, holder = unpack(redis.call('HMGET', key, 'status', 'worker_name'))

local function claimed()
  if claim == 'stuck' then
    for _, stuck in ipairs(redis.call('LRANGE', intermediate, 0, -1)) do
      if stuck == id then
        return true
      end
    end
    return false
  end
  local score = redis.call('ZSCORE', wip, member)
  if not score then
    return false
  end
  if claim == 'abandoned' then
    return tonumber(score) <= now
  end
  local current = worker ~= '' and redis.call('HGET', workerKey, 'current_execution')
  return not (current and current ~= token) and (not holder or holder == '' or holder == worker)
end

local function keepResult()
  if ARGV[14] ~= '' and not (status == 'finished' and ttl == 0) then
    local results = prefix .. 'results:' .. id
    if ARGV[15] ~= '' then
      attempt('XADD', results, 'MAXLEN', '~', 10, '*', 'type', ARGV[14], 'worker_name', worker, ARGV[15], ARGV[16])
    else
      attempt('XADD', results, 'MAXLEN', '~', 10, '*', 'type', ARGV[14], 'worker_name', worker)
    end
    if ttl < 0 then
      redis.call('PERSIST', results)
    else
      redis.call('EXPIRE', results, ttl)
    end
  end
end

-- A flush took the job together with what was known of its worker, unlike a deletion. Its end is kept for those who
-- know its id, and it stays out of registries: what it would be run from is gone.
local function forgotten()
  if claim ~= 'wip' or state or redis.call('ZSCORE', wip, member) then
    return false
  end
  local mine = redis.call('HMGET', workerKey, 'birth', 'reborn')
  return not mine[1] or mine[2] == token
end

local function bringBackEnd()
  redis.call('HSET', key, 'ended_at', iso, 'status', status, 'origin', queue, 'worker_name', worker)
  keepResult()
  if ttl > 0 then
    redis.call('EXPIRE', key, ttl)
  end
  leaveWorker()
end

if forgotten() and ttl ~= 0 then
  bringBackEnd()
  return {'done', 0}
end
if not claimed() then
  leaveWorker()
  return {'gone'}
end
if not state then
  leaveRegistry()
  endExecution()
  local released = releaseAll()
  count()
  return {'deleted', released, unpack(odd)}
end
if (claim == 'abandoned' and state ~= 'started') or (claim == 'stuck' and state ~= 'queued') then
  -- Workers of RQ 2.0 to 2.10 leave such entries behind; the job itself ended as it should.
  leaveRegistry()
  endExecution()
  return {'gone'}
end

-- The first write is one that a server without memory refuses, so that all is done or nothing.
redis.call('HSET', key, 'ended_at', iso)
leaveRegistry()
endExecution()
if #ARGV >= FIRST_FIELD then
  redis.call('HSET', key, unpack(ARGV, FIRST_FIELD))
end
keepResult()

local released = 0
if status == 'finished' or next == '' then
  redis.call('HSET', key, 'status', status)
  if ttl ~= 0 or status ~= 'finished' then
    if status == 'finished' then
      attempt('ZADD', prefix .. 'finished:' .. queue, ttl < 0 and '+inf' or seconds(now + ttl), id)
    else
      -- RQ keeps what has the score -1: its clean-up begins at 0.
      attempt('ZADD', prefix .. 'failed:' .. queue, ttl < 0 and '-1' or seconds(now + ttl), id)
    end
  end
  if state ~= 'canceled' then
    released = releaseAll()
  end
end
if next == 'now' then
  redis.call('HSET', key, 'status', 'queued', 'enqueued_at', iso)
  attempt('SADD', prefix .. 'queues', prefix .. 'queue:' .. queue)
  attempt('RPUSH', prefix .. 'queue:' .. queue, id)
elseif next ~= '' then
  redis.call('HSET', key, 'status', 'scheduled')
  attempt('SADD', prefix .. 'queues', prefix .. 'queue:' .. queue)
  attempt('ZADD', prefix .. 'scheduled:' .. queue, next, id)
elseif ttl > 0 then
  redis.call('EXPIRE', key, ttl)
  redis.call('EXPIRE', dependents, ttl)
  redis.call('EXPIRE', dependencies, ttl)
elseif ttl == 0 then
  local group = redis.call('HGET', key, 'group_id')
  if group and group ~= '' then
    attempt('SREM', prefix .. 'group:' .. group, id)
  end
  redis.call('DEL', key, dependents, dependencies, prefix .. 'results:' .. id, prefix .. 'executions:' .. id)
  attempt('ZREM', prefix .. 'failed:' .. queue, id)
end
count()
return {'done', released, unpack(odd)}
