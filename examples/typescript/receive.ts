// Receives sealed reports, and answers them. docs/integrate.md is the guide.
//
//   node receive.mjs INTAKE TOKEN IDENTITY FOLDER            takes what is there
//   node receive.mjs INTAKE TOKEN IDENTITY FOLDER --follow   and then what arrives, without end
//   node receive.mjs INTAKE TOKEN IDENTITY FOLDER --answer DIGEST ROLE LANGUAGE TEXT
//   node receive.mjs INTAKE TOKEN IDENTITY FOLDER --send     sends answers that are still here
//
// TOKEN, IDENTITY and TEXT are files. Ends with 4 when trying again later helps, with 1 when a person has to look.
import { createHash } from "node:crypto";
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Bytes, openEnvelope, Refused } from "./open_envelope.ts";
import { sealMessage } from "./seal_message.ts";

const ENVELOPE = "application/vnd.sealpost.envelope";
/** Milliseconds without a byte after which a connection is given up; a slow one may take as long as it needs. */
const SILENCE = 60_000;
/** Milliseconds between two questions to which there is no news, at least. */
const LEAST = 1_000;
const USAGE = "receive.mjs INTAKE TOKEN IDENTITY FOLDER [--follow | --answer DIGEST ROLE LANGUAGE TEXT | --send]";

/** What happened, in words for a person. */
class Stopped extends Error {
  readonly again: boolean;
  constructor(what: string, again = false) {
    super(what + (again ? "; try again later" : ""));
    this.again = again;
  }
}

/** What was asked for cannot be had now; something else perhaps can. */
class NotYet extends Stopped {
  constructor(what: string) {
    super(what, true);
  }
}

class Intake {
  constructor(readonly url: string, readonly token: string) {
    const { protocol, hostname } = new URL(url);
    if (protocol !== "https:" && !["127.0.0.1", "localhost"].includes(hostname)) {
      throw new Stopped("plain http would let everybody on the way read the token");
    }
    if (!/^[\w-]{43}$/.test(token)) throw new Stopped("the file with the token holds none");
  }

  /** The answer's bytes; nothing when the intake has no such envelope. */
  async ask(method: string, path: string, body?: Bytes, more: Record<string, string> = {}): Promise<Bytes | undefined> {
    const headers = { ...more, Authorization: `Bearer ${this.token}` };
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(), SILENCE);
    let status = 0, bytes: Bytes;
    try {
      // An intake never redirects; following one could carry the token to somebody else.
      const wanted = { method, body, headers, signal: silence.signal, redirect: "manual" as const };
      const answer = await fetch(this.url.replace(/\/$/, "") + path, wanted);
      status = answer.status;
      bytes = await readAll(answer, () => timer.refresh());
    } catch (error) {
      const cut = ["UND_ERR_SOCKET", "ECONNRESET"].includes((error as any).cause?.code);
      const there = cut || status !== 0 || silence.signal.aborted;
      throw there ? new NotYet("the intake broke off, or says nothing") : new Stopped("the intake cannot be reached", true);
    } finally {
      clearTimeout(timer);
    }
    if (status >= 200 && status < 300) return bytes;
    const { kind, again } = readProblem(bytes);
    if (kind === "not-found" && path.startsWith("/v1/envelopes/")) return undefined;
    throw new (again ? NotYet : Stopped)(`the intake refuses: ${kind} (${status})`);
  }

  /** The digests on the next page, and the cursor of the page after it. */
  async list(after: string | undefined, wait: number) {
    const page = await this.ask("GET", `/v1/envelopes?wait=${wait}` + (after ? `&after=${encodeURIComponent(after)}` : ""));
    let listed: string[], next: string;
    try {
      const { envelopes, next: following } = readJson(page!);
      [listed, next] = [envelopes.map(({ digest }: any) => String(digest)), String(following)];
    } catch {
      throw new Stopped("something else than an intake answers", true);
    }
    // It becomes a file's name.
    if (!listed.every(isDigest)) throw new Stopped("the intake names something that is no digest");
    // It would never end.
    if (listed.length > 0 && next === after) throw new Stopped("something else than an intake answers", true);
    return { listed, next };
  }
}

async function readAll(answer: Response, heard: () => void): Promise<Bytes> {
  const pieces: Bytes[] = [];
  const reader = answer.body?.getReader();
  for (let piece = await reader?.read(); piece?.value; piece = await reader?.read()) {
    heard();
    pieces.push(piece.value);
  }
  return new Uint8Array(Buffer.concat(pieces));
}

function readProblem(bytes: Bytes): { kind: string; again: boolean } {
  try {
    const { type, retry } = readJson(bytes);
    return { kind: type.replace("urn:sealpost:problem:", ""), again: retry === true };
  } catch {
    return { kind: "something else than an intake answers", again: true };
  }
}

async function receive(intake: Intake, identity: string, folder: string, follow: boolean) {
  const cursor = join(folder, "cursor");
  let after = existsSync(cursor) ? readFileSync(cursor, "utf8") : undefined;
  let missing = new Map<string, NotYet>();
  for (;;) {
    const asked = performance.now();
    const { listed, next } = await intake.list(after, follow ? 30 : 0);
    after = next;
    if (listed.length === 0 && !follow) break;
    if (listed.length > 0 || missing.size > 0) {
      missing = await takeEach(intake, identity, folder, [...missing.keys(), ...listed]);
      if (missing.size === 0) keep(cursor, new TextEncoder().encode(after));
    }
    // Does nothing when the intake has held its answer, as it should.
    if (listed.length === 0) await pause(Math.max(0, asked + LEAST - performance.now()));
  }
  const [why] = missing.values();
  if (why) throw why;
}

