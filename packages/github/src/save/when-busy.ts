import { AppError } from "@pulse/kit";

// PostgreSQL's lock_not_available: the connection's lock_timeout ran out.
const lockNotAvailable = "55P03";

/** Does what has to wait for other writers of a repository. Throws `conflict` when one of them stays too long. */
export async function whenBusy<T>(fullName: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === lockNotAvailable)) throw error;
    throw new AppError(
      "conflict",
      `Another import or sync of ${fullName} is still running. Try again when it is done`,
      { cause: error },
    );
  }
}
