const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Characters that XML 1.0 forbids even as references (clause 2.2), and lone surrogates. */
const forbidden =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text as content or quoted attribute of XML or HTML. */
export function escapeMarkup(text: string): string {
  return text.replace(forbidden, '\ufffd').replace(/[&<>"']/g, (char) => entities[char] ?? char);
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
