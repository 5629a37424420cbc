/** Where notifications go. All of it but the recipients is secret: whoever has the address of a Slack webhook writes into the channel. */
export type SlackChannel = { readonly kind: "slack"; readonly url: string };

export type EmailChannel = {
  readonly kind: "email";
  /** smtp://user:password@host:587, or smtps:// */
  readonly smtpUrl: string;
  readonly from: string;
  readonly to: readonly string[];
};

export type WebhookChannel = {
  readonly kind: "webhook";
  readonly url: string;
  /** Newest first; the old one goes on signing until the receiver knows the new one. */
  readonly secrets: readonly [string, ...string[]];
};

export type PagerDutyChannel = {
  readonly kind: "pagerduty";
  /** The integration key of a service, 32 letters and digits. */
  readonly routingKey: string;
  /** https://events.pagerduty.com, or https://events.eu.pagerduty.com for accounts in Europe. */
  readonly eventsUrl?: string;
};

export type Channel = SlackChannel | EmailChannel | WebhookChannel | PagerDutyChannel;
