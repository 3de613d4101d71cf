-- A deferred job of which all needed jobs have ended is queued; one that can never run is canceled.
-- ARGV: prefix, now, 1 to repair, job, queue, entry (unused), now as RQ writes times, wanted kind or "".
-- Answer: nothing, or kind (met, doomed), why, mark, jobs that wait for a canceled one.
local prefix, id = ARGV[1], ARGV[4]
local key = prefix .. 'job:' .. id
local job = redis.call('HMGET', key, 'data', 'status', 'origin', 'allow_dependency_failures', 'enqueue_at_front',
  'dependency_ids', 'dependency_id')
if not job[1] or job[2] ~= 'deferred' or not job[3] or job[3] == '' then
  return {}
end
local queue, tolerant = job[3], job[4] == '1'
local set = prefix .. 'job::' .. id .. ':dependencies'
local needs = redis.call('SMEMBERS', set)
if #needs == 0 then
  local readable, ids = pcall(cjson.decode, job[6] or '')
  if readable and type(ids) == 'table' then
    needs = ids
  elseif job[7] and job[7] ~= '' then
    needs = {job[7]}
  end
end

local kind, why = 'met', 'all jobs it waits for have ended or are gone'
for _, need in ipairs(needs) do
  if type(need) ~= 'string' then
    return {}
  end
  local other = prefix .. 'job:' .. need
  local status = redis.call('HGET', other, 'status')
  if status == 'canceled' or ((status == 'failed' or status == 'stopped') and not tolerant) then
    kind, why = 'doomed', 'job "' .. need .. '", which it needs, is ' .. status
    break
  end
  local over = status == 'finished' or status == 'failed' or status == 'stopped'
  if not over and redis.call('HEXISTS', other, 'data') == 1 then
    kind = ''
  end
end
if kind == '' or (ARGV[8] ~= '' and ARGV[8] ~= kind) then
  return {}
end
local answer = {kind, why, ''}
if ARGV[3] ~= '1' then
  return answer
end

redis.call('ZREM', prefix .. 'deferred:' .. queue, id)
for _, need in ipairs(needs) do
  redis.call('SREM', prefix .. 'job:' .. need .. ':dependents', id)
end
if kind == 'met' then
  redis.call('HSET', key, 'status', 'queued', 'enqueued_at', ARGV[7])
  redis.call('SADD', prefix .. 'queues', prefix .. 'queue:' .. queue)
  redis.call(job[5] == '1' and 'LPUSH' or 'RPUSH', prefix .. 'queue:' .. queue, id)
  return answer
end
redis.call('HSET', key, 'status', 'canceled')
redis.call('ZADD', prefix .. 'canceled:' .. queue, string.format('%.0f', tonumber(ARGV[2])), id)
for _, dependent in ipairs(redis.call('SMEMBERS', key .. ':dependents')) do
  answer[#answer + 1] = dependent
end
return answer
