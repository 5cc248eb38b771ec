import type { Judgement, ScanResult } from '@pratique/model';

/** How a report is written. */
export interface ReportOptions {
  /** Version of Pratique. */
  readonly version: string;
  /** Only for the table: a terminal that shows colour reads it. */
  readonly color: boolean;
  /** Only for the table: columns of the terminal. */
  readonly width: number;
  /** Only for the table: leave out, counted, what would scroll away on a terminal. */
  readonly brief?: boolean;
  /** Findings that were left out by request. */
  readonly hidden: number;
  /** One sentence: what the gate decided, where one was asked. */
  readonly verdict?: string;
  /** What the policies say, where some were asked. */
  readonly judgement?: Judgement;
}

/** One form of report: one text, or a large one in chunks. Pure: equal results and options give equal texts. */
export interface Reporter {
  render(result: ScanResult, options: ReportOptions): string | Iterable<string>;
}
