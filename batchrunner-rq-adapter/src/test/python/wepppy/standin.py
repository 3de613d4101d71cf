"""What the stand-ins share: run ids, NoDb files, RedisPrep timestamps, run_metadata.json and status messages.

Locks and timestamps are in database 0 and cached NoDb files in database 13, whatever RQ's own is. So are the keys of tests: the
directory of all batches is BATCH_RUNNER_ROOT or else what the key test:wepppy:root holds. A task fails for the run ids in the
set test:wepppy:fail:<task>, returns without having worked for those in test:wepppy:idle:<task>, and waits as long as its run
is in test:wepppy:hold:<task>. Each task that ran adds "<run id> <task>" to the list test:wepppy:ran.
"""

import json
import os
import time
from datetime import datetime, timezone

import redis
from rq import get_current_job

DIRECTIVES = [
    "fetch_dem", "build_channels", "find_outlet", "build_subcatchments", "abstract_watershed", "build_landuse", "build_soils",
    "build_climate", "build_rap_ts", "build_openet_ts", "run_wepp_hillslopes", "run_wepp_watershed", "run_watar",
    "run_omni_scenarios", "run_omni_contrasts",
]
NEEDS = {
    "build_channels": ["fetch_dem"],
    "find_outlet": ["build_channels"],
    "build_subcatchments": ["find_outlet"],
    "abstract_watershed": ["build_subcatchments"],
    "build_landuse": ["abstract_watershed"],
    "build_soils": ["abstract_watershed"],
    "build_climate": ["abstract_watershed"],
    "run_wepp_hillslopes": ["build_landuse", "build_soils", "build_climate"],
    "run_wepp_watershed": ["run_wepp_hillslopes"],
    "build_rap_ts": ["build_climate"],
    "build_openet_ts": ["build_climate"],
    "run_watar": ["run_wepp_watershed"],
    "run_omni_scenarios": ["run_wepp_watershed"],
    "run_omni_contrasts": ["run_omni_scenarios"],
}


def database(number):
    options = dict(get_current_job().connection.connection_pool.connection_kwargs, db=number)
    return redis.Redis(**options)


def connection():
    return database(0)


def root():
    named = os.environ.get("BATCH_RUNNER_ROOT")
    return named if named else connection().get("test:wepppy:root").decode()


def get_wd(runid):
    """The directory of batch;;<batch>;;<leaf>; everything else is refused as WEPPcloud does, and plain runs too."""
    parts = runid.split(";;")
    if len(parts) != 3 or parts[0] != "batch":
        raise ValueError("not the run id of a batch's run: %r" % runid)
    for part in parts:
        if part in ("", ".", "..") or "/" in part or "\\" in part or "\0" in part:
            raise ValueError("unsafe run id: %r" % runid)
    if parts[2] == "_base":
        return os.path.join(root(), parts[1], "_base")
    return os.path.join(root(), parts[1], "runs", parts[2])


def read_state(path):
    cached = database(13).get(path)
    if cached is not None:
        text = json.loads(cached)
    else:
        with open(path) as nodb:
            text = json.load(nodb)
    if "py/object" not in text:
        raise ValueError("no NoDb file: " + path)
    return text.get("py/state", text)


def check_run(runid):
    """The directory stands and all its NoDb files say that they are of it."""
    wd = get_wd(runid)
    if not os.path.isdir(wd):
        raise FileNotFoundError(wd)
    names = [name for name in os.listdir(wd) if name.endswith(".nodb")]
    if "ron.nodb" not in names:
        raise FileNotFoundError(os.path.join(wd, "ron.nodb"))
    for name in names:
        found = read_state(os.path.join(wd, name))["wd"]
        if found != wd:
            raise ValueError("%s of %s says that it is of %s" % (name, wd, found))
    for key in connection().keys("nodb-lock:%s:*" % runid.replace("[", "\\[").replace("*", "\\*")):
        raise RuntimeError("lock() called on an already locked nodb (owner=%s)" % key.decode())
    return wd


def timestamps(wd):
    stored = connection().hgetall(os.path.basename(wd))
    return {
        key.decode()[len("timestamps:"):]: int(value)
        for key, value in stored.items()
        if key.startswith(b"timestamps:")
    }


def stamp(wd, task):
    prep = os.path.basename(wd)
    connection().hset(prep, "timestamps:" + task, int(time.time()))
    connection().hset(prep, "attrs:loaded", "true")
    dump(wd)


def remove_all_timestamps(wd):
    fields = ["timestamps:" + task for task in timestamps(wd)]
    if fields:
        connection().hdel(os.path.basename(wd), *fields)
    dump(wd)


def dump(wd):
    stored = connection().hgetall(os.path.basename(wd))
    with open(os.path.join(wd, "redisprep.dump"), "w") as file:
        json.dump(
            {key.decode(): value.decode() for key, value in stored.items() if not key.startswith(b"locked:")}, file)


def do(runid, task):
    """Does a task of a run: checks, leaves a file and the timestamp."""
    wd = check_run(runid)
    leaf = os.path.basename(wd)
    done = timestamps(wd)
    missing = [need for need in NEEDS.get(task, []) if need not in done]
    if missing:
        raise RuntimeError("%s of %s needs %s" % (task, runid, ", ".join(missing)))
    if connection().sismember("test:wepppy:fail:" + task, leaf):
        raise RuntimeError("%s of %s fails on purpose" % (task, leaf))
    if connection().sismember("test:wepppy:idle:" + task, leaf):
        return
    if connection().sismember("test:wepppy:hold:" + task, leaf):
        connection().rpush("test:wepppy:held", "%s %s" % (leaf, task))
        while connection().sismember("test:wepppy:hold:" + task, leaf):
            time.sleep(0.02)
    with open(os.path.join(wd, task + ".done"), "w") as file:
        file.write(str(get_current_job().id))
    connection().rpush("test:wepppy:ran", "%s %s" % (leaf, task))
    stamp(wd, task)


def utc():
    return datetime.now(timezone.utc).isoformat()


def write_run_metadata(runid, batch, started_at, error=None):
    wd = get_wd(runid)
    done = timestamps(wd)
    ended_at = datetime.now(timezone.utc)
    metadata = {
        "runid": runid,
        "batch_name": batch,
        "status": "failed" if error else "success",
        "started_at": started_at.isoformat(),
        "completed_at": ended_at.isoformat(),
        "duration_seconds": (ended_at - started_at).total_seconds(),
        "rq_job_id": get_current_job().id,
        "task_status": {task: done.get(task) for task in DIRECTIVES},
    }
    if error:
        metadata["error"] = {"type": type(error).__name__, "message": str(error)}
    with open(os.path.join(wd, "run_metadata.json"), "w") as file:
        json.dump(metadata, file, indent=2)


def publish(channel, text):
    connection().publish(channel, "rq:%s %s" % (get_current_job().id, text))
