"""Reports of a session without a screen: JSON, rows, text and Markdown, of the same values as on screen."""

from vpe_tui.report.event import event_facts, event_json, event_text

__all__ = ["event_facts", "event_json", "event_text"]
