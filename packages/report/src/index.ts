export { scanReportSchema } from './json/schema.ts';
export {
  loadReporter,
  type Reporter,
  type ReportFormat,
  reportFormatOf,
  reportFormats,
  type ReportOptions,
} from './reporter.ts';
