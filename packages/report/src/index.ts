export { loadReporter, type ReportFormat, reportFormatOf, reportFormats } from './formats.ts';
export { scanReportSchema } from './json/schema.ts';
export type { Reporter, ReportOptions } from './reporter.ts';
export { type CheckReportFormat, checkReportFormatOf, checkReportFormats, loadCheckReporter } from './check/formats.ts';
export type { CheckReporter, CheckReportOptions } from './check/reporter.ts';
export { checkReportSchema } from './check/schema.ts';
