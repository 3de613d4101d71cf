-- Puts jobs that depend on each other, or on jobs that are there already, into their queues; all or none is visible to others.
-- ARGV: prefix, now, 1 if a job whose needed jobs are not there is refused, number of jobs;
--   for each job: id, queue, 1 if it goes to the front, 1 if it also runs after failures, unix time to run at or "",
--   TTL in seconds or "", group or "", number of field texts, field, value, ..., number of needed jobs, their ids.
-- Answer for each: queued, deferred, scheduled, exists, failed:<needed job>, missing:<needed job>.
local now, strict = ARGV[2], ARGV[3] == '1'
local answers = {}
local known = {} -- where jobs stand that this script has met: RQ's word, "refused", or false for those that are not there
local listed = {} -- queues that are in the set of queues

-- unpack has room for some thousand values only.
local function addAll(command, key, first, last)
  for from = first, last, 1000 do
    redis.call(command, key, unpack(ARGV, from, math.min(from + 999, last)))
  end
end

local function standing(id)
  if known[id] == nil then
    known[id] = needStatus(id) or false
  end
  return known[id] or nil
end

-- Moves the needs that are to be waited for to the beginning of their part of ARGV; answers where they end, or why not.
local function waits(first, last, tolerant)
  local free = first
  for i = first, last do
    local need = ARGV[i]
    local status = standing(need)
    if status == nil and strict then
      return nil, 'missing:' .. need
    elseif status == 'refused' or dooms(status, tolerant) then
      return nil, 'failed:' .. need
    elseif not met(status, tolerant) then
      ARGV[i], ARGV[free] = ARGV[free], need
      free = free + 1
    end
  end
  return free - 1, nil
end

local position = 5
for n = 1, tonumber(ARGV[4]) do
  local id, queue, front, tolerant = ARGV[position], ARGV[position + 1], ARGV[position + 2] == '1', ARGV[position + 3] == '1'
  local at, ttl, group = ARGV[position + 4], ARGV[position + 5], ARGV[position + 6]
  local first = position + 8
  local afterFields = first + tonumber(ARGV[position + 7])
  local needCount = tonumber(ARGV[afterFields])
  position = afterFields + needCount + 1
  local key = jobKey(id)
  if redis.call('HEXISTS', key, 'data') == 1 then
    answers[n] = 'exists'
  else
    local lastWait, problem = waits(afterFields + 1, afterFields + needCount, tolerant)
    if problem then
      known[id] = 'refused'
      answers[n] = problem
    else
      -- The first thing that is written: a server without memory refuses it, but nothing that comes after a deletion.
      if not listed[queue] then
        redis.call('SADD', prefix .. 'queues', prefix .. 'queue:' .. queue)
        listed[queue] = true
      end
      -- What a late heartbeat may have left of an earlier job of this id.
      redis.call('DEL', key)
      if lastWait > afterFields then
        redis.call('HSET', key, 'status', 'deferred', unpack(ARGV, first, afterFields - 1))
        -- The score is an expiry for RQ 2.0 to 2.7, which fail what has expired.
        redis.call('ZADD', prefix .. 'deferred:' .. queue, '+inf', id)
        for i = afterFields + 1, lastWait do
          redis.call('SADD', jobKey(ARGV[i]) .. ':dependents', id)
        end
        addAll('SADD', dependenciesKey(id), afterFields + 1, lastWait)
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
      known[id] = answers[n]
      -- For a scheduled job RQ's scheduler begins the TTL when it puts the job into the queue.
      if ttl ~= '' and at == '' then
        redis.call('EXPIRE', key, ttl)
        redis.call('EXPIRE', dependenciesKey(id), ttl)
      end
      if group ~= '' then
        redis.call('SADD', prefix .. 'group:' .. group, id)
        redis.call('SADD', prefix .. 'groups', group)
      end
    end
  end
end
return answers
