export { loadReporter, type ReportFormat, reportFormatOf, reportFormats } from './formats.ts';
export { scanReportSchema } from './json/schema.ts';
export type { Reporter, ReportOptions } from './reporter.ts';
