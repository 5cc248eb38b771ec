import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { text as readStream } from 'node:stream/consumers';
import { readSubjects, type SubjectReading } from '@pratique/gate-ci';
import { scanSubjects } from '@pratique/policy';
import { scan } from '@pratique/scan';
import type { Invocation } from '../cli/command.ts';
import { createProgress } from '../cli/progress.ts';
import { openDatabase } from '../commands/open-database.ts';
import { readTargetOptions } from '../commands/target-options.ts';

/** Whether an argument names files to check, not a target to scan: `sbom:x`, `oci-archive:y` and references are no paths. */
async function isPath(argument: string): Promise<boolean> {
  if (argument === '-') return true;
  return stat(argument).then(
    () => true,
    () => false,
  );
}

/** Everything in a target, or in the files below a path, that policies judge. */
export async function readTargetSubjects(argument: string, invocation: Invocation): Promise<SubjectReading> {
  if (await isPath(argument)) return readSubjects([argument], { stdin: () => readStream(process.stdin) });
  const progress = createProgress();
  const database = openDatabase();
  try {
    const result = await scan(argument, { ...readTargetOptions(invocation, progress), database });
    return { subjects: scanSubjects(result), problems: [] };
  } finally {
    progress.clear();
    database.close();
  }
}

/** Files that a folder of SBOMs holds, by the endings that `sbom` writes and other tools use. */
export function isSbomName(path: string): boolean {
  return /\.(?:cdx|spdx|cyclonedx|sbom)\.json$|^sbom.*\.json$|\.sbom$/i.test(basename(path));
}
