"""A session told without a screen: the same values as on screen, as JSON, rows, text and Markdown."""

from vpe_tui.report.event import event_facts, event_json, event_text

__all__ = ["event_facts", "event_json", "event_text"]
