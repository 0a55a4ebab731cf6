/** File descriptor of the heartbeat pipe in a device process; 3 is Node's own channel. */
export const HEARTBEAT_FD = 4;
/** A beat: the progress counter as an unsigned 32-bit integer, low byte first. */
export const BEAT_BYTE = 4;

/** Slots of the memory the main thread of a device process shares with its heartbeat thread. */
export const PROGRESS_SLOT = 0;
export const BUSY_SLOT = 1;
