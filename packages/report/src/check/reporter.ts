import type { CheckResult } from '@pratique/model';

/** How a report of `check` is written. */
export interface CheckReportOptions {
  /** Version of Pratique. */
  readonly version: string;
  /** Only for the table. */
  readonly color: boolean;
  /** Only for the table: columns of the terminal. */
  readonly width: number;
}

/** One form of the report of `check`. Pure: equal results and options give equal texts. */
export interface CheckReporter {
  render(result: CheckResult, options: CheckReportOptions): string;
}
