import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';

/**
 * Milliseconds that the load below takes on the machine for which absolute budgets are stated, when nothing else runs on it:
 * 2 cores of an x86-64 cloud server of 2026, Node 24. Measured: 31 to 32.
 */
const REFERENCE = 32;

function load(): void {
  const bytes = Buffer.alloc(16 * 1024 * 1024, 'calibration of absolute budgets ');
  const packed = gzipSync(bytes, { level: 1 });
  createHash('sha256').update(gunzipSync(packed)).digest();
}

/** How many times slower than the reference this machine is right now; absolute budgets are multiplied by it. At least 1. */
export function calibrate(): number {
  load();
  const times = Array.from({ length: 5 }, () => {
    const started = process.hrtime.bigint();
    load();
    return Number(process.hrtime.bigint() - started) / 1e6;
  });
  const factor = Math.max(1, Math.min(...times) / REFERENCE);
  console.log(`calibration: ${Math.min(...times).toFixed(0)} ms against ${REFERENCE} ms, factor ${factor.toFixed(2)}`);
  return factor;
}
