// Writes the report's JSON to standard output: node cli.mjs IDENTITY ENVELOPE
import { readFileSync } from "node:fs";
import { openEnvelope, Refused } from "./open_envelope.ts";

const [identity, envelope] = process.argv.slice(2);
try {
  const bytes = new Uint8Array(readFileSync(envelope));
  process.stdout.write((await openEnvelope(readFileSync(identity, "utf8"), bytes)).document);
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.error(`refused: ${error.message}`);
  process.exitCode = 1;
}
