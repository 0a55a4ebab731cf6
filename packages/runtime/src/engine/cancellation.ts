import { QeilError } from '../errors/qeil-error.js';

/**
 * Which commands of a device process were cancelled, and which runs now. Cancelling ends the pass of the running command where the
 * driver can end one; a command that waits its turn is only marked, since the pass that runs is another's.
 */
export class Cancellation {
  private readonly cancelled = new Set<number>();
  private running: number | undefined;

  /** @param terminate - ends the pass that runs now, where the driver can */
  constructor(private readonly terminate: () => void) {}

  has(commandId: number): boolean {
    return this.cancelled.has(commandId);
  }

  cancel(commandId: number): void {
    this.cancelled.add(commandId);
    if (this.running === commandId) this.terminate();
  }

  /**
   * Run one command. What it throws once it was cancelled is that it was: a pass that is ended rejects with words of its own.
   *
   * @throws {QeilError} `cancelled`, or what the work throws
   */
  async run(commandId: number, work: () => Promise<void>): Promise<void> {
    this.running = commandId;
    try {
      await work();
    } catch (error) {
      if (!this.cancelled.has(commandId)) throw error;
      throw new QeilError('ended on request in mid-pass', { kind: 'cancelled', cause: error });
    } finally {
      this.running = undefined;
      this.cancelled.delete(commandId);
    }
  }
}
