/** For processes that another one starts over a channel (IPC): they end with it, also when it is killed. By hand nothing here does anything. */

// Enough to give work back. With its parent a process may have lost its database too, and would wait for that for ever.
const graceMs = 5000;

/**
 * Calls `onGone` when the parent is gone, also when that happened while this process was still starting; and `onLate` when the process is there
 * five seconds later, whatever it waits for.
 */
export function watchParent(on: { readonly onGone: () => void; readonly onLate: () => void }): void {
  // The channel's own function outlives the channel: with it, a process that is not connected has lost its parent.
  if (process.send === undefined) return;
  const lose = (): void => {
    setTimeout(on.onLate, graceMs).unref();
    on.onGone();
  };
  if (process.connected) process.once("disconnect", lose);
  else lose();
}

/** Tells the parent something, if there is one still: saying it to nobody would be an error. */
export function tellParent(message: object): void {
  if (process.connected) process.send?.(message);
}
