import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { detectCi } from '@pratique/gate-ci';
import type { CheckResult } from '@pratique/model';
import { loadCheckReporter } from '@pratique/report';
import { version } from '../version.ts';
import { stderr } from './streams.ts';

const plain = { version, color: false, width: 120 };

/** Name under which GitLab's documentation collects the report. */
const CODE_QUALITY = 'gl-code-quality-report.json';

/**
 * What the CI system takes without being asked: annotations and a summary in GitHub Actions, the code quality report in
 * GitLab. A summary that cannot be written changes no verdict: it is said on stderr.
 */
export async function writeCiExtras(result: CheckResult, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const ci = detectCi(env);
  try {
    if (ci?.kind === 'github') {
      stderr().write((await loadCheckReporter('github')).render(result, plain));
      if (ci.summary) await appendFile(ci.summary, (await loadCheckReporter('markdown')).render(result, plain));
    }
    if (ci?.kind === 'gitlab') {
      const report = (await loadCheckReporter('gitlab')).render(result, plain);
      await writeFile(join(env['CI_PROJECT_DIR'] ?? '.', CODE_QUALITY), report);
    }
  } catch (error) {
    stderr().write(`pratique: the report for the CI system could not be written: ${(error as Error).message}\n`);
  }
}
