/** Dollars a month by size, as DigitalOcean's API description of August 2026 has them; a test holds them to it. The API itself is asked by `./pulse deploy`. */
export const prices: Readonly<Record<string, number>> = {
  "apps-s-1vcpu-0.5gb": 5,
  "apps-s-1vcpu-1gb-fixed": 10,
  "apps-s-1vcpu-1gb": 12,
  "apps-s-1vcpu-2gb": 25,
  "apps-s-2vcpu-4gb": 50,
};
