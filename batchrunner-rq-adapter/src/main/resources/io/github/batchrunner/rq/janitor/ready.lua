-- A job that may run, but was not put into its queue (RQ after 2.10).
-- ARGV: prefix, now, 1 to repair, job, queue, least age in seconds, now as RQ writes times. Answer: nothing, or kind, why, mark.
local id, queue = ARGV[4], ARGV[5]
local ready = prefix .. 'ready:' .. queue
local score = redis.call('ZSCORE', ready, id)
if not score or tonumber(score) > tonumber(ARGV[2]) - tonumber(ARGV[6]) then
  return {}
end
local job = redis.call('HMGET', jobKey(id), 'data', 'status', 'enqueue_at_front')
if not job[1] then
  return {}
end
local waits = job[2] == 'ready_to_enqueue'
if ARGV[3] == '1' then
  redis.call('ZREM', ready, id)
  if waits then
    toQueue(id, queue, ARGV[7], isTrue(job[3]))
  end
end
return {'', waits and 'all it waited for has ended, but nobody put it into its queue'
  or 'it is listed as ready, but its status is "' .. (job[2] or '') .. '"', ''}
