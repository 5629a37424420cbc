import { fullNameOf, type Repository } from "../world/repository.ts";

/** Where the API and the pages of this GitHub are said to be, both without a slash at the end. */
export type Urls = { readonly api: string; readonly web: string };

export function apiUrlOf(urls: Urls, repository: Repository): string {
  return `${urls.api}/repos/${fullNameOf(repository)}`;
}

export function webUrlOf(urls: Urls, repository: Repository): string {
  return `${urls.web}/${fullNameOf(repository)}`;
}
