/** Longer flags are not looked at: no build writes them. */
const MAX_FLAGS = 65_536;

/** Splits as a shell does, with single and double quotes and backslashes; what is not closed ends with the text. */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  let word = '';
  let started = false;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string;
    if (char === '\\' && quote !== "'" && i + 1 < text.length) {
      word += text[++i];
      started = true;
    } else if (quote) {
      if (char === quote) quote = '';
      else word += char;
    } else if (char === '"' || char === "'") {
      quote = char;
      started = true;
    } else if (/\s/.test(char)) {
      if (started) words.push(word);
      word = '';
      started = false;
    } else {
      word += char;
      started = true;
    }
  }
  if (started) words.push(word);
  return words;
}

/** The variables that `-ldflags` sets with `-X importpath.name=value`, in any of the spellings that the linker takes. */
export function variablesFromLinkerFlags(flags: string): Map<string, string> {
  const variables = new Map<string, string>();
  const words = splitWords(flags.slice(0, MAX_FLAGS));
  for (let i = 0; i < words.length; i++) {
    const word = (words[i] as string).replace(/^--/, '-');
    let assignment: string | undefined;
    if (word === '-X') assignment = words[++i];
    else if (word.startsWith('-X=')) assignment = word.slice(3);
    else if (word.startsWith('-X') && word.includes('.')) assignment = word.slice(2);
    const equals = assignment?.indexOf('=') ?? -1;
    if (!assignment || equals <= 0) continue;
    // Quotes that survived one more level of quoting in the build script.
    const value = assignment.slice(equals + 1).replace(/^["']+|["']+$/g, '');
    variables.set(assignment.slice(0, equals).replace(/^["']+/, ''), value);
  }
  return variables;
}
