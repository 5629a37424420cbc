import manifest from "../../package.json" with { type: "json" };

/** Recorded beside each migration, so that an older program can say which one to use instead. */
export const programVersion: string = manifest.version;
