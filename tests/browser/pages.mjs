// The public pages and their states: what accessibility and screenshots go through.
export const pages = [
  ["home", "/"],
  ["home in English", "/en/"],
  ["every experience", "/experiences"],
  ["a search", "/experiences?q=mentorat"],
  ["a search with filters", "/experiences?public=young-people&territoire=region-44"],
  ["a search as a table", "/experiences?vue=tableau"],
  ["a search as a map", "/experiences?vue=carte"],
  ["a search that finds nothing", "/experiences?q=zzyzx&public=young-people"],
  ["a search with an unknown key", "/experiences?couleur=bleu&page=99"],
  ["a search in English", "/en/experiences?q=sponsorship"],
  ["suggestions without scripts", "/suggestions?q=garage"],
  ["the map", "/carte"],
  ["an experience", "/experiences/FIRST"],
  ["an experience in English", "/en/experiences/FIRST"],
  ["a comparison", "/comparer?fiches=FIRST,SECOND,THIRD"],
  ["an empty comparison", "/comparer"],
  ["the territories", "/territoires"],
  ["a territory", "/territoires/region-44"],
  ["a small territory", "/territoires/commune-67482"],
  ["what covers a point", "/ici"],
  ["what covers the middle of Metz", "/ici?lon=6.1757&lat=49.1193"],
  ["an ambiguous territory", "/territoires/44"],
  ["an address, before any official file", "/qpv"],
  ["an address that is not understood", "/en/qpv?lon=6"],
  ["the organisations", "/structures"],
  ["an organisation", "/structures/ORGANISATION"],
  ["the compendium", "/recueil"],
  ["my pick, empty", "/mon-recueil"],
  ["embedding", "/integrer"],
  ["a frame for other sites", "/integrer/cadre?q=garage"],
  ["a frame with a map", "/integrer/cadre?vue=carte"],
  ["open data", "/donnees"],
  ["the API", "/api"],
  ["accessibility statement", "/accessibilite"],
  ["legal notice", "/mentions"],
  ["a page that does not exist", "/nulle-part"],
];

/** Puts real names in the place of FIRST, SECOND, THIRD and ORGANISATION. */
export async function addresses(site) {
  const answer = await (await fetch(`${site.url}/api/v1/experiences?limit=3`)).json();
  const slugs = answer.items.map((item) => item.slug);
  const facet = answer.facets.structure?.[0]?.key ?? "oriv";
  const names = { FIRST: slugs[0], SECOND: slugs[1], THIRD: slugs[2], ORGANISATION: facet };
  return pages.map(([name, path]) => [name, path.replace(/FIRST|SECOND|THIRD|ORGANISATION/g, (word) => names[word])]);
}
