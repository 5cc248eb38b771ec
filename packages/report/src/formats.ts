import type { Reporter } from './reporter.ts';

const loaders = {
  table: async () => (await import('./table/reporter.ts')).tableReporter,
  json: async () => (await import('./json/reporter.ts')).jsonReporter,
  sarif: async () => (await import('./sarif/reporter.ts')).sarifReporter,
  cyclonedx: async () => (await import('./cyclonedx/reporter.ts')).cycloneDxReporter,
  spdx: async () => (await import('./spdx/reporter.ts')).spdxReporter,
  junit: async () => (await import('./junit/reporter.ts')).junitReporter,
  markdown: async () => (await import('./markdown/reporter.ts')).markdownReporter,
  html: async () => (await import('./html/reporter.ts')).htmlReporter,
} satisfies Record<string, () => Promise<Reporter>>;

/** Names of the report formats, as `--format` takes them. */
export type ReportFormat = keyof typeof loaders;

export const reportFormats = Object.keys(loaders) as readonly ReportFormat[];

/** Loads the one format that is asked for: a scan pays for no other. */
export function loadReporter(format: ReportFormat): Promise<Reporter> {
  return loaders[format]();
}

/** Endings of file names, the longer first. */
const endings: readonly (readonly [string, ReportFormat])[] = [
  ['.cdx.json', 'cyclonedx'],
  ['.spdx.json', 'spdx'],
  ['.sarif.json', 'sarif'],
  ['.sarif', 'sarif'],
  ['.json', 'json'],
  ['.xml', 'junit'],
  ['.md', 'markdown'],
  ['.html', 'html'],
  ['.txt', 'table'],
];

/** The format that a file's name asks for. */
export function reportFormatOf(path: string): ReportFormat | undefined {
  return endings.find(([ending]) => path.toLowerCase().endsWith(ending))?.[1];
}
