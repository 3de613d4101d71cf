-- Says that a worker lives, and that the job it has goes on.
-- ARGV: prefix, worker, now in ISO form, now as unix time, TTL of the worker, id of its job or "",
--   member of the started registry, queue of its registries, TTL of the start, seconds worked.
-- Answer: 0 if the worker's own hash is gone, else 1.
local prefix, worker, iso, now, id, member, ttl = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[6], ARGV[7], ARGV[9]
local key = prefix .. 'worker:' .. worker
if redis.call('HEXISTS', key, 'birth') == 0 then
  return 0
end
redis.call('HSET', key, 'last_heartbeat', iso)
redis.call('EXPIRE', key, ARGV[5])
if id ~= '' then
  redis.call('HSET', key, 'current_job_working_time', ARGV[10])
  local job = prefix .. 'job:' .. id
  local wip = prefix .. 'wip:' .. ARGV[8]
  -- A job that was deleted, or declared abandoned, must not come back by being heard of.
  if redis.call('HEXISTS', job, 'data') == 1 and redis.call('ZSCORE', wip, member) then
    local till = tonumber(now) + tonumber(ttl)
    redis.call('HSET', job, 'last_heartbeat', iso)
    redis.call('ZADD', wip, 'XX', string.format('%.6f', till), member)
    if member ~= id then
      local execution = prefix .. 'execution:' .. member
      local executions = prefix .. 'executions:' .. id
      local token = string.sub(member, #id + 2)
      redis.call('HSET', execution, 'id', token, 'last_heartbeat', now)
      redis.call('HSETNX', execution, 'created_at', now)
      redis.call('EXPIRE', execution, ttl)
      redis.call('ZADD', executions, string.format('%.6f', till + 60), token)
      redis.call('EXPIRE', executions, tonumber(ttl) + 60)
    end
  end
end
return 1
