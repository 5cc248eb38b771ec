/** The lines of a text, one at a time, without their ends (`\n` or `\r\n`): databases may be large. */
export function* linesOf(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    yield text[end - 1] === '\r' && end > start ? text.slice(start, end - 1) : text.slice(start, end);
    start = end + 1;
  }
}
