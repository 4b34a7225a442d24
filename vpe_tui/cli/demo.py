"""`vpe-tui demo`: only the demo API, until it is interrupted."""

import argparse
import threading

from vpe_tui.demo.server import DEMO_KEY, DEMO_PROJECT, DemoServer


def run(arguments: argparse.Namespace) -> int:
    """Serves until interrupted; says on stdout how to reach it."""
    with DemoServer(port=arguments.port) as server:
        print(f"export VPE_BASE_URL={server.base_url} VPE_API_KEY={DEMO_KEY} VPE_PROJECT_ID={DEMO_PROJECT}", flush=True)
        threading.Event().wait()
    return 0
