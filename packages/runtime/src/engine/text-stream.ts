import type { BundleTokenizer } from '../model-bundle/bundle.js';

/** What a decoder writes for bytes that are not yet a character. */
const INCOMPLETE = '\uFFFD';
/** Tokens of context decoded again with each new one; tokenizers join pieces only across near neighbours. */
const CONTEXT_TOKENS = 4;

/**
 * Turns the tokens of one sample into text as they come, and finds stop strings.
 *
 * Text is handed out once it is certain: a character whose bytes are still arriving and an ending that may be the start of a stop
 * string are held back. What was handed out, in order, is always the sample's text.
 */
export class TextStream {
  /** True once a stop string appeared; the text ends before it. */
  stopped = false;

  private readonly tokenIds: number[] = [];
  private contextStart = 0;
  private decodedTokens = 0;
  private held = '';
  private released = '';

  constructor(
    private readonly tokenizer: BundleTokenizer,
    private readonly stop: readonly string[],
  ) {}

  /** All text handed out so far. */
  get text(): string {
    return this.released;
  }

  /** Add a token; returns the text it completes. */
  push(tokenId: number): string {
    if (this.stopped) return '';
    this.tokenIds.push(tokenId);
    const known = this.tokenizer.decode(this.tokenIds.slice(this.contextStart, this.decodedTokens));
    const longer = this.tokenizer.decode(this.tokenIds.slice(this.contextStart));
    // A real U+FFFD in the text looks the same as an unfinished character: it is released with the next token or at the end.
    if (longer.length <= known.length || longer.endsWith(INCOMPLETE)) return '';
    this.accept(longer.slice(known.length));
    return this.release(false);
  }

  /** No more tokens; returns the text held back. */
  finish(): string {
    if (this.stopped) return '';
    const known = this.tokenizer.decode(this.tokenIds.slice(this.contextStart, this.decodedTokens));
    const longer = this.tokenizer.decode(this.tokenIds.slice(this.contextStart));
    this.accept(longer.slice(known.length));
    return this.release(true);
  }

  private accept(text: string): void {
    this.held += text;
    this.contextStart = Math.max(0, this.tokenIds.length - CONTEXT_TOKENS);
    this.decodedTokens = this.tokenIds.length;
  }

  private release(all: boolean): string {
    let end = this.held.length;
    const found = this.stop.map((text) => this.held.indexOf(text)).filter((position) => position >= 0);
    if (found.length > 0) {
      end = Math.min(...found);
      this.stopped = true;
    } else if (!all) {
      end -= this.longestStopStart();
    }
    const text = this.held.slice(0, end);
    this.held = this.stopped ? '' : this.held.slice(end);
    this.released += text;
    return text;
  }

  /** Length of the longest ending of the held text that a stop string starts with. */
  private longestStopStart(): number {
    let longest = 0;
    for (const stop of this.stop) {
      for (let length = Math.min(stop.length - 1, this.held.length); length > longest; length -= 1) {
        if (this.held.endsWith(stop.slice(0, length))) longest = length;
      }
    }
    return longest;
  }
}
