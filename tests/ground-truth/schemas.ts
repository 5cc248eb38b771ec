import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { scanReportSchema } from '@pratique/report';
import { Ajv } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const root = dirname(dirname(import.meta.dirname));
const read = (path: string): object => JSON.parse(readFileSync(path, 'utf8'));

/** What a document does wrong by its published schema; null where nothing. */
export type Problems = (document: unknown) => unknown;

function cycloneDx(): Problems {
  const library = createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json');
  const schemas = join(dirname(library), 'res', 'schema');
  const ajv = new Ajv({ strict: false });
  addFormats.default(ajv);
  ajv.addFormat('iri-reference', true);
  ajv.addFormat('idn-email', true);
  for (const name of ['jsf-0.82', 'spdx', 'cryptography-defs'])
    ajv.addSchema(
      read(join(schemas, `${name}.SNAPSHOT.schema.json`)),
      `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`,
    );
  const validate = ajv.compile(read(join(schemas, 'bom-1.6.SNAPSHOT.schema.json')));
  return (document) => (validate(document) ? null : validate.errors);
}

function spdx(): Problems {
  const ajv = new Ajv2019({ strict: false });
  addFormats.default(ajv as never);
  const validate = ajv.compile(read(join(root, 'packages/sbom/src/spdx/fixtures/spdx-2.3.schema.json')));
  return (document) => (validate(document) ? null : validate.errors);
}

function sarif(): Problems {
  // One of its patterns (of `language`) is none by the stricter rules of the `u` flag.
  const ajv = new Ajv({ strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  const validate = ajv.compile(read(join(import.meta.dirname, 'fixtures', 'sarif-2.1.0.schema.json')));
  return (document) => (validate(document) ? null : validate.errors);
}

function scanReport(): Problems {
  const ajv = new Ajv2020({ strict: true });
  addFormats.default(ajv as never);
  const validate = ajv.compile(scanReportSchema);
  return (document) => (validate(document) ? null : validate.errors);
}

/** Schemas by report format. Compiling one takes a while: only those asked for. */
export const schemas = { cyclonedx: cycloneDx, spdx, sarif, json: scanReport } as const;
