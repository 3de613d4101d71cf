-- Deletes jobs with all that belongs to them. ARGV: prefix, unix time, now, what becomes of jobs that wait for them
-- and are not deleted themselves: cancel, release or refuse; ids. Answer for each id: deleted, missing, running, needed.
local unixTime, now, policy = tonumber(ARGV[2]), ARGV[3], ARGV[4]
local doomed, answers = {}, {}
for i = 5, #ARGV do
  doomed[ARGV[i]] = true
end

-- A worker that runs a job would bring half of it back; one that says nothing any more will not.
local function running(id, queue)
  for _, member in ipairs(runs(id)) do
    local aliveUntil = redis.pcall('ZSCORE', prefix .. 'wip:' .. queue, member)
    if type(aliveUntil) == 'string' and tonumber(aliveUntil) >= unixTime then
      return true
    end
  end
  return false
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

-- Lets a job go on that waited for one that is deleted, unless it waits for others too.
local function release(id, deleted)
  redis.pcall('SREM', dependenciesKey(id), deleted)
  local tolerant = field(id, 'allow_dependency_failures') == '1'
  for _, need in ipairs(members('SMEMBERS', dependenciesKey(id))) do
    local status = statusOf(need)
    local met = status == nil or status == 'finished' or (tolerant and (status == 'failed' or status == 'stopped'))
    if not met then
      return
    end
  end
  local queue = field(id, 'origin')
  redis.pcall('ZREM', prefix .. 'deferred:' .. queue, id)
  toQueue(id, queue, now, field(id, 'enqueue_at_front') == '1')
end

local function delete(id, queue, status)
  takeOut(id, queue, status)
  forgetRuns(id, queue)
  for _, registry in ipairs({'finished', 'failed', 'canceled'}) do
    redis.pcall('ZREM', prefix .. registry .. ':' .. queue, id)
  end
  leaveParents(id)
  local group = field(id, 'group_id')
  if group ~= '' then
    redis.pcall('SREM', prefix .. 'group:' .. group, id)
  end
  redis.call('DEL', jobKey(id), jobKey(id) .. ':dependents', dependenciesKey(id), prefix .. 'results:' .. id)
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
    if status == 'started' and running(id, queue) then
      doomed[id] = nil
      answers[#answers + 1] = 'running'
    elseif #dependents > 0 and policy == 'refuse' then
      doomed[id] = nil
      answers[#answers + 1] = 'needed'
    else
      delete(id, queue, status)
      if policy == 'cancel' then
        cancelAll(dependents, true, ARGV[2], math.huge, function() end)
      else
        for _, dependent in ipairs(dependents) do
          release(dependent, id)
        end
      end
      answers[#answers + 1] = 'deleted'
    end
  end
end
return answers
