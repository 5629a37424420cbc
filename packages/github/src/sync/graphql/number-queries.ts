import { pageInfoFields } from "./answer-fields.ts";

function numbersQuery(field: "issues" | "pullRequests"): string {
  return `query Numbers($owner: String!, $name: String!, $after: String) {
  rateLimit { cost }
  repository(owner: $owner, name: $name) {
    items: ${field}(first: 100, after: $after, orderBy: { field: CREATED_AT, direction: DESC }) {
      ${pageInfoFields}
      nodes { number createdAt }
    }
  }
}`;
}

export const issueNumbersQuery = numbersQuery("issues");
export const pullNumbersQuery = numbersQuery("pullRequests");
