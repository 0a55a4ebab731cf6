// C1 controls and DEL are legal inside JSON strings, yet a terminal obeys some of them; the escaped form reads back equal.
function escapeControls(json: string): string {
  return json.replace(/[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** One document over several lines, ending in a line break. */
export function toJson(value: unknown): string {
  return `${escapeControls(JSON.stringify(value, null, 2))}\n`;
}

/** One line per value. */
export function toJsonLines(values: readonly unknown[]): string {
  return values.map((value) => `${escapeControls(JSON.stringify(value))}\n`).join('');
}
