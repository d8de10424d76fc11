// node run.mjs FOLDER: measures the page in FOLDER in Chromium and prints the figures as JSON.
//
// All contenders take turns in each round, so that a noisy moment meets all of them alike; the
// figures are medians of the rounds.
import { readFile, readdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import puppeteer from "puppeteer-core";

const KIB = 1024, MIB = 1024 * KIB;
// Bytes, rounds, and how often in a row: the browser's clock shows a tenth of a millisecond.
const SIZES = [[4 * KIB, 9, 20], [256 * KIB, 9, 8], [10 * MIB, 7, 1], [100 * MIB, 5, 1]];
const SLOWED = [[4 * KIB, 5, 10], [10 * MIB, 3, 1]];
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

const KINDS = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };
const folder = process.argv[2];

const server = createServer(async (request, response) => {
  const path = request.url === "/" ? "/page.html" : request.url;
  const body = await readFile(join(folder, path)).catch(() => null);
  response.writeHead(body ? 200 : 404, { "content-type": KINDS[extname(path)] ?? "text/plain" }).end(body);
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS, protocolTimeout: 600_000,
});
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const names = await page.evaluate(() => bench.ready());
  const figures = Object.fromEntries(names.map((name) => [name, {}]));

  await measure(page, names, SIZES, (name, size, ms) => { figures[name][size] = ms; });
  await page.emulateCPUThrottling(4);
  await measure(page, names, SLOWED, (name, size, ms) => { figures[name][`${size}/4`] = ms; });
  await page.emulateCPUThrottling(1);
  for (const name of names) {
    figures[name].blocked = await blocked(page, name, 100 * MIB);
    figures[name].memory = await memory(page, name, 100 * MIB);
  }
  console.log(JSON.stringify({ browser: await browser.version(), figures }));
} finally {
  await browser.close();
  server.close();
}

async function measure(page, names, sizes, keep) {
  for (const [size, rounds, times] of sizes) {
    const samples = new Map(names.map((name) => [name, []]));
    for (let round = 0; round <= rounds; round++) {
      for (const name of names) {
        const ms = await page.evaluate((name, size, times) => {
          bench.prepare(name, size);
          return bench.time(times);
        }, name, size, times);
        // The first round is for the compilers.
        if (round > 0) samples.get(name).push(ms);
      }
    }
    samples.forEach((them, name) => keep(name, size, median(them)));
  }
}

async function blocked(page, name, size) {
  const rounds = [];
  for (let round = 0; round < 3; round++) {
    await page.evaluate((name, size) => bench.prepare(name, size), name, size);
    rounds.push(await page.evaluate(() => bench.blocked()));
  }
  return median(rounds);
}

// By how many bytes the page's process was larger at its largest than before, while it sealed once.
async function memory(page, name, size) {
  await page.evaluate((name, size) => bench.prepare(name, size), name, size);
  const session = await page.createCDPSession();
  await session.send("HeapProfiler.collectGarbage");
  const process = await largestRenderer();
  // Tells the kernel to begin its count of the highest anew (proc(5), clear_refs).
  await writeFile(`/proc/${process.pid}/clear_refs`, "5");
  const before = (await status(process.pid)).VmRSS;
  await page.evaluate(() => bench.time(1));
  const most = (await status(process.pid)).VmHWM;
  await session.detach();
  return Math.max(0, most - before);
}

// The measured page holds the most by far.
async function largestRenderer() {
  const renderers = [];
  for (const pid of (await readdir("/proc")).filter((it) => /^\d+$/.test(it))) {
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    if (command.includes("--type=renderer")) renderers.push({ pid, size: (await status(pid)).VmRSS ?? 0 });
  }
  return renderers.sort((one, other) => other.size - one.size)[0];
}

async function status(pid) {
  const lines = (await readFile(`/proc/${pid}/status`, "utf8").catch(() => "")).matchAll(/^(Vm\w+):\s+(\d+) kB$/gm);
  return Object.fromEntries([...lines].map(([, name, kib]) => [name, Number(kib) * KIB]));
}

function median(samples) {
  const sorted = samples.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}
