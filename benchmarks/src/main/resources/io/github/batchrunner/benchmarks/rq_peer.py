"""Does with Python RQ what the benchmark of RQ does in Java, and prints how many seconds it took.

rq_peer.py <port> <what> <count>; jobs call "operator.abs", which every Python has.
"""
import sys
import time

import redis
import rq

CHUNK = 1000
GRAPH = {"delineation": [], "landuse": ["delineation"], "soils": ["delineation"], "climate": ["delineation"],
         "wepp": ["landuse", "soils", "climate"], "watar": ["wepp"], "omni": ["wepp"]}

connection = redis.Redis(port=int(sys.argv[1]))
queue = rq.Queue("bench", connection=connection)


def enqueue_many(count):
    for start in range(0, count, CHUNK):
        queue.enqueue_many(
            [rq.Queue.prepare_data("operator.abs", args=(-7,)) for _ in range(min(CHUNK, count - start))]
        )


def enqueue_graphs(runs):
    for _ in range(runs):
        jobs = {}
        for task, needs in GRAPH.items():
            jobs[task] = queue.enqueue("operator.abs", -7, depends_on=[jobs[need] for need in needs] or None)


def work(worker_class):
    worker_class([queue], connection=connection).work(burst=True, logging_level="ERROR")


def timed(step, *arguments):
    began = time.perf_counter()
    step(*arguments)
    print(time.perf_counter() - began, flush=True)


def main(what, count):
    if what == "enqueue":
        timed(enqueue_many, count)
    elif what == "graphs":
        timed(enqueue_graphs, count)
    elif what == "simple":
        enqueue_many(count)
        timed(work, rq.SimpleWorker)
    elif what == "forking":
        enqueue_many(count)
        timed(work, rq.Worker)
    elif what == "fan-in":
        parents = [queue.enqueue("operator.abs", -7) for _ in range(count)]
        queue.enqueue("operator.abs", -7, depends_on=parents)
        timed(work, rq.SimpleWorker)
    elif what == "fan-out":
        parent = queue.enqueue("operator.abs", -7)
        children = rq.Queue("later", connection=connection)
        for _ in range(count):
            children.enqueue("operator.abs", -7, depends_on=parent)
        timed(work, rq.SimpleWorker)
    elif what == "version":
        print(rq.VERSION)
    else:
        raise SystemExit("unknown: " + what)


main(sys.argv[2], int(sys.argv[3]))
