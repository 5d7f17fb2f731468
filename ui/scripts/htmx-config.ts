// htmx starts as soon as it is evaluated, and reads its settings from the page at that moment: this comes before it.
// The content policy allows no inline style and no evaluated text; pages are asked again, never kept.
const settings = {
  includeIndicatorStyles: false,
  allowEval: false,
  allowScriptTags: false,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  scrollBehavior: "auto",
  // No style moves what is replaced: it is live as soon as it is there.
  defaultSettleDelay: 0,
};
const meta = document.createElement("meta");
meta.name = "htmx-config";
meta.content = JSON.stringify(settings);
document.head.append(meta);
