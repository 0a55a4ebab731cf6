import { findNodeAtLocation, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';

/** A JSON value, or where (0-based UTF-16 offset) and why the text is none. */
export type JsonLine =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly offset: number; readonly problem: string };

/** `JSON.parse`, with a position for every error: its own messages often carry none. */
export function parseJsonLine(text: string): JsonLine {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (cause) {
    const errors: ParseError[] = [];
    // Nesting beyond what JSON.parse takes is beyond the tolerant parser too.
    if (cause instanceof SyntaxError) parseTree(text.slice(0, 100_000), errors, { disallowComments: true });
    const [first] = errors;
    if (first === undefined) return { ok: false, offset: 0, problem: messageOf(cause) };
    const words = printParseErrorCode(first.error)
      .replace(/([a-z])([A-Z])/gu, '$1 $2')
      .toLowerCase();
    return { ok: false, offset: first.offset, problem: words };
  }
}

/** Offset of the value at `path` in a JSON text; 0 when it is not there. */
export function offsetOf(text: string, path: readonly PropertyKey[]): number {
  const root = parseTree(text);
  const keys = path.filter((key) => typeof key !== 'symbol');
  return (root && findNodeAtLocation(root, keys)?.offset) ?? 0;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
