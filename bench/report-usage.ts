/** Preloaded into a measured process: leaves its peak memory (bytes) and processor time (µs) in the file BENCH_USAGE. */
import { readFileSync, writeFileSync } from 'node:fs';

/** What this program itself held at most. getrusage would count what the parent held when it forked. */
function peakMemory(): number {
  try {
    const high = /^VmHWM:\s+(?<kib>\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.groups?.['kib'];
    if (high !== undefined) return Number(high) * 1024;
  } catch {
    // Only Linux has it.
  }
  return process.resourceUsage().maxRSS * 1024;
}

process.on('exit', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  const usage = { memory: peakMemory(), cpu: userCPUTime + systemCPUTime };
  writeFileSync(process.env['BENCH_USAGE'] ?? '/dev/null', JSON.stringify(usage));
});
