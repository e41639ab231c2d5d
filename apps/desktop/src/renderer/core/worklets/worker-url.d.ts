/** Vite bundles the module on its own and hands over its address. */
declare module '*?worker&url' {
  const url: string;
  export default url;
}
