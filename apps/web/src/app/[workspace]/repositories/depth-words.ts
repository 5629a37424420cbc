/** How far back a repository is read. */
export const depthWords = { "90d": "90 days ago", "1y": "a year ago", all: "its beginning" } as const;
