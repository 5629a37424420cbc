/** The roles, and in a few words what each may. */
export const roleWords = {
  owner: { label: "Owner", may: "everything, and who else owns it" },
  admin: { label: "Admin", may: "connections, members, settings" },
  member: { label: "Member", may: "reads, imports and syncs" },
  viewer: { label: "Viewer", may: "reads" },
} as const;
