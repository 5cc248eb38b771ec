import { jsonChunks } from '@pratique/foundation';
import type { Judgement, ScanResult } from '@pratique/model';
import type { Reporter, ReportOptions } from '../reporter.ts';
import { comparisonJson, verdictJson } from '../check/json.ts';
import { scannedTarget } from '../check/rows.ts';
import { summarize } from '../summary.ts';

/** Address that names the schema; the schema itself stands in docs/reference/scan-report.schema.json. */
export const SCHEMA_ID = 'https://pratique.dev/schema/scan-report-1.json';

function policyOf(result: ScanResult, judgement: Judgement): object {
  const { profile, stage, policies } = judgement.verdict;
  const judged = verdictJson(scannedTarget(result, judgement));
  return { profile, stage, policies, ...judged, comparison: comparisonJson(judgement.comparison) };
}

function document(result: ScanResult, { version, hidden, verdict, judgement }: ReportOptions): object {
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
    policy: judgement && policyOf(result, judgement),
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
  render: (result, options) => jsonChunks(document(result, options)),
};
