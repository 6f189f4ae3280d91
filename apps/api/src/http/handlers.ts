import { RequestMethod } from '@nestjs/common';
import { HTTP_CODE_METADATA, METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { DiscoveryService } from '@nestjs/core';
import type { z } from 'zod';
import { NEED, type Need } from '../auth/needs.js';
import { DESCRIPTION, type Description } from './describe.js';
import { ZodInput } from './zod-input.js';

/** A route as its decorators say it. */
export interface Handler {
  /** `CameraController.list`, for messages. */
  readonly name: string;
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete' | 'head';
  /** As express writes it: `/api/v1/cameras/:id`. */
  readonly path: string;
  readonly status: number;
  readonly need: Need | null;
  readonly description: Description | null;
  readonly body: z.ZodType | null;
  readonly query: z.ZodType | null;
}

type Class = new (...parts: never[]) => object;
interface Argument {
  readonly pipes: readonly unknown[];
}

/** @returns every handler of every controller, as the router has them */
export function handlersOf(discovery: DiscoveryService): Handler[] {
  const controllers = new Set(discovery.getControllers().map(({ metatype }) => metatype as Class | null));
  return [...controllers].flatMap((controller) => (controller ? handlersOfClass(controller) : []));
}

export function handlersOfClass(controller: Class): Handler[] {
  const prototype = controller.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const method = prototype[name];
    if (typeof method !== 'function' || Reflect.getMetadata(METHOD_METADATA, method) === undefined) return [];
    return pathsOf(controller, method).map((path) => handlerOf(controller, name, method, path));
  });
}

function handlerOf(controller: Class, name: string, method: object, path: string): Handler {
  const verb = RequestMethod[Reflect.getMetadata(METHOD_METADATA, method) as RequestMethod].toLowerCase() as Handler['method'];
  const of = <T>(key: string) => (Reflect.getMetadata(key, method) ?? Reflect.getMetadata(key, controller) ?? null) as T | null;
  return {
    name: `${controller.name}.${name}`,
    method: verb,
    path,
    status: of<number>(HTTP_CODE_METADATA) ?? (verb === 'post' ? 201 : 200),
    need: of<Need>(NEED),
    description: (Reflect.getMetadata(DESCRIPTION, method) ?? null) as Description | null,
    body: schemaOf(controller, name, RouteParamtypes.BODY),
    query: schemaOf(controller, name, RouteParamtypes.QUERY),
  };
}

function pathsOf(controller: Class, method: object): string[] {
  const [above, below] = [controller, method].map((target) => [Reflect.getMetadata(PATH_METADATA, target)].flat() as string[]);
  return above!.flatMap((first) =>
    below!.map(
      (second) =>
        `/${[first, second]
          .map((part) => part.replace(/^\/+|\/+$/g, ''))
          .filter(Boolean)
          .join('/')}`,
    ),
  );
}

/** The very schema that the handler parses with, so that the documentation cannot say something else. */
function schemaOf(controller: Class, name: string, kind: RouteParamtypes): z.ZodType | null {
  const parameters = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as Record<string, Argument>;
  const inputs = Object.entries(parameters)
    .filter(([key]) => key.startsWith(`${kind}:`))
    .flatMap(([, { pipes }]) => pipes.filter((pipe) => pipe instanceof ZodInput));
  return inputs[0]?.schema ?? null;
}

/** @throws Error for a handler that does not say what it asks of its caller: the service does not start with it */
export function requireNeeds(handlers: readonly Handler[]): void {
  const open = handlers.filter(({ need }) => need === null).map(({ name }) => name);
  if (open.length > 0) throw new Error(`handlers without @Needs(…) or @OpenToAll(…): ${open.join(', ')}`);
}
