"""How the receiver knows that a post is ours, whole and fresh."""

import hashlib
import hmac


def signature(secret: str, body: bytes, now: int) -> str:
    """The value of `X-Signature`: the time, and HMAC-SHA256 over the time, a dot and the body."""
    signed = f"{now}.".encode() + body
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return f"t={now},v1={digest}"
