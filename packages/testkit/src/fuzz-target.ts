import { PratiqueError } from '@pratique/foundation';

/**
 * A parser as the fuzzer sees it. `*.fuzz.ts` next to the parser exports it as `target` (or several as `targets`); its
 * short seeded run stands in a `fuzz.test.ts`, the long one is `npm run fuzz`.
 */
export interface FuzzTarget {
  /** Stable, such as `oci/tar`. */
  readonly name: string;
  /** Valid inputs, small ones: every execution mutates one of them. */
  seeds(): readonly Buffer[] | Promise<readonly Buffer[]>;
  /** Reads the input as hostile bytes. May throw a `PratiqueError`; anything else that it throws is a defect. */
  run(input: Buffer): void | Promise<void>;
}

/** Equally distributed numbers in [0, 1), the same sequence for the same seed. */
export type Random = () => number;

/** A small seeded generator (mulberry32): not for secrets, only for runs that can be repeated. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function below(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}

/** Byte values and texts at which parsers tend to turn. */
const interestingBytes = [0, 1, 9, 10, 32, 0x2f, 0x30, 0x37, 0x7f, 0x80, 0xff];
const interestingTexts = [
  '\0\0\0\0\0\0\0\0',
  '\xff\xff\xff\xff\xff\xff\xff\xff',
  '99999999999999999999',
  '-1',
  '1e309',
  '../../',
  '__proto__',
  '%n%s',
  '\n\n',
  '{}[]',
  '\r',
  '\ufeff',
].map((text) => Buffer.from(text, 'latin1'));

type Mutation = (input: Buffer, random: Random) => Buffer;

/** Copied pieces are bounded, so that mutating again and again does not grow an input without end. */
const MAX_PIECE = 1024;

function piece(input: Buffer, random: Random): Buffer {
  const start = below(random, input.length);
  return input.subarray(start, start + 1 + below(random, MAX_PIECE));
}

function overwrite(input: Buffer, at: number, bytes: Uint8Array): Buffer {
  const out = Buffer.from(input);
  out.set(bytes.subarray(0, out.length - at), at);
  return out;
}

function splice(input: Buffer, at: number, removed: number, inserted: Uint8Array): Buffer {
  return Buffer.concat([input.subarray(0, at), inserted, input.subarray(Math.min(input.length, at + removed))]);
}

const mutations: readonly Mutation[] = [
  (input, random) => overwrite(input, below(random, input.length), Buffer.of(below(random, 256))),
  (input, random) => {
    const at = below(random, input.length);
    return overwrite(input, at, Buffer.of((input[at] ?? 0) ^ (1 << below(random, 8))));
  },
  (input, random) =>
    overwrite(
      input,
      below(random, input.length),
      Buffer.of(interestingBytes[below(random, interestingBytes.length)] ?? 0),
    ),
  (input, random) =>
    overwrite(
      input,
      below(random, input.length),
      interestingTexts[below(random, interestingTexts.length)] ?? Buffer.alloc(0),
    ),
  (input, random) =>
    splice(
      input,
      below(random, input.length),
      0,
      interestingTexts[below(random, interestingTexts.length)] ?? Buffer.alloc(0),
    ),
  (input, random) => splice(input, below(random, input.length), 1 + below(random, MAX_PIECE), Buffer.alloc(0)),
  (input, random) => splice(input, below(random, input.length), 0, piece(input, random)),
  (input, random) => overwrite(input, below(random, input.length), piece(input, random)),
  (input, random) => input.subarray(0, below(random, input.length)),
];

/** The seed with one to eight random changes: bits, bytes, pieces copied, moved or cut out, the end cut off. */
export function mutate(seed: Buffer, random: Random): Buffer {
  let input = seed;
  for (let left = 1 + below(random, 8); left > 0; left--) {
    if (input.length === 0) input = Buffer.of(below(random, 256));
    const mutation = mutations[below(random, mutations.length)] as Mutation;
    input = mutation(input, random);
  }
  return input;
}

/** An input that made a target fail, with everything needed to run it again. */
export class FuzzFailure extends Error {
  override readonly name = 'FuzzFailure';
  readonly input: Buffer;

  constructor(target: string, execution: number, seed: number, input: Buffer, cause: unknown) {
    const base64 = input.length <= 16_384 ? input.toString('base64') : `${input.length} bytes`;
    const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    super(`${target}, execution ${execution} of seed ${seed}: ${why}\ninput: ${base64}`, { cause });
    this.input = input;
  }
}

/**
 * Runs a target over its seeds as they are, then over `executions` mutations of them.
 * @throws FuzzFailure for the first input on which the target throws anything but a `PratiqueError`
 */
export async function runFuzz(target: FuzzTarget, executions: number, seed: number): Promise<void> {
  const random = seededRandom(seed);
  const seeds = await target.seeds();
  if (seeds.length === 0) throw new Error(`${target.name} has no seeds`);
  for (let execution = 0; execution < seeds.length + executions; execution++) {
    const chosen = seeds[execution < seeds.length ? execution : below(random, seeds.length)] as Buffer;
    const input = execution < seeds.length ? chosen : mutate(chosen, random);
    try {
      const running = target.run(input);
      if (running) await running;
    } catch (error) {
      if (!(error instanceof PratiqueError)) throw new FuzzFailure(target.name, execution, seed, input, error);
    }
  }
}
