import type { ScanResult } from '@pratique/model';
import type { Reporter, ReportOptions } from '../reporter.ts';
import { summarize } from '../summary.ts';

/** Address that names the schema; the schema itself stands in docs/reference/scan-report.schema.json. */
export const SCHEMA_ID = 'https://pratique.dev/schema/scan-report-1.json';

function document(result: ScanResult, { version, hidden, verdict }: ReportOptions): object {
  const { sbom, findings, suppressed, notAssessed, unknowns, database, scannedAt } = result;
  const { subject, distribution, base, layers, packages } = sbom;
  return {
    $schema: SCHEMA_ID,
    schemaVersion: 1,
    tool: { name: 'pratique', version },
    scannedAt,
    target: { kind: subject.kind, name: subject.name, image: subject.image },
    distribution,
    base,
    database,
    summary: summarize(result, hidden),
    verdict,
    findings,
    suppressed,
    notAssessed,
    unknowns: [...sbom.unknowns, ...unknowns],
    layers,
    packages,
  };
}

/** Everything that is known, for programs. The schema is published and versioned. */
export const jsonReporter: Reporter = {
  render: (result, options) => `${JSON.stringify(document(result, options), null, 2)}\n`,
};
