import { Kind, parse, visit } from "graphql";

/**
 * Of the outermost connections of a query, the most entries asked for: what a fault on large pages looks at. Works on text that
 * may be no query at all, since a fault strikes before anybody reads it.
 */
export function largestPage(request: {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}): number {
  try {
    let largest = 0;
    visit(parse(request.query), {
      Field: {
        enter(field) {
          for (const argument of field.arguments ?? []) {
            if (argument.name.value !== "first" && argument.name.value !== "last") continue;
            const size =
              argument.value.kind === Kind.VARIABLE
                ? request.variables[argument.value.name.value]
                : argument.value.kind === Kind.INT && Number(argument.value.value);
            largest = Math.max(largest, typeof size === "number" ? size : 0);
            // What is inside belongs to pages within pages.
            return false;
          }
          return undefined;
        },
      },
    });
    return largest;
  } catch {
    return 0;
  }
}
