"""Child processes that do not outlive their parent, even one that was killed."""

import ctypes
import signal
import sys

PR_SET_PDEATHSIG = 1


def end_with_parent(ending: signal.Signals = signal.SIGKILL) -> None:
    """Ask the system to send ``ending`` to this process when its parent is gone.

    Only Linux can be asked; elsewhere whoever kills a parent ends its children, too.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(ending))


def end_in_order_with_parent() -> None:
    """The same with SIGTERM, for children that tidy up."""
    end_with_parent(signal.SIGTERM)
