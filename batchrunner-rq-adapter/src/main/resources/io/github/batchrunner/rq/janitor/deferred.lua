-- A deferred job of which all needed jobs have ended is queued; one that can never run is canceled.
-- ARGV: prefix, now, 1 to repair, job, queue, entry (unused), now as RQ writes times, wanted kind or "".
-- Answer: nothing, or kind (met, doomed), why, mark, jobs that wait for a canceled one.
local id = ARGV[4]
local queue = field(id, 'origin')
if statusOf(id) ~= 'deferred' or queue == '' then
  return {}
end
local kind, need, status = outlook(id)
if kind == 'waits' or (ARGV[8] ~= '' and ARGV[8] ~= kind) then
  return {}
end
local why = 'all jobs it waits for have ended or are gone'
if kind == 'doomed' then
  why = 'job "' .. need .. '", which it needs, is ' .. status
end
local answer = {kind, why, ''}
if ARGV[3] ~= '1' then
  return answer
end
if kind == 'doomed' then
  markCanceled(id, queue, string.format('%.0f', tonumber(ARGV[2])))
  for _, dependent in ipairs(members('SMEMBERS', jobKey(id) .. ':dependents')) do
    answer[#answer + 1] = dependent
  end
  return answer
end
for _, other in ipairs(needsOf(id)) do
  redis.pcall('SREM', jobKey(other) .. ':dependents', id)
end
release(id, ARGV[7])
return answer
