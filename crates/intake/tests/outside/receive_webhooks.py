"""A receiver of webhooks made of stock libraries: CloudEvents' own reads the event, Standard Webhooks'
own verifies it, Python's own speaks TLS. The real intake sends.

    receive_webhooks.py PROGRAM FOLDER

Ends with a line that says what was seen, or with the first thing that was not as it should be.
"""

import base64
import hashlib
import http.server
import ipaddress
import json
import os
import queue
import ssl
import subprocess
import sys
import threading
import urllib.request
from datetime import datetime, timedelta, timezone
from pathlib import Path

from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

PROGRAM, FOLDER = sys.argv[1], Path(sys.argv[2])
HEARD = queue.Queue()
PATIENCE = 20


class Receiver(http.server.BaseHTTPRequestHandler):
    """Refuses the first request, and takes the others."""

    refused = False

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        HEARD.put((dict(self.headers), body))
        status = 204 if Receiver.refused else 500
        Receiver.refused = True
        self.send_response(status)
        self.end_headers()

    def log_message(self, *_):
        pass


def certificate():
    """A certificate for this machine, which only this program and the intake that it starts trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "receiver")])
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    now = datetime.now(timezone.utc)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    path = FOLDER / "receiver.pem"
    path.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(pem)
    )
    (FOLDER / "authority.pem").write_bytes(made.public_bytes(pem))
    return path


def listen():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate())
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def secret(name, byte):
    text = "whsec_" + base64.b64encode(bytes([byte]) * 32).decode()
    (FOLDER / name).write_text(text + "\n")
    (FOLDER / name).chmod(0o600)
    return text


def lay_out(port, old, new):
    for name in ["app", "sites"]:
        (FOLDER / name).mkdir()
    (FOLDER / "app/index.html").write_text("<!doctype html>")
    (FOLDER / "secrets").write_text(f"{new}\n{old}\n")
    (FOLDER / "secrets").chmod(0o600)
    (FOLDER / "webhooks.toml").write_text(
        f'[[target]]\nid = "desk"\nurl = "https://127.0.0.1:{port}/hook"\nsecret-file = "secrets"\n'
    )


def serve():
    token = subprocess.run(
        [PROGRAM, "token", "add", "desk", "--data", "data"],
        cwd=FOLDER, check=True, capture_output=True, text=True,
    ).stdout.strip()
    words = "serve --listen 127.0.0.1:0 --data data --sites sites --app app --webhooks webhooks.toml"
    running = subprocess.Popen(
        [PROGRAM, *words.split()],
        cwd=FOLDER, stdout=subprocess.PIPE, text=True,
        env=os.environ | {"SSL_CERT_FILE": str(FOLDER / "authority.pem")},
    )
    address = running.stdout.readline().removeprefix("listening on ").strip()
    return running, address, token


def hand_in(address, seed):
    """Bytes of an envelope's shape."""
    head = b"SEALPOST" + bytes([1, 1, 8, 15]) + seed.to_bytes(4, "big")
    envelope = head.ljust(42204, b"\xa5")
    digest = hashlib.sha256(envelope).hexdigest()
    request = urllib.request.Request(
        f"{address}/v1/envelopes/{digest}", envelope, method="PUT",
        headers={"content-type": "application/vnd.sealpost.envelope"},
    )
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 201
    return digest, envelope


def refused(webhook, body, headers):
    try:
        webhook.verify(body, headers)
    except WebhookVerificationError:
        return True
    return False


def look_at(digest, envelope, address, token, old, new):
    headers, body = HEARD.get(timeout=PATIENCE)
    # Both secrets of a target that is changing them.
    for text in [old, new]:
        Webhook(text).verify(body, headers)
    webhook = Webhook(new)
    assert refused(Webhook(secret("other", 3)), body, headers), "a stranger's secret"
    changed = body.replace(b'"size":42204', b'"size":42205')
    assert changed != body and refused(webhook, changed, headers), "a changed body"
    lower = {key.lower(): value for key, value in headers.items()}
    earlier = int(lower["webhook-timestamp"]) - 3600
    assert refused(webhook, body, lower | {"webhook-timestamp": str(earlier)}), "another time"
    long_ago = datetime.fromtimestamp(earlier, timezone.utc)
    signed = webhook.sign(lower["webhook-id"], long_ago, body.decode())
    replayed = {"webhook-timestamp": str(earlier), "webhook-signature": signed}
    assert refused(webhook, body, lower | replayed), "a replay"

    event = from_http_event(HTTPMessage(headers, body))
    assert event.get_specversion() == "1.0"
    assert event.get_type() == "urn:sealpost:event:envelope-stored:v1"
    assert event.get_source().startswith("urn:sealpost:intake:")
    assert event.get_id() == lower["webhook-id"]
    assert event.get_datacontenttype() == "application/json"
    # The library makes a time up for an event that has none.
    assert "time" not in json.loads(body)
    data = event.get_data()
    assert sorted(data) == ["cursor", "day", "digest", "size"]
    assert (data["digest"], data["size"]) == (digest, len(envelope))
    assert data["day"] == datetime.now(timezone.utc).strftime("%Y-%m-%d")

    fetch = urllib.request.Request(
        f"{address}/v1/envelopes/{data['digest']}",
        headers={"authorization": f"Bearer {token}"},
    )
    with urllib.request.urlopen(fetch) as answer:
        assert answer.read() == envelope
    return event.get_id()


def main():
    old, new = secret("old", 1), secret("new", 2)
    lay_out(listen(), old, new)
    running, address, token = serve()
    try:
        first = hand_in(address, 1)
        # It is refused, and comes again with the same id.
        ids = [look_at(*first, address, token, old, new) for _ in range(2)]
        assert ids == ["desk-1", "desk-1"], ids
        ids += [look_at(*hand_in(address, seed), address, token, old, new) for seed in (2, 3)]
        print(f"{len(ids)} webhooks over TLS, read and verified by stock libraries")
    finally:
        running.kill()
        running.wait()


main()
