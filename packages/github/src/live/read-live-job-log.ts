import { AppError } from "@pulse/kit";

import { openElsewhere } from "../client/open-elsewhere.ts";
import type { GitHubClient } from "../client/github-client.ts";
import { readLogTail, type LogTail } from "./read-log-tail.ts";

type Wanted = {
  /** As GitHub writes it: `owner/name`. */
  readonly repository: string;
  readonly jobId: number;
  readonly tailLines: number;
  readonly grep: string | null;
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
  /** Another way to the wire, in tests. */
  readonly fetch?: typeof fetch | undefined;
};

const timeoutMs = 60_000;
/** GitHub keeps logs of hundreds of megabytes; a person who waits is told to look there. */
const longestLog = 256 * 1024 * 1024;

/** The end of a job's log. GitHub keeps logs with others and sends whoever may read one there: no credential goes along. */
export async function readLiveJobLog(client: GitHubClient, wanted: Wanted): Promise<LogTail> {
  const { repository, jobId, signal } = wanted;
  const asked = await client.locate(
    `/repos/${repository}/actions/jobs/${jobId}/logs`,
    signal === undefined ? {} : { signal },
  );
  if (asked.kind === "here") return await readLogTail(once(Buffer.from(asked.text)), wanted);
  const timeout = AbortSignal.timeout(timeoutMs);
  const within = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
  try {
    const { status, body } = await openElsewhere(asked.url, { signal: within, fetch: wanted.fetch });
    if (status === 200) return await readLogTail(bounded(body), wanted);
    throw refusalOf(status, `the log of job ${jobId} of ${repository}`);
  } catch (error) {
    signal?.throwIfAborted();
    if (!timeout.aborted) throw error;
    throw new AppError(
      "unavailable",
      `The log of job ${jobId} did not come within ${timeoutMs / 1000} s. Read it at GitHub`,
      {
        details: { reason: "timeout" },
      },
    );
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function* bounded(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let read = 0;
  for await (const chunk of body) {
    read += chunk.byteLength;
    if (read > longestLog) {
      throw new AppError("invalid", "This log is larger than 256 MB. Read it at GitHub", {
        details: { reason: "response_too_large" },
      });
    }
    yield chunk;
  }
}

function refusalOf(status: number, what: string): AppError {
  if (status === 404 || status === 410 || status === 403) {
    return new AppError(
      "not_found",
      `${what} is no longer kept: GitHub deletes logs after some time (90 days, unless set otherwise)`,
      {
        details: { reason: "gone" },
      },
    );
  }
  return new AppError("unavailable", `Where GitHub keeps ${what} answered ${status}. Try again later`, {
    details: { reason: "server" },
  });
}
