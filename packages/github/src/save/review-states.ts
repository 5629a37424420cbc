/** How GraphQL, REST and archives write the states of a review, and what they are called here. Webhooks write them small already. */
export const reviewStates = {
  APPROVED: "approved",
  CHANGES_REQUESTED: "changes_requested",
  COMMENTED: "commented",
  DISMISSED: "dismissed",
  PENDING: "pending",
} as const;
