/** What the parts of an invented life share: who acts, and how an act is told. */
export type Json = Readonly<Record<string, unknown>>;

export type Inventing = {
  readonly send: (event: string, payload: Json) => void;
  /** The next instant. */
  readonly tick: () => string;
};

export const sender = person(1, "ada");

export const bug = { id: 301, node_id: "LA_1", name: "bug", color: "ff0000", description: "wrong", default: true };

export function person(id: number, login: string): Json {
  return {
    id,
    login,
    node_id: `U_${id}`,
    type: login.endsWith("[bot]") ? "Bot" : "User",
    avatar_url: `https://avatars.example/${id}`,
  };
}
