"""Receives sealed reports, and answers them. docs/integrate.md is the guide.

    python3 receive.py INTAKE TOKEN IDENTITY FOLDER            # takes what is there
    python3 receive.py INTAKE TOKEN IDENTITY FOLDER --follow   # and then what arrives, without end
    python3 receive.py INTAKE TOKEN IDENTITY FOLDER --answer DIGEST ROLE LANGUAGE TEXT
    python3 receive.py INTAKE TOKEN IDENTITY FOLDER --send     # sends answers that are still here

TOKEN, IDENTITY and TEXT are files. Ends with 4 when trying again later helps, with 1 when a person has to look.
Needs `pip install cryptography` (50 or newer) and the two files beside it.
"""
import base64, hashlib, http.client, json, os, re, sys, time, urllib.error, urllib.request
from datetime import datetime, timezone
from pathlib import Path
from urllib.parse import quote, urlsplit

from open_envelope import Refused, open_envelope, read_identity
from seal_message import seal_message

ENVELOPE = "application/vnd.sealpost.envelope"
SILENCE = 60  # seconds without a byte after which a connection is given up; a slow one may take as long as it needs
LEAST = 1  # seconds between two questions to which there is no news


class Stopped(Exception):
    """What happened, in words for a person."""

    def __init__(self, what, again=False):
        super().__init__(what + ("; try again later" if again else ""))
        self.status = 4 if again else 1


class NotYet(Stopped):
    """What was asked for cannot be had now; something else perhaps can."""

    def __init__(self, what):
        super().__init__(what, again=True)


class StayHere(urllib.request.HTTPRedirectHandler):
    """An intake never redirects; following one could carry the token to somebody else."""

    def redirect_request(self, *_):
        return None


