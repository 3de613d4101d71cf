-- Cancels jobs. ARGV: prefix, unix time, 1 to cancel also all that wait for them, the most jobs to meet, ids.
-- Answer: id, outcome, worker, id, outcome, worker, ...; with the outcome "left" what is to be asked for in another call.
local asked, ids, answers = {}, {}, {}
local function answer(id, outcome, worker)
  answers[#answers + 1] = id
  answers[#answers + 1] = outcome
  answers[#answers + 1] = worker
end
for i = 5, #ARGV do
  ids[#ids + 1] = ARGV[i]
  asked[ARGV[i]] = true
end
local left = cancelAll(ids, ARGV[3] == '1', ARGV[2], tonumber(ARGV[4]), function(id, outcome, worker)
  if asked[id] or outcome ~= 'missing' then
    answer(id, outcome, worker)
  end
end)
for i = left, #ids do
  answer(ids[i], 'left', '')
end
return answers
