import { printable } from '@pratique/foundation';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Characters above the controls that XML 1.0 forbids even as references (clause 2.2), and lone surrogates. */
const forbidden = /[\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * Text as content or quoted attribute of XML or HTML, on one line: no character of it writes to the terminal that the
 * report is printed to, and none begins a line that a CI system would take for a command.
 */
export function escapeMarkup(text: string): string {
  return printable(text.replace(/\s+/g, ' '))
    .replace(forbidden, '\ufffd')
    .replace(/[&<>"']/g, (char) => entities[char] ?? char);
}

/** Text as one cell of a Markdown table: no markup of its own, no line breaks, no mentions. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]<>|~#]/g, (char) => (char === '<' || char === '>' ? (entities[char] ?? char) : `\\${char}`))
    .replace(/@(?=\w)/g, '@\u200b');
}

/** A link only to a web address: feeds are not trusted with other schemes. */
export function webAddress(url: string | undefined): string | undefined {
  return url !== undefined && /^https?:\/\/[^\s<>"'()\\]+$/i.test(url) ? url : undefined;
}
