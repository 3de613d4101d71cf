-- A job and the registry of deferred jobs that do not agree.
-- ARGV: prefix, now, 1 to repair, job, queue, what to look for (unlisted, mislisted, expires).
-- Answer: nothing, or kind, why, mark.
local id, queue, what = ARGV[4], ARGV[5], ARGV[6]
local key = jobKey(id)
local registry = prefix .. 'deferred:' .. queue
local job = redis.call('HMGET', key, 'status', 'origin', 'ttl', 'data')
local score = redis.call('ZSCORE', registry, id)
local deferred = job[1] == 'deferred' and job[2] == queue
if not job[4] then
  return {}
end
if what == 'unlisted' then
  if not deferred or score then
    return {}
  end
  if ARGV[3] == '1' then
    redis.call('ZADD', registry, '+inf', id)
  end
  return {'', 'it is deferred, but not in the registry of deferred jobs', ''}
end
if not score then
  return {}
end
if what == 'mislisted' then
  if deferred then
    return {}
  end
  if ARGV[3] == '1' then
    redis.call('ZREM', registry, id)
  end
  return {'', 'it is in the registry of deferred jobs, but its status is "' .. (job[1] or '') .. '" and its queue "'
    .. (job[2] or '') .. '"', ''}
end
if not deferred or score == 'inf' or (job[3] and job[3] ~= '') then
  return {}
end
if ARGV[3] == '1' then
  redis.call('ZADD', registry, '+inf', id)
end
return {'', 'workers of RQ 2.0 to 2.7 fail it at their next maintenance, since they read its score ' .. score
  .. ' as the end of its life', ''}
