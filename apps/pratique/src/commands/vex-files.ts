import { readFile } from 'node:fs/promises';
import { readVexDocument } from '@pratique/advisories';
import { reasonOf } from '@pratique/foundation';
import type { Unknown, VexStatement } from '@pratique/model';
import { cliErrors } from '../cli/errors.ts';

/** What VEX documents say together. */
export interface VexReading {
  readonly statements: readonly VexStatement[];
  readonly unknowns: readonly Unknown[];
}

function vexUnreadable(path: string, why: string, cause?: unknown): Error {
  return cliErrors.create('cli/unreadable', { attempted: 'read the VEX document', on: path, why, cause });
}

/** What VEX documents say. One that says nothing readable is an error; parts that cannot be read are unknowns. */
export async function readVexFiles(paths: readonly string[]): Promise<VexReading> {
  const statements: VexStatement[] = [];
  const unknowns: Unknown[] = [];
  for (const path of paths) {
    const bytes = await readFile(path).catch((cause: unknown) => {
      throw vexUnreadable(path, reasonOf(cause), cause);
    });
    const reading = readVexDocument(bytes, path);
    const [problem] = reading.unknowns;
    if (reading.statements.length === 0 && problem) throw vexUnreadable(path, problem.reason);
    for (const statement of reading.statements) statements.push(statement);
    unknowns.push(...reading.unknowns);
  }
  return { statements, unknowns };
}
