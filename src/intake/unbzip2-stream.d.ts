/** The package brings no types. Source: its index.js, a classic stream of `through`, which works synchronously. */
declare module 'unbzip2-stream' {
  export default function unbzip2(): NodeJS.ReadWriteStream;
}
