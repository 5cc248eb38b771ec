import { styleText } from 'node:util';
import type { Severity } from '@pratique/model';

/** Words with colour where it is wanted. Colour repeats what the words say: it is never the only sign. */
export interface Style {
  heading(text: string): string;
  faint(text: string): string;
  warning(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  severity(severity: Severity): string;
}

type Format = Parameters<typeof styleText>[0];

const severityFormats: Readonly<Record<Severity, Format>> = {
  critical: ['bold', 'red'],
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
  negligible: 'dim',
  unknown: 'magenta',
};

export function createStyle(color: boolean): Style {
  const paint = (format: Format, text: string): string =>
    color ? styleText(format, text, { validateStream: false }) : text;
  return {
    heading: (text) => paint('bold', text),
    faint: (text) => paint('dim', text),
    warning: (text) => paint(['bold', 'yellow'], text),
    good: (text) => paint('green', text),
    bad: (text) => paint('red', text),
    severity: (severity) => paint(severityFormats[severity], severity),
  };
}
