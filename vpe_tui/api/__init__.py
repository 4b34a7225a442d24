"""The API over HTTP: a request becomes the bytes of an HTTP 200 answer, or a `Fault`. `session` reads the bytes."""
