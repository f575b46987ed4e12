/** What is chosen at the top of the dashboard. */
export const chosen = {
  machine: { machine: { like: '$machine' } },
  namespace: { namespace: { like: '$namespace' } },
  service: { service: { like: '$service' } },
} as const;
