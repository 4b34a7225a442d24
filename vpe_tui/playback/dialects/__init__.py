"""The dialects that players write their logs in: how each is known (`detect`), and its named rules."""
