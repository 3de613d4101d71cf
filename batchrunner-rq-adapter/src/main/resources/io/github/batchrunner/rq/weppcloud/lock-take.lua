-- Takes a NoDb lock. KEYS: lock, hash of the run. ARGV: payload, seconds, flag, token. Answer: 1 if it is ours.
local holder = redis.call('GET', KEYS[1])
-- Ours already: the answer to an earlier try was lost.
if holder and not string.find(holder, ARGV[4], 1, true) then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
redis.call('HSET', KEYS[2], ARGV[3], 'true')
return 1
