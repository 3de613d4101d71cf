"""The interactive functions of one run, each with the run's id first."""

import time

from wepppy import standin


def _run(runid, function, *tasks):
    started = time.time()
    standin.publish("%s:%s" % (runid, function), "STARTED %s(%s)" % (function, runid))
    for task in tasks:
        standin.do(runid, task)
    standin.publish("%s:%s" % (runid, function), "COMPLETED %s(%s)" % (function, runid))
    return True, round(time.time() - started, 3)


def fetch_dem_rq(runid, *args):
    return _run(runid, "fetch_dem_rq", "fetch_dem")


def build_channels_rq(runid, *args):
    return _run(runid, "build_channels_rq", "build_channels")


def fetch_dem_and_build_channels_rq(runid, *args):
    return _run(runid, "fetch_dem_and_build_channels_rq", "fetch_dem", "build_channels")


def set_outlet_rq(runid, *args):
    return _run(runid, "set_outlet_rq", "find_outlet")


def build_subcatchments_rq(runid):
    return _run(runid, "build_subcatchments_rq", "build_subcatchments")


def abstract_watershed_rq(runid):
    return _run(runid, "abstract_watershed_rq", "abstract_watershed")


def build_subcatchments_and_abstract_watershed_rq(runid):
    return _run(
        runid, "build_subcatchments_and_abstract_watershed_rq", "build_subcatchments", "abstract_watershed")


def build_landuse_rq(runid):
    return _run(runid, "build_landuse_rq", "build_landuse")


def build_soils_rq(runid):
    return _run(runid, "build_soils_rq", "build_soils")


def build_climate_rq(runid):
    return _run(runid, "build_climate_rq", "build_climate")


def run_ash_rq(runid, fire_date="8/4", ini_white_ash_depth_mm=5.0, ini_black_ash_depth_mm=5.0):
    if not isinstance(fire_date, str):
        raise TypeError("fire_date is text")
    float(ini_white_ash_depth_mm)
    float(ini_black_ash_depth_mm)
    return _run(runid, "run_ash_rq", "run_watar")


def fetch_and_analyze_rap_ts_rq(runid):
    return _run(runid, "fetch_and_analyze_rap_ts_rq", "build_rap_ts")


def fetch_and_analyze_openet_ts_rq(runid):
    return _run(runid, "fetch_and_analyze_openet_ts_rq", "build_openet_ts")
