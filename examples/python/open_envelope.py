"""Opens a sealed envelope (docs/envelope.md) and writes the report's JSON to standard output.

    python3 open_envelope.py IDENTITY ENVELOPE

IDENTITY is a file of `sealpost keygen --no-passphrase`, or what `age -d` makes of a protected one.
Needs `pip install cryptography` (50 or newer) and nothing else.
"""
import base64, hashlib, hmac, sys

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
SLOT, MAC, HEADER, CHUNK, TAG = 1168, 9388, 9420, 256 * 1024, 16  # sizes and offsets in bytes


def refuse_unless(right, why):
    if not right:
        sys.exit("refused: " + why)


def read_identity(text):
    prefix, _, encoded = text.strip().partition(":")
    refuse_unless(prefix == "SEALPOST-IDENTITY-1" and len(encoded) == 43, "not an identity")
    halves = hashlib.shake_256(base64.urlsafe_b64decode(encoded + "=")).digest(96)  # X-Wing, section 5.2
    return MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(halves[:64]), X25519PrivateKey.from_private_bytes(halves[64:]))


def open_slots(key, header):
    for start in range(44, MAC, SLOT):
        try:
            return SUITE.decrypt(header[start:start + SLOT], key, header[:44] + b"report")
        except InvalidTag:
            continue  # somebody else's slot
    refuse_unless(False, "not for this key, or damaged")


def open_payload(payload_key, payload):
    starts = range(0, len(payload), CHUNK + TAG)
    for i, start in enumerate(starts):
        nonce = i.to_bytes(11, "big") + bytes([i == len(starts) - 1])
        try:
            yield AESGCM(payload_key).decrypt(nonce, payload[start:start + CHUNK + TAG], None)
        except InvalidTag:
            refuse_unless(False, "the payload was changed")


def read_parts(content):
    at, parts = 0, []
    while at < len(content) and content[at] != 0:
        meta, body = int.from_bytes(content[at + 1:at + 5], "big"), int.from_bytes(content[at + 5:at + 13], "big")
        refuse_unless(content[at] == (2 if parts else 1) and bool(meta) == bool(parts), "unknown part")
        refuse_unless(at + 13 + meta + body < len(content), "a part is too long")
        at += 13 + meta + body
        parts.append(content[at - body:at])
    smallest = max(1 << at.bit_length(), 1 << 15)
    refuse_unless(parts and not any(content[at:]) and len(content) == smallest, "wrong padding")
    return parts  # the report, then the attachments


def open_envelope(key, envelope):
    header, payload = envelope[:HEADER], envelope[HEADER:]
    refuse_unless(len(header) == HEADER and header[:8] == b"SEALPOST", "not an envelope")
    refuse_unless(header[8:11] == b"\1\1\10" and 15 <= header[11] <= 36, "unknown version, suite or shape")
    size = 1 << header[11]
    refuse_unless(len(payload) == size + TAG * -(-size // CHUNK), "wrong length")
    content_key = open_slots(key, header)
    header_key, payload_key = (HKDF(hashes.SHA256(), 32, header[12:44], b"sealpost/v1/" + name).derive(content_key)
                               for name in (b"header", b"payload"))
    mac = hmac.digest(header_key, header[:MAC], "sha256")
    refuse_unless(hmac.compare_digest(mac, header[MAC:]), "the header was changed")
    return read_parts(b"".join(open_payload(payload_key, payload)))


if __name__ == "__main__":
    with open(sys.argv[1]) as identity, open(sys.argv[2], "rb") as envelope:
        sys.stdout.buffer.write(open_envelope(read_identity(identity.read()), envelope.read())[0])
