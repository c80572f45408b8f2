/** What runs in the page: it hides the findings that the filters leave out. */
export const script = `
"use strict";
const filters = document.querySelector(".filters");
const articles = [...document.querySelectorAll("article")];
const groups = [...document.querySelectorAll(".group")];
const texts = new Map(articles.map((article) => [article, article.textContent.toLowerCase()]));
function apply() {
  const words = filters.elements.text.value.toLowerCase().split(/\\s+/).filter(Boolean);
  const states = new Set([...filters.querySelectorAll("[name=state]:checked")].map((box) => box.value));
  const family = filters.elements.family.value;
  const resource = filters.elements.resource.value;
  let shown = 0;
  for (const article of articles) {
    const { state, family: ownFamily, resource: ownResource } = article.dataset;
    const fits =
      states.has(state) &&
      (family === "" || family === ownFamily) &&
      (resource === "" || resource === ownResource) &&
      words.every((word) => texts.get(article).includes(word));
    article.hidden = !fits;
    if (fits) shown++;
  }
  for (const group of groups) group.hidden = !group.querySelector("article:not([hidden])");
  document.querySelector(".shown").textContent = shown + " of " + articles.length + " findings shown";
  document.querySelector(".nothing").hidden = shown > 0;
}
filters.addEventListener("input", apply);
filters.addEventListener("submit", (event) => event.preventDefault());
filters.addEventListener("reset", () => setTimeout(apply));
apply();
`;
