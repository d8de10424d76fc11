// Everybody who seals here, by name: each is made ready once and then takes bytes and answers with
// the length of what it made. All seal to one reader, but Sealpost to eight.
import { Aes256Gcm, CipherSuite, HkdfSha256 } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";
import * as age from "age-encryption";
import * as jose from "jose";
import sodium from "libsodium-wrappers";
import * as openpgp from "openpgp";

const CHUNK = 256 * 1024;

// The limit: the browser's own cipher and nothing else.
async function raw() {
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  return async (bytes) => {
    let length = 0;
    for (let at = 0, index = 0; at < bytes.length; at += CHUNK, index++) {
      const iv = new Uint8Array(12);
      new DataView(iv.buffer).setUint32(8, index);
      const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytes.subarray(at, at + CHUNK));
      length += sealed.byteLength;
    }
    return length;
  };
}

async function hpke() {
  const suite = new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  const { publicKey } = await suite.kem.generateKeyPair();
  return async (bytes) => {
    const sender = await suite.createSenderContext({ recipientPublicKey: publicKey });
    return (await sender.seal(bytes)).byteLength + sender.enc.byteLength;
  };
}

async function pgp() {
  const { publicKey } = await openpgp.generateKey({ userIDs: [{ name: "a" }], format: "object" });
  return async (binary) => {
    const message = await openpgp.createMessage({ binary });
    const sealed = await openpgp.encrypt({ message, encryptionKeys: publicKey, format: "binary" });
    return sealed.length;
  };
}

function typage(generate) {
  return async () => {
    const encrypter = new age.Encrypter();
    encrypter.addRecipient(await age.identityToRecipient(await generate()));
    return async (bytes) => (await encrypter.encrypt(bytes)).length;
  };
}

async function jwe() {
  const { publicKey } = await jose.generateKeyPair("ECDH-ES", { crv: "X25519" });
  return async (bytes) => {
    const header = { alg: "ECDH-ES", enc: "A256GCM" };
    return (await new jose.CompactEncrypt(bytes).setProtectedHeader(header).encrypt(publicKey)).length;
  };
}

async function secretstream() {
  await sodium.ready;
  const { publicKey } = sodium.crypto_box_keypair();
  return async (bytes) => {
    const key = sodium.crypto_secretstream_xchacha20poly1305_keygen();
    const { state, header } = sodium.crypto_secretstream_xchacha20poly1305_init_push(key);
    let length = header.length + sodium.crypto_box_seal(key, publicKey).length;
    for (let at = 0; at < bytes.length; at += CHUNK) {
      const chunk = bytes.subarray(at, at + CHUNK);
      const tag = at + CHUNK < bytes.length
        ? sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
        : sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL;
      length += sodium.crypto_secretstream_xchacha20poly1305_push(state, chunk, null, tag).length;
    }
    return length;
  };
}

export const peers = {
  "raw AES-GCM, 256 KiB chunks": raw,
  "@hpke, X-Wing": hpke,
  "OpenPGP.js": pgp,
  "age": typage(age.generateX25519Identity),
  "age, post-quantum": typage(age.generateHybridIdentity),
  "jose": jwe,
  "libsodium secretstream": secretstream,
};
