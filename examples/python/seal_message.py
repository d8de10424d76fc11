"""Seals a message of a mailbox (docs/envelope.md, "Sealing") and writes the envelope to standard output.

    python3 seal_message.py RECIPIENT MESSAGE > ENVELOPE

RECIPIENT is the text `reply.recipient` of a report, MESSAGE a file with JSON by docs/message.schema.json.
Needs `pip install cryptography` (50 or newer) and nothing else.
"""
import base64, hmac, os, re, secrets, struct, sys

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, MLKEM768X25519PublicKey, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
BUCKET = 15  # a message is always in the smallest: 2^15 bytes of content
SLOTS = 8


def read_recipient(text):
    if not re.fullmatch(r"[A-Za-z0-9_-]{1622}", text):
        raise ValueError("not a recipient")
    key = base64.urlsafe_b64decode(text + "==")
    return MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(key[:1184]), X25519PublicKey.from_public_bytes(key[1184:]))


def throw_away():
    """A recipient whose identity is not kept: its slot is never opened."""
    return MLKEM768X25519PrivateKey(MLKEM768PrivateKey.generate(), X25519PrivateKey.generate()).public_key()


def pad(document):
    part = struct.pack(">BIQ", 1, 0, len(document)) + document
    if len(part) >= 1 << BUCKET:  # one zero byte at least must follow
        raise ValueError("too long for a message")
    return part.ljust(1 << BUCKET, b"\0")


def seal_message(recipient, document):
    """The envelope's 42,204 bytes."""
    content = pad(document)
    content_key, salt = os.urandom(32), os.urandom(32)
    prefix = b"SEALPOST" + bytes([1, 1, SLOTS, BUCKET]) + salt
    slots = [SUITE.encrypt(content_key, read_recipient(recipient), prefix + b"message")]
    slots += [SUITE.encrypt(os.urandom(32), throw_away(), prefix + b"message") for _ in range(SLOTS - 1)]
    secrets.SystemRandom().shuffle(slots)
    header = prefix + b"".join(slots)
    header_key, payload_key = (HKDF(hashes.SHA256(), 32, salt, b"sealpost/v1/" + name).derive(content_key)
                               for name in (b"header", b"payload"))
    nonce = (0).to_bytes(11, "big") + b"\1"  # the first chunk, which is also the last
    return header + hmac.digest(header_key, header, "sha256") + AESGCM(payload_key).encrypt(nonce, content, None)


if __name__ == "__main__":
    with open(sys.argv[2], "rb") as message:
        sys.stdout.buffer.write(seal_message(sys.argv[1], message.read()))
