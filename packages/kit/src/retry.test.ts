import { describe, expect, it } from "vitest";

import { retry } from "./retry.ts";

const options = { attempts: 3, baseMs: 1, maxMs: 2, isRetryable: () => true, random: () => 0 };

function failing(times: number) {
  const attempts: number[] = [];
  const work = async (attempt: number) => {
    attempts.push(attempt);
    if (attempt <= times) throw new Error(`failure ${attempt}`);
    return "done";
  };
  return { attempts, work };
}

describe("retry", () => {
  it("gives the first success", async () => {
    const { attempts, work } = failing(2);

    await expect(retry(options, work)).resolves.toBe("done");
    expect(attempts).toEqual([1, 2, 3]);
  });

  it("throws the last error as it is when attempts run out", async () => {
    await expect(retry(options, failing(5).work)).rejects.toThrow("failure 3");
  });

  it("does not repeat what is not retryable", async () => {
    const { attempts, work } = failing(5);

    await expect(retry({ ...options, isRetryable: () => false }, work)).rejects.toThrow("failure 1");
    expect(attempts).toEqual([1]);
  });

  it("waits as long as it is asked to, and not at all for who asks for too much", async () => {
    const patient = failing(1);
    const hasty = failing(1);

    await expect(
      retry({ ...options, baseMs: 60_000, maxMs: 60_000, random: () => 1, askedMs: () => 0 }, patient.work),
    ).resolves.toBe("done");
    await expect(retry({ ...options, askedMs: () => 3 }, hasty.work)).rejects.toThrow("failure 1");
  });

  it("waits no longer when it is told to stop", async () => {
    const { attempts, work } = failing(5);
    const signal = AbortSignal.abort();

    await expect(retry({ ...options, baseMs: 60_000, maxMs: 60_000, random: () => 1, signal }, work)).rejects.toThrow(
      "aborted",
    );
    expect(attempts).toEqual([1]);
  });
});
