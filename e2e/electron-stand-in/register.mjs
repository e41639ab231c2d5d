// Makes `electron` resolve to the stand-in, for import and for require. Loaded with --import.
import Module, { register } from 'node:module';

const standIn = process.env.STANDIN_MODULE;
const names = ['electron', 'electron/main', 'electron/common'];
const hook = `
  let names; let target;
  export function initialize(data) { ({ names, target } = data); }
  export async function resolve(specifier, context, next) {
    if (names.includes(specifier)) return { url: target, shortCircuit: true, format: 'module' };
    return next(specifier, context);
  }`;
register(`data:text/javascript,${encodeURIComponent(hook)}`, {
  parentURL: import.meta.url,
  data: { names, target: standIn },
});

const electron = await import(standIn);
const load = Module._load;
Module._load = function loadOrStandIn(request, ...rest) {
  return names.includes(request) ? electron : load.call(this, request, ...rest);
};
