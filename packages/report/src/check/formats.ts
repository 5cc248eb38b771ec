import type { CheckReporter } from './reporter.ts';

const loaders = {
  table: async () => (await import('./table.ts')).checkTableReporter,
  json: async () => (await import('./json.ts')).checkJsonReporter,
  sarif: async () => (await import('./sarif.ts')).checkSarifReporter,
  junit: async () => (await import('./junit.ts')).checkJunitReporter,
  markdown: async () => (await import('./markdown.ts')).checkMarkdownReporter,
  github: async () => (await import('./github.ts')).checkGithubReporter,
  gitlab: async () => (await import('./gitlab.ts')).checkGitlabReporter,
} satisfies Record<string, () => Promise<CheckReporter>>;

/** Names of the report formats of `check`, as `--format` takes them. */
export type CheckReportFormat = keyof typeof loaders;

export const checkReportFormats = Object.keys(loaders) as readonly CheckReportFormat[];

/** Loads the one format that is asked for. */
export function loadCheckReporter(format: CheckReportFormat): Promise<CheckReporter> {
  return loaders[format]();
}

/** Endings of file names, the longer first. */
const endings: readonly (readonly [string, CheckReportFormat])[] = [
  ['gl-code-quality-report.json', 'gitlab'],
  ['.sarif.json', 'sarif'],
  ['.sarif', 'sarif'],
  ['.json', 'json'],
  ['.xml', 'junit'],
  ['.md', 'markdown'],
  ['.txt', 'table'],
];

/** The format that a file's name asks for. */
export function checkReportFormatOf(path: string): CheckReportFormat | undefined {
  return endings.find(([ending]) => path.toLowerCase().endsWith(ending))?.[1];
}
