"""Makes of schemathesis' random requests such as a sender or a reader could mean.

A random body has never the digest in its path, so without this nothing would ever be stored. What
is generated to be wrong stays as it is.
"""

import base64
import hashlib

import requests
import schemathesis

ENVELOPE = "application/vnd.sealpost.envelope"
HEADER_LEN = 9420
TAG_LEN = 16
CHUNK_LOG2 = 18
PART_LEN = 1 << 20

# The digests of envelopes that the intake was given.
stored = []
# The bytes that go with a request, by the request.
bodies = {}


@schemathesis.serializer(ENVELOPE)
def as_it_is(ctx, value):
    """The body's bytes: those that the request was made for, or what was generated."""
    made = bodies.get(ctx.case.id)
    return seed_of(value) if made is None else made


@schemathesis.deserializer(ENVELOPE, "application/octet-stream")
def as_it_came(ctx, response):
    """The answer's bytes."""
    return response.content.decode("latin-1")


@schemathesis.hook
def after_call(context, case, response):
    """Frees what was made for the request."""
    bodies.pop(case.id, None)


@schemathesis.hook
def before_call(context, case, kwargs):
    """The request as it is about to be sent."""
    if case.path == "/v1/envelopes" and case.method == "GET":
        answer_at_once(case)
    if case.meta.generation.mode != schemathesis.GenerationMode.POSITIVE:
        return
    if case.method == "PUT" and case.path == "/v1/envelopes/{digest}":
        body = bodies[case.id] = envelope(42204, case.body)
        case.path_parameters["digest"] = digest_of(body)
        stored.append(digest_of(body))
    elif case.method == "PUT" and case.path.endswith("/parts/{n}"):
        make_a_part(case)
    elif case.method == "POST" and case.path == "/v1/mailboxes/{name}":
        body = bodies[case.id] = envelope(42204, case.body)
        case.headers["Content-Digest"] = content_digest(body)
    elif "digest" in case.path_parameters and stored:
        # Every second reader asks for what is there.
        digest = case.path_parameters["digest"]
        if int(digest[0], 16) % 2 == 0:
            case.path_parameters["digest"] = stored[int(digest[:8], 16) % len(stored)]
            if case.path.endswith("/parts"):
                case.query["size"] = "42204"


def answer_at_once(case):
    """Lets a listing that could wait find something, so that it waits for nothing."""
    if not stored:
        first = envelope(42204, b"first")
        url = f"{case.operation.base_url.rstrip('/')}/v1/envelopes/{digest_of(first)}"
        requests.put(url, data=first, timeout=10).raise_for_status()
        stored.append(digest_of(first))
    for container, name in ((case.query, "after"), (case.headers, "Last-Event-ID")):
        if container and str(container.get(name, "")).isdigit():
            container[name] = "0"


def make_a_part(case):
    """A part of an envelope of the size that is asked for, with its own digest and number."""
    size = int(case.query["size"])
    count = -(-size // PART_LEN)
    n = int(case.path_parameters["n"]) % count
    # Of the larger ones there is one of each size, so that some become whole.
    whole = envelope(size, case.body if count == 1 else b"large")
    body = bodies[case.id] = whole[n * PART_LEN : (n + 1) * PART_LEN]
    case.path_parameters["digest"] = digest_of(whole)
    case.path_parameters["n"] = str(n)
    case.headers["Content-Digest"] = content_digest(body)


def content_digest(body):
    """The header of RFC 9530."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def envelope(size, seed):
    """Bytes of an envelope's shape; the seed makes them different."""
    bucket = next(it for it in range(15, 28) if envelope_len(it) == size)
    head = b"SEALPOST" + bytes([1, 1, 8, bucket])
    return (head + hashlib.sha256(seed_of(seed)).digest()).ljust(size, b"\xa5")


def seed_of(value):
    """Anything that was generated, as bytes."""
    return value if isinstance(value, bytes) else repr(value).encode()


def envelope_len(bucket):
    """The length of an envelope with this bucket (docs/envelope.md)."""
    return HEADER_LEN + (1 << bucket) + TAG_LEN * max(1, 1 << max(0, bucket - CHUNK_LOG2))


def digest_of(content):
    """An envelope's name."""
    return hashlib.sha256(content).hexdigest()
