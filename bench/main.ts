/** Benchmarks: `npm run bench -- NAME [ARG…]`. Each prints its figures beside its budgets and exits 1 when over one. */
const benchmarks: Readonly<Record<string, () => Promise<{ run(args: readonly string[]): Promise<boolean> }>>> = {
  policy: () => import('./policy/main.ts'),
  scan: () => import('./scan/main.ts'),
  'time-to-know': () => import('./time-to-know/main.ts'),
};

const [name = '', ...args] = process.argv.slice(2);
const load = Object.hasOwn(benchmarks, name) ? benchmarks[name] : undefined;
if (!load) {
  console.error(`usage: npm run bench -- NAME; there is ${Object.keys(benchmarks).join(', ')}`);
  process.exit(2);
}
const withinBudget = await (await load()).run(args);
process.exit(withinBudget ? 0 : 1);
