-- Cancels jobs. ARGV: prefix, unix time, 1 to cancel also all that wait for them, ids.
-- Answer: id, outcome, worker, id, outcome, worker, ...
local asked, ids, answers = {}, {}, {}
for i = 4, #ARGV do
  ids[#ids + 1] = ARGV[i]
  asked[ARGV[i]] = true
end
cancelAll(ids, ARGV[3] == '1', ARGV[2], function(id, outcome, worker)
  if asked[id] or outcome ~= 'missing' then
    answers[#answers + 1] = id
    answers[#answers + 1] = outcome
    answers[#answers + 1] = worker
  end
end)
return answers
