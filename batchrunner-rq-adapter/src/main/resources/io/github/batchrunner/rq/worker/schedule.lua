-- Moves the jobs whose time has come into their queue.
-- ARGV: prefix, queue, now in ISO form, now as unix time, how many at most.
-- Answer: how many were moved.
local prefix, queue, iso = ARGV[1], ARGV[2], ARGV[3]
local scheduled = prefix .. 'scheduled:' .. queue
local list = prefix .. 'queue:' .. queue
local due = redis.call('ZRANGEBYSCORE', scheduled, 0, ARGV[4], 'LIMIT', 0, ARGV[5])
local moved = 0
for _, id in ipairs(due) do
  local key = prefix .. 'job:' .. id
  local front = redis.pcall('HMGET', key, 'enqueue_at_front', 'data')
  if not front.err and front[2] then
    if moved == 0 then
      redis.call('SADD', prefix .. 'queues', list)
    end
    redis.call('HSET', key, 'status', 'queued', 'enqueued_at', iso)
    redis.call((tonumber(front[1] or '') or 0) ~= 0 and 'LPUSH' or 'RPUSH', list, id)
    moved = moved + 1
  end
  redis.call('ZREM', scheduled, id)
end
return moved
