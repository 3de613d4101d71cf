"""A batch as WEPPcloud runs it by itself: one root job that makes a tree of jobs."""

import json
import os
import re
import shutil
import socket
import time
from datetime import datetime, timezone
from uuid import uuid4

from rq import Queue, get_current_job
from rq.job import Dependency, Job
from rq.registry import DeferredJobRegistry, ScheduledJobRegistry, StartedJobRegistry

from wepppy import standin
from wepppy.topo.watershed_collection.watershed_collection import WatershedFeature

TIMEOUT = 43200
HILLSLOPES = standin.DIRECTIVES[:11]
WATERSHED = ["run_wepp_watershed", "run_watar", "run_omni_scenarios"]


def _channel(batch):
    return "%s:batch" % batch


def _state(batch):
    return standin.read_state(os.path.join(standin.root(), batch, "batch_runner.nodb"))


def _directives(batch):
    stored = _state(batch).get("_run_directives") or {}
    enabled = {task: stored.get(task, True) for task in standin.DIRECTIVES}
    enabled["rmtree"] = stored.get("rmtree", False)
    return enabled


def _features(batch):
    state = _state(batch)
    template = state.get("_runid_template_state") or {}
    if template.get("status") != "ok":
        raise ValueError("Run id template of batch %s is not valid" % batch)
    with open(state["_geojson_state"]["_geojson_filepath"]) as file:
        features = json.load(file)["features"]
    return [
        WatershedFeature(_leaf(template["template"], feature["properties"]), index, feature)
        for index, feature in enumerate(features)
    ]


def _leaf(template, properties):
    """Of the template's language only {name} and {properties['name']}."""
    return re.sub(
        r"\{(?:properties\['(\w+)'\]|(\w+))\}", lambda match: str(properties[match.group(1) or match.group(2)]), template)


def _active_jobs(batch, queue, own_id):
    ids = list(queue.get_job_ids())
    for registry in (StartedJobRegistry, DeferredJobRegistry, ScheduledJobRegistry):
        ids.extend(registry(queue.name, connection=queue.connection).get_job_ids())
    active = []
    for job in Job.fetch_many(ids, connection=queue.connection):
        if job is not None and job.id != own_id and _batch_of(job) == batch:
            status = job.get_status()
            active.append("%s:%s:%s" % (job.id, getattr(status, "value", status), job.func_name.split(".")[-1]))
    return active


def _batch_of(job):
    return job.meta.get("runid") if "batch_root_job_id" not in job.meta else job.args[0]


def _enabled(leaf_wd, directives):
    optional = {"build_rap_ts": "rap_ts.nodb", "build_openet_ts": "openet_ts.nodb", "run_watar": "ash.nodb"}
    return [
        task for task in standin.DIRECTIVES
        if directives[task] and task != "run_omni_contrasts"
        and (task not in optional or os.path.exists(os.path.join(leaf_wd, optional[task])))
    ]


def _is_done(batch, leaf, directives):
    wd = standin.get_wd("batch;;%s;;%s" % (batch, leaf))
    if not os.path.isdir(wd):
        return False
    done = standin.timestamps(wd)
    return all(task in done for task in _enabled(wd, directives))


def run_batch_rq(batch_name):
    job = get_current_job()
    queue = Queue("batch", connection=job.connection)
    job.meta["runid"] = batch_name
    job.save_meta()
    active = _active_jobs(batch_name, queue, job.id)
    if active:
        raise RuntimeError("Batch cannot be run while jobs are active. Active jobs: " + ", ".join(active[:5]))
    standin.publish(_channel(batch_name), "STARTED run_batch_rq(%s)" % batch_name)
    directives = _directives(batch_name)
    features = _features(batch_name)
    selected = [
        feature for feature in features if directives["rmtree"] or not _is_done(batch_name, feature.runid, directives)]
    selection = {
        "total": len(features),
        "mode": "full_rerun" if directives["rmtree"] else "retry_eligible",
        "enqueued": len(selected),
        "skipped": len(features) - len(selected),
    }
    job.meta["batch_run_selection"] = selection
    watersheds = []
    for feature in selected:
        watershed_id, hillslope_id = str(uuid4()), str(uuid4())
        job.meta["jobs:0,runid:" + feature.runid] = watershed_id
        job.meta["jobs:0,hillslopes,runid:" + feature.runid] = hillslope_id
        job.save_meta()
        hillslopes = queue.enqueue_call(
            "wepppy.rq.batch_rq.run_batch_hillslopes_rq", args=(batch_name, feature, watershed_id), timeout=TIMEOUT,
            result_ttl=-1, job_id=hillslope_id, depends_on=job.id,
            meta={
                "runid": feature.runid, "batch_root_job_id": job.id, "jobs:0,func:run_batch_watershed_rq": watershed_id})
        watersheds.append(queue.enqueue_call(
            "wepppy.rq.batch_rq.run_batch_watershed_rq", args=(batch_name, feature, hillslope_id), timeout=TIMEOUT,
            result_ttl=604800, job_id=watershed_id, depends_on=Dependency(jobs=[hillslopes], allow_failure=True),
            meta={"runid": feature.runid, "batch_root_job_id": job.id}))
    final_id = str(uuid4())
    job.meta["jobs:1,func:_final_batch_complete_rq"] = final_id
    job.save_meta()
    queue.enqueue_call(
        "wepppy.rq.batch_rq._final_batch_complete_rq", args=(batch_name,), timeout=TIMEOUT, result_ttl=604800,
        job_id=final_id, depends_on=Dependency(jobs=watersheds, allow_failure=True) if watersheds else None,
        meta={"runid": batch_name, "batch_root_job_id": job.id})
    standin.publish(_channel(batch_name), "COMPLETED run_batch_rq(%s)" % batch_name)
    return {
        "batch_name": batch_name, "final_job_id": final_id, "enqueued": len(selected), "selection": selection}


