import type { Classifier } from './classifier.ts';
import { applications } from './data/applications.ts';
import { databases } from './data/databases.ts';
import { goPrograms } from './data/go-programs.ts';
import { java } from './data/java.ts';
import { languages } from './data/languages.ts';
import { libraries } from './data/libraries.ts';
import { network } from './data/network.ts';
import { tools } from './data/tools.ts';
import { webServers } from './data/web-servers.ts';

/** Every classifier that looks at a file by its path. */
export const classifiers: readonly Classifier[] = [
  ...languages,
  ...java,
  ...webServers,
  ...databases,
  ...network,
  ...libraries,
  ...tools,
  ...applications,
];

/** One row of the support table. */
export interface ClassifierRow {
  readonly id: string;
  readonly program: string;
  /** Globs over the path, or for programs that Go built the module path in their build information. */
  readonly recognisedBy: readonly string[];
  /** `real`: tested on bytes of a real build. */
  readonly evidence: 'real' | 'synthetic';
}

/** What is recognised, for the generated documentation. */
export const classifierTable: readonly ClassifierRow[] = [
  ...classifiers.map(({ id, title, files, evidence }) => ({ id, program: title, recognisedBy: files, evidence })),
  ...goPrograms.map(({ id, title, module, evidence }) => ({ id, program: title, recognisedBy: [module], evidence })),
];
