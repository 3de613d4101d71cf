-- A job that has ended, but is still listed as being run.
-- ARGV: prefix, now, 1 to repair, job, queue, member. Answer: nothing, or kind, why, mark.
local id, queue, member = ARGV[4], ARGV[5], ARGV[6]
local status = redis.call('HGET', jobKey(id), 'status')
local score = redis.call('ZSCORE', prefix .. 'wip:' .. queue, member)
if not score then
  return {}
end
-- A job that was canceled while it runs goes on, so its entry is right until nobody renews it.
local gone = tonumber(score) < tonumber(ARGV[2])
if status ~= 'finished' and status ~= 'failed' and status ~= 'stopped' and not (status == 'canceled' and gone) then
  return {}
end
if ARGV[3] == '1' then
  forgetRun(id, queue, member)
end
return {'', 'the job is ' .. status .. ', but listed as being run; RQ 2.0 to 2.10 would turn it into a failure', ''}
