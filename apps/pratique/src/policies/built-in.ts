import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadPolicies, type LoadedObjects } from '@pratique/policy';
import { readPolicyFiles } from './policy-files.ts';

/** Beside the program that a release ships, the built-in policies as one document: reading them as YAML takes ten times as long. */
const compiled = join(import.meta.dirname, 'policies.json');

/** Where they stand in the repository, when the program runs from source. */
export const policiesFolder = join(import.meta.dirname, '../../../../policies');

/** The policies and profiles that come with Pratique. */
export async function builtInObjects(): Promise<LoadedObjects> {
  if (existsSync(compiled)) return JSON.parse(await readFile(compiled, 'utf8')) as LoadedObjects;
  return loadPolicies(await readPolicyFiles([policiesFolder], { cases: false }));
}
