import { z } from "zod";

import { defineRoute, type ApiRoute } from "../api-route.ts";
import { instant, noParams, noQuery, snakeRow } from "../fields.ts";

const role = z.enum(["owner", "admin", "member", "viewer"]);

const settings = z
  .object({
    name: z.string(),
    time_zone: z.string(),
    bot_logins: z.array(z.string()),
    ignored_paths: z.array(z.string()),
    response_sla_hours: z.number(),
  })
  .meta({ id: "WorkspaceSettings" });

const member = z
  .object({ user_id: z.string(), name: z.string(), login: z.string().nullable(), role, joined_at: instant })
  .meta({ id: "Member" });

const invitation = z
  .object({
    id: z.int(),
    login: z.string().nullable(),
    role,
    created_at: instant,
    expires_at: instant,
  })
  .meta({ id: "Invitation" });

const memberParams = z.strictObject({ user_id: z.uuid() });
const membersOnly = { params: memberParams, query: noQuery };
const nothing = { params: noParams, query: noQuery };

export const workspaceRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: "get",
    path: "/api/workspaces",
    name: "listWorkspaces",
    group: "workspaces",
    summary: "The workspaces that this session or key opens",
    scope: "read",
    ...nothing,
    body: null,
    answer: z.object({
      workspaces: z.array(z.object({ slug: z.string(), name: z.string(), time_zone: z.string(), role })),
    }),
    run: async ({ workspaces }) => ({
      workspaces: (await workspaces()).map(({ slug, name, timeZone, role: mine }) => ({
        slug,
        name,
        time_zone: timeZone,
        role: mine,
      })),
    }),
  }),
  defineRoute({
    method: "get",
    path: "/api/settings",
    name: "getSettings",
    group: "workspaces",
    summary: "The settings that the workspace's numbers are computed with",
    scope: "read",
    ...nothing,
    body: null,
    answer: settings,
    run: async ({ actions, ctx }) => settings.strip().parse(snakeRow(await actions.showWorkspace.run(ctx, {}))),
  }),
  defineRoute({
    method: "patch",
    path: "/api/settings",
    name: "updateSettings",
    group: "workspaces",
    summary: "Change settings of the workspace; what is not named stays",
    scope: "admin",
    ...nothing,
    body: z.strictObject({
      name: z.string().max(200).optional(),
      time_zone: z.string().max(60).optional(),
      bot_logins: z.array(z.string().max(100)).max(500).optional(),
      ignored_paths: z.array(z.string().max(300)).max(500).optional(),
      response_sla_hours: z.number().positive().max(8760).optional(),
    }),
    answer: settings,
    run: async ({ actions, ctx, body }) => {
      const after = await actions.updateWorkspace.run(ctx, {
        name: body.name,
        timeZone: body.time_zone,
        botLogins: body.bot_logins,
        ignoredPaths: body.ignored_paths,
        responseSlaHours: body.response_sla_hours,
      });
      return settings.strip().parse(snakeRow(after));
    },
  }),
  defineRoute({
    method: "get",
    path: "/api/members",
    name: "listMembers",
    group: "workspaces",
    summary: "The members of the workspace with their roles",
    scope: "read",
    ...nothing,
    body: null,
    answer: z.object({ members: z.array(member) }),
    run: async ({ actions, ctx }) => {
      const { members } = await actions.listMembers.run(ctx, {});
      return { members: members.map(snakeRow) };
    },
  }),
  defineRoute({
    method: "patch",
    path: "/api/members/{user_id}",
    name: "changeRole",
    group: "workspaces",
    summary: "Give a member another role",
    scope: "admin",
    ...membersOnly,
    body: z.strictObject({ role }),
    answer: z.object({ user_id: z.string(), role }),
    run: async ({ actions, ctx, params, body }) =>
      snakeRow(await actions.changeRole.run(ctx, { userId: params.user_id, role: body.role })),
  }),
  defineRoute({
    method: "delete",
    path: "/api/members/{user_id}",
    name: "removeMember",
    group: "workspaces",
    summary: "Take a member out of the workspace",
    scope: "admin",
    ...membersOnly,
    body: null,
    answer: z.object({ user_id: z.string() }),
    run: async ({ actions, ctx, params }) => snakeRow(await actions.removeMember.run(ctx, { userId: params.user_id })),
  }),
  defineRoute({
    method: "get",
    path: "/api/invitations",
    name: "listInvitations",
    group: "workspaces",
    summary: "The invitations that somebody can still accept",
    scope: "admin",
    ...nothing,
    body: null,
    answer: z.object({ invitations: z.array(invitation) }),
    run: async ({ actions, ctx }) => {
      const { invitations } = await actions.listInvitations.run(ctx, {});
      return { invitations: invitations.map(snakeRow) };
    },
  }),
  defineRoute({
    method: "post",
    path: "/api/invitations",
    name: "inviteMember",
    group: "workspaces",
    summary: "Invite somebody by GitHub login, or by a link that works once; the link is shown here and never again",
    scope: "admin",
    ...nothing,
    body: z.strictObject({
      login: z.string().max(39).nullable().default(null),
      role: z.enum(["admin", "member", "viewer"]).default("member"),
    }),
    answer: z.object({
      id: z.int(),
      login: z.string().nullable(),
      role,
      expires_at: instant,
      path: z.string().meta({ description: "of the link, below the address of this Pulse-Hub" }),
    }),
    status: 201,
    isAnswerSecret: true,
    run: async ({ actions, ctx, body }) => {
      const { id, login, role: given, expiresAt, path } = await actions.inviteMember.run(ctx, body);
      return { id, login, role: given, expires_at: expiresAt.toISOString(), path };
    },
  }),
  defineRoute({
    method: "delete",
    path: "/api/invitations/{id}",
    name: "revokeInvitation",
    group: "workspaces",
    summary: "Take an invitation back",
    scope: "admin",
    params: z.strictObject({ id: z.coerce.number().int().positive() }),
    query: noQuery,
    body: null,
    answer: z.object({ id: z.int() }),
    run: async ({ actions, ctx, params }) => {
      await actions.revokeInvitation.run(ctx, { id: params.id });
      return { id: params.id };
    },
  }),
];
