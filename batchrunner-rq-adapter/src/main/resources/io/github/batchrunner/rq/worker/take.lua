-- Takes the next job of some queues for a worker and starts it: it leaves its queue only when all that says so is written.
-- ARGV: prefix, worker, now in ISO form, now as unix time, token of this start, 1 if execution records are kept,
--   seconds between heartbeats, names of the queues in their order.
-- Answer: job + id + queue of its registries + fields and values in turn; odd + id + queue + reason; empty; suspended;
--   unregistered if the worker's own hash is gone; unfinished if the end of its last job is not written.
local prefix, worker, iso, now, token = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), ARGV[5]
local records, interval = ARGV[6] == '1', tonumber(ARGV[7])
local workerKey = prefix .. 'worker:' .. worker

local function field(flat, name)
  for i = 1, #flat, 2 do
    if flat[i] == name then
      return flat[i + 1]
    end
  end
  return nil
end

local function seconds(time)
  return string.format('%.6f', time)
end

local function start(id, origin, list, key, flat)
  local timeout = tonumber(field(flat, 'timeout') or '') or interval
  if timeout <= 0 or timeout > interval then
    timeout = interval
  end
  local ttl = math.floor(timeout) + 60
  local member = records and (id .. ':' .. token) or id
  redis.call('ZADD', prefix .. 'wip:' .. origin, seconds(now + ttl), member)
  if records then
    local execution = prefix .. 'execution:' .. member
    redis.call('HSET', execution, 'id', token, 'created_at', ARGV[4], 'last_heartbeat', ARGV[4])
    redis.call('EXPIRE', execution, ttl)
    redis.call('ZADD', prefix .. 'executions:' .. id, seconds(now + ttl + 60), token)
    redis.call('EXPIRE', prefix .. 'executions:' .. id, ttl + 60)
  end
  redis.call('HSET', key, 'status', 'started', 'started_at', iso, 'last_heartbeat', iso, 'worker_name', worker, 'origin', origin)
  redis.call('PERSIST', key)
  redis.call('LREM', list .. ':intermediate', 1, id)
  redis.call('HSET', workerKey, 'state', 'busy', 'current_job', id, 'current_execution', token,
    'current_job_working_time', '0', 'last_heartbeat', iso)
  redis.call('LPOP', list)
  return {'job', id, origin, flat}
end

-- Where RQ's own workers leave what they could not start, and where maintenance looks.
local function aside(id, queue, list, reason)
  redis.call('RPUSH', list .. ':intermediate', id)
  redis.call('LPOP', list)
  return {'odd', id, queue, reason}
end

local mine = redis.call('HMGET', workerKey, 'birth', 'current_job', 'current_execution')
if not mine[1] then
  return {'unregistered'}
end
if mine[2] and mine[3] == token then
  -- The same was asked for before, and the answer was lost.
  local flat = redis.pcall('HGETALL', prefix .. 'job:' .. mine[2])
  if flat.err then
    flat = {}
  end
  return {'job', mine[2], field(flat, 'origin') or ARGV[8], flat}
end
if mine[3] then
  return {'unfinished'}
end
if redis.call('EXISTS', prefix .. 'suspended') == 1 then
  redis.call('HSET', workerKey, 'state', 'suspended')
  return {'suspended'}
end
for i = 8, #ARGV do
  local queue = ARGV[i]
  local list = prefix .. 'queue:' .. queue
  local id = redis.call('LINDEX', list, 0)
  if id then
    local key = prefix .. 'job:' .. id
    local flat = redis.pcall('HGETALL', key)
    if flat.err then
      return aside(id, queue, list, flat.err)
    end
    if not field(flat, 'data') then
      return aside(id, queue, list, #flat == 0 and 'there is no such job' or 'the job has no data')
    end
    local origin = field(flat, 'origin')
    if not origin or origin == '' then
      origin = queue
    end
    local done, answer = pcall(start, id, origin, list, key, flat)
    if done then
      return answer
    end
    local reason = type(answer) == 'table' and answer.err or tostring(answer)
    if string.find(reason, 'WRONGTYPE', 1, true) then
      redis.pcall('ZREM', prefix .. 'wip:' .. origin, id, id .. ':' .. token)
      return aside(id, queue, list, reason)
    end
    return type(answer) == 'table' and answer or redis.error_reply(reason)
  end
end
redis.call('HSET', workerKey, 'state', 'idle')
return {'empty'}
