-- When a job may run for which others must end before; it stands before each script about that. ARGV[1] is the prefix of
-- all keys.
local prefix = ARGV[1]

local function jobKey(id)
  return prefix .. 'job:' .. id
end

local function dependenciesKey(id)
  return prefix .. 'job::' .. id .. ':dependencies'
end

-- RQ's word for where a job stands; nil if there is no such job: a hash without data is none.
local function statusOf(id)
  if redis.pcall('HEXISTS', jobKey(id), 'data') ~= 1 then
    return nil
  end
  return redis.call('HGET', jobKey(id), 'status') or ''
end

-- RQ writes 1 and 0.
local function isTrue(flag)
  local number = tonumber(flag or '')
  return number ~= nil and number ~= 0
end

-- Where a job stands that others need; nil if it is gone. An end counts even if it is all that is left of the job.
local function needStatus(id)
  local status = redis.pcall('HGET', jobKey(id), 'status')
  if status == 'finished' or status == 'failed' or status == 'stopped' or status == 'canceled' then
    return status
  end
  return statusOf(id)
end

-- When a need is met, of all scripts only here: whether a job may run as far as one is concerned that it needs and that
-- stands so. One that is gone counts as finished.
local function met(status, tolerant)
  return status == nil or status == 'finished' or (tolerant and (status == 'failed' or status == 'stopped'))
end

-- Whether a job can never run since one that it needs stands so.
local function dooms(status, tolerant)
  return status == 'canceled' or (not tolerant and (status == 'failed' or status == 'stopped'))
end

