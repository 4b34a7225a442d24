"""`vpe-tui demo`: the demo API alone, until it is interrupted."""

import argparse
import threading

from vpe_tui.cli.setup import world_of
from vpe_tui.demo.live import Live
from vpe_tui.demo.server import DEMO_KEY, DEMO_PROJECT, DemoServer
from vpe_tui.errors import UsageFault
from vpe_tui.service.lookup import now_ms


def run(arguments: argparse.Namespace) -> int:
    """Serves until interrupted; says on stdout how to reach it."""
    try:
        now = now_ms()
        live = None if arguments.incident else Live(now, now_ms)
        demo = DemoServer(arguments.port, now, world_of(arguments.incident, now), live)
    except (OSError, OverflowError) as fault:
        raise UsageFault(f"No demo on port {arguments.port}", str(fault), "choose another --port, or none") from None
    with demo as server:
        print(f"export VPE_BASE_URL={server.base_url} VPE_API_KEY={DEMO_KEY} VPE_PROJECT_ID={DEMO_PROJECT}", flush=True)
        threading.Event().wait()
    return 0
