-- Deletes jobs with all that belongs to them. ARGV: prefix, unix time, now, what becomes of jobs that wait for them
-- and are not deleted themselves: release or refuse; ids. Answer for each id: deleted, missing, running, needed.
local unixTime, now, policy = tonumber(ARGV[2]), ARGV[3], ARGV[4]
local doomed, answers = {}, {}
for i = 5, #ARGV do
  doomed[ARGV[i]] = true
end

local function waiting(id)
  local found = {}
  for _, dependent in ipairs(members('SMEMBERS', jobKey(id) .. ':dependents')) do
    if not doomed[dependent] and statusOf(dependent) == 'deferred' then
      found[#found + 1] = dependent
    end
  end
  return found
end

for i = 5, #ARGV do
  local id = ARGV[i]
  local status = statusOf(id)
  if status == nil then
    redis.call('DEL', prefix .. 'results:' .. id)
    answers[#answers + 1] = 'missing'
  else
    local queue = field(id, 'origin')
    local dependents = waiting(id)
    if isRun(id, queue, status, unixTime) then
      doomed[id] = nil
      answers[#answers + 1] = 'running'
    elseif #dependents > 0 and policy == 'refuse' then
      doomed[id] = nil
      answers[#answers + 1] = 'needed'
    else
      erase(id, queue, status)
      for _, dependent in ipairs(dependents) do
        redis.pcall('SREM', dependenciesKey(dependent), id)
        if outlook(dependent) == 'met' then
          release(dependent, now)
        end
      end
      answers[#answers + 1] = 'deleted'
    end
  end
end
return answers
