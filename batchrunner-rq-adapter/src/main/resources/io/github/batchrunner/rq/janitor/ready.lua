-- A job that may run, but was not put into its queue (RQ after 2.10).
-- ARGV: prefix, now, 1 to repair, job, queue, least age in seconds, now as RQ writes times. Answer: nothing, or kind, why, mark.
local prefix, id, queue = ARGV[1], ARGV[4], ARGV[5]
local ready = prefix .. 'ready:' .. queue
local key = prefix .. 'job:' .. id
local score = redis.call('ZSCORE', ready, id)
if not score or tonumber(score) > tonumber(ARGV[2]) - tonumber(ARGV[6]) then
  return {}
end
local job = redis.call('HMGET', key, 'data', 'status', 'enqueue_at_front')
if not job[1] then
  return {}
end
local waits = job[2] == 'ready_to_enqueue'
if ARGV[3] == '1' then
  redis.call('ZREM', ready, id)
  if waits then
    redis.call('HSET', key, 'status', 'queued', 'enqueued_at', ARGV[7])
    redis.call('SADD', prefix .. 'queues', prefix .. 'queue:' .. queue)
    redis.call(job[3] == '1' and 'LPUSH' or 'RPUSH', prefix .. 'queue:' .. queue, id)
  end
end
return {'', waits and 'all it waited for has ended, but nobody put it into its queue'
  or 'it is listed as ready, but its status is "' .. (job[2] or '') .. '"', ''}
