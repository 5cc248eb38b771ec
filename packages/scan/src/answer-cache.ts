import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { type MatchMemory, matchMemory } from '@pratique/matching';
import type { AdvisoryDatabase, Digest } from '@pratique/model';
import { readCacheFile, writeCacheFile } from './cache-file.ts';

/** Inflated size of an entry that is believed. Bytes. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Findings of one image whose answers are kept; with more, all is asked again. */
const MOST_FINDINGS = 5000;

/**
 * The code that gives the answers: the name of its file in the bundle, which has the content's hash in it. Undefined where
 * the program runs from source: there nothing tells that the code was changed.
 */
export const bundledCode: string | undefined = import.meta.filename.endsWith('.ts')
  ? undefined
  : basename(import.meta.filename);

/** Short name for "asked of this generation of this database by this code". */
export function knowledgeOf(database: AdvisoryDatabase, code: string): string {
  return createHash('sha256')
    .update(JSON.stringify([code, database.generation, database.feeds()]))
    .digest('hex');
}

interface Entry {
  readonly knowledge: string;
  readonly answers: readonly (readonly [string, AnswerOf<MatchMemory['answers']>])[];
}

type AnswerOf<Answers> = Answers extends Map<string, infer Answer> ? Answer : never;

/**
 * What matching asked of the advisory database about the packages of an image, and the answers: one entry per image, good
 * for one generation. Whatever depends on the clock, on VEX or on options is judged anew with every scan.
 */
export class AnswerCache {
  readonly #path: string;
  readonly #knowledge: string;
  #kept = 0;

  constructor(folder: string, manifest: Digest, knowledge: string) {
    this.#path = join(folder, `${manifest.replace(':', '-')}.answers.json.zst`);
    this.#knowledge = knowledge;
  }

  /** A memory that holds what is still true. */
  read(): MatchMemory {
    const entry = readCacheFile(this.#path, MAX_BYTES) as Entry | null | undefined;
    const answers = entry?.knowledge === this.#knowledge ? entry.answers : [];
    this.#kept = answers.length;
    return { ...matchMemory(), answers: new Map(answers) };
  }

  /** Keeps the memory where it holds more than was read. */
  async write({ answers }: MatchMemory): Promise<void> {
    if (answers.size === this.#kept) return;
    const findings = [...answers.values()].reduce((sum, answer) => sum + answer.findings.length, 0);
    if (findings > MOST_FINDINGS) return;
    await writeCacheFile(this.#path, { knowledge: this.#knowledge, answers: [...answers] } satisfies Entry);
  }
}
