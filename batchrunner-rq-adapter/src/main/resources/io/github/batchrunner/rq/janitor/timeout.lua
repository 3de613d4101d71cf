-- A job that does not say how long it may run.
-- ARGV: prefix, now, 1 to repair, job, queue (unused), entry (unused), RQ's default in seconds. Answer: nothing, or kind, why, mark.
local key = jobKey(ARGV[4])
local job = redis.call('HMGET', key, 'data', 'timeout')
if not job[1] or (job[2] and job[2] ~= '') then
  return {}
end
if ARGV[3] == '1' then
  redis.call('HSET', key, 'timeout', ARGV[7])
end
return {'', 'it does not say how long it may run, which forking workers do not survive after 30 s', ''}
