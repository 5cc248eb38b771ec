/** Preloaded into a measured process: leaves its peak memory (KiB) and processor time (µs) in the file BENCH_USAGE. */
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeFileSync(
    process.env['BENCH_USAGE'] ?? '/dev/null',
    JSON.stringify({ maxRSS, cpu: userCPUTime + systemCPUTime }),
  );
});