def _prepare(batch, leaf, rmtree):
    runid = "batch;;%s;;%s" % (batch, leaf)
    wd = standin.get_wd(runid)
    fresh = rmtree or not os.path.isdir(wd)
    if fresh:
        shutil.rmtree(wd, ignore_errors=True)
        shutil.copytree(standin.get_wd("batch;;%s;;_base" % batch), wd)
        for name in os.listdir(wd):
            if name.endswith(".nodb"):
                path = os.path.join(wd, name)
                with open(path) as file:
                    text = json.load(file)
                text.get("py/state", text)["wd"] = wd
                with open(path, "w") as file:
                    json.dump(text, file)
        standin.remove_all_timestamps(wd)
    return runid, wd


def run_batch_hillslopes_rq(batch_name, watershed_feature, watershed_job_id):
    leaf = watershed_feature.runid
    started = datetime.now(timezone.utc)
    standin.publish(_channel(batch_name), "STARTED run_batch_hillslopes_rq(%s)" % leaf)
    directives = _directives(batch_name)
    runid, wd = _prepare(batch_name, leaf, directives["rmtree"])
    try:
        for task in _enabled(wd, directives):
            if task in HILLSLOPES and task not in standin.timestamps(wd):
                standin.do(runid, task)
    except Exception as error:
        standin.write_run_metadata(runid, batch_name, started, error)
        standin.publish(_channel(batch_name), "EXCEPTION run_batch_hillslopes_rq(%s)" % leaf)
        raise
    os.makedirs(os.path.join(wd, "batch_handoff"), exist_ok=True)
    handoff = os.path.join(wd, "batch_handoff", get_current_job().id + ".json")
    with open(handoff + ".tmp", "w") as file:
        json.dump({
            "schema_version": 1, "status": "success", "runid": runid, "hillslope_job_id": get_current_job().id,
            "watershed_job_id": watershed_job_id, "completed_at": standin.utc(), "hostname": socket.gethostname(),
            "pid": os.getpid()}, file, indent=2)
    os.replace(handoff + ".tmp", handoff)
    return True


def run_batch_watershed_rq(batch_name, watershed_feature, hillslope_job_id):
    """Errors end here: RQ sees a job that finished, and only run_metadata.json says that it failed."""
    leaf = watershed_feature.runid
    started_at, started = datetime.now(timezone.utc), time.time()
    runid = "batch;;%s;;%s" % (batch_name, leaf)
    wd = standin.get_wd(runid)
    error = None
    try:
        if not os.path.exists(os.path.join(wd, "batch_handoff", hillslope_job_id + ".json")):
            raise RuntimeError("the hillslopes of %s are not done" % leaf)
        directives = _directives(batch_name)
        for task in _enabled(wd, directives):
            if task in WATERSHED and task not in standin.timestamps(wd):
                standin.do(runid, task)
    except Exception as caught:
        error = caught
    standin.write_run_metadata(runid, batch_name, started_at, error)
    elapsed = round(time.time() - started, 3)
    standin.publish(
        _channel(batch_name),
        "COMPLETED run_batch_watershed_rq(%s) -> (%s, %s)" % (leaf, error is None, elapsed))
    standin.publish(_channel(batch_name), "TRIGGER batch BATCH_WATERSHED_TASK_COMPLETED")
    return error is None, elapsed


def _final_batch_complete_rq(batch_name):
    standin.publish(_channel(batch_name), "TRIGGER batch BATCH_RUN_COMPLETED")
    standin.publish(_channel(batch_name), "TRIGGER batch END_BROADCAST")
    return True
