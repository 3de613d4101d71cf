-- Tells the worker of a job to stop it. ARGV: prefix, id. Answer: how many heard it; 0 also for a job that does not run.
if statusOf(ARGV[2]) ~= 'started' then
  return 0
end
return (tellToStop(ARGV[2]))
