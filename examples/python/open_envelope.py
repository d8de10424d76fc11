"""Opens a sealed envelope (docs/envelope.md) and writes the report's JSON to standard output.

    python3 open_envelope.py IDENTITY ENVELOPE

IDENTITY is a file of `sealpost keygen --no-passphrase`, or what `age -d` makes of a protected one.
Needs `pip install cryptography` (50 or newer) and nothing else.
"""
import base64, hashlib, hmac, re, struct, sys

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
SLOT, MAC, HEADER, CHUNK, TAG = 1168, 9388, 9420, 256 * 1024, 16  # sizes and offsets in bytes


class Refused(Exception):
    """The envelope must not be opened; the word says by which rule of "What MUST be refused"."""


def refuse_unless(right, word):
    if not right:
        raise Refused(word)


def read_identity(text):
    prefix, _, encoded = text.strip().partition(":")
    refuse_unless(prefix == "SEALPOST-IDENTITY-1" and len(encoded) == 43, "not an identity")
    halves = hashlib.shake_256(base64.urlsafe_b64decode(encoded + "=")).digest(96)  # X-Wing, section 5.2
    return MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(halves[:64]), X25519PrivateKey.from_private_bytes(halves[64:]))


def check_shape(envelope):
    refuse_unless(envelope[:8] == b"SEALPOST", "not-an-envelope")
    refuse_unless(len(envelope) >= 44, "header-truncated")
    for at, known, word in (8, [1], "version"), (9, [1], "suite"), (10, [8], "slot-count"), (11, range(15, 37), "bucket"):
        refuse_unless(envelope[at] in known, word)
    size = 1 << envelope[11]
    length = HEADER + size + TAG * -(-size // CHUNK)
    refuse_unless(len(envelope) >= length, "truncated")
    refuse_unless(len(envelope) <= length, "trailing")


def open_slots(key, header, label):
    for start in range(44, MAC, SLOT):
        try:
            return SUITE.decrypt(header[start:start + SLOT], key, header[:44] + label)
        except InvalidTag:
            continue  # somebody else's slot
    raise Refused("no-slot-opens")


def open_payload(payload_key, payload):
    starts = range(0, len(payload), CHUNK + TAG)
    for i, start in enumerate(starts):
        nonce = i.to_bytes(11, "big") + bytes([i == len(starts) - 1])
        try:
            yield AESGCM(payload_key).decrypt(nonce, payload[start:start + CHUNK + TAG], None)
        except InvalidTag:
            raise Refused("chunk-changed")


def read_meta(meta):
    end = 1 + (meta[0] if meta else 0)
    media_type, name = meta[1:end], meta[end:]
    refuse_unless(re.fullmatch(rb"[ -~]{1,127}", media_type) and 1 <= len(name) <= 255, "attachment-meta")
    try:
        return media_type.decode("ascii"), name.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("attachment-meta")


def read_parts(content):
    at, parts = 0, []
    while not parts or content[at:at + 1] > b"\0":
        refuse_unless(at + 13 <= len(content), "part-length")
        kind, meta, body = struct.unpack_from(">BIQ", content, at)
        refuse_unless(kind == (2 if parts else 1) and (parts or not meta), "parts")
        refuse_unless(len(parts) <= 256, "attachments")  # the document and 255 before this one
        start, at = at + 13 + meta, at + 13 + meta + body
        refuse_unless(at <= len(content), "part-length")
        parts.append((*read_meta(content[start - meta:start]), content[start:at]) if parts else content[start:at])
    smallest = max(1 << at.bit_length(), 1 << 15)
    refuse_unless(len(content) == smallest and not content[at:].strip(b"\0"), "padding")
    return parts


def open_envelope(key, envelope, label=b"report"):
    """The document's bytes, then (media type, name, bytes) of each attachment. Never use a name as a path."""
    check_shape(envelope)
    header = envelope[:HEADER]
    content_key = open_slots(key, header, label)
    header_key, payload_key = (HKDF(hashes.SHA256(), 32, header[12:44], b"sealpost/v1/" + name).derive(content_key)
                               for name in (b"header", b"payload"))
    mac = hmac.digest(header_key, header[:MAC], "sha256")
    refuse_unless(hmac.compare_digest(mac, header[MAC:]), "header-changed")
    return read_parts(b"".join(open_payload(payload_key, envelope[HEADER:])))


if __name__ == "__main__":
    try:
        with open(sys.argv[1]) as identity, open(sys.argv[2], "rb") as envelope:
            sys.stdout.buffer.write(open_envelope(read_identity(identity.read()), envelope.read())[0])
    except Refused as refused:
        sys.exit(f"refused: {refused}")