/** Which of them cannot be had now, and why. None of them stops those after it. */
async function takeEach(intake: Intake, identity: string, folder: string, digests: string[]) {
  const missing = new Map<string, NotYet>();
  for (const digest of digests) {
    try {
      await take(intake, identity, folder, digest);
    } catch (why) {
      if (!(why instanceof NotYet)) throw why;
      missing.set(digest, why);
      console.log("not yet", digest);
    }
  }
  return missing;
}

/** Only when the envelope is on the disk, and what was in it, is it acknowledged. */
async function take(intake: Intake, identity: string, folder: string, digest: string) {
  const file = join(folder, `${digest}.envelope`);
  const envelope = existsSync(file) ? readBytes(file) : await intake.ask("GET", `/v1/envelopes/${digest}`);
  if (envelope === undefined) return console.log("gone", digest);
  if (sha256(envelope).toString("hex") !== digest) {
    rmSync(file, { force: true });
    throw new NotYet(`${digest} came with other bytes and was not acknowledged`);
  }
  keep(file, envelope);
  let what = "opened";
  try {
    const { document, attachments } = await openEnvelope(identity, envelope);
    // Never under the name that the sender gives it.
    attachments.forEach(({ body }, i) => keep(join(folder, `${digest}-${i + 1}.attachment`), body));
    keep(join(folder, `${digest}.json`), document);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    what = error.message === "no-slot-opens" ? "passed over" : `refused (${error.message})`;
  }
  await intake.ask("POST", `/v1/envelopes/${digest}/ack`);
  console.log(what, digest);
}

/** Whole or not at all, and on the disk when it returns. */
function keep(file: string, data: Bytes) {
  const part = openSync(`${file}.part`, "w");
  for (let at = 0; at < data.length; ) at += writeSync(part, data, at);
  fsyncSync(part);
  closeSync(part);
  renameSync(`${file}.part`, file);
  const folder = openSync(dirname(file), "r");
  fsyncSync(folder);
  closeSync(folder);
}

async function answer(intake: Intake, folder: string, digest: string, from: string, language: string, words: string) {
  const { mailbox, recipient } = readReply(readBytes(join(folder, `${digest}.json`)));
  const [text, day] = [words.trim(), new Date().toISOString().slice(0, 10)];
  if (text === "" || [...text].length > 5000) throw new Stopped("an answer has one to 5,000 characters");
  const message = new TextEncoder().encode(JSON.stringify({ version: 1, day, from, language, text }));
  const envelope = await sealMessage(recipient, message);
  keep(join(folder, `${mailbox}-${sha256(envelope).toString("hex").slice(0, 16)}.answer`), envelope);
  await sendAnswers(intake, folder);
}

/** Where an answer goes. Anybody may have written the report, and this becomes a file's name and a path. */
function readReply(report: Bytes): { mailbox: string; recipient: string } {
  try {
    const { mailbox, recipient } = readJson(report).reply;
    if (isDigest(mailbox) && /^[\w-]{1622}$/.test(recipient)) return { mailbox, recipient };
  } catch {
    // It is no report, or has no such member.
  }
  throw new Stopped("this report asks for no answer; there is no way to reach whoever sent it");
}

/** Always the same bytes, until the intake has them: so no answer is lost, and none is there twice. */
async function sendAnswers(intake: Intake, folder: string) {
  let stopped: Stopped | undefined;
  for (const name of readdirSync(folder).filter((name) => name.endsWith(".answer")).sort()) {
    const [envelope, mailbox] = [readBytes(join(folder, name)), name.slice(0, 64)];
    const digest = sha256(envelope).toString("base64");
    try {
      const headers = { "Content-Type": ENVELOPE, "Content-Digest": `sha-256=:${digest}:` };
      await intake.ask("POST", `/v1/mailboxes/${mailbox}`, envelope, headers);
      rmSync(join(folder, name));
      console.log("answered", mailbox);
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      stopped = error;
      console.log("not sent yet:", name);
    }
  }
  if (stopped) throw stopped;
}

function sha256(bytes: Bytes) {
  return createHash("sha256").update(bytes).digest();
}

function isDigest(text: unknown) {
  return typeof text === "string" && /^[0-9a-f]{64}$/.test(text);
}

/** Looked at before anything is fetched: with a key that is none, every envelope would be passed over. */
function readIdentity(file: string) {
  const text = readFileSync(file, "utf8").trim();
  if (/^SEALPOST-IDENTITY-1:[\w-]{43}$/.test(text)) return text;
  throw new Stopped("the file with the identity holds none that can be used");
}

function readBytes(file: string): Bytes {
  return new Uint8Array(readFileSync(file));
}

function readJson(bytes: Bytes) {
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
}

async function main([url, token, identity, folder, ...what]: string[]) {
  if (folder === undefined) throw new Stopped(USAGE);
  process.umask(0o077); // what is written here is for this user alone
  const intake = new Intake(url, readFileSync(token, "utf8").trim());
  mkdirSync(folder, { recursive: true });
  if (what.length === 0 || (what[0] === "--follow" && what.length === 1)) {
    return receive(intake, readIdentity(identity), folder, what.length === 1);
  }
  if (what[0] === "--answer" && what.length === 5) {
    const [, digest, role, language, text] = what;
    return answer(intake, folder, digest, role, language, readFileSync(text, "utf8"));
  }
  if (what[0] === "--send" && what.length === 1) return sendAnswers(intake, folder);
  throw new Stopped(USAGE);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const known = error instanceof Stopped || (error instanceof Error && "code" in error);
  if (!known) throw error;
  console.error((error as Error).message);
  process.exitCode = error instanceof Stopped && error.again ? 4 : 1;
}
