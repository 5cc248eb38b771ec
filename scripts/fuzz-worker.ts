/** One fuzz target in a process of its own: `node fuzz-worker.ts FILE NAME EXECUTIONS SEED`. Tells its parent how far it is. */
import { type FuzzTarget, runFuzz } from '../packages/testkit/src/fuzz-target.ts';

const [, , file = '', name = '', executions = '0', seed = '0'] = process.argv;
/** Executions between two signs of life. */
const BATCH = 500;

const module = (await import(file)) as { target?: FuzzTarget; targets?: readonly FuzzTarget[] };
const target = [module.target, ...(module.targets ?? [])].find((candidate) => candidate?.name === name);
if (!target) throw new Error(`${file} has no fuzz target ${name}`);

for (let done = 0; done < Number(executions); done += BATCH) {
  await runFuzz(target, Math.min(BATCH, Number(executions) - done), Number(seed) + done);
  process.send?.({ done: Math.min(done + BATCH, Number(executions)), rss: process.memoryUsage().rss });
}
process.disconnect();
