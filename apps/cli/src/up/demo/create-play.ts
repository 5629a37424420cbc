// What the made-up people do next. Step after step is a function of the seed and of what was played before, never of the clock alone,
// so that a replica that plays the same steps again holds the same facts under the same ids.
import { createRandom, type Random, type Replica } from "@pulse/github-replica";

import type { DemoRepository } from "./found-organisation.ts";
import type { Act, Stage } from "./follow-ups.ts";
import { listStories } from "./stories.ts";

type Waiting = { readonly due: number; readonly act: Act };

export type Play = {
  /** Makes one step at `at`, which the replica's clock is set to. */
  readonly step: (at: Date) => void;
};

export function createPlay(
  replica: Replica,
  input: { readonly seed: number; readonly repositories: readonly DemoRepository[] },
): Play {
  let waiting: readonly Waiting[] = [];
  let steps = 0;
  const stories = listStories(replica);

  const take = (): Act | null => {
    const next = waiting.find(({ due }) => due <= steps);
    waiting = waiting.filter((one) => one !== next);
    return next?.act ?? null;
  };
  const begin = (random: Random): boolean => {
    const repository = random.pickSkewed(input.repositories);
    const stage: Stage = {
      repository: repository.name,
      people: repository.people,
      random,
      later: (after, act) => {
        waiting = [...waiting, { due: steps + after, act }].toSorted((left, right) => left.due - right.due);
      },
    };
    return random.pick(stories)(stage);
  };

  return {
    step: (at) => {
      replica.clock.set(at);
      steps += 1;
      const random = createRandom(input.seed * 1_000_003 + steps);
      // What was begun goes before what is new; what is no longer possible is passed over.
      for (let act = take(); act !== null; act = take()) if (act(random)) return;
      for (let attempts = 0; attempts < 5; attempts += 1) if (begin(random)) return;
    },
  };
}
