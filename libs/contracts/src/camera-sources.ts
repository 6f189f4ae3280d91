import { z } from 'zod';

/** Where cameras may be: the `cameraSources` section of the configuration. */
export const cameraSourcesSchema = z
  .object({
    /**
     * CIDRs that a camera's address must lie in, after its name is resolved, on each connection and each redirect. null allows every network
     * but this machine itself. Link-local and multicast addresses are never dialled.
     */
    networks: z
      .array(z.union([z.cidrv4(), z.cidrv6()], { error: 'is not a CIDR; write one such as 192.168.1.0/24' }))
      .nullable()
      .default(null),
    /** Folders that films may lie in, and below. */
    folders: z.array(z.string().startsWith('/', 'give an absolute path')).default([]),
  })
  .strict();
export type CameraSources = z.infer<typeof cameraSourcesSchema>;
