"""Scenarios and contrasts."""

from uuid import uuid4

from rq import Queue, get_current_job

from wepppy import standin
from wepppy.rq.project_rq import _run


def run_omni_scenarios_rq(runid):
    """Leaves the work to jobs that it enqueues, as the real one does: one per scenario, and one that ends it."""
    standin.check_run(runid)
    job = get_current_job()
    queue = Queue(job.origin, connection=job.connection)
    scenario_id, final_id = str(uuid4()), str(uuid4())
    job.meta["jobs:0,scenario:undisturbed"] = scenario_id
    job.meta["jobs:1,func:_finish_omni_scenarios_rq"] = final_id
    job.save_meta()
    queue.enqueue_call(
        "wepppy.rq.omni_rq.run_omni_scenario_rq", args=(runid, "undisturbed"), job_id=scenario_id, meta={"runid": runid})
    queue.enqueue_call(
        "wepppy.rq.omni_rq._finish_omni_scenarios_rq", args=(runid,), job_id=final_id, depends_on=scenario_id,
        meta={"runid": runid})
    return final_id


def run_omni_scenario_rq(runid, name):
    standin.check_run(runid)
    if standin.connection().sismember("test:wepppy:fail:scenario", runid.split(";;")[2]):
        raise RuntimeError("scenario %s of %s fails on purpose" % (name, runid))
    return True


def _finish_omni_scenarios_rq(runid):
    return _run(runid, "_finish_omni_scenarios_rq", "run_omni_scenarios")


def run_omni_contrasts_rq(runid):
    return _run(runid, "run_omni_contrasts_rq", "run_omni_contrasts")
