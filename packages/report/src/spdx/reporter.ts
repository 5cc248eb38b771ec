import { sbomChunks } from '@pratique/sbom';
import type { Reporter } from '../reporter.ts';

/** SPDX 2.3; findings stand as security references of their packages. */
export const spdxReporter: Reporter = {
  render: (result, { version }) => sbomChunks('spdx', result.sbom, { version, assessment: result }),
};
