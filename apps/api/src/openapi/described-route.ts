import type { Permission } from '@reset/shared/contracts/permissions';
import type { z } from 'zod';

export type Method = 'get' | 'post' | 'put' | 'delete';
/** What goes over the line: JSON of a schema, or a file of that media type. */
export type Payload = z.ZodType | 'text/csv' | 'text/plain' | 'application/zip';

/** One route as the API document tells it. The schemas are those that check requests, and that answers are made of. */
export type DescribedRoute = {
  method: Method;
  /** As Express has it: `/v1/bulk-resets/:id`. */
  path: `/${string}`;
  summary: string;
  /** Groups the routes: the first words of a reader's question. */
  tag: string;
  who: Permission | 'anybody' | 'whoever is signed in';
  params?: z.ZodObject;
  query?: z.ZodObject;
  headers?: z.ZodObject;
  body?: Payload;
  /** By status. `null`: nothing but the status. Refusals are the same everywhere and stand in one place. */
  answers: Readonly<Record<number, Payload | null>>;
};
