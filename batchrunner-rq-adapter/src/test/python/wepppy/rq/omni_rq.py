"""Scenarios and contrasts."""

from wepppy.rq.project_rq import _run


def run_omni_scenarios_rq(runid):
    return _run(runid, "run_omni_scenarios_rq", "run_omni_scenarios")


def run_omni_contrasts_rq(runid):
    return _run(runid, "run_omni_contrasts_rq", "run_omni_contrasts")
