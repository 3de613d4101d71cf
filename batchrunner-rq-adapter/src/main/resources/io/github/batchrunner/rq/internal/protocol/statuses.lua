-- Says where jobs stand, one letter each. ARGV: the keys of their hashes.
-- One call for hundreds of jobs costs Redis about as much as as many HGETs and the client next to nothing.
local letters = {
  created = 'c', queued = 'q', started = 's', deferred = 'd', scheduled = 'a', finished = 'f', failed = 'x', stopped = 't', canceled = 'n',
  ready_to_enqueue = 'r', rate_limited = 'l'
}
local hget = redis.pcall
local answer = {}
for i = 1, #ARGV do
  local status = hget('HGET', ARGV[i], 'status')
  local letter = letters[status]
  if not letter then
    -- A job need not say where it stands, but it has data.
    local there = type(status) == 'string' or redis.pcall('HEXISTS', ARGV[i], 'data') == 1
    letter = there and '?' or '-'
  end
  answer[i] = letter
end
return table.concat(answer)
