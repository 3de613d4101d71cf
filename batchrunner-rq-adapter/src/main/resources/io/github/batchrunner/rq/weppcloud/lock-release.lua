-- Gives a NoDb lock back if it is ours. KEYS: lock, hash of the run. ARGV: token, flag. Answer: 1 if it was ours.
local holder = redis.call('GET', KEYS[1])
if holder and not string.find(holder, ARGV[1], 1, true) then
  return 0
end
redis.call('HSET', KEYS[2], ARGV[2], 'false')
return redis.call('DEL', KEYS[1])
