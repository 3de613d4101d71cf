-- Moves the jobs whose time has come into their queue.
-- ARGV: prefix, queue, now in ISO form, now as unix time, how many at most.
-- Answer: how many were moved.
local queue, now = ARGV[2], ARGV[3]
local scheduled = prefix .. 'scheduled:' .. queue
local moved = 0
for _, id in ipairs(redis.call('ZRANGEBYSCORE', scheduled, 0, ARGV[4], 'LIMIT', 0, ARGV[5])) do
  if statusOf(id) then
    toQueue(id, queue, now, isTrue(field(id, 'enqueue_at_front')))
    beginTtl(id)
    moved = moved + 1
  end
  redis.call('ZREM', scheduled, id)
end
return moved
