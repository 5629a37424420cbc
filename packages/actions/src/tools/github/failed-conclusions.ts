/** The conclusions of a job or step that call for a look; a cancelled or skipped one does not. */
export const failedConclusions: readonly string[] = ["failure", "timed_out", "startup_failure"];
