export const text = { type: 'string' } as const;
export const texts = { type: 'array', items: text } as const;
export const count = { type: 'integer', minimum: 0 } as const;
export const digest = { type: 'string', pattern: '^sha(256:[0-9a-f]{64}|512:[0-9a-f]{128})$' } as const;
export const instant = { type: 'string', format: 'date-time' } as const;
/** An object whose listed fields are required unless their name ends in `?`. Further fields may be added within version 1. */
export function object(fields: Readonly<Record<string, object>>): object {
  const names = Object.keys(fields);
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name.replace('?', ''), fields[name]])),
    required: names.filter((name) => !name.endsWith('?')),
  };
}

export const list = (items: object): object => ({ type: 'array', items });
export const ref = (name: string): object => ({ $ref: `#/$defs/${name}` });
