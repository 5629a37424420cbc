const mark = "new:";

/** What an app is called by until the platform has made it and given it an id: the lock of a name. */
export const newAppId = (name: string) => `${mark}${name}`;

export const isNewAppId = (appId: string) => appId.startsWith(mark);
