/** What became of a form. */
export type FormState =
  | { readonly kind: "idle" }
  | { readonly kind: "done"; readonly message: string; readonly notes: readonly string[] }
  | { readonly kind: "failed"; readonly message: string };

export const idle: FormState = { kind: "idle" };
