/** A colour by its role: its light value is what plots are drawn with, its dark value replaces it in a dark page. */
interface Token {
  readonly name: string;
  readonly light: string;
  readonly dark: string;
}

// Arms and terms follow Okabe & Ito, "Color Universal Design" (2008), darkened or lightened for contrast on each ground.
export const TOKENS = {
  ink: { name: 'ink', light: '#1b2430', dark: '#e7ecf2' },
  muted: { name: 'muted', light: '#5a6675', dark: '#9ba7b5' },
  grid: { name: 'grid', light: '#e3e7ec', dark: '#2c3540' },
  paper: { name: 'paper', light: '#ffffff', dark: '#151b23' },
  grey: { name: 'grey', light: '#6e7783', dark: '#a3adb9' },
  orange: { name: 'orange', light: '#c77700', dark: '#f0a830' },
  pink: { name: 'pink', light: '#b0568a', dark: '#e08fbf' },
  blue: { name: 'blue', light: '#0067a5', dark: '#4fb3f6' },
  sky: { name: 'sky', light: '#4aa8d8', dark: '#8fd0f2' },
  green: { name: 'green', light: '#008563', dark: '#2cc79a' },
  yellow: { name: 'yellow', light: '#c9b400', dark: '#efe04a' },
  red: { name: 'red', light: '#c24a00', dark: '#ff8a4c' },
} as const satisfies Record<string, Token>;

/** Colour and shape of each arm, so that neither is needed alone. */
export const ARM_MARKS: Readonly<Record<string, { readonly colour: string; readonly shape: string }>> = {
  standard: { colour: TOKENS.grey.light, shape: 'circle' },
  'standard-batched': { colour: TOKENS.orange.light, shape: 'square' },
  'v1-greedy': { colour: TOKENS.pink.light, shape: 'triangle-up' },
  v2: { colour: TOKENS.blue.light, shape: 'diamond' },
};

/** Replace every drawn colour by a CSS variable that falls back to it. */
export function followPage(svg: string): string {
  let result = svg;
  for (const token of Object.values(TOKENS)) {
    result = result.replaceAll(`"${token.light}"`, `"var(--${token.name}, ${token.light})"`);
  }
  return result;
}

/** CSS variables of one scheme. */
export function cssVariables(scheme: 'light' | 'dark'): string {
  return Object.values(TOKENS)
    .map((token) => `--${token.name}:${token[scheme]}`)
    .join(';');
}
