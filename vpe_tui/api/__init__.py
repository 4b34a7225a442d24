"""The API over HTTP: bytes of an HTTP 200 answer, or a `Fault`. What the bytes mean is read by `session`."""
