import { z } from "zod";

const schema = z.object({
  active: z.boolean().optional(),
  events: z.array(z.string()).optional(),
  config: z
    .object({
      url: z.string().optional(),
      secret: z.string().optional(),
      content_type: z.enum(["json", "form"]).optional(),
    })
    .optional(),
});

/** What a client says a hook shall be, as far as it says it; null for what is no such thing. */
export function readHookInput(body: unknown) {
  const read = schema.safeParse(body);
  if (!read.success) return null;
  const { active, events, config } = read.data;
  return {
    ...(active === undefined ? {} : { isActive: active }),
    ...(events === undefined ? {} : { events }),
    ...(config?.url === undefined ? {} : { url: config.url }),
    ...(config?.secret === undefined ? {} : { secret: config.secret }),
    ...(config?.content_type === undefined ? {} : { contentType: config.content_type }),
  };
}
