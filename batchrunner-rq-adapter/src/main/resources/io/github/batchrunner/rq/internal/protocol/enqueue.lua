-- Puts jobs that depend on each other, or on jobs that are there already, into their queues; all or none is visible to others.
-- ARGV: prefix, now, 1 if a job whose needed jobs are not there is refused, number of jobs;
--   for each job: id, queue, 1 if it goes to the front, 1 if it also runs after failures, unix time to run at or "",
--   TTL in seconds or "", group or "", number of field texts, field, value, ..., number of needed jobs, their ids.
-- Answer for each: queued, deferred, scheduled, exists, failed:<needed job>, missing:<needed job>.
local prefix, now, strict = ARGV[1], ARGV[2], ARGV[3] == '1'
local answers, refused = {}, {}
local position = 5

local function needs(id, first, last, tolerant)
  local waits = {}
  for i = first, last do
    local need = ARGV[i]
    if refused[need] then
      return nil, 'failed:' .. need
    end
    local key = prefix .. 'job:' .. need
    local status = redis.call('HGET', key, 'status')
    if status == false and redis.call('EXISTS', key) == 0 then
      if strict then
        return nil, 'missing:' .. need
      end
    elseif status == 'canceled' or ((status == 'failed' or status == 'stopped') and not tolerant) then
      return nil, 'failed:' .. need
    elseif status ~= 'finished' and status ~= 'failed' and status ~= 'stopped' then
      waits[#waits + 1] = need
    end
  end
  return waits, nil
end

for n = 1, tonumber(ARGV[4]) do
  local id, queue, front, tolerant = ARGV[position], ARGV[position + 1], ARGV[position + 2] == '1', ARGV[position + 3] == '1'
  local at, ttl, group = ARGV[position + 4], ARGV[position + 5], ARGV[position + 6]
  local first = position + 8
  local afterFields = first + tonumber(ARGV[position + 7])
  local needCount = tonumber(ARGV[afterFields])
  position = afterFields + needCount + 1
  local key = prefix .. 'job:' .. id
  if redis.call('HEXISTS', key, 'data') == 1 then
    answers[n] = 'exists'
  else
    local waits, problem = needs(id, afterFields + 1, afterFields + needCount, tolerant)
    if problem then
      refused[id] = true
      answers[n] = problem
    else
      redis.call('SADD', prefix .. 'queues', prefix .. 'queue:' .. queue)
      if #waits > 0 then
        redis.call('HSET', key, 'status', 'deferred', unpack(ARGV, first, afterFields - 1))
        -- The score is an expiry for RQ 2.0 to 2.7, which fail what has expired.
        redis.call('ZADD', prefix .. 'deferred:' .. queue, '+inf', id)
        for _, need in ipairs(waits) do
          redis.call('SADD', prefix .. 'job:' .. need .. ':dependents', id)
        end
        -- Lua passes some thousands of arguments at most.
        for from = 1, #waits, 1000 do
          redis.call('SADD', prefix .. 'job::' .. id .. ':dependencies', unpack(waits, from, math.min(#waits, from + 999)))
        end
        answers[n] = 'deferred'
      elseif at ~= '' then
        redis.call('HSET', key, 'status', 'scheduled', unpack(ARGV, first, afterFields - 1))
        redis.call('ZADD', prefix .. 'scheduled:' .. queue, at, id)
        answers[n] = 'scheduled'
      else
        redis.call('HSET', key, 'status', 'queued', 'enqueued_at', now, unpack(ARGV, first, afterFields - 1))
        redis.call(front and 'LPUSH' or 'RPUSH', prefix .. 'queue:' .. queue, id)
        answers[n] = 'queued'
      end
      if ttl ~= '' then
        redis.call('EXPIRE', key, ttl)
        redis.call('EXPIRE', prefix .. 'job::' .. id .. ':dependencies', ttl)
      end
      if group ~= '' then
        redis.call('SADD', prefix .. 'group:' .. group, id)
        redis.call('SADD', prefix .. 'groups', group)
      end
    end
  end
end
return answers
