-- What is left of a job that is gone.
-- ARGV: prefix, now, 1 to repair, job, queue (unused), key that is left. Answer: nothing, or kind, why, mark.
local id, key = ARGV[4], ARGV[6]
if statusOf(id) or redis.call('TTL', key) ~= -1 then
  return {}
end
if ARGV[3] == '1' then
  redis.call('DEL', key)
end
return {'', key .. ' is kept for ever, but there is no such job', ''}
