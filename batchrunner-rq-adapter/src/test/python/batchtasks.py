"""The tasks of whole batches that tests put through faults."""

import os
import time

LONGEST_WAIT_SECONDS = 60


def _note(record, *words):
    line = (" ".join(words) + "\n").encode()
    fd = os.open(record, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(fd, line)
    finally:
        os.close(fd)


def step(record, gate, free, run, task, attempt):
    """Notes its beginning and its end; between them it waits while the gate is closed.

    The gate is a file; the first attempts, until the record has a number of bytes, do not heed it.
    """
    _note(record, "begin", run, task, attempt)
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while os.path.exists(gate) and os.path.getsize(record) > free:
        if time.monotonic() > deadline:
            raise TimeoutError("nobody opened the gate")
        time.sleep(0.01)
    _note(record, "end", run, task, attempt)
