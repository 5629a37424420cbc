/** Who the demo is about. A name that nobody has at GitHub, where links of the pages lead. */
export const demoOrganisation = {
  login: "tidewater-demo",
  /** By this the demo reads its GitHub. Everything that it opens is made up, and answers on this machine alone. */
  token: `ghp_${"demo".repeat(9)}`,
  reader: "demo-reader",
  repositories: [
    { name: "storefront", description: "The shop that customers see", language: "TypeScript", stars: 184 },
    { name: "checkout-api", description: "Carts, payments and orders", language: "Go", stars: 61 },
    { name: "mobile-app", description: "The shop on a phone", language: "Kotlin", stars: 97 },
    { name: "data-pipeline", description: "From events to reports", language: "Python", stars: 23 },
    { name: "platform", description: "What everything runs on", language: "HCL", stars: 12 },
  ],
  /** Repositories by their place above, and which part of the people, by name, is in the team. */
  teams: [
    { slug: "shop", repositories: [0, 2], share: [0, 0.4] },
    { slug: "payments", repositories: [1], share: [0.35, 0.7] },
    { slug: "foundations", repositories: [3, 4], share: [0.65, 1] },
  ],
} as const;
