-- Lets a NoDb lock last longer if it is ours. KEYS: lock. ARGV: token, new payload, seconds. Answer: 1 if it is ours.
local holder = redis.call('GET', KEYS[1])
if not holder or not string.find(holder, ARGV[1], 1, true) then
  return 0
end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
return 1
