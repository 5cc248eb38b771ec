/** Words of one instruction; real ones have hundreds. */
const MAX_WORDS = 20_000;

/** The elements of the JSON (exec) form; undefined where it is another. */
export function jsonWords(text: string): readonly string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const value = JSON.parse(text) as unknown;
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Splits at white space outside of quotes and takes the quotes away. */
export function splitWords(text: string, escape: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let i = 0; i < text.length && words.length < MAX_WORDS; i++) {
    const character = text[i] as string;
    if (quote !== '') {
      if (character === quote) quote = '';
      else if (character === escape && quote === '"' && i + 1 < text.length)
        word = (word ?? '') + (text[++i] as string);
      else word = (word ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (character === escape && i + 1 < text.length) word = (word ?? '') + (text[++i] as string);
    else if (!/\s/.test(character)) word = (word ?? '') + character;
    else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** `NAME=value` words of ENV, ARG and LABEL; the old form `ENV NAME value` is written so too. */
export function pairWords(keyword: string, text: string, escape: string): readonly string[] {
  const words = splitWords(text, escape);
  const old = keyword !== 'ARG' && words.length > 1 && !(words[0] as string).includes('=');
  return old ? [`${words[0]}=${words.slice(1).join(' ')}`] : words;
}

/** Name and value of a `NAME=value` word; value undefined where there is no `=`. */
export function pairOf(word: string): readonly [string, string | undefined] {
  const equals = word.indexOf('=');
  return equals < 0 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)];
}
