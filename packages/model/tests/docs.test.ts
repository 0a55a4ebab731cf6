import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as model from '../src/index.js';
import * as testing from '../src/testing/index.js';

const PAGES = ['model.md', 'physics.md'].map((name) => ({
  name,
  text: readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8'),
}));

interface Example {
  readonly heading: string;
  readonly source: string;
}

/** Every ts block of the page under the heading it stands under. */
function examples(page: string): Example[] {
  return page.split(/^## /m).flatMap((section) => {
    const heading = section.slice(0, section.indexOf('\n'));
    return [...section.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, source]) => ({ heading, source }));
  });
}

/** The block as a function body: imports become the given names, `value; // → literal` becomes a comparison. */
function runnable(source: string): string {
  return source
    .replace(/^import [\s\S]*? from '[^']*';$/gm, '')
    .replace(/^(.*); \/\/ → (.*)$/gm, (_, value: string, literal: string) => {
      return `compare(${JSON.stringify(value)}, ${value}, ${JSON.stringify(literal)});`;
    });
}

/** Numbers agree to the digits the page shows; everything else is equal. */
function expectShown(actual: unknown, shown: unknown, digits: number, label: string): void {
  if (typeof shown === 'number' && !Number.isInteger(shown)) {
    expect(Math.abs(Number(actual) - shown), `${label} is ${actual}`).toBeLessThanOrEqual(0.5 * 10 ** -digits + 1e-12);
  } else if (typeof shown === 'object' && shown !== null) {
    expect(Object.keys(Object(actual)), label).toEqual(Object.keys(shown));
    for (const [key, value] of Object.entries(shown))
      expectShown(Object(actual)[key], value, digits, `${label}.${key}`);
  } else {
    expect(actual, label).toEqual(shown);
  }
}

describe.each(PAGES)('docs/$name', ({ text }) => {
  const names = { ...model, ...testing };
  it.each(examples(text))('is true about: $heading', ({ source }) => {
    let compared = 0;
    const compare = (label: string, actual: unknown, literal: string) => {
      const shown: unknown = new Function(`return (${literal});`)();
      const decimals = [...literal.matchAll(/\.(\d+)/g)].map(([, digits]) => digits.length);
      expectShown(actual, shown, Math.max(0, ...decimals), label);
      compared += 1;
    };
    new Function('compare', ...Object.keys(names), runnable(source))(compare, ...Object.values(names));
    expect(compared).toBeGreaterThan(0);
  });

  it('imports only what the package exports', () => {
    const imported = [...text.matchAll(/^import \{([\s\S]*?)\} from/gm)].flatMap(([, list]) => list.split(','));
    const wanted = imported.map((name) => name.trim()).filter((name) => name !== '');
    expect(wanted.length).toBeGreaterThan(20);
    expect(wanted.filter((name) => !(name in names))).toEqual([]);
  });
});
