// The measured page: every contender, made ready; and how one is measured.
import init, { Contender } from "./sealpost_bench.js";
import { peers } from "./contenders.js";

const LARGE = 256 * 1024;
const contenders = new Map();

async function ready() {
  await init();
  const sealpost = new Contender();
  // A report is sealed in one piece, and anything larger as a file that travels with one.
  contenders.set("Sealpost, 8 slots", {
    prepare: (bytes) => bytes,
    seal: async (bytes) => (bytes.length < LARGE ? sealpost.report(bytes) : sealpost.bytes(bytes)),
  });
  contenders.set("Sealpost, from a file", {
    prepare: (bytes) => new Blob([bytes]),
    seal: (blob) => sealpost.file(blob),
  });
  for (const [name, make] of Object.entries(peers)) {
    contenders.set(name, { prepare: (bytes) => bytes, seal: await make() });
  }
  return [...contenders.keys()];
}

function bytes(length) {
  const made = crypto.getRandomValues(new Uint8Array(Math.min(length, 65536)));
  const all = new Uint8Array(length);
  for (let at = 0; at < length; at += made.length) all.set(made, at);
  return all;
}

// One contender with one size, ready to be measured; the bytes are made before the clock starts.
let prepared;
function prepare(name, length) {
  const { prepare, seal } = contenders.get(name);
  const data = prepare(bytes(length));
  prepared = async () => {
    const sealed = await seal(data);
    if (!(sealed > length)) throw new Error(`${name} sealed nothing`);
  };
}

// Milliseconds for one sealing, the mean of as many as it takes for the browser's clock.
async function time(times) {
  const start = performance.now();
  for (let at = 0; at < times; at++) await prepared();
  return (performance.now() - start) / times;
}

// The longest time, in milliseconds, that the page could do nothing else while it sealed.
async function blocked() {
  const { port1, port2 } = new MessageChannel();
  let last = performance.now(), longest = 0, running = true;
  port1.onmessage = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (running) port2.postMessage(0);
  };
  port2.postMessage(0);
  await prepared();
  running = false;
  await new Promise((done) => setTimeout(done));
  return longest;
}

globalThis.bench = { ready, prepare, time, blocked };
