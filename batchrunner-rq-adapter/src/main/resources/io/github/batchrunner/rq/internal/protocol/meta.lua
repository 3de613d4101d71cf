-- Writes the metadata of a job that is there. ARGV: prefix, id, new bytes, and for a change the bytes it was made of.
-- Answer: 1 if written, 0 if there is no such job, -1 if the metadata is no longer what it was.
if statusOf(ARGV[2]) == nil then
  return 0
end
if #ARGV == 4 and field(ARGV[2], 'meta') ~= ARGV[4] then
  return -1
end
redis.call('HSET', jobKey(ARGV[2]), 'meta', ARGV[3])
return 1
