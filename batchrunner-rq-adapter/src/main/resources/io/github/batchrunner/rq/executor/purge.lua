-- Deletes jobs that have ended, with all that belongs to them. ARGV: prefix, ids. Answer for each id: 1 if it was deleted.
local answers = {}
for i = 2, #ARGV do
  local id = ARGV[i]
  local status, queue = redis.call('HGET', jobKey(id), 'status'), field(id, 'origin')
  local ended = status == 'finished' or status == 'failed' or status == 'stopped' or status == 'canceled'
  if ended and not isRun(id, queue, status, 0) then
    erase(id, queue, status)
    answers[#answers + 1] = 1
  else
    answers[#answers + 1] = 0
  end
end
return answers
