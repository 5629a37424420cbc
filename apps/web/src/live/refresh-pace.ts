type Pace = {
  /** Something changed that is on screen. */
  readonly ask: () => void;
  /** The page has drawn what it was asked for. */
  readonly finish: () => void;
  /** A hidden page waits; in sight again it catches up once. */
  readonly setVisible: (isVisible: boolean) => void;
  readonly stop: () => void;
};

const leastMs = 1_000;
// A reading that was given up, because the person went elsewhere meanwhile, never says that it is done.
const longestMs = 15_000;

/**
 * When to read the page again: at once for the first change, then at most about once a second however much happens, never while the
 * reading before is under way, and never while nobody looks.
 */
export function createRefreshPace(refresh: () => void, input: { readonly isVisible: boolean }): Pace {
  let { isVisible } = input;
  let isAsked = false;
  let isBusy = false;
  let isStopped = false;
  let startedAt = -Infinity;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let limit: ReturnType<typeof setTimeout> | undefined;

  const finish = (): void => {
    clearTimeout(limit);
    isBusy = false;
    go();
  };

  const go = (): void => {
    if (isStopped || !isAsked || !isVisible || isBusy || timer !== null) return;
    const waitMs = startedAt + leastMs - performance.now();
    if (waitMs > 0) {
      timer = setTimeout(() => {
        timer = null;
        go();
      }, waitMs);
      return;
    }
    isAsked = false;
    isBusy = true;
    startedAt = performance.now();
    limit = setTimeout(finish, longestMs);
    refresh();
  };

  return {
    ask: () => {
      isAsked = true;
      go();
    },
    finish,
    setVisible: (next) => {
      isVisible = next;
      go();
    },
    stop: () => {
      isStopped = true;
      clearTimeout(limit);
      if (timer !== null) clearTimeout(timer);
    },
  };
}
