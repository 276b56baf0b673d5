"""Why a service was not reached, in words.

In: what the standard library raised. Out: a ``NetworkError``.
"""

import socket
import ssl
from urllib.error import URLError

from kg.errors import NetworkError


def troubles(error: Exception, host: str) -> NetworkError:
    """The error that a failed connection stands for.

    >>> print(troubles(URLError(ConnectionRefusedError(111, "Connection refused")), "example.org"))
    nothing answers at example.org
      got Connection refused.
    """
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, ssl.SSLCertVerificationError):
        return NetworkError(
            f"the certificate of {host} is not trusted",
            got=reason.verify_message,
            way_out="SSL_CERT_FILE may name the certificates of your network.",
        )
    if isinstance(reason, ssl.SSLError):
        return NetworkError(f"no secure connection to {host}", got=_words(reason))
    if isinstance(reason, socket.gaierror):
        return NetworkError(f"there is no network, or no {host} in it", got=_words(reason))
    if isinstance(reason, TimeoutError):
        return NetworkError(f"{host} does not answer")
    if isinstance(reason, ConnectionRefusedError):
        return NetworkError(f"nothing answers at {host}", got=_words(reason))
    return NetworkError(f"the connection to {host} broke", got=_words(reason))


def _words(reason: object) -> str:
    return str(getattr(reason, "strerror", None) or reason or type(reason).__name__)
