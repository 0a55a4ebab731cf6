import type { TokensMessage } from './protocol.js';
import type { TokenEvent } from './wave.js';

/**
 * Passes token events on, each exactly once: after a restart a wave is drawn again from its seeds, and what was already passed on
 * comes a second time, token for token the same.
 */
export class TokenRelay {
  private readonly passedOn = new Map<number, number>();

  constructor(private readonly onToken: (event: TokenEvent) => void) {}

  /** A receiver for one attempt at the wave. */
  attempt(): (events: TokensMessage['events']) => void {
    const received = new Map<number, number>();
    return (events) => {
      for (const event of events) {
        const count = (received.get(event.sampleIndex) ?? 0) + 1;
        received.set(event.sampleIndex, count);
        if (count <= (this.passedOn.get(event.sampleIndex) ?? 0)) continue;
        this.passedOn.set(event.sampleIndex, count);
        this.onToken(event);
      }
    };
  }
}
