-- A worker that is listed, but gone.
-- ARGV: prefix, now, 1 to repair, name, queue whose list it is in or "" for the list of all, last heartbeat as it was read, gone or silent.
-- Answer: nothing, or kind, why, mark.
local name, queue = ARGV[4], ARGV[5]
local key = prefix .. 'worker:' .. name
local list = queue == '' and prefix .. 'workers' or prefix .. 'workers:' .. queue
if ARGV[7] == 'gone' then
  if redis.call('EXISTS', key) == 1 or redis.call('SISMEMBER', list, key) == 0 then
    return {}
  end
  if ARGV[3] == '1' then
    redis.call('SREM', list, key)
  end
  return {'', 'it is listed in ' .. list .. ', but there is no such worker', ''}
end
local beat = redis.call('HGET', key, 'last_heartbeat') or ''
if redis.call('EXISTS', key) == 0 or beat ~= ARGV[6] or redis.call('TTL', key) ~= -1 then
  return {}
end
if ARGV[3] == '1' then
  redis.call('SREM', prefix .. 'workers', key)
  for served in string.gmatch(redis.call('HGET', key, 'queues') or '', '[^,]+') do
    redis.call('SREM', prefix .. 'workers:' .. served, key)
  end
  redis.call('EXPIRE', key, 60)
end
return {'', (beat == '' and 'it never had a heartbeat' or 'its last heartbeat was at ' .. beat) .. ', and it is kept for ever', beat}
