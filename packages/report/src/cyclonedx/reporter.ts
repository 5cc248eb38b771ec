import { sbomChunks } from '@pratique/sbom';
import type { Reporter } from '../reporter.ts';

/** CycloneDX 1.6 with vulnerabilities. */
export const cycloneDxReporter: Reporter = {
  render: (result, { version }) => sbomChunks('cyclonedx', result.sbom, { version, assessment: result }),
};
