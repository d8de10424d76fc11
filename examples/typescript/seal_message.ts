// Seals a message of a mailbox (docs/envelope.md, "Sealing") with WebCrypto and two packages.
import { Aes256Gcm, CipherSuite, HkdfSha256 } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";
import type { Bytes } from "./open_envelope.ts";

const HPKE = new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
const BUCKET = 15; // a message is always in the smallest: 2^15 bytes of content
const SLOTS = 8;
const utf8 = new TextEncoder();

/** The envelope's 42,204 bytes. `recipient` is `reply.recipient` of a report. */
export async function sealMessage(recipient: string, document: Bytes): Promise<Bytes> {
  const content = pad(document);
  const [contentKey, salt] = [random(32), random(32)];
  const prefix = concat([utf8.encode("SEALPOST"), Uint8Array.of(1, 1, SLOTS, BUCKET), salt]);
  const info = concat([prefix, utf8.encode("message")]).buffer;
  const slots = [await sealSlot(await readRecipient(recipient), contentKey, info)];
  while (slots.length < SLOTS) {
    const { publicKey } = await HPKE.kem.generateKeyPair(); // its identity is not kept: this slot is never opened
    slots.push(await sealSlot(publicKey, random(32), info));
  }
  const header = concat([prefix, ...shuffled(slots)]);
  const headerKey = await derive(contentKey, salt, "header", { name: "HMAC", hash: "SHA-256", length: 256 });
  const payloadKey = await derive(contentKey, salt, "payload", { name: "AES-GCM", length: 256 });
  const mac = await crypto.subtle.sign("HMAC", headerKey, header);
  const iv = new Uint8Array(12); // the counter of the first chunk,
  iv[11] = 1; // which is also the last
  const payload = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, payloadKey, content);
  return concat([header, new Uint8Array(mac), new Uint8Array(payload)]);
}

function readRecipient(text: string) {
  if (!/^[\w-]{1622}$/.test(text)) throw new Error("not a recipient");
  const key = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (it) => it.charCodeAt(0));
  return HPKE.kem.importKey("raw", key.buffer, true);
}

async function sealSlot(recipientPublicKey: CryptoKey, contentKey: Bytes, info: ArrayBuffer) {
  const { enc, ct } = await HPKE.seal({ recipientPublicKey, info }, contentKey.buffer);
  return concat([new Uint8Array(enc), new Uint8Array(ct)]);
}

function pad(document: Bytes) {
  const content = new Uint8Array(2 ** BUCKET), head = new DataView(content.buffer);
  if (13 + document.length >= content.length) throw new Error("too long for a message"); // one zero byte must follow
  head.setUint8(0, 1);
  head.setBigUint64(5, BigInt(document.length));
  content.set(document, 13);
  return content;
}

async function derive(contentKey: Bytes, salt: Bytes, name: string, algorithm: HmacKeyGenParams | AesKeyGenParams) {
  const hkdf = { name: "HKDF", hash: "SHA-256", salt, info: utf8.encode("sealpost/v1/" + name) };
  const key = await crypto.subtle.importKey("raw", contentKey, "HKDF", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(hkdf, key, algorithm, false, name === "header" ? ["sign"] : ["encrypt"]);
}

/** In an order drawn at random: each gets a random number, and they are sorted by it. */
function shuffled(slots: Bytes[]) {
  const order = crypto.getRandomValues(new BigUint64Array(slots.length));
  return slots.map((slot, i) => ({ slot, at: order[i] })).sort((a, b) => (a.at < b.at ? -1 : 1)).map(({ slot }) => slot);
}

function random(size: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(size));
}

function concat(parts: Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
