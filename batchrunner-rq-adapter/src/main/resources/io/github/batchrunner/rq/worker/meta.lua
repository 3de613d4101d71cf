-- Writes a job's metadata unless the job was deleted.
-- KEYS: the job. ARGV: the metadata. Answer: 1 if it was written.
if redis.call('HEXISTS', KEYS[1], 'data') == 0 then
  return 0
end
redis.call('HSET', KEYS[1], 'meta', ARGV[1])
return 1
