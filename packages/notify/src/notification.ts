/** What somebody is told, whatever way it goes. Texts are plain: each sender escapes them as its receiver needs. */
export type Notification = {
  /** One line. */
  readonly title: string;
  readonly text: string;
  readonly severity: "info" | "warning" | "error" | "critical";
  /** `note` says what happened once; `open` begins something that a later `resolved` of the same key ends. */
  readonly state: "note" | "open" | "resolved";
  /** The same for everything that is about one thing, such as `deploy:pulse-hub`. */
  readonly key: string;
  /** What is worth knowing beside it, in the order to show it. */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly url: string | null;
  readonly at: Date;
};
