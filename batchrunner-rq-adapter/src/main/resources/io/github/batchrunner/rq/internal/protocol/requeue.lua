-- Puts jobs back into their queues. ARGV: prefix, now, "ended" for those that failed or were stopped or "scheduled" for
-- those that wait for a time, 1 to put them to the front, ids. Answer for each: 1 if it was such a job.
local now, wanted, front = ARGV[2], ARGV[3], ARGV[4] == '1'
local answers = {}
for i = 5, #ARGV do
  local id = ARGV[i]
  local status = statusOf(id)
  local ended = status == 'failed' or status == 'stopped'
  if (wanted == 'ended' and ended) or status == wanted then
    local key, queue = jobKey(id), field(id, 'origin')
    if ended then
      redis.pcall('ZREM', prefix .. 'failed:' .. queue, id)
      -- RQ 2.0 to 2.10 sometimes leave these behind, and would fail the job for them later.
      forgetRuns(id, queue)
      redis.call('HSET', key, 'started_at', '', 'ended_at', '')
      redis.call('HDEL', key, 'exc_info')
    else
      redis.pcall('ZREM', prefix .. 'scheduled:' .. queue, id)
    end
    toQueue(id, queue, now, front)
    beginTtl(id)
    answers[#answers + 1] = 1
  else
    answers[#answers + 1] = 0
  end
end
return answers
