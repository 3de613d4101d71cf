"""WEPP itself."""

import time
from datetime import datetime, timezone

from wepppy import standin
from wepppy.rq.project_rq import _run


def run_wepp_rq(runid):
    return _run(runid, "run_wepp_rq", "run_wepp_hillslopes")


def run_watershed_rq(runid):
    """Errors end here: RQ sees a job that finished and returned (False, seconds)."""
    started_at, started = datetime.now(timezone.utc), time.time()
    standin.check_run(runid)
    error = None
    try:
        standin.do(runid, "run_wepp_watershed")
    except Exception as caught:
        error = caught
    standin.write_run_metadata(runid, runid.split(";;")[1], started_at, error)
    return error is None, round(time.time() - started, 3)
