-- Deletes jobs that have ended, with all that belongs to them. ARGV: prefix, ids. Answer for each id: 1 if it was deleted.
local prefix = ARGV[1]
local answers = {}

local function runs(id, queue, worker)
  if worker and redis.call('HGET', prefix .. 'worker:' .. worker, 'current_job') == id then
    return true
  end
  if redis.call('ZSCORE', prefix .. 'wip:' .. queue, id) then
    return true
  end
  for _, execution in ipairs(redis.call('ZRANGE', prefix .. 'executions:' .. id, 0, -1)) do
    if redis.call('ZSCORE', prefix .. 'wip:' .. queue, id .. ':' .. execution) then
      return true
    end
  end
  return false
end

local function purge(id)
  local key = prefix .. 'job:' .. id
  local job = redis.call('HMGET', key, 'status', 'origin', 'worker_name')
  local status, queue = job[1], job[2] or ''
  if status ~= 'finished' and status ~= 'failed' and status ~= 'stopped' and status ~= 'canceled' then
    return 0
  end
  -- What was cancelled while it runs would come back when it ends.
  if status == 'canceled' and runs(id, queue, job[3]) then
    return 0
  end
  for _, registry in ipairs({'finished', 'failed', 'canceled'}) do
    redis.call('ZREM', prefix .. registry .. ':' .. queue, id)
  end
  redis.call('DEL', key, key .. ':dependents', prefix .. 'job::' .. id .. ':dependencies',
    prefix .. 'results:' .. id, prefix .. 'executions:' .. id)
  return 1
end

for i = 2, #ARGV do
  answers[#answers + 1] = purge(ARGV[i])
end
return answers
