// Runs the opener beside it on every vector, and says which did not do what they say:
// node walk_vectors.mjs ../../crates/envelope/tests/vectors
// The README in that folder says what a vector's file holds.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Bytes, openEnvelope, Refused } from "./open_envelope.ts";

const folder = process.argv[2];

function read(name: string) {
  const text = readFileSync(join(folder, `${name}.txt`), "utf8");
  const end = text.indexOf("\n\n");
  const [head, body] = [text.slice(0, end).split("\n"), text.slice(end + 2)];
  const field = (name: string) => head.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
  return { head, body, field };
}

function bytesOf(name: string): Bytes {
  const { body, field } = read(name);
  const from = field("from");
  if (from === undefined) return new Uint8Array(Buffer.from(body, "base64"));
  return body.split("\n").filter((line) => line !== "").reduce(edited, bytesOf(from));
}

function edited(bytes: Bytes, line: string): Bytes {
  const [edit, ...words] = line.split(" ");
  switch (edit) {
    case "truncate":
      return bytes.slice(0, Number(words[0]));
    case "set":
      return put(bytes, Number(words[0]), Buffer.from(words[1], "hex"));
    case "take": {
      const [start, length, to] = words.slice(1).map(Number);
      return put(bytes, to, bytesOf(words[0]).subarray(start, start + length));
    }
    default:
      throw new Error(`no edit: ${line}`);
  }
}

function put(bytes: Bytes, at: number, added: Uint8Array): Bytes {
  const longer = new Uint8Array(Math.max(bytes.length, at + added.length));
  longer.set(bytes);
  longer.set(added, at);
  return longer;
}

async function outcome(vector: ReturnType<typeof read>, envelope: Bytes) {
  try {
    const opened = await openEnvelope(vector.field("identity") ?? "", envelope, vector.field("label"));
    const attachments = opened.attachments.map(({ body, name, mediaType }) =>
      `attachment: ${size(body)} ${Buffer.from(name).toString("hex")} ${mediaType}`);
    return ["expect: success", `document: ${size(opened.document)}`, ...attachments];
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return [`expect: ${error.message}`];
  }
}

const sha256 = (bytes: Bytes) => createHash("sha256").update(bytes).digest("hex");
const size = (bytes: Bytes) => `${bytes.length} ${sha256(bytes)}`;

async function doesWhatItSays(name: string) {
  const vector = read(name);
  const envelope = bytesOf(name);
  if (sha256(envelope) !== vector.field("digest")) throw new Error(`${name}: the edits went wrong`);
  const said = vector.head.filter((line) => /^(expect|document|attachment): /.test(line)).join("\n");
  const found = (await outcome(vector, envelope)).join("\n");
  if (found !== said) console.log(`${name}: ${found} instead of ${said}`);
  return found === said;
}

const names = readdirSync(folder).filter((file) => file.endsWith(".txt")).map((file) => file.slice(0, -4)).sort();
let right = 0;
for (const name of names) right += (await doesWhatItSays(name)) ? 1 : 0;
console.log(`${right} of ${names.length} vectors`);
process.exitCode = names.length > 0 && right === names.length ? 0 : 1;
