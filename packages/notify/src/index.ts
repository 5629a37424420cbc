export type { Channel } from "./channel.ts";
export type { Notification } from "./notification.ts";
export { notify } from "./notify.ts";
export type { Sending } from "./sending.ts";