class Intake:
    def __init__(self, url, token):
        if urlsplit(url).scheme != "https" and urlsplit(url).hostname not in ("127.0.0.1", "localhost"):
            raise Stopped("plain http would let everybody on the way read the token")
        if not re.fullmatch("[A-Za-z0-9_-]{43}", token):
            raise Stopped("the file with the token holds none")
        self.url, self.token = url.rstrip("/"), token
        self.http = urllib.request.build_opener(StayHere)

    def ask(self, method, path, body=None, **headers):
        """The answer's bytes; None when the intake has no such envelope."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers["Authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(self.url + path, body, headers, method=method)
        try:
            with self.http.open(request, timeout=SILENCE) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            kind, again = read_problem(error)
            if kind == "not-found" and "/v1/envelopes/" in path:
                return None
            raise (NotYet if again else Stopped)(f"the intake refuses: {kind} ({error.code})")
        except urllib.error.URLError:
            raise Stopped("the intake cannot be reached", again=True)
        except (OSError, http.client.HTTPException):
            raise NotYet("the intake broke off, or says nothing")

    def list(self, after, wait):
        """The digests on the next page, and the cursor of the page after it."""
        page = self.ask("GET", f"/v1/envelopes?wait={wait}" + (f"&after={quote(after)}" if after else ""))
        try:
            page = json.loads(page)
            listed, following = [str(it["digest"]) for it in page["envelopes"]], str(page["next"])
        except (ValueError, KeyError, TypeError):
            raise Stopped("something else than an intake answers", again=True)
        if not all(re.fullmatch("[0-9a-f]{64}", digest) for digest in listed):
            raise Stopped("the intake names something that is no digest")  # it becomes a file's name
        if listed and following == after:
            raise Stopped("something else than an intake answers", again=True)  # it would never end
        return listed, following


def read_problem(error):
    try:
        problem = json.load(error)
        return problem["type"].removeprefix("urn:sealpost:problem:"), problem["retry"]
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError, AttributeError):
        return "something else than an intake answers", True


def receive(intake, key, folder, follow=False):
    cursor = folder / "cursor"
    after = cursor.read_text() if cursor.exists() else None
    missing = {}
    while True:
        asked = time.monotonic()
        listed, after = intake.list(after, 30 if follow else 0)
        if not listed and not follow:
            break
        if listed or missing:
            missing = take_each(intake, key, folder, [*missing, *listed])
            if not missing:
                keep(cursor, after.encode())
        if not listed:  # does nothing when the intake has held its answer, as it should
            time.sleep(max(0, asked + LEAST - time.monotonic()))
    if missing:
        raise next(iter(missing.values()))


def take_each(intake, key, folder, digests):
    """Which of them cannot be had now, and why. None of them stops those after it."""
    missing = {}
    for digest in digests:
        try:
            take(intake, key, folder, digest)
        except NotYet as why:
            missing[digest] = why
            print("not yet", digest, flush=True)
    return missing


def take(intake, key, folder, digest):
    """Only when the envelope is on the disk, and what was in it, is it acknowledged."""
    file = folder / f"{digest}.envelope"
    envelope = file.read_bytes() if file.exists() else intake.ask("GET", f"/v1/envelopes/{digest}")
    if envelope is None:
        return print("gone", digest, flush=True)
    if hashlib.sha256(envelope).hexdigest() != digest:
        file.unlink(missing_ok=True)
        raise NotYet(f"{digest} came with other bytes and was not acknowledged")
    keep(file, envelope)
    try:
        document, *attachments = open_envelope(key, envelope)
    except Refused as refused:
        what = "passed over" if str(refused) == "no-slot-opens" else f"refused ({refused})"
    else:
        for number, (media_type, name, body) in enumerate(attachments, 1):
            keep(folder / f"{digest}-{number}.attachment", body)  # never under its own name
        keep(folder / f"{digest}.json", document)
        what = "opened"
    intake.ask("POST", f"/v1/envelopes/{digest}/ack")
    print(what, digest, flush=True)


def keep(file, data):
    """Whole or not at all, and on the disk when it returns."""
    part = file.with_name(file.name + ".part")
    with open(part, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    os.replace(part, file)
    folder = os.open(file.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def answer(intake, folder, digest, role, language, text):
    mailbox, recipient = read_reply((folder / f"{digest}.json").read_bytes())
    text, today = text.strip(), datetime.now(timezone.utc).strftime("%Y-%m-%d")
    if not 1 <= len(text) <= 5000:
        raise Stopped("an answer has one to 5,000 characters")
    message = {"version": 1, "day": today, "from": role, "language": language, "text": text}
    envelope = seal_message(recipient, json.dumps(message, ensure_ascii=False).encode())
    keep(folder / f"{mailbox}-{hashlib.sha256(envelope).hexdigest()[:16]}.answer", envelope)
    send_answers(intake, folder)


def read_reply(report):
    """Where an answer goes. Anybody may have written the report, and this becomes a file's name and a path."""
    try:
        reply = json.loads(report)["reply"]
        mailbox, recipient = reply["mailbox"], reply["recipient"]
        if re.fullmatch("[0-9a-f]{64}", mailbox) and re.fullmatch("[A-Za-z0-9_-]{1622}", recipient):
            return mailbox, recipient
    except (ValueError, KeyError, TypeError):
        pass
    raise Stopped("this report asks for no answer; there is no way to reach whoever sent it")


def send_answers(intake, folder):
    """Always the same bytes, until the intake has them: so no answer is lost, and none is there twice."""
    stopped = None
    for file in sorted(folder.glob("*.answer")):
        envelope, mailbox = file.read_bytes(), file.name[:64]
        digest = base64.b64encode(hashlib.sha256(envelope).digest()).decode()
        try:
            intake.ask("POST", f"/v1/mailboxes/{mailbox}", envelope,
                       Content_Type=ENVELOPE, Content_Digest=f"sha-256=:{digest}:")
            file.unlink()
            print("answered", mailbox, flush=True)
        except Stopped as error:
            stopped = error
            print("not sent yet:", file.name, flush=True)
    if stopped:
        raise stopped


def main(url, token, identity, folder, *what):
    os.umask(0o077)  # what is written here is for this user alone
    intake, folder = Intake(url, Path(token).read_text().strip()), Path(folder)
    folder.mkdir(exist_ok=True)
    match what:
        case () | ("--follow",):
            receive(intake, read_identity(Path(identity).read_text()), folder, follow=bool(what))
        case ("--answer", digest, role, language, text):
            answer(intake, folder, digest, role, language, Path(text).read_text("utf-8"))
        case ("--send",):
            send_answers(intake, folder)
        case _:
            raise Stopped(__doc__.strip())


if __name__ == "__main__":
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    try:
        main(*sys.argv[1:])
    except Stopped as stopped:
        print(stopped, file=sys.stderr)
        sys.exit(stopped.status)
    except Refused:
        sys.exit("the file with the identity holds none that can be used")
    except OSError as error:
        sys.exit(f"{error.filename}: {error.strerror}")
