/** The one room of undici that we need. All of it would be three times as large, for parts nobody here calls. */
declare module 'undici/lib/dispatcher/agent.js' {
  import { Agent } from 'undici';
  export = Agent;
}
