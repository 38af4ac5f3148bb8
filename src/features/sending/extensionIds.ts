/** The extensions that requests are handed over to. */
export const restClient = 'humao.rest-client';
export const httpYac = 'anweber.vscode-httpyac';
