import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { policySchemas } from '@pratique/policy';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';

const root = join(import.meta.dirname, '../..');
const kinds: Readonly<Record<string, string>> = {
  Policy: 'policy',
  Profile: 'policy-profile',
  PolicyException: 'policy-exception',
};

/** Which schema a document is held against. */
function schemaOf(path: string, document: unknown): string {
  if (path.endsWith('.cases.yaml')) return 'policy-cases';
  return kinds[(document as { kind: string }).kind] ?? 'none';
}

describe('published schemas', () => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictTypes: false, strictRequired: false });
  const validators = new Map(Object.entries(policySchemas).map(([name, schema]) => [name, ajv.compile(schema)]));

  it('are those in docs/reference', () => {
    for (const [name, schema] of Object.entries(policySchemas)) {
      const published: unknown = JSON.parse(readFileSync(join(root, `docs/reference/${name}.schema.json`), 'utf8'));
      expect(published).toEqual(JSON.parse(JSON.stringify(schema)));
    }
  });

  it('take every built-in file, as an editor would', () => {
    const wrong: string[] = [];
    const paths = globSync('policies/**/*.yaml', { cwd: root });
    for (const path of paths)
      for (const parsed of parseAllDocuments(readFileSync(join(root, path), 'utf8'))) {
        const document: unknown = parsed.toJS();
        const validate = validators.get(schemaOf(path, document));
        if (!validate?.(document)) wrong.push(`${path}: ${JSON.stringify(validate?.errors)}`);
      }
    expect(wrong).toEqual([]);
    expect(paths.length).toBeGreaterThan(0);
  });

  it.each([
    ['policy', { apiVersion: 'pratique.dev/v1', kind: 'Policy', metadata: { name: 'x' }, spec: {} }],
    [
      'policy-profile',
      { apiVersion: 'pratique.dev/v1', kind: 'Policy', metadata: { name: 'x' }, spec: { policies: [] } },
    ],
    ['policy-exception', { spec: { policy: 'x' } }],
    ['policy-cases', { cases: [] }],
  ])('refuse what is no %s', (name, document) => {
    expect(validators.get(name)?.(document)).toBe(false);
  });
});
