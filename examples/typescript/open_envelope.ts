// Opens a sealed envelope (docs/envelope.md) with WebCrypto and two packages, in Node.js or a browser.
import { Aes256Gcm, CipherSuite, HkdfSha256 } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";

export type Bytes = Uint8Array<ArrayBuffer>;
/** A name is what the sender calls it: never use it as a path. */
export type Attachment = { mediaType: string; name: string; body: Bytes };

const HPKE = new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
const SLOT = 1168, MAC = 9388, HEADER = 9420, CHUNK = 256 * 1024, TAG = 16; // sizes and offsets in bytes
const utf8 = new TextEncoder();

/** The envelope must not be opened; the word says by which rule of "What MUST be refused". */
export class Refused extends Error {}
function refuseUnless(right: boolean, word: string): asserts right {
  if (!right) throw new Refused(word);
}

export async function openEnvelope(identity: string, envelope: Bytes, label = "report") {
  checkShape(envelope);
  const contentKey = await openSlots(readIdentity(identity), envelope, utf8.encode(label));
  const headerKey = await derive(contentKey, envelope, "header", { name: "HMAC", hash: "SHA-256", length: 256 });
  const [header, mac] = [envelope.subarray(0, MAC), envelope.subarray(MAC, HEADER)];
  refuseUnless(await crypto.subtle.verify("HMAC", headerKey, mac, header), "header-changed");
  const payloadKey = await derive(contentKey, envelope, "payload", { name: "AES-GCM", length: 256 });
  return readParts(await openPayload(payloadKey, envelope.subarray(HEADER)));
}

function readIdentity(text: string): Bytes {
  const [, seed] = /^SEALPOST-IDENTITY-1:([\w-]{43})$/.exec(text.trim()) ?? [];
  refuseUnless(seed !== undefined, "not an identity");
  return Uint8Array.from(atob(seed.replaceAll("-", "+").replaceAll("_", "/")), (it) => it.charCodeAt(0));
}

function checkShape(envelope: Bytes) {
  refuseUnless(String.fromCharCode(...envelope.subarray(0, 8)) === "SEALPOST", "not-an-envelope");
  refuseUnless(envelope.length >= 44, "header-truncated");
  const [version, suite, slots, bucket] = envelope.subarray(8, 12);
  refuseUnless(version === 1, "version");
  refuseUnless(suite === 1, "suite");
  refuseUnless(slots === 8, "slot-count");
  refuseUnless(bucket >= 15 && bucket <= 36, "bucket");
  const length = HEADER + 2 ** bucket + TAG * Math.ceil(2 ** bucket / CHUNK);
  refuseUnless(envelope.length >= length, "truncated");
  refuseUnless(envelope.length <= length, "trailing");
}

async function openSlots(seed: Bytes, envelope: Bytes, label: Bytes) {
  const recipientKey = await HPKE.kem.importKey("raw", seed.buffer, false);
  const info = new Uint8Array([...envelope.subarray(0, 44), ...label]).buffer;
  for (let start = 44; start < MAC; start += SLOT) {
    const slot = envelope.slice(start, start + SLOT);
    try {
      return await HPKE.open({ recipientKey, info, enc: slot.slice(0, 1120).buffer }, slot.slice(1120).buffer);
    } catch {
      continue; // somebody else's slot
    }
  }
  throw new Refused("no-slot-opens");
}

async function derive(contentKey: ArrayBuffer, envelope: Bytes, name: string, algorithm: HmacKeyGenParams | AesKeyGenParams) {
  const hkdf = { name: "HKDF", hash: "SHA-256", salt: envelope.subarray(12, 44), info: utf8.encode("sealpost/v1/" + name) };
  const key = await crypto.subtle.importKey("raw", contentKey, "HKDF", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(hkdf, key, algorithm, false, name === "header" ? ["verify"] : ["decrypt"]);
}

async function openPayload(key: CryptoKey, payload: Bytes) {
  const count = Math.ceil(payload.length / (CHUNK + TAG)), content = new Uint8Array(payload.length - count * TAG);
  for (let i = 0; i < count; i++) {
    const iv = new Uint8Array(12);
    new DataView(iv.buffer).setUint32(7, i); // the other bytes of the counter are zero: there are at most 2^18 chunks
    iv[11] = i === count - 1 ? 1 : 0;
    const chunk = payload.subarray(i * (CHUNK + TAG), (i + 1) * (CHUNK + TAG));
    const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, chunk).catch(() => null);
    refuseUnless(opened !== null, "chunk-changed");
    content.set(new Uint8Array(opened), i * CHUNK);
  }
  return content;
}

function readParts(content: Bytes) {
  const view = new DataView(content.buffer), size = content.length;
  const attachments: Attachment[] = [];
  let document: Bytes | undefined;
  let at = 0;
  while (document === undefined || (at < size && content[at] !== 0)) {
    refuseUnless(at + 13 <= size, "part-length");
    const kind = content[at], metaLength = view.getUint32(at + 1), bodyLength = Number(view.getBigUint64(at + 5));
    refuseUnless(document === undefined ? kind === 1 && metaLength === 0 : kind === 2, "parts");
    refuseUnless(attachments.length < 256, "attachments");
    const start = at + 13 + metaLength;
    const meta = content.subarray(at + 13, start);
    at = start + bodyLength;
    refuseUnless(at <= size, "part-length");
    const body = content.slice(start, at);
    if (document === undefined) document = body;
    else attachments.push({ ...readMeta(meta), body });
  }
  const smallest = at < size && (size === 2 ** 15 || at >= size / 2);
  refuseUnless(smallest && content.subarray(at).every((byte) => byte === 0), "padding");
  return { document, attachments };
}

function readMeta(meta: Bytes) {
  refuseUnless(meta.length > 0, "attachment-meta");
  const mediaType = String.fromCharCode(...meta.subarray(1, 1 + meta[0]));
  const name = meta.subarray(1 + meta[0]);
  refuseUnless(/^[ -~]{1,127}$/.test(mediaType) && name.length >= 1 && name.length <= 255, "attachment-meta");
  try {
    return { mediaType, name: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(name) };
  } catch {
    throw new Refused("attachment-meta");
  }
}
