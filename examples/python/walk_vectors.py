"""Runs the opener beside it on every vector, and says which did not do what they say.

    python3 walk_vectors.py ../../crates/envelope/tests/vectors

The README in that folder says what a vector's file holds.
"""
import base64, hashlib, pathlib, sys

from open_envelope import Refused, open_envelope, read_identity

FOLDER = pathlib.Path(sys.argv[1])


def read(name):
    head, body = (FOLDER / f"{name}.txt").read_text("utf-8").split("\n\n", 1)
    return [line.split(": ", 1) for line in head.split("\n")], body


def bytes_of(name):
    head, body = read(name)
    if "from" not in dict(head):
        return base64.b64decode(body)
    envelope = bytearray(bytes_of(dict(head)["from"]))
    for edit, *words in map(str.split, body.splitlines()):
        if edit == "truncate":
            del envelope[int(words[0]):]
        elif edit == "set":
            put(envelope, int(words[0]), bytes.fromhex(words[1]))
        else:
            assert edit == "take", edit
            start, length, to = map(int, words[1:])
            put(envelope, to, bytes_of(words[0])[start:start + length])
    return bytes(envelope)


def put(envelope, at, new):
    assert at <= len(envelope)
    envelope[at:at + len(new)] = new


def outcome(fields, envelope):
    try:
        label = fields["label"].encode()
        document, *attachments = open_envelope(read_identity(fields["identity"]), envelope, label)
    except Refused as refused:
        return [["expect", str(refused)]]
    return [["expect", "success"], ["document", size(document)]] + [
        ["attachment", f"{size(body)} {name.encode().hex()} {kind}"] for kind, name, body in attachments]


def size(data):
    return f"{len(data)} {hashlib.sha256(data).hexdigest()}"


def does_what_it_says(name):
    head, _ = read(name)
    envelope, said = bytes_of(name), [line for line in head if line[0] in ("expect", "document", "attachment")]
    assert hashlib.sha256(envelope).hexdigest() == dict(head)["digest"], name
    found = outcome(dict(head), envelope)
    if found != said:
        print(f"{name}: {found} instead of {said}")
    return found == said


if __name__ == "__main__":
    right = [does_what_it_says(path.stem) for path in sorted(FOLDER.glob("*.txt"))]
    print(f"{sum(right)} of {len(right)} vectors")
    sys.exit(0 if right and all(right) else 1)
