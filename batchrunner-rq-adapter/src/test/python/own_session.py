"""Runs a module in a session of its own that does not outlive the process that started it.

RQ's workers of some versions kill their own process group when a job is stopped at the wrong
moment; nobody else may be in it. The starter holds this process' standard input open: when that
ends, so does everything here.

    python own_session.py rq.cli worker ...
"""

import ctypes
import os
import runpy
import signal
import sys
import threading

PR_SET_PDEATHSIG = 1


def _end_with_standard_input():
    while os.read(0, 1024):
        pass
    os.killpg(0, signal.SIGKILL)


class _EndsWithParent:
    """Work-horses have sessions of their own, which the signal to our group does not reach."""

    def __init__(self):
        self.prctl = ctypes.CDLL(None).prctl
        self.parent = 0

    def before(self):
        self.parent = os.getpid()

    def in_child(self):
        self.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != self.parent:
            os._exit(1)


def begin():
    os.setsid()
    threading.Thread(target=_end_with_standard_input, daemon=True).start()
    if sys.platform == "linux":
        ends = _EndsWithParent()
        os.register_at_fork(before=ends.before, after_in_child=ends.in_child)


if __name__ == "__main__":
    begin()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
